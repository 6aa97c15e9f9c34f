"""What a folder of records was made from, so that a run that was stopped goes on where it was.

One line an input, written behind its record: name, digest of all that the record follows from (bytes, headers,
switched off repairs, version of the program, whether pictures can be read, and the pictures beside the page that were
asked for), and the file of the record or the error. What has not changed is
not read again; the outcome is the same, byte for byte.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

from scraper.errors import StoreError
from scraper.pictures.extra import can_recognise
from scraper.reading import Page
from scraper.reading.picture_urls import is_data
from scraper.reading.pictured import FindPicture
from scraper.settings import gongkai_version
from scraper.store import ErrorLine

FILE = "journal.jsonl"


class Entry(NamedTuple):
    """What became of an input in an earlier run."""

    key: str  # see :func:`key_of`
    record: str | None  # name of its file in the folder
    error: ErrorLine | None


def key_of(page: Page, off: frozenset[str]) -> str:
    """Give the digest of all that the outcome of a page follows from."""
    parts = (page.data, *page.later, *(form.data for form in page.forms))
    told = (
        gongkai_version(), can_recognise(), sorted(off), page.content_type, page.url, page.uri, page.retrieved_at, page.status,
        page.part, [len(data) for data in parts], [form.uri for form in page.forms],
    )  # fmt: skip
    digest = hashlib.sha256(json.dumps(told, ensure_ascii=True).encode("ascii"))
    for data in parts:
        digest.update(data)
    return digest.hexdigest()


class Asked:
    """Notes which pictures beside a page were asked for while it was read, and what they were.

    Args:
        find: Gives the bytes of a picture, as :class:`scraper.reading.Page` has it.
    """

    def __init__(self, find: FindPicture | None) -> None:
        self._find = find
        self._told: dict[str, str | None] = {}
        self.picture: FindPicture | None = self._noted if find is not None else None

    def _noted(self, url: str) -> bytes | None:
        data = self._find(url) if self._find is not None else None
        if not is_data(url):
            self._told[url] = _digest(data)
        return data

    def key(self, base: str) -> str:
        """Give the key of the outcome: that of the page, and the pictures with their digests where there are any."""
        return f"{base} {json.dumps(self._told, sort_keys=True)}" if self._told else base


def is_known(known: str | None, base: str, page: Page) -> bool:
    """Say whether a page and the pictures that its outcome follows from are as they were.

    Args:
        known: The key of an earlier outcome.
        base: The key of the page now.
        page: Finds the pictures.
    """
    own, _, told = (known or "").partition(" ")
    if own != base:
        return False
    pictures: dict[str, str | None] = json.loads(told) if told else {}
    find = page.pictures or (lambda _: None)
    return all(_digest(find(url)) == digest for url, digest in pictures.items())


def _digest(data: bytes | None) -> str | None:
    return hashlib.sha256(data).hexdigest() if data else None


class Journal:
    """The journal of a folder.

    Args:
        folder: The folder of records; the file is made with the first line.
        fresh: Forget what is known.

    Raises:
        StoreError: The file cannot be written.
    """

    def __init__(self, folder: Path, *, fresh: bool = False) -> None:
        self._folder = folder
        self._path = folder / FILE
        self._file: BinaryIO | None = None
        if fresh:
            self._path.unlink(missing_ok=True)
        self._known = dict(_read(self._path))
        self.spared = 0  # inputs that were not read again

    def known(self, uri: str) -> Entry | None:
        """Give what became of an input, if its record is still there."""
        entry = self._known.get(uri)
        if entry is None or entry.record is None:
            return entry
        return entry if (self._folder / entry.record).is_file() else None

    def record(self, entry: Entry) -> bytes:
        """Give the bytes of the record of an entry; raises StoreError."""
        path = self._folder / (entry.record or "")
        try:
            return path.read_bytes()
        except OSError as error:
            raise _failed(path, error) from error

    def withdraw(self, uri: str) -> None:
        """Take away the record that an input gave when it was another; raises StoreError."""
        entry = self._known.get(uri)
        if entry is None or entry.record is None:
            return
        path = self._folder / entry.record
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise _failed(path, error) from error

    def put(self, uri: str, entry: Entry) -> None:
        """Note an outcome that is on the disk; raises StoreError."""
        if self._known.get(uri) == entry:
            return
        self._known[uri] = entry
        error = entry.error._asdict() if entry.error else None
        line = json.dumps([uri, entry.key, entry.record, error], ensure_ascii=False)
        try:
            if self._file is None:
                self._folder.mkdir(parents=True, exist_ok=True)
                self._file = self._path.open("ab", buffering=0)
            self._file.write(line.encode("utf-8", "backslashreplace") + b"\n")
        except OSError as failure:
            raise _failed(self._path, failure) from failure

    def close(self) -> None:
        """Close the file."""
        if self._file is not None:
            self._file.close()


def _read(path: Path) -> Iterator[tuple[str, Entry]]:
    """Give the whole lines of a journal; of several for one input the last one counts."""
    try:
        data = path.read_bytes()
    except OSError:
        return
    for line in data.split(b"\n"):
        with contextlib.suppress(ValueError, TypeError):
            uri, key, record, error = json.loads(line)
            yield uri, Entry(key, record, ErrorLine(**error) if error else None)


def _failed(path: Path, error: OSError) -> StoreError:
    reason = f"{path} cannot be used ({error.strerror or error})"
    return StoreError(reason, path=str(path), errno=error.errno)
