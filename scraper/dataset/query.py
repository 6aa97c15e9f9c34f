"""SQL over records: the tables of an export, by the embedded engine, without a server."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pyarrow as pa

from parsers.record import Report
from scraper.collection import load_collection
from scraper.dataset.export import export_tables
from scraper.errors import UsageError

_WORD = re.compile(r"[A-Za-z_]\w*")


class Dataset:
    """The tables of a dataset, each made when it is first asked for.

    Attributes of the names of the tables (``cells``, ``reports`` …) are pyarrow tables.
    """

    def __init__(self, reports: Iterable[Report]) -> None:
        found = sorted(reports, key=lambda report: (report.id, report.source.sha256))
        self._tables = {table.name: table for table in export_tables(found)}
        self._made: dict[str, pa.Table] = {}

    @property
    def names(self) -> list[str]:
        """The names of the tables."""
        return list(self._tables)

    def __getattr__(self, name: str) -> pa.Table:
        if name.startswith("_") or name not in self._tables:
            raise AttributeError(f"there is no table {name}; there are {', '.join(self._tables)}")
        return self.table(name)

    def table(self, name: str) -> pa.Table:
        """Give a table of pyarrow."""
        if name not in self._made:
            table = self._tables[name]
            self._made[name] = pa.Table.from_batches(table.batches(), schema=table.schema)
        return self._made[name]

    def query(self, sql: str) -> pa.Table:
        """Ask in SQL; the tables are there by their names.

        Raises:
            UsageError: The engine does not take the question; the reason is its own.
        """
        import duckdb

        with duckdb.connect(":memory:") as database:
            # A question reads the tables and nothing else: no files, no network.
            for name in set(_WORD.findall(sql)) & set(self._tables):
                database.register(name, self.table(name))
            database.execute("SET enable_external_access = false")
            try:
                return database.sql(sql).to_arrow_table()
            except duckdb.Error as error:
                raise UsageError(str(error).split("\n\n")[0]) from error

    def pandas(self, name: str) -> Any:  # noqa: ANN401 -- a frame of pandas
        """Give a table as a frame of pandas."""
        return self.table(name).to_pandas()


def open_dataset(path: str | Path) -> Dataset:
    """Open records as tables: a record, a file of JSON lines, a folder, or that of a harvest.

    Raises:
        InputError: There is nothing, or it cannot be read.
        RecordError: Something in it is no record.
    """
    return Dataset(load_collection(Path(path)).reports)
