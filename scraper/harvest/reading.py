"""One archived answer to a record, in a process of its own.

The worker is handed a place in the archive, not bytes, so that only the record travels between
the processes; it is the same pure function that reads single pages.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from bs4 import BeautifulSoup

from parsers.record import Report
from scraper.batch import read_one
from scraper.decode import decode_bytes
from scraper.reading import Page
from scraper.warc import read_at, to_exchange


class Task(NamedTuple):
    """An answer of the archive that should be a report."""

    report: int  # the ledger's key
    path: Path
    offset: int
    uri: str  # where it lies, told to the user
    body: str | None = None  # CSS selector of the report inside its page
    encoding: str | None = None  # label that overrules the page


class Read(NamedTuple):
    """What became of it; ``record`` or ``code``, never both."""

    report: int
    sha256: str | None
    record: str | None  # JSON
    id: str | None
    year: int | None
    publisher: str | None
    code: str | None
    reason: str


def read_task(task: Task) -> Read:
    """Read one answer; never raises but for a fault of the archive itself."""
    outcome = read_one(task.uri, lambda: _opened(task))
    if outcome.report is None:
        error = outcome.error
        code, reason, sha256 = (
            (error.code, error.reason, error.sha256)
            if error
            else ("F.INTERNAL", "no outcome", None)
        )
        return Read(task.report, sha256, None, None, None, None, code, reason)
    return _told(task, outcome.report)


def _told(task: Task, report: Report) -> Read:
    identity = report.identity
    return Read(
        task.report,
        report.source.sha256,
        report.to_json(),
        report.id,
        identity.year,
        identity.publisher,
        None,
        "",
    )


def _opened(task: Task) -> Page:
    exchange = to_exchange(read_at(task.path, task.offset))
    kind = exchange.header("Content-Type")
    data = exchange.data
    if task.encoding:
        kind = f"{(kind or 'text/html').partition(';')[0]}; charset={task.encoding}"
    if task.body:
        data = _only(data, kind, task.body)
    return Page(data, kind, exchange.url, task.uri, exchange.retrieved_at, exchange.status)


def _only(data: bytes, kind: str | None, selector: str) -> bytes:
    """Give head and the elements a selector names, as UTF-8; the page where it names none."""
    soup = BeautifulSoup(decode_bytes(data, content_type=kind).text, "lxml")
    found = soup.select(selector)
    if not found or soup.body is None:
        return data
    parts = [element.extract() for element in found]
    soup.body.clear()
    soup.body.extend(parts)
    return soup.encode("utf-8")
