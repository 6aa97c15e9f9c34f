"""Writers of tables, one a format; null stays null and text never becomes a formula."""

from __future__ import annotations

import csv
import json
import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from scraper.errors import StoreError
from scraper.spreadsheet import inert

Batches = Iterable[pa.RecordBatch]
_EXCEL_ROWS = 1_048_576
_EXCEL_TEXT = 32_767  # characters of a cell
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def write_csv(path: Path, schema: pa.Schema, batches: Batches, *, bom: bool = False) -> int:
    """Write CSV (RFC 4180, UTF-8, LF); null is an empty field. Gives the rows."""
    with path.open("w", encoding="utf-8-sig" if bom else "utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(schema.names)
        return _counted(batches, lambda rows: writer.writerows(map(_csv_row, rows)))


def _csv_row(row: dict[str, Any]) -> list[Any]:
    return [_csv_value(value) for value in row.values()]


def _csv_value(value: object) -> object:
    """Counts are written without a decimal point, truth as true and false."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return inert(value) if isinstance(value, str) else value


def write_jsonl(path: Path, _schema: pa.Schema, batches: Batches) -> int:
    """Write one JSON object a line; text stands as it is."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        return _counted(
            batches,
            lambda rows: file.writelines(
                json.dumps({k: _plain(v) for k, v in row.items()}, ensure_ascii=False) + "\n"
                for row in rows
            ),
        )


def _plain(value: object) -> object:
    return int(value) if isinstance(value, float) and value.is_integer() else value


def write_parquet(path: Path, schema: pa.Schema, batches: Batches) -> int:
    """Write Parquet (zstd); the same rows give the same bytes."""
    rows = 0
    with pq.ParquetWriter(path, schema, compression="zstd", version="2.6") as writer:
        for batch in batches:
            writer.write_batch(batch)
            rows += batch.num_rows
    return rows


def write_xlsx(path: Path, schema: pa.Schema, batches: Batches) -> int:
    """Write a workbook of one sheet; raises StoreError where a sheet cannot hold the rows."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet = book.create_sheet(path.stem[:31])
    sheet.append(schema.names)
    written = 1

    def put(rows: Iterator[dict[str, Any]]) -> None:
        nonlocal written
        for row in rows:
            written += 1
            if written > _EXCEL_ROWS:
                reason = f"{path.name}: a sheet holds {_EXCEL_ROWS:,} rows; export csv or parquet"
                raise StoreError(reason, path=str(path))
            sheet.append([_excel(sheet, value, WriteOnlyCell) for value in row.values()])

    rows = _counted(batches, put)
    book.save(path)
    return rows


def _excel(sheet: Any, value: object, cell: Callable[..., Any]) -> object:  # noqa: ANN401 -- of openpyxl
    """Give a value for a sheet; text is forced to be text, whatever it begins with."""
    if not isinstance(value, str):
        return _plain(value)
    made = cell(sheet, _CONTROL.sub("\ufffd", value)[:_EXCEL_TEXT])
    made.data_type = "s"
    return made


def write_dta(
    path: Path, schema: pa.Schema, batches: Batches, labels: Mapping[str, str] | None = None
) -> int:
    """Write Stata 14 (UTF-8) with variable labels; null is missing, empty text stays empty."""
    frame = pa.Table.from_batches(list(batches), schema=schema).to_pandas()
    for name in schema.names:
        if pa.types.is_string(schema.field(name).type):
            frame[name] = frame[name].fillna("").map(lambda text: _CONTROL.sub("\ufffd", text))
        elif pa.types.is_integer(schema.field(name).type):
            frame[name] = frame[name].astype("float64")
        elif pa.types.is_boolean(schema.field(name).type):
            frame[name] = frame[name].map({True: 1.0, False: 0.0}).astype("float64")
    # Texts beyond 2,045 bytes go to the long type.
    long = [n for n in schema.names if frame[n].dtype == object and _bytes(frame[n]) > 2045]
    known = {name: (labels or {}).get(name, name)[:80] for name in schema.names}
    names = {name: name if len(name) <= 32 else name[:32] for name in schema.names}
    frame.rename(columns=names).to_stata(
        path,
        write_index=False,
        version=118,
        variable_labels={names[name]: label for name, label in known.items()},
        convert_strl=[names[name] for name in long],
        time_stamp=_EPOCH,
    )
    return len(frame)


def _bytes(column: Any) -> int:  # noqa: ANN401 -- a column of pandas
    return max((len(text.encode("utf-8")) for text in column), default=0)


def write_sqlite(path: Path, name: str, schema: pa.Schema, batches: Batches) -> int:
    """Write a table into a SQLite file."""
    kinds = {"string": "TEXT", "int64": "INTEGER", "double": "REAL", "bool": "INTEGER"}
    fields = ", ".join(f'"{field.name}" {kinds[str(field.type)]}' for field in schema)
    marks = ", ".join("?" * len(schema))
    with closing(sqlite3.connect(path)) as database, database:
        database.execute(f'CREATE TABLE "{name}" ({fields})')
        insert = f'INSERT INTO "{name}" VALUES ({marks})'  # noqa: S608 -- names are the schema's own
        return _counted(
            batches,
            lambda rows: database.executemany(insert, (tuple(row.values()) for row in rows)),
        )


def _counted(batches: Batches, put: Callable[[Iterator[dict[str, Any]]], object]) -> int:
    count = 0
    for batch in batches:
        put(iter(batch.to_pylist()))
        count += batch.num_rows
    return count


def _epoch() -> Any:  # noqa: ANN401 -- a datetime, which Stata wants without a zone
    from datetime import datetime

    return datetime(1970, 1, 1)  # noqa: DTZ001 -- a file's bytes must not depend on the clock


_EPOCH = _epoch()
