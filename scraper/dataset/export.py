"""Exports: every table in the format that is asked for, with codebook, descriptor and checksums."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa

from parsers.record import Report
from scraper.dataset import formats
from scraper.dataset.codebook import codebook_markdown, codebook_table
from scraper.dataset.crosswalk import crosswalk_table
from scraper.dataset.descriptor import Table, descriptor
from scraper.dataset.gazetteer import gazetteer_table
from scraper.dataset.quality import quality_page
from scraper.dataset.tables import SCHEMAS, batches
from scraper.dataset.wide import columns, wide_batches, wide_schema
from scraper.errors import StoreError, UsageError

FORMATS = ("csv", "xlsx", "dta", "parquet", "jsonl", "sqlite", "duckdb", "datapackage")
_FILES = {"datapackage": "csv"}  # a data package is CSV with a descriptor
_ONE_FILE = ("sqlite", "duckdb")

Writer = Callable[[Path, pa.Schema, formats.Batches], int]


def export(reports: list[Report], kind: str, out: Path, *, bom: bool = False) -> dict[str, int]:
    """Write an export; gives the rows by table.

    Args:
        reports: Records; they are written in the order of their ids.
        kind: One of ``FORMATS``.
        out: The folder; files of an earlier export of the same names are replaced.
        bom: CSV begins with a byte order mark, for Excel.

    Raises:
        UsageError: There is no such format.
        StoreError: Something cannot be written; the folder is then as it was.
    """
    if kind not in FORMATS:
        raise UsageError(f"--to {kind}: there are {', '.join(FORMATS)}")
    found = sorted(reports, key=lambda report: (report.id, report.source.sha256))
    try:
        out.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".export-", dir=out) as work:
            counts = _write(found, kind, Path(work), bom=bom)
            for path in sorted(Path(work).iterdir()):
                path.chmod(0o644)
                shutil.move(path, out / path.name)
    except OSError as error:
        reason = f"{out} cannot be written ({error.strerror or error})"
        raise StoreError(reason, path=str(out), errno=error.errno) from error
    return counts


def export_tables(reports: list[Report]) -> list[Table]:
    """Give all tables of an export."""
    made = [
        Table(name, schema, lambda name=name: batches(name, reports), {})  # type: ignore[misc]
        for name, schema in SCHEMAS.items()
    ]
    labels = {column.name: f"{column.zh} / {column.en}" for column in columns()}
    made.append(Table("wide", wide_schema(), lambda: wide_batches(reports), labels))
    fixed = {
        "codebook": codebook_table(),
        "crosswalk": crosswalk_table(),
        "gazetteer": gazetteer_table(),
    }
    for name, table in fixed.items():
        made.append(Table(name, table.schema, lambda table=table: table.to_batches(), {}))  # type: ignore[misc]
    return made


def _write(reports: list[Report], kind: str, work: Path, *, bom: bool) -> dict[str, int]:
    made = export_tables(reports)
    ending = _FILES.get(kind, kind)
    if kind in _ONE_FILE:
        counts = _one_file(made, kind, work / f"gongkai.{kind}")
    else:
        counts = {table.name: _file(table, ending, work, bom=bom) for table in made}
    (work / "codebook.md").write_text(codebook_markdown(), encoding="utf-8")
    (work / "quality.html").write_text(quality_page(reports), encoding="utf-8")
    told = descriptor(made, counts, ending if kind not in _ONE_FILE else None)
    text = json.dumps(told, ensure_ascii=False, indent=2) + "\n"
    (work / "datapackage.json").write_text(text, encoding="utf-8")
    _checksums(work)
    return counts


def _file(table: Table, ending: str, work: Path, *, bom: bool) -> int:
    path = work / f"{table.name}.{ending}"
    if ending == "csv":
        return formats.write_csv(path, table.schema, table.batches(), bom=bom)
    if ending == "dta":
        return formats.write_dta(path, table.schema, table.batches(), table.labels)
    writers: dict[str, Writer] = {
        "jsonl": formats.write_jsonl,
        "parquet": formats.write_parquet,
        "xlsx": formats.write_xlsx,
    }
    return writers[ending](path, table.schema, table.batches())


def _one_file(made: list[Table], kind: str, path: Path) -> dict[str, int]:
    if kind == "sqlite":
        return {t.name: formats.write_sqlite(path, t.name, t.schema, t.batches()) for t in made}
    import duckdb

    counts = {}
    with duckdb.connect(str(path)) as database:
        for table in made:
            whole = pa.Table.from_batches(table.batches(), schema=table.schema)
            database.register("whole", whole)
            database.execute(f'CREATE TABLE "{table.name}" AS SELECT * FROM whole')  # noqa: S608
            database.unregister("whole")
            counts[table.name] = whole.num_rows
    return counts


def _checksums(work: Path) -> None:
    lines = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n"
        for path in sorted(work.iterdir())
    ]
    (work / "SHA256SUMS").write_text("".join(lines), encoding="utf-8")
