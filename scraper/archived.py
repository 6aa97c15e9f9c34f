"""A page out of an archive, with all that is known of it."""

from __future__ import annotations

import contextlib
import re
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from bs4 import BeautifulSoup

from scraper.decode import decode_bytes, with_charset
from scraper.errors import ArchiveError
from scraper.exchange import PART, PICTURE, Exchange
from scraper.ledger import Ledger, Version
from scraper.ledger.views import sites
from scraper.reading import Page
from scraper.reading.picture_urls import absolute, data_url, is_data
from scraper.remote import open_remote
from scraper.warc import Record, Where, read_at, read_records, to_exchange

ARCHIVE = "archive"  # the folder of the WARC files in a harvest's folder
_HEAD = 8192  # bytes in which the headers of an answer stand
# What may hold a page in some archive; requests and what is told of others hold none.
_ANSWERS = ("response", "revisit", "resource", "conversion", "continuation")
_OK = re.compile(rb"HTTP/\d(?:\.\d)?[ \t]+200\b")
_KIND = re.compile(rb"\n[Cc]ontent-[Tt]ype[ \t]*:[ \t]*([^\r\n;]+)")
_PAGES = (b"html", b"text/plain", b"xml", b"octet-stream")


class Archived(NamedTuple):
    """Where an answer lies, and what the user says of its site.

    Attributes:
        path: The WARC file, or its address.
        offset: First byte of its record.
        body: CSS selector of the report inside its page, None for the whole page.
        encoding: Label that overrules the page, None for none.
        later: Files and offsets of the further pages of a report that its site cuts into several.
        pictures: Addresses, files and offsets of its pictures that a harvest has kept.
    """

    path: Where
    offset: int
    body: str | None = None
    encoding: str | None = None
    later: tuple[tuple[Where, int], ...] = ()  # where further pages of the same report lie
    pictures: tuple[tuple[str, Where, int], ...] = ()


class Answers(NamedTuple):
    """The pages of an archive, in order, and how many records are none."""

    pages: list[tuple[str, Archived]]  # how the user is told of it, and where it lies
    others: int
    problem: str | None = None  # why the rest of the file cannot be read


def is_warc(path: Where) -> bool:
    """Say whether a file is a WARC file, by its name and its first bytes."""
    if not str(path).lower().endswith((".warc", ".warc.gz")):
        return False
    try:
        with path.open("rb") if isinstance(path, Path) else open_remote(path) as file:
            return file.read(2) in (b"\x1f\x8b", b"WA")
    except OSError:
        return False


def answers(path: Where) -> Answers:
    """Give the pages of a WARC file: answers with status 200 that are text of some kind."""
    pages: list[tuple[str, Archived]] = []
    others = 0
    try:
        for record in read_records(path):
            if _is_page(record):
                pages.append((f"{path}#{record.offset}", Archived(path, record.offset)))
            else:
                others += record.kind in _ANSWERS
    except ArchiveError as error:
        return Answers(pages, others, error.reason)
    return Answers(pages, others)


def _is_page(record: Record) -> bool:
    if record.kind != "response" or not _OK.match(record.block):
        return False
    kind = _KIND.search(record.block[:_HEAD])
    return kind is None or any(word in kind[1].lower() for word in _PAGES)


def harvested(folder: Path) -> list[tuple[str, Archived]]:
    """Give the reports of a harvest folder by site, year and address; raises StoreError."""
    with closing(Ledger(folder, readonly=True)) as ledger:
        told = {site.id: site for site in sites(ledger)}
        found = []
        for version in ledger.kept():
            place, site = version.place, told[version.site]
            uri = f"{ARCHIVE}/{place.file}#{place.offset}"
            path = folder / ARCHIVE / place.file
            archived = Archived(path, place.offset, site.body, site.encoding)
            found.append((uri, with_pieces(archived, ledger, version, folder)))
        return found


def with_pieces(place: Archived, ledger: Ledger, version: Version, folder: Path) -> Archived:
    """Add where further pages and pictures of a report lie, as they were when its version was kept."""
    pieces = [
        (piece.kind, piece.url, folder / ARCHIVE / piece.place.file, piece.place.offset)
        for piece in ledger.parts_of(version.key)
    ]
    return place._replace(
        later=tuple((path, at) for kind, _, path, at in pieces if kind == PART),
        pictures=tuple((url, path, at) for kind, url, path, at in pieces if kind == PICTURE),
    )


def open_archived(place: Archived, uri: str) -> Page:
    """Give a page of an archive; times and status are those of the archive.

    Args:
        place: Where it lies.
        uri: How the user is told of it.

    Raises:
        ArchiveError: The record is cut, damaged or no response, or what it holds was kept as
            evidence alone: a part of a page, or another page than the one that was asked for.
    """
    exchange = to_exchange(read_at(place.path, place.offset))
    if exchange.suspect is not None:
        raise ArchiveError(f"it was kept as evidence, not as the page ({exchange.suspect})")
    return page_of(exchange, place, uri)


def page_of(exchange: Exchange, place: Archived, uri: str) -> Page:
    """Give an answer as the page that is read."""
    kind = with_charset(exchange.header("Content-Type"), place.encoding)
    part = _only(exchange.data, kind, place.body) if place.body else None
    return Page(
        exchange.data,
        kind,
        exchange.url,
        uri,
        exchange.retrieved_at or None,
        exchange.status,
        part,
        tuple(to_exchange(read_at(path, offset)).data for path, offset in place.later),
        InArchive(exchange.url, place).picture,
    )


class InArchive:
    """Finds the pictures of an archived page: where a harvest says they lie, else in the page's own file.

    Args:
        url: Address of the page.
        place: Where it lies, with its pictures as far as they are known.
    """

    def __init__(self, url: str, place: Archived) -> None:
        self._url = url
        self._path = place.path
        self._known = {address: (path, offset) for address, path, offset in place.pictures}
        self._looked = bool(place.pictures)

    def picture(self, url: str) -> bytes | None:
        """Give a picture's bytes by its address as published, None where it was not archived."""
        if is_data(url):
            return data_url(url)
        address = absolute(self._url, url)
        if address not in self._known and not self._looked:
            self._look()
        found = self._known.get(address)
        try:
            return to_exchange(read_at(*found)).data if found else None
        except ArchiveError:
            return None

    def _look(self) -> None:
        """Take note of all pictures in the page's file; a page without tables costs that once."""
        self._looked = True
        with contextlib.suppress(ArchiveError):  # what comes before a cut counts
            for record in read_records(self._path):
                kind = _KIND.search(record.block[:_HEAD]) if _OK.match(record.block) else None
                if record.kind == "response" and kind and b"image" in kind[1].lower():
                    address = (record.header("WARC-Target-URI") or "").strip("<>")
                    self._known[address] = (self._path, record.offset)


def _only(data: bytes, kind: str | None, selector: str) -> str | None:
    """Give head and the elements a selector names; None where it names none."""
    soup = BeautifulSoup(decode_bytes(data, content_type=kind).text, "lxml")
    found = soup.select(selector)
    if not found or soup.body is None or soup.body in found:
        return None
    parts = [element.extract() for element in found]
    soup.body.clear()
    soup.body.extend(parts)
    return str(soup)
