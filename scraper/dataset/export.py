"""Exports: every table in the format that is asked for, with codebook, descriptor and checksums.

One pass over the records writes all tables, a lot of records at a time: memory is that of a lot.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa

from parsers.record import Report
from scraper.dataset import formats
from scraper.dataset.codebook import codebook_markdown
from scraper.dataset.descriptor import descriptor
from scraper.dataset.papers import papers
from scraper.dataset.quality import QualityTally, page_of
from scraper.dataset.reference import REFERENCE
from scraper.dataset.stata import StataWriter
from scraper.dataset.tables import SCHEMAS, rows_of
from scraper.dataset.values import allowed
from scraper.dataset.wide import columns, columns_by_name, wide_row, wide_schema
from scraper.errors import StoreError, UsageError

FORMATS = ("csv", "xlsx", "dta", "parquet", "jsonl", "sqlite", "duckdb", "datapackage")
_FILES = {"datapackage": "csv"}  # a data package is CSV with a descriptor
_ONE_FILE = ("sqlite", "duckdb")
_LOT = 256  # reports of a lot

Rows = Callable[[Report], Iterable[formats.Row]]
Open = Callable[["Table"], formats.TableWriter]


class Table(NamedTuple):
    """A table of an export.

    Attributes:
        name: Its name, which its file has as well.
        schema: Columns and types.
        rows: What gives the rows of a report; None where they do not depend on reports.
    """

    name: str
    schema: pa.Schema
    rows: Rows | None


def export(
    reports: Iterable[Report], kind: str, out: Path, *, bom: bool = False, crate: bool = False
) -> dict[str, int]:
    """Write an export; gives the rows by table.

    Args:
        reports: Records. A list is put in the order of its ids; a stream, of which never more than a
            lot is held, is written as it comes (:func:`scraper.dataset.newest.newest_records`).
        kind: One of ``FORMATS``.
        out: The folder; files of an earlier export of the same names are replaced.
        bom: CSV begins with a byte order mark, for Excel.
        crate: Describe the folder as RO-Crate too.

    Raises:
        UsageError: There is no such format, or the library that RO-Crate needs is not installed.
        StoreError: Something cannot be written; the folder is then as it was.
    """
    if kind not in FORMATS:
        raise UsageError(f"--to {kind}: there are {', '.join(FORMATS)}")
    if isinstance(reports, list):
        reports = sorted(reports, key=lambda report: (report.id, report.source.sha256))
    try:
        out.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".export-", dir=out) as work:
            counts = _write(reports, kind, Path(work), bom=bom, crate=crate)
            for path in sorted(Path(work).iterdir()):
                path.chmod(0o644)
                shutil.move(path, out / path.name)
    except OSError as error:
        reason = f"{out} cannot be written ({error.strerror or error})"
        raise StoreError(reason, path=str(out), errno=error.errno) from error
    return counts


def export_tables(*, stata: bool = False) -> list[Table]:
    """Give all tables of an export; Stata takes other names in the wide one."""
    made = [Table(name, schema, _rows(name)) for name, schema in SCHEMAS.items()]
    wide = wide_schema(stata=stata)
    made.append(Table("wide", wide, lambda report: [wide_row(report, stata=stata)]))
    return made + [Table(name, table().schema, None) for name, table in REFERENCE.items()]


def _rows(name: str) -> Rows:
    return lambda report: rows_of(name, report)


def _write(
    reports: Iterable[Report], kind: str, work: Path, *, bom: bool, crate: bool
) -> dict[str, int]:
    tables = export_tables(stata=kind == "dta")
    tally = QualityTally()
    with contextlib.ExitStack() as stack:
        opened = _opener(stack, kind, work, bom=bom)
        writers = {table.name: stack.enter_context(opened(table)) for table in tables}
        for lot in _lots(reports):
            for report in lot:
                tally.add(report)
            for table in tables:
                if table.rows is not None:
                    writers[table.name].write([row for r in lot for row in table.rows(r)])
        for name, made in REFERENCE.items():
            writers[name].write(made().to_pylist())
    counts = {name: writer.rows for name, writer in writers.items()}
    (work / "codebook.md").write_text(codebook_markdown(), encoding="utf-8")
    (work / "quality.html").write_text(page_of(tally.quality()), encoding="utf-8")
    ending = _FILES.get(kind, kind)
    told = descriptor(tables, counts, ending if kind not in _ONE_FILE else None)
    text = json.dumps(told, ensure_ascii=False, indent=2) + "\n"
    (work / "datapackage.json").write_text(text, encoding="utf-8")
    papers(work, crate=crate)
    _checksums(work)
    return counts


def _lots(reports: Iterable[Report]) -> Iterator[list[Report]]:
    stream = iter(reports)
    while lot := list(islice(stream, _LOT)):
        yield lot


def _opener(stack: contextlib.ExitStack, kind: str, work: Path, *, bom: bool) -> Open:
    """Give what opens the writer of a table; a database is one for all tables."""
    if kind == "sqlite":
        database = stack.enter_context(contextlib.closing(sqlite3.connect(work / "gongkai.sqlite")))
        stack.callback(database.commit)
        return lambda table: formats.SqliteWriter(database, table.name, table.schema)
    if kind == "duckdb":
        import duckdb

        engine = stack.enter_context(duckdb.connect(str(work / "gongkai.duckdb")))
        return lambda table: formats.DuckdbWriter(engine, table.name, table.schema, _labels(table))
    return lambda table: _file(table, _FILES.get(kind, kind), work, bom=bom)


def _file(table: Table, ending: str, work: Path, *, bom: bool) -> formats.TableWriter:
    path = work / f"{table.name}.{ending}"
    if ending == "csv":
        return formats.CsvWriter(path, table.schema, bom=bom)
    if ending == "dta":
        return StataWriter(path, table.schema, _labels(table), allowed(table.name))
    if ending == "parquet":
        return formats.ParquetWriter(path, _labelled(table))
    if ending == "xlsx":
        return formats.ExcelWriter(path, table.schema)
    return formats.JsonLinesWriter(path, table.schema)


def _labels(table: Table) -> dict[str, str]:
    """Give the labels of columns in two languages; only the wide table's names need them."""
    if table.name != "wide":
        return {}
    known = columns_by_name()
    found = {name: known[name] for name in table.schema.names if name in known}
    return {name: f"{column.zh} / {column.en}" for name, column in found.items()}


def _labelled(table: Table) -> pa.Schema:
    """Give the schema with the labels as metadata of the fields."""
    if table.name != "wide":
        return table.schema
    known = {c.name: {"zh": c.zh, "en": c.en, "cell": c.key} for c in columns()}
    fields: Sequence[pa.Field] = list(table.schema)
    return pa.schema([field.with_metadata(known.get(field.name)) for field in fields])


def _checksums(work: Path) -> None:
    lines = []
    for path in sorted(work.iterdir()):
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        lines.append(f"{digest}  {path.name}\n")
    (work / "SHA256SUMS").write_text("".join(lines), encoding="utf-8")
