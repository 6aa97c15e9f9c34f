"""Tables and SQL over records: Parquet files and an engine within the process, without a server."""

from __future__ import annotations

import atexit
import contextlib
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from scraper.dataset.lazy import LazyTable, add_view
from scraper.dataset.reference import REFERENCE
from scraper.dataset.tables import SCHEMAS
from scraper.errors import InputError, UsageError
from scraper.partitions import (
    RECORDS,
    RECORDS_SCHEMA,
    Manifest,
    Place,
    StoredFile,
    is_store,
    read_manifest,
    stored_records,
)

# What reads pages, writes files or holds frames is loaded where it is used: a question of a folder needs the
# engine alone, and is answered sooner than all of that is loaded.
if TYPE_CHECKING:
    import duckdb
    import pandas as pd
    import pyarrow as pa

    from parsers.record import Report

_WORD = re.compile(r"[A-Za-z_]\w*")
WIDE = "wide"
_LOT = 10_000  # rows of an answer that are held at a time


class Answer(NamedTuple):
    """An answer as it comes from the engine.

    Attributes:
        names: The columns.
        rows: Values in their order, as Python has them; to be read once.
    """

    names: list[str]
    rows: Iterator[tuple[Any, ...]]


class Dataset:
    """The tables of a dataset folder, each read when it is asked for.

    Attributes of the names of the tables (``cells``, ``reports`` …) are :class:`LazyTable`.

    Args:
        address: The folder.

    Raises:
        InputError: It is no dataset folder.
    """

    def __init__(self, address: str | Path) -> None:
        self._place = Place(address)
        manifest = read_manifest(self._place)
        if manifest is None:
            raise InputError(f"{self._place.address} is no dataset folder")
        self.manifest: Manifest = manifest
        self._made: dict[str, LazyTable] = {}
        self._work: Path | None = None

    @property
    def names(self) -> list[str]:
        """The names of the tables."""
        return [*SCHEMAS, WIDE, *REFERENCE, RECORDS]

    def __getattr__(self, name: str) -> LazyTable:
        if name.startswith("_") or name not in self.names:
            raise AttributeError(f"there is no table {name}; there are {', '.join(self.names)}")
        return self.table(name)

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self.names]

    def table(self, name: str) -> LazyTable:
        """Give a table by its name; ``wide`` and the codebook are made when they are first asked for."""
        if name not in self._made:
            if name in SCHEMAS or name == RECORDS:
                schema = RECORDS_SCHEMA if name == RECORDS else SCHEMAS[name]
                files = self.manifest.of_table(name)
                self._made[name] = LazyTable(name, schema, self._place, files)
            elif name == WIDE:
                from scraper.dataset.wide import wide_batches, wide_schema

                self._made[name] = self._written(
                    name, wide_schema(), wide_batches(self.latest_reports())
                )
            else:
                made = REFERENCE[name]()
                self._made[name] = self._written(name, made.schema, made.to_batches())
        return self._made[name]

    def latest_reports(self) -> Iterator[Report]:
        """Give the newest version of each report, by report id, as it was put in."""
        from parsers.record import Report

        for one in stored_records(self._place.address, latest=True):
            yield Report.model_validate_json(one.json)

    def query(self, sql: str) -> pa.Table:
        """Ask in SQL; the tables are there by their names.

        A question reads the tables and nothing else: no other files, no network, and it writes nothing.

        Raises:
            UsageError: The engine does not take the question; the reason is its own.
        """
        with self._asked(sql) as database:
            return database.sql(sql).to_arrow_table()

    @contextlib.contextmanager
    def rows(self, sql: str) -> Iterator[Answer]:
        """Ask as :meth:`query` does, and read the answer while it comes: it may be larger than memory.

        Raises:
            UsageError: The engine does not take the question, or fails while it answers.
        """
        with self._asked(sql) as database:
            found = database.execute(sql)
            names = [str(column[0]) for column in found.description or ()]
            lots = iter(lambda: found.fetchmany(_LOT), [])
            yield Answer(names, chain.from_iterable(lots))

    @contextlib.contextmanager
    def _asked(self, sql: str) -> Iterator[duckdb.DuckDBPyConnection]:
        """Give an engine that knows the tables of a question and can reach nothing else."""
        import duckdb

        with duckdb.connect(":memory:") as database:
            try:
                _check(database, sql)
                self._open_for(database, sql)
                yield database
            except duckdb.Error as error:
                raise UsageError(str(error).split("\n\n")[0]) from error

    def pandas(self, name: str) -> pd.DataFrame:
        """Give a table as a frame of pandas."""
        return self.table(name).to_pandas()

    def _open_for(self, database: duckdb.DuckDBPyConnection, sql: str) -> None:
        """Make known the tables that a question names, and shut off everything else."""
        words = {word.lower() for word in _WORD.findall(sql)}
        named = [self.table(name) for name in self.names if name in words]
        for table in named:
            add_view(database, table)
        paths = [path for table in named if table.local for path in table.paths]
        listed = ", ".join("'" + path.replace("'", "''") + "'" for path in paths)
        database.execute(f"SET allowed_paths = [{listed}]")
        database.execute("SET enable_external_access = false")

    def _written(
        self, name: str, schema: pa.Schema, batches: Iterable[pa.RecordBatch]
    ) -> LazyTable:
        """Write a table that the folder does not hold where it goes away with the program."""
        from scraper.dataset.formats import ParquetWriter

        if self._work is None:
            self._work = _passing_folder()
        path = self._work / f"{name}.parquet"
        with ParquetWriter(path, schema) as writer:
            for batch in batches:
                writer.write(batch.to_pylist())
        size = path.stat().st_size
        file = StoredFile(path=path.name, table=name, year=None, province=None, rows=writer.rows, bytes=size, sha256="")  # fmt: skip
        return LazyTable(name, schema, Place(self._work), [file])


def _check(database: duckdb.DuckDBPyConnection, sql: str) -> None:
    """Let only questions pass: a COPY could write over the files that it may read."""
    import duckdb

    kinds = {statement.type for statement in database.extract_statements(sql)}
    if kinds - {duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN}:
        raise UsageError("a question is a SELECT; nothing is changed here")
    if not kinds:
        raise UsageError("the question is empty")


def _passing_folder() -> Path:
    """Give a folder that goes with the program: tables and relations outlive the dataset they are of."""
    folder = Path(tempfile.mkdtemp(prefix="gongkai-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def open_dataset(path: str | Path) -> Dataset:
    """Open records as tables.

    Args:
        path: A dataset folder, on any address that fsspec knows; or a record, a file of JSON lines, a
            folder of either, or that of a harvest, which are brought into a dataset folder that goes
            away with the program.

    Raises:
        InputError: There is nothing, or it cannot be read.
        RecordError: Something in it is no record.
    """
    if is_store(path):
        return Dataset(path)
    from scraper.collection import read_records
    from scraper.dataset.store import write_store
    from scraper.inputs import readable

    work = _passing_folder()
    if not write_store(read_records(path), work).counts[RECORDS]:
        raise InputError(f"{readable(path)} holds no record")
    return Dataset(work)
