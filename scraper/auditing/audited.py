"""What an audit found, on a disk: as many findings as there are, read back as they are asked for."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple, TypeVar, overload

from parsers.audit import AuditFinding, Book, audit_shelf
from parsers.record import Report
from scraper.accepted import Accepted, Sorted
from scraper.auditing.shelf import DiskShelf, open_database
from scraper.errors import StoreError

T = TypeVar("T")
Watched = Callable[[Iterator[AuditFinding]], Iterator[AuditFinding]]
_TABLE = """
CREATE TABLE findings (seq INTEGER PRIMARY KEY, id TEXT, rank INTEGER, severity TEXT, code TEXT,
                       data TEXT, accepted INTEGER);
CREATE INDEX by_report ON findings (accepted IS NULL, id, rank, seq);
CREATE INDEX by_rule ON findings (severity, code, id, rank, seq) WHERE accepted IS NULL;
"""


class Rows(NamedTuple):
    """A part of the findings: how to count them, and how to read them in their order."""

    counting: str
    reading: str


_OPEN = Rows(
    "SELECT count(*) FROM findings WHERE accepted IS NULL",
    "SELECT data, accepted FROM findings WHERE accepted IS NULL ORDER BY id, rank, seq LIMIT ? OFFSET ?",
)
_ACCEPTED = Rows(
    "SELECT count(*) FROM findings WHERE accepted IS NOT NULL",
    "SELECT data, accepted FROM findings WHERE accepted IS NOT NULL "
    "ORDER BY id, rank, seq LIMIT ? OFFSET ?",
)
_OF_RULE = Rows(
    "SELECT count(*) FROM findings WHERE accepted IS NULL AND severity = ? AND code = ?",
    "SELECT data, accepted FROM findings WHERE accepted IS NULL AND severity = ? AND code = ? "
    "ORDER BY id, rank, seq LIMIT ? OFFSET ?",
)
_RANKED = """
SELECT severity, code, count(*) FROM findings WHERE accepted IS NULL GROUP BY severity, code
ORDER BY CASE severity WHEN 'error' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END, count(*) DESC, code
"""


class Stored(Sequence[T]):
    """Rows of the findings in order, made into what they stand for when they are asked for."""

    def __init__(
        self,
        database: sqlite3.Connection,
        rows: Rows,
        values: tuple[str, ...],
        make: Callable[[str, int], T],
    ) -> None:
        self._database, self._rows, self._values, self._make = database, rows, values, make

    def __len__(self) -> int:
        return int(self._database.execute(self._rows.counting, self._values).fetchone()[0])

    def __iter__(self) -> Iterator[T]:
        return self._read(-1, 0)

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> list[T]: ...
    def __getitem__(self, index: int | slice) -> T | list[T]:
        if isinstance(index, slice):
            start, stop, step = index.indices(len(self))
            return list(self._read(max(stop - start, 0), start))[::step]
        found = next(self._read(1, index), None) if index >= 0 else None
        if found is None:
            raise IndexError(index)
        return found

    def _read(self, count: int, start: int) -> Iterator[T]:
        rows = self._database.execute(self._rows.reading, (*self._values, count, start))
        for data, accepted in rows:
            yield self._make(data, accepted)


class Audited:
    """The findings of an audit.

    Attributes:
        reports: How many reports were audited.
        found: The findings, with the accepted ones apart.
        groups: The open findings by severity and rule, the gravest and most frequent first.
        counts: How many open findings there are of each severity.
    """

    def __init__(
        self, database: sqlite3.Connection, reports: int, accepted: list[Accepted]
    ) -> None:
        self.reports = reports
        used = database.execute("SELECT DISTINCT accepted FROM findings WHERE accepted IS NOT NULL")
        spoken = {int(number) for (number,) in used}

        def with_entry(data: str, number: int) -> tuple[AuditFinding, Accepted]:
            return _finding(data), accepted[number]

        self.found = Sorted(
            Stored(database, _OPEN, (), _finding),
            Stored(database, _ACCEPTED, (), with_entry),
            [entry for number, entry in enumerate(accepted) if number not in spoken],
        )
        ranked = database.execute(_RANKED).fetchall()
        self.groups = [
            Stored(database, _OF_RULE, (severity, code), _finding) for severity, code, _ in ranked
        ]
        self.counts: dict[str, int] = {}
        for severity, _, count in ranked:
            self.counts[severity] = self.counts.get(severity, 0) + count


def _finding(data: str, _: int | None = None) -> AuditFinding:
    return AuditFinding.model_validate_json(data)


def audit_records(
    records: Iterable[Report],
    book: Book,
    accepted: list[Accepted],
    today: date,
    *,
    complete: bool = False,
    watched: Watched = iter,
) -> Audited:
    """Audit any number of records.

    Args:
        records: All versions of all reports, in any order; asked for once, one after the other.
        book: The rules.
        accepted: Findings that a person has accepted.
        today: The day on which accepted findings must still hold.
        complete: Every body below a consolidated report is among the records.
        watched: Passes the findings on as they are made, to show that the work goes on.

    Raises:
        StoreError: There is no room for the records on the disk of temporary files.
    """
    try:
        return _audited(
            DiskShelf(open_database(), records), book, accepted, today, complete, watched
        )
    except sqlite3.Error as error:
        reason = f"records cannot be kept while they are audited ({error}); see SQLITE_TMPDIR"
        full = errno.ENOSPC if "full" in str(error) else None
        raise StoreError(reason, errno=full) from error


def _audited(
    shelf: DiskShelf,
    book: Book,
    accepted: list[Accepted],
    today: date,
    complete: bool,
    watched: Watched,
) -> Audited:
    database = shelf.database
    database.executescript(_TABLE)
    database.execute("BEGIN")
    for finding in watched(audit_shelf(shelf, book, complete=complete)):
        entry = next((n for n, one in enumerate(accepted) if one.covers(finding, today)), None)
        rank, data = book.order(finding.code), finding.model_dump_json()
        row = (finding.report_ids[0], rank, finding.severity, finding.code, data, entry)
        database.execute(
            "INSERT INTO findings (id, rank, severity, code, data, accepted) VALUES (?,?,?,?,?,?)",
            row,
        )
    return Audited(database, shelf.reports, accepted)
