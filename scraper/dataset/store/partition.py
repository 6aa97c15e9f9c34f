"""One year and province as Parquet: the same records give the same bytes, whenever they came."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyarrow as pa

from parsers.record import Report
from scraper.dataset.formats import ParquetWriter, Row
from scraper.dataset.store.spool import Partition, Version
from scraper.dataset.tables import SCHEMAS, rows_of
from scraper.partitions.manifest import StoredFile
from scraper.partitions.read import RECORDS, RECORDS_SCHEMA

TABLES = (*SCHEMAS, RECORDS)
NOTHING = "__HIVE_DEFAULT_PARTITION__"  # how Hive names the partition of null
_GROUP = 512  # reports of a row group: what is held in memory, and what a query skips at once


def stored_schema(table: str) -> pa.Schema:
    """Give the columns of a table's files: the year stands in their path, as Hive has it."""
    if table == RECORDS:
        return RECORDS_SCHEMA
    return pa.schema([field for field in SCHEMAS[table] if field.name != "year"])


def write_partition(
    work: Path, partition: Partition, reports: Iterable[list[Version]]
) -> Iterator[tuple[Path, StoredFile]]:
    """Write the files of a partition into a folder; gives each with its name in the store.

    Args:
        work: A folder that is empty, or whose files may be written over.
        partition: Year and province.
        reports: Versions of each report, oldest first, ordered by id and place.
    """
    with contextlib.ExitStack() as stack:
        writers = {name: stack.enter_context(_Writer(work / name, name)) for name in TABLES}
        for number, versions in enumerate(reports, start=1):
            _add(writers, versions)
            if number % _GROUP == 0:
                for writer in writers.values():
                    writer.flush()
    for name, writer in writers.items():
        if writer.rows:
            yield writer.path, _described(writer, name, partition)
        else:
            writer.path.unlink()


def _add(writers: dict[str, _Writer], versions: list[Version]) -> None:
    newest = versions[-1]
    for version in versions:
        told = (version.report_id, version.place, version.sha256, version.seen)
        row = dict(zip(RECORDS_SCHEMA.names, (*told, version is newest, version.json), strict=True))
        writers[RECORDS].add([row])
    report = Report.model_validate_json(newest.json)
    for name in SCHEMAS:
        writers[name].add(rows_of(name, report))


class _Writer(ParquetWriter):
    """Writes one table of a partition, a row group for so many reports."""

    def __init__(self, path: Path, table: str) -> None:
        super().__init__(path, stored_schema(table))
        self.path = path
        self._kept: list[Row] = []

    def add(self, rows: Iterable[Row]) -> None:
        """Keep rows for the next group."""
        self._kept.extend(rows)

    def flush(self) -> None:
        """Write what is kept as a group."""
        self.write(self._kept)
        self._kept = []

    def close(self, *, whole: bool) -> None:
        """Write what is left, and the end of the file."""
        self.flush()
        super().close(whole=whole)


def _described(writer: _Writer, table: str, partition: Partition) -> StoredFile:
    with writer.path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    year, province = partition
    folder = f"{table}/year={NOTHING if year is None else year}/province={province or NOTHING}"
    return StoredFile(
        path=f"{folder}/{digest[:16]}.parquet",
        table=table,
        year=year,
        province=province,
        rows=writer.rows,
        bytes=writer.path.stat().st_size,
        sha256=digest,
    )
