"""One archived answer to a record, in a process of its own.

The worker is handed a place in the archive, not bytes, so that only the record travels between
the processes; it is the same pure function that reads single pages.
"""

from __future__ import annotations

from typing import NamedTuple

from parsers.record import Report
from scraper.archived import Archived, open_archived
from scraper.batch import read_one


class Task(NamedTuple):
    """An answer of the archive that should be a report."""

    report: int  # the ledger's key
    place: Archived
    uri: str  # where it lies, told to the user


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
    mirror: str | None = None  # where the original lies, "" where that is not known; None for none


def read_task(task: Task) -> Read:
    """Read one answer; never raises but for a fault of the archive itself."""
    outcome = read_one(task.uri, lambda: open_archived(task.place, task.uri))
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
        (report.source.canonical_url or "") if report.source.mirror else None,
    )
