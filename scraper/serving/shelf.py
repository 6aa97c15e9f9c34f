"""The records that are served: read once, kept in a database without a name, found by words and year.

Memory stays the same however many they are: SQLite keeps a large collection on the disk, in a file that
goes with the connection (``SQLITE_TMPDIR``, ``TMPDIR``).
"""

from __future__ import annotations

import sqlite3
import threading
import zlib
from collections import Counter
from collections.abc import Iterable
from typing import Any, NamedTuple

from parsers.audit import Verdict, verdict_of
from parsers.record import Report
from scraper.collection import Collection

_TABLES = """
CREATE TABLE reports (number INTEGER PRIMARY KEY, id TEXT, publisher TEXT, year INTEGER, region TEXT,
  place TEXT, title TEXT, seen TEXT, verdict TEXT, errors INTEGER, warnings INTEGER, infos INTEGER,
  stated INTEGER, cells INTEGER, latest INTEGER DEFAULT 0, data BLOB);
CREATE TABLE findings (number INTEGER, code TEXT, severity TEXT);
"""
_INDEXES = """
UPDATE reports SET latest = 1 WHERE number IN (
  SELECT number FROM (SELECT number, row_number() OVER (
    PARTITION BY id, place ORDER BY seen DESC, number DESC) AS nth FROM reports) WHERE nth = 1);
CREATE INDEX by_id ON reports (id, latest);
CREATE INDEX by_publisher ON reports (publisher);
CREATE INDEX by_year ON reports (latest, year, region, id);
CREATE INDEX by_code ON findings (code, number);
"""
_COLUMNS = "number, id, publisher, year, region, title, seen, verdict, errors, warnings, infos, stated, cells"


class Entry(NamedTuple):
    """A report in a list."""

    number: int
    id: str
    publisher: str | None
    year: int | None
    region: str | None
    title: str | None
    seen: str
    verdict: Verdict
    errors: int
    warnings: int
    infos: int
    stated: int
    cells: int


class Asked(NamedTuple):
    """What a list is asked for; None and empty ask for all."""

    words: str = ""
    year: int | None = None
    verdict: str = ""
    code: str = ""


class Rule(NamedTuple):
    """A rule in the newest versions."""

    code: str
    severity: str
    reports: int


