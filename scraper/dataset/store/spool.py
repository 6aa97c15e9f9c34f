"""Records on their way into partitions, on a disk: memory stays the same however many there are."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from types import TracebackType
from typing import Any, NamedTuple, Self

from pydantic import ValidationError

from parsers.record import Report
from scraper.errors import RecordError

_CACHE_KIB = 32 * 1024
_TABLE = """
CREATE TABLE records (number INTEGER PRIMARY KEY, year INTEGER, province TEXT, id TEXT, place TEXT,
                      seen TEXT, sha256 TEXT, turn INTEGER, data BLOB)
"""
_INDEX = "CREATE INDEX ordered ON records (year, province, id, place, turn, number)"
_BY_ID = "CREATE INDEX by_id ON records (id, place, turn, number)"
_IN_ORDER = "SELECT id, place, sha256, seen, data FROM records ORDER BY id, place, turn, number"
_PARTITIONS = "SELECT DISTINCT year, province FROM records ORDER BY year, province"
_OF_PARTITION = """
SELECT id, place, sha256, seen, data FROM records WHERE year IS ? AND province IS ?
ORDER BY id, place, turn, number
"""

Partition = tuple[int | None, str | None]


class Version(NamedTuple):
    """A version of a report, as it came."""

    report_id: str
    place: str
    sha256: str
    seen: str | None
    data: bytes

    @property
    def json(self) -> str:
        """The record as JSON."""
        return zlib.decompress(self.data).decode("utf-8")


class Spool:
    """Keeps records in a file without a name and gives them back by year, province and id."""

    def __init__(self) -> None:
        self._database = sqlite3.connect("", isolation_level=None)
        for pragma in (f"cache_size = -{_CACHE_KIB}", "journal_mode = OFF", "synchronous = OFF"):
            self._database.execute(f"PRAGMA {pragma}")
        self._database.execute(_TABLE)
        self._database.execute("BEGIN")
        self._indexed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._database.close()

    def put(self, report: Report | str | bytes, turn: int = 1) -> None:
        """Keep a record.

        Args:
            report: The record, or its JSON.
            turn: Records of a lower turn count as come earlier.

        Raises:
            RecordError: It is none.
        """
        if not isinstance(report, Report):
            report = _validated(report)
        source, identity = report.source, report.identity
        place = source.url or source.uri or source.sha256
        data = zlib.compress(report.to_json().encode("utf-8"), 1)
        province = identity.region_code[:2] if identity.region_code else None
        row = (identity.year, province, report.id, place, source.retrieved_at, source.sha256, turn, data)  # fmt: skip
        self._database.execute("INSERT INTO records VALUES (NULL,?,?,?,?,?,?,?,?)", row)

    def partitions(self) -> list[Partition]:
        """Give the years and provinces that there are."""
        if not self._indexed:
            self._database.execute(_INDEX)
            self._indexed = True
        return list(self._database.execute(_PARTITIONS))

    def reports(self, partition: Partition) -> Iterator[list[Version]]:
        """Give each report of a partition as its versions, oldest first, ordered by id and place.

        Of the same bytes of the same place the last that came counts. Versions are in the order of
        their times, and those of the same time in the order in which they came: so it does not
        matter whether they come together or one by one.
        """
        yield from _versions(self._database.execute(_OF_PARTITION, partition))

    def in_order(self) -> Iterator[list[Version]]:
        """Give each report as :meth:`reports` does, of all partitions, ordered by id and place."""
        self._database.execute(_BY_ID)
        yield from _versions(self._database.execute(_IN_ORDER))


def _versions(rows: Iterable[Any]) -> Iterator[list[Version]]:
    for _, own in groupby(map(Version._make, rows), key=itemgetter(0, 1)):
        versions: dict[str, Version] = {}
        for version in own:
            versions.pop(version.sha256, None)
            versions[version.sha256] = version
        yield sorted(versions.values(), key=lambda version: version.seen or "")


def _validated(text: str | bytes) -> Report:
    try:
        return Report.model_validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"])) or "the whole"
        raise RecordError(f"a record is not valid: {place}: {first['msg']}") from error
