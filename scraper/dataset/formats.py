"""Writers of tables, one a format; rows come in lots, null stays null and text never becomes a formula."""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import pyarrow as pa
import pyarrow.parquet as pq

from scraper.dataset.rendering import ColumnTexts
from scraper.errors import StoreError
from scraper.spreadsheet import inert

if TYPE_CHECKING:
    import duckdb

Row = Mapping[str, Any]
_EXCEL_ROWS = 1_048_576
_EXCEL_TEXT = 32_767  # characters of a cell
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class TableWriter(ABC):
    """Writes one table; what was written is whole when the block ends.

    Attributes:
        rows: Rows written so far.
    """

    def __init__(self, schema: pa.Schema) -> None:
        self.schema, self.rows = schema, 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self.close(whole=kind is None)

    def write(self, rows: Sequence[Row]) -> None:
        """Write rows; a column that a row does not name is null."""
        if rows:
            self.put(rows)
            self.rows += len(rows)

    @abstractmethod
    def put(self, rows: Sequence[Row]) -> None:
        """Write some rows, one at least."""

    @abstractmethod
    def close(self, *, whole: bool) -> None:
        """End the file; what is not whole is thrown away by whoever asked for it."""

    def values(self, rows: Iterable[Row]) -> Iterable[list[Any]]:
        """Give the values of rows in the order of the columns."""
        names = self.schema.names
        return ([row.get(name) for name in names] for row in rows)


class CsvWriter(TableWriter):
    """CSV (RFC 4180, UTF-8, LF); null is an empty field."""

    def __init__(self, path: Path, schema: pa.Schema, *, bom: bool = False) -> None:
        super().__init__(schema)
        self._file = path.open("w", encoding="utf-8-sig" if bom else "utf-8", newline="")
        self._texts = ColumnTexts(schema, _csv_text)
        csv.writer(self._file, lineterminator="\n").writerow(schema.names)

    def put(self, rows: Sequence[Row]) -> None:
        """Write some rows."""
        lines = map(",".join, zip(*self._texts.of(rows), strict=True))
        self._file.write("\n".join(lines) + "\n")

    def close(self, *, whole: bool) -> None:  # noqa: ARG002 -- the same either way
        """Close the file."""
        self._file.close()


def _csv_text(value: object) -> str:
    """Give a field as the library writes it: counts without a decimal point, truth as true and false."""
    if isinstance(value, str):
        value = inert(value)
    elif isinstance(value, bool):
        value = "true" if value else "false"
    line = io.StringIO()
    # A second field, for one that is empty and alone would be quoted.
    csv.writer(line, lineterminator="\n").writerow([_plain(value), ""])
    return line.getvalue()[: -len(",\n")]


def _plain(value: object) -> object:
    return int(value) if isinstance(value, float) and value.is_integer() else value


class JsonLinesWriter(TableWriter):
    """One JSON object a line; text stands as it is."""

    def __init__(self, path: Path, schema: pa.Schema) -> None:
        super().__init__(schema)
        self._file = path.open("w", encoding="utf-8", newline="\n")
        self._texts = ColumnTexts(schema, _json_text)
        names = (json.dumps(name).replace("%", "%%") for name in schema.names)
        self._line = "{" + ", ".join(f"{name}: %s" for name in names) + "}\n"

    def put(self, rows: Sequence[Row]) -> None:
        """Write some rows."""
        lines = map(self._line.__mod__, zip(*self._texts.of(rows), strict=True))
        self._file.write("".join(lines))

    def close(self, *, whole: bool) -> None:  # noqa: ARG002 -- the same either way
        """Close the file."""
        self._file.close()


def _json_text(value: object) -> str:
    return json.dumps(_plain(value), ensure_ascii=False)


