"""The protocol of the Wayback Machine: what to ask its index and its store, how to read the answers.

Pure: requests out, answers in. The index gives rows of JSON, the first of which names the columns, and
behind an empty row the key with which to go on. A capture is asked with ``id_`` behind its time,
which gives the bytes as they were; the original headers come as ``x-archive-orig-…``.
Source: the Wayback CDX server's own description.
"""

from __future__ import annotations

import json
from typing import NamedTuple
from urllib.parse import urlencode, urlsplit

from scraper.captures.model import WAYBACK, Archive, Capture
from scraper.errors import ArchiveError
from scraper.exchange import Headers, Request

_LIMIT = 5000  # rows of one answer
_OK = 200
_COLUMNS = ("timestamp", "original", "mimetype", "statuscode", "digest")
_ORIGINAL = "x-archive-orig-"


class Rows(NamedTuple):
    """One answer of the index."""

    captures: list[Capture]
    resume: str | None  # the key with which to go on, None at the end


def rows_request(archive: Archive, url: str, years: range, resume: str | None = None) -> Request:
    """Ask what there is of the host of an address.

    Args:
        archive: Where.
        url: An address of the host.
        years: Reporting years; a report is published in the year after, at the earliest.
        resume: The key of the answer before, None for the first.
    """
    question = [
        ("url", urlsplit(url).netloc),
        ("matchType", "host"),
        ("output", "json"),
        ("fl", ",".join(_COLUMNS)),
        ("filter", f"statuscode:{_OK}"),
        ("collapse", "digest"),
        ("from", str(years[0] + 1)),
        ("limit", str(_LIMIT)),
        ("showResumeKey", "true"),
    ]
    if resume is not None:
        question.append(("resumeKey", resume))
    return Request(f"{archive.index}?{urlencode(question)}")


def read_rows(data: bytes) -> Rows:
    """Read an answer of the index.

    Raises:
        ArchiveError: It is not understood; no row is left out in silence.
    """
    try:
        rows: list[list[str]] = json.loads(data) if data.strip() else []
        if not rows:
            return Rows([], None)
        resume = None
        if [] in rows:
            end = rows.index([])
            resume = rows[end + 1][0]
            rows = rows[:end]
        columns = [rows[0].index(name) for name in _COLUMNS] if rows else []
        return Rows([_capture([row[n] for n in columns]) for row in rows[1:]], resume)
    except (ValueError, TypeError, IndexError, AttributeError) as error:
        raise ArchiveError(f"an answer of the index is not understood ({error})") from error


def _capture(row: list[str]) -> Capture:
    timestamp, original, media_type, status, digest = row
    return Capture(WAYBACK, original, timestamp, int(status), media_type, digest)


def capture_request(archive: Archive, capture: Capture) -> Request:
    """Ask for the bytes of a capture as they were."""
    return Request(f"{archive.data}/{capture.timestamp}id_/{capture.url}")


def original_headers(headers: Headers) -> Headers:
    """Give the headers that the site itself had sent.

    >>> original_headers((("X-Archive-Orig-Etag", "1"), ("Content-Type", "text/html"), ("Via", "x")))
    (('Etag', '1'), ('Content-Type', 'text/html'))
    """
    kept = [
        (name[len(_ORIGINAL) :], value)
        for name, value in headers
        if name.lower().startswith(_ORIGINAL)
    ]
    if not any(name.lower() == "content-type" for name, _ in kept):
        kept += [(n, v) for n, v in headers if n.lower() == "content-type"]
    # The archive has taken the codings off.
    return tuple(
        (n, v) for n, v in kept if n.lower() not in ("content-encoding", "transfer-encoding")
    )


def time_of(url: str) -> str | None:
    """Give the time of the capture that an address leads to: the archive may give another one.

    >>> time_of("https://web.archive.org/web/20220301120005id_/http://x/")
    '20220301120005'
    """
    return next(
        (part[:14] for part in url.split("/") if part.endswith("id_") and part[:14].isdecimal()),
        None,
    )
