"""Records on a disk, as an audit asks for them: memory stays the same however many there are.

SQLite keeps them in a file of its own that has no name and goes with the connection; a small collection
never reaches the disk. Where it lies follows ``SQLITE_TMPDIR`` and ``TMPDIR``. Of a record everything is
kept but the evidence of its cells, which is four fifths of it and which no rule asks for.
"""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Iterable, Iterator
from itertools import groupby

from parsers.audit.model import Body, Mark, body_key, region_of
from parsers.audit.reuse import pairs_of
from parsers.audit.words import slots_of
from parsers.record import Report

_CACHE_KIB = 32 * 1024  # at hand; as much again while SQLite sorts
_LOT = 10_000  # rows that are written together
_TABLES = """
CREATE TABLE records (number INTEGER PRIMARY KEY, region TEXT, body TEXT, id TEXT, place TEXT,
                      seen TEXT, data TEXT, slots BLOB);
CREATE TABLE bands (band INTEGER, year INTEGER, body INTEGER, number INTEGER, section INTEGER);
CREATE TABLE pairs (year INTEGER, body INTEGER, number INTEGER, section INTEGER, year2 INTEGER,
                    body2 INTEGER, number2 INTEGER, section2 INTEGER);
"""
_SLOTS = "SELECT region, body, slots FROM records ORDER BY region, body"
_BODIES = """
SELECT number, region, body, id, place, data FROM records ORDER BY region, body, id, place, seen, number
"""
_OF_BANDS = "SELECT * FROM bands ORDER BY band, year, body, number, section"
_RANKED = """
SELECT year, body, number, section, year2, body2, number2, section2 FROM pairs
GROUP BY year, body, number, section, year2, body2, number2, section2
ORDER BY year, body, number, section, count(*) DESC, year2, body2, number2, section2
"""
_Row = tuple[int, str, str, str, str, str]


def open_database() -> sqlite3.Connection:
    """Open a database that has no name."""
    database = sqlite3.connect("", isolation_level=None)
    database.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
    database.execute("PRAGMA journal_mode = OFF")
    database.execute("PRAGMA synchronous = OFF")
    return database


class DiskShelf:
    """A shelf for any number of records.

    Args:
        database: Where they are kept.
        records: All versions, in any order.

    Attributes:
        database: Where they are kept; whoever audits may keep what is found beside them.
    """

    def __init__(self, database: sqlite3.Connection, records: Iterable[Report]) -> None:
        self.database = database
        self._waiting: list[tuple[int, ...]] = []
        database.executescript(_TABLES)
        database.execute("BEGIN")
        for number, report in enumerate(records):
            database.execute("INSERT INTO records VALUES (?,?,?,?,?,?,?,?)", _row(number, report))
        database.execute("CREATE INDEX by_body ON records (region, body, id, place, seen, number)")

    @property
    def reports(self) -> int:
        """How many reports there are; versions of one count once."""
        asked = "SELECT count(*) FROM (SELECT DISTINCT id, place FROM records)"
        return int(self.database.execute(asked).fetchone()[0])

    def sentences(self) -> Iterator[Iterable[int]]:
        """Give for each body the slots of all sentences of its reports."""
        rows = self.database.execute(_SLOTS)
        for _, own in groupby(rows, key=lambda row: row[:2]):
            slots: array[int] = array("I")
            for _, _, found in own:
                slots.frombytes(found)
            yield slots

    def bodies(self) -> Iterator[Body]:
        """Give the bodies, those of one region behind each other; of a report the newest version last."""
        rows: Iterator[_Row] = self.database.execute(_BODIES)
        for _, own in groupby(rows, key=lambda row: row[1:3]):
            body = Body([], [])
            for _, versions in groupby(own, key=lambda row: row[3:5]):
                *earlier, newest = versions
                body.reports.append((newest[0], Report.model_validate_json(newest[5])))
                body.earlier.extend(Report.model_validate_json(row[5]) for row in earlier)
            yield body

    def put_bands(self, mark: Mark, bands: list[int]) -> None:
        """Keep the bands of a text."""
        self._waiting += [(band, *mark) for band in bands]
        if len(self._waiting) >= _LOT:
            self._flush()

    def _flush(self) -> None:
        self.database.executemany("INSERT INTO bands VALUES (?,?,?,?,?)", self._waiting)
        self._waiting.clear()

    def candidates(self) -> Iterator[tuple[Mark, list[Mark]]]:
        """Give each text that shares a band with earlier ones, and those, the likeliest first."""
        self._flush()
        rows = self.database.execute(_OF_BANDS)
        bands = (
            [Mark(*row[1:]) for row in own] for _, own in groupby(rows, key=lambda row: row[0])
        )
        pairs = ((*mark, *other) for band in bands for mark, other in pairs_of(band))
        self.database.executemany("INSERT INTO pairs VALUES (?,?,?,?,?,?,?,?)", pairs)
        ranked = self.database.execute(_RANKED)
        for place, found in groupby(ranked, key=lambda row: row[:4]):
            yield Mark(*place), [Mark(*row[4:]) for row in found]

    def get(self, number: int) -> Report:
        """Give a report by its number."""
        asked = "SELECT data FROM records WHERE number = ?"
        (data,) = self.database.execute(asked, (number,)).fetchone()
        return Report.model_validate_json(data)


def _row(number: int, report: Report) -> tuple[object, ...]:
    source = report.source
    place = source.url or source.uri or source.sha256
    slots = array("I", slots_of(report)).tobytes()
    data = report.model_copy(update={"evidence": {}, "attachments": []}).to_json()
    seen = source.retrieved_at or ""
    return number, region_of(report), body_key(report), report.id, place, seen, data, slots