class ParquetWriter(TableWriter):
    """Parquet (zstd); the same lots give the same bytes, and each is a row group."""

    def __init__(self, path: Path, schema: pa.Schema) -> None:
        super().__init__(schema)
        self._file = pq.ParquetWriter(path, schema, compression="zstd", version="2.6")

    def put(self, rows: Sequence[Row]) -> None:
        """Write some rows."""
        table = pa.Table.from_pylist(list(rows), schema=self.schema)
        self._file.write_table(table, row_group_size=table.num_rows)

    def close(self, *, whole: bool) -> None:  # noqa: ARG002 -- the same either way
        """Close the file."""
        self._file.close()


class ExcelWriter(TableWriter):
    """A workbook of one sheet; raises StoreError where a sheet cannot hold the rows."""

    def __init__(self, path: Path, schema: pa.Schema) -> None:
        from openpyxl import Workbook

        super().__init__(schema)
        self._path, self._book = path, Workbook(write_only=True)
        self._sheet = self._book.create_sheet(path.stem[:31])
        self._sheet.append(schema.names)

    def put(self, rows: Sequence[Row]) -> None:
        """Write some rows."""
        if self.rows + len(rows) + 1 > _EXCEL_ROWS:
            reason = f"{self._path.name}: a sheet holds {_EXCEL_ROWS:,} rows; export csv or parquet"
            raise StoreError(reason, path=str(self._path))
        for row in self.values(rows):
            self._sheet.append([self._cell(value) for value in row])

    def _cell(self, value: object) -> object:
        """Give a value for the sheet; text is forced to be text, whatever it begins with."""
        from openpyxl.cell import WriteOnlyCell

        if not isinstance(value, str):
            return _plain(value)
        made = WriteOnlyCell(self._sheet, CONTROL.sub("\ufffd", value)[:_EXCEL_TEXT])
        made.data_type = "s"
        return made

    def close(self, *, whole: bool) -> None:
        """Write the workbook, or let go of what was kept for it."""
        if whole:
            self._book.save(self._path)
        else:
            self._sheet.close()


class SqliteWriter(TableWriter):
    """A table of a SQLite database that others share."""

    KINDS = {"string": "TEXT", "int64": "INTEGER", "double": "REAL", "bool": "INTEGER"}  # noqa: RUF012 -- of no instance

    def __init__(self, database: sqlite3.Connection, name: str, schema: pa.Schema) -> None:
        super().__init__(schema)
        self._database = database
        fields = ", ".join(f'"{field.name}" {self.KINDS[str(field.type)]}' for field in schema)
        marks = ", ".join("?" * len(schema))
        self._insert = f'INSERT INTO "{name}" VALUES ({marks})'  # noqa: S608 -- names are the schema's own
        database.execute(f'CREATE TABLE "{name}" ({fields})')

    def put(self, rows: Sequence[Row]) -> None:
        """Write some rows."""
        self._database.executemany(self._insert, self.values(rows))

    def close(self, *, whole: bool) -> None:
        """Leave the database open for the other tables."""


class DuckdbWriter(TableWriter):
    """A table of a DuckDB database that others share; labels become comments of the columns."""

    KINDS = {"string": "VARCHAR", "int64": "BIGINT", "double": "DOUBLE", "bool": "BOOLEAN"}  # noqa: RUF012 -- of no instance

    def __init__(
        self,
        database: duckdb.DuckDBPyConnection,
        name: str,
        schema: pa.Schema,
        labels: Mapping[str, str],
    ) -> None:
        super().__init__(schema)
        self._database, self._name = database, name
        fields = ", ".join(f'"{field.name}" {self.KINDS[str(field.type)]}' for field in schema)
        database.execute(f'CREATE TABLE "{name}" ({fields})')
        for column, label in labels.items():
            text = label.replace("'", "''")
            database.execute(f'COMMENT ON COLUMN "{name}"."{column}" IS \'{text}\'')

    def put(self, rows: Sequence[Row]) -> None:
        """Write some rows."""
        self._database.register("lot", pa.Table.from_pylist(list(rows), schema=self.schema))
        self._database.execute(f'INSERT INTO "{self._name}" SELECT * FROM lot')  # noqa: S608 -- our own names
        self._database.unregister("lot")

    def close(self, *, whole: bool) -> None:
        """Leave the database open for the other tables."""
