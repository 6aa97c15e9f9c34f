"""An archive as a source: which captures it has of a site, and what each of them is."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator

from scraper.captures import common_crawl, wayback
from scraper.captures.asking import Asker
from scraper.captures.model import COMMON_CRAWL, Archive, Capture, address_key
from scraper.errors import ArchiveError, FetchError
from scraper.exchange import Exchange, Request
from scraper.fetch.faults import failure
from scraper.warc import payload_digest, read_member, to_exchange

_NONE, _BEYOND = 404, 400


class Source:
    """One archive.

    Args:
        asker: Asks it.
        archive: Which one it is.

    Attributes:
        notes: What was left out, in words; for the user.
    """

    def __init__(self, asker: Asker, archive: Archive) -> None:
        self.archive = archive
        self.notes: list[str] = []
        self._asker = asker
        self._crawls: list[common_crawl.Crawl] | None = None

    async def captures(self, url: str, years: range) -> AsyncIterator[Capture]:
        """Give what the archive has of the host of an address.

        Args:
            url: Home page of a site.
            years: Reporting years.

        Raises:
            FetchError: The archive cannot be asked.
            ArchiveError: It says something that is not understood.
        """
        of_host = self._of_crawls if self.archive.name == COMMON_CRAWL else self._of_rows
        async for capture in of_host(url, years):
            yield capture

    async def _of_crawls(self, url: str, years: range) -> AsyncIterator[Capture]:
        if self._crawls is None:
            got = await self._asker.ask(common_crawl.crawls_request(self.archive))
            self._crawls = common_crawl.read_crawls(got.data)
        for crawl in common_crawl.wanted(self._crawls, years, self.archive):
            async for capture in self._of_crawl(crawl, url):
                yield capture

    async def _of_crawl(self, crawl: common_crawl.Crawl, url: str) -> AsyncIterator[Capture]:
        told = await self._answer(common_crawl.pages_request(crawl, url))
        pages = common_crawl.read_pages(told) if told is not None else 0
        if pages > self.archive.most_pages:
            self._left_out(url, f"{pages - self.archive.most_pages} pages of {crawl.id}")
        for page in range(min(pages, self.archive.most_pages)):
            found = await self._answer(common_crawl.page_request(crawl, url, page))
            for capture in common_crawl.read_page(found) if found is not None else ():
                yield capture

    async def _of_rows(self, url: str, years: range) -> AsyncIterator[Capture]:
        resume: str | None = None
        for _ in range(self.archive.most_pages):
            request = wayback.rows_request(self.archive, url, years, resume)
            found = await self._answer(request)
            rows = wayback.read_rows(found) if found is not None else wayback.Rows([], None)
            for capture in rows.captures:
                yield capture
            resume = rows.resume
            if resume is None:
                return
        self._left_out(url, f"what lies behind {self.archive.most_pages} answers of the index")

    async def _answer(self, request: Request) -> bytes | None:
        """Ask an index; None where it says that it has nothing, or that its pages are at an end."""
        try:
            return (await self._asker.ask(request)).data
        except FetchError as error:
            if error.fault == "empty" or _says_nothing(error):
                return None
            raise

    def _left_out(self, url: str, what: str) -> None:
        self.notes.append(f"{self.archive.title}, {url}: {what} were left out")

    async def load(self, capture: Capture) -> Exchange:
        """Give what a site had answered then.

        The headers ``X-Archive-Source``, ``X-Archive-Timestamp`` and ``X-Archive-Place`` say where
        it comes from.

        Raises:
            FetchError: It cannot be had, or is not what the index says.
            ArchiveError: Its record is cut or damaged.
        """
        if capture.archive == COMMON_CRAWL:
            return _told(await self._from_file(capture), capture)
        return _told(await self._from_store(capture), capture)

    async def _from_file(self, capture: Capture) -> Exchange:
        got = await self._asker.ask(common_crawl.capture_request(self.archive, capture))
        if len(got.data) != capture.length:
            reason = f"the archive gave {len(got.data)} bytes in the place of {capture.length}"
            raise failure("short-body", reason, url=capture.url)
        found = to_exchange(read_member(got.data, capture.place))
        if address_key(found.url) != address_key(capture.url):
            raise ArchiveError(f"{capture.place} is {found.url}, not {capture.url}")
        return found

    async def _from_store(self, capture: Capture) -> Exchange:
        got = await self._asker.ask(wayback.capture_request(self.archive, capture))
        given = wayback.time_of(got.url) or capture.timestamp
        flags = tuple(flag for flag in got.flags if flag not in ("redirected-away", "off-site"))
        if given != capture.timestamp:
            flags = (*flags, "other-capture")
        exact = capture._replace(timestamp=given)
        return Exchange(
            Request(capture.url),
            capture.url,
            capture.status,
            wayback.original_headers(got.headers),
            got.data,
            exact.retrieved_at,
            flags=flags,
        )


def _says_nothing(error: FetchError) -> bool:
    """Say whether an index answers that there is nothing: a 404 in its own words, or a 400."""
    if error.status == _BEYOND:
        return True
    if error.status != _NONE or error.answer is None:
        return False
    try:
        told = json.loads(error.answer.data or b"{}")
    except ValueError:
        return False
    return isinstance(told, dict) and ("message" in told or "error" in told)


def _told(exchange: Exchange, capture: Capture) -> Exchange:
    """Say where an answer comes from, and whether its body is the one that the index names."""
    where = (
        ("X-Archive-Source", capture.archive),
        ("X-Archive-Timestamp", capture.timestamp),
        ("X-Archive-Place", capture.place),
    )
    flags = exchange.flags
    if payload_digest(exchange.data) != f"sha1:{capture.digest}":
        # The digest may be of the packed body; so it is told and does not make it suspect.
        flags = (*flags, "digest-differs")
    return exchange._replace(headers=(*exchange.headers, *where), flags=flags)
