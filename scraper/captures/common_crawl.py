"""The protocol of Common Crawl: what to ask its index and its files, and how to read the answers.

Pure: requests out, answers in. An index has one capture a line, as JSON; a capture is the part of a
WARC file that its line names, which is one whole gzip member.
Source: the CDX server of pywb, as index.commoncrawl.org runs it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple
from urllib.parse import urlencode, urlsplit

from scraper.captures.model import COMMON_CRAWL, Archive, Capture
from scraper.errors import ArchiveError
from scraper.exchange import Request

_OK = 200
_FIELDS = "url,timestamp,status,mime,mime-detected,digest,length,offset,filename"


class Crawl(NamedTuple):
    """One crawl, which has an index of its own."""

    id: str
    api: str
    began: date


def crawls_request(archive: Archive) -> Request:
    """Ask which crawls there are."""
    return Request(f"{archive.index}/collinfo.json")


def read_crawls(data: bytes) -> list[Crawl]:
    """Read which crawls there are; raises ArchiveError for an answer that is not understood."""
    try:
        found = [_crawl(told) for told in json.loads(data)]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ArchiveError(f"the list of crawls is not understood ({error})") from error
    return [crawl for crawl in found if crawl is not None]


def _crawl(told: dict[str, str]) -> Crawl | None:
    """Read a crawl; None for one of the first, whose name does not tell its week."""
    begun = told.get("from")
    if begun:
        return Crawl(told["id"], told["cdx-api"], date.fromisoformat(begun[:10]))
    year, _, week = told["id"].removeprefix("CC-MAIN-").partition("-")
    if not (year.isdecimal() and week.isdecimal()):
        return None
    return Crawl(told["id"], told["cdx-api"], date.fromisocalendar(int(year), int(week), 1))


def wanted(crawls: Iterable[Crawl], years: range, archive: Archive) -> list[Crawl]:
    """Give the crawls that may have seen the reports of some years, oldest first."""
    months = archive.months or tuple(range(1, 13))
    chosen = [c for c in crawls if c.began.year - 1 in years and c.began.month in months]
    return sorted(chosen, key=lambda crawl: (crawl.began, crawl.id))


def pages_request(crawl: Crawl, url: str) -> Request:
    """Ask how many pages the index of a crawl has for the host of an address."""
    return Request(f"{crawl.api}?{urlencode([*_question(url), ('showNumPages', 'true')])}")


def read_pages(data: bytes) -> int:
    """Read how many pages there are; raises ArchiveError for what is not understood."""
    try:
        told = json.loads(data)
        return int(told["pages"] if isinstance(told, dict) else told)
    except (ValueError, KeyError, TypeError) as error:
        raise ArchiveError(f"the number of pages is not understood ({error})") from error


def page_request(crawl: Crawl, url: str, page: int) -> Request:
    """Ask for a page (from 0) of the index of a crawl."""
    return Request(f"{crawl.api}?{urlencode([*_question(url), ('page', str(page))])}")


def _question(url: str) -> list[tuple[str, str]]:
    return [
        ("url", f"{urlsplit(url).netloc}/*"),
        ("output", "json"),
        ("filter", f"=status:{_OK}"),
        ("fl", _FIELDS),
    ]


def read_page(data: bytes) -> list[Capture]:
    """Read a page of an index.

    Raises:
        ArchiveError: A line is not understood; none is left out in silence.
    """
    return [_capture(line) for line in data.splitlines() if line.strip()]


def _capture(line: bytes) -> Capture:
    try:
        told = json.loads(line)
        return Capture(
            COMMON_CRAWL,
            told["url"],
            told["timestamp"],
            int(told["status"]),
            told.get("mime-detected") or told.get("mime") or "",
            told["digest"].removeprefix("sha1:"),
            told["filename"],
            int(told["offset"]),
            int(told["length"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        shown = line[:120].decode("utf-8", "replace")
        raise ArchiveError(f"a line of the index is not understood: {shown}") from error


def capture_request(archive: Archive, capture: Capture) -> Request:
    """Ask for the record of a capture: a part of a file, and no more."""
    first, last = capture.offset, capture.offset + capture.length - 1
    url = f"{archive.data}/{(capture.filename or '').lstrip('/')}"
    return Request(url, headers=(("Range", f"bytes={first}-{last}"),))