class Shelf:
    """The records of a folder.

    Args:
        records: All versions of all reports, in any order; asked for once.

    Attributes:
        reports: How many reports there are, each counted once.
    """

    def __init__(self, records: Iterable[Report]) -> None:
        # The pages are asked for by threads, one after the other.
        self._lock = threading.Lock()
        self._database = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self._database.executescript(_TABLES)
        self._database.execute("BEGIN")
        for report in records:
            self._put(report)
        self._database.execute("COMMIT")
        self._database.executescript(_INDEXES)
        self.reports = int(self._rows("SELECT count(*) FROM reports WHERE latest")[0][0])

    def close(self) -> None:
        """Let go of the records."""
        self._database.close()

    def _put(self, report: Report) -> None:
        identity, source = report.identity, report.source
        counts = Counter(finding.severity for finding in report.findings)
        values = [
            v for rows in report.tables.values() for row in rows.values() for v in row.values()
        ]
        row = (
            report.id, identity.publisher, identity.year, identity.region_code,
            source.url or source.uri or source.sha256, identity.title, source.retrieved_at or "",
            verdict_of(report.findings), counts["error"], counts["warning"], counts["info"],
            sum(value is not None for value in values), len(values),
            zlib.compress(report.to_json().encode("utf-8"), 1),
        )  # fmt: skip
        number = self._database.execute(
            "INSERT INTO reports (id, publisher, year, region, place, title, seen, verdict, errors,"
            " warnings, infos, stated, cells, data) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
            row,
        ).lastrowid
        codes = {(number, finding.code, finding.severity) for finding in report.findings}
        self._database.executemany("INSERT INTO findings VALUES (?,?,?)", sorted(codes))

    def _rows(self, sql: str, values: Iterable[object] = ()) -> list[tuple[Any, ...]]:
        with self._lock:
            return self._database.execute(sql, tuple(values)).fetchall()

    def listed(self, asked: Asked, start: int, most: int) -> tuple[int, list[Entry]]:
        """Give how many reports answer, and some of them: the newest year first, then by id."""
        where, values = _where(asked)
        (count,) = self._rows(f"SELECT count(*) FROM reports WHERE {where}", values)[0]  # noqa: S608 -- made of constants
        sql = f"SELECT {_COLUMNS} FROM reports WHERE {where} ORDER BY year DESC, region, id LIMIT ? OFFSET ?"  # noqa: S608 -- made of constants
        rows = self._rows(sql, (*values, most, start))
        return int(count), [Entry(*row) for row in rows]

    def versions(self, report_id: str) -> list[Entry]:
        """Give all that goes by an id, the newest first."""
        sql = f"SELECT {_COLUMNS} FROM reports WHERE id = ? ORDER BY latest DESC, seen DESC, number DESC"  # noqa: S608 -- made of constants
        return [Entry(*row) for row in self._rows(sql, (report_id,))]

    def report(self, number: int) -> Report | None:
        """Give a record."""
        rows = self._rows("SELECT data FROM reports WHERE number = ?", (number,))
        return _unpacked(rows[0][0]) if rows else None

    def years(self, publisher: str | None = None, region: str = "") -> list[int]:
        """Give the years of all reports, or of a body's in a region."""
        rows = self._rows(
            "SELECT DISTINCT year FROM reports WHERE latest AND year IS NOT NULL AND (? IS NULL OR "
            "publisher = ?) AND (? = '' OR region = ?) ORDER BY year",
            (publisher, publisher, region, region),
        )
        return [int(year) for (year,) in rows]

    def is_shared(self, publisher: str) -> bool:
        """Say whether bodies of several regions report under a name in one year."""
        sql = "SELECT 1 FROM reports WHERE latest AND publisher = ? GROUP BY year HAVING count(DISTINCT region) > 1"
        return bool(self._rows(f"{sql} LIMIT 1", (publisher,)))

    def rules(self) -> list[Rule]:
        """Give the rules that were found broken, the gravest and most frequent first."""
        rows = self._rows(
            "SELECT code, severity, count(*) FROM findings JOIN reports USING (number) WHERE latest "
            "GROUP BY code, severity ORDER BY CASE severity WHEN 'error' THEN 0 WHEN 'warning' THEN 1 "
            "ELSE 2 END, count(*) DESC, code"
        )
        return [Rule(*row) for row in rows]

    def of_body(self, publisher: str, region: str = "") -> Collection:
        """Give all reports of a body; where a region is named only those of it."""
        return self._collection(
            "publisher = ? AND (? = '' OR region = ?)", publisher, region, region
        )

    def of_year(self, year: int) -> Collection:
        """Give all reports of a year."""
        return self._collection("year = ?", year)

    def _collection(self, where: str, *values: object) -> Collection:
        sql = f"SELECT data, latest FROM reports WHERE {where} ORDER BY id, seen, number"  # noqa: S608 -- made of constants
        found = [(_unpacked(data), latest) for data, latest in self._rows(sql, values)]
        return Collection(
            [r for r, latest in found if latest], [r for r, latest in found if not latest]
        )


def _unpacked(data: bytes) -> Report:
    return Report.model_validate_json(zlib.decompress(data))


def _where(asked: Asked) -> tuple[str, list[object]]:
    parts, values = ["latest"], []  # type: list[str], list[object]
    for word in asked.words.split():
        parts.append(
            "(instr(id, ?) OR instr(coalesce(publisher, ''), ?) OR instr(coalesce(title, ''), ?))"
        )
        values += [word] * 3
    for column, value in (("year", asked.year), ("verdict", asked.verdict)):
        if value:
            parts.append(f"{column} = ?")
            values.append(value)
    if asked.code:
        parts.append("number IN (SELECT number FROM findings WHERE code = ?)")
        values.append(asked.code)
    return " AND ".join(parts), values
