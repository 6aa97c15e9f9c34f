"""A table of a dataset folder that is read when something asks for it, and no more of it than is asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from scraper.errors import UsageError
from scraper.partitions import Place, StoredFile

if TYPE_CHECKING:
    import duckdb
    import pandas as pd
    import polars as pl
    import pyarrow.dataset as arrow

# Types of the parts of a path, as Hive has them.
_PARTS = pa.schema([("year", pa.int64()), ("province", pa.string())])


class LazyTable:
    """A table that lies in Parquet files.

    It is also what Arrow calls a stream (``__arrow_c_stream__``): ``pyarrow.table(t)``,
    ``polars.DataFrame(t)`` and others take it as it is.

    Attributes:
        name: Its name.
        schema: Columns and their types; null is a cell without a figure, never 0.
    """

    def __init__(
        self, name: str, schema: pa.Schema, place: Place, files: Sequence[StoredFile]
    ) -> None:
        self.name, self.schema = name, schema
        self._place, self._files = place, list(files)

    def __repr__(self) -> str:
        columns = ", ".join(f"{field.name}: {field.type}" for field in self.schema)
        return f"<{self.name}: {self.num_rows} rows; {columns}>"

    def __len__(self) -> int:
        return self.num_rows

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        reader = pa.RecordBatchReader.from_batches(self.schema, self.batches())
        return reader.__arrow_c_stream__(requested_schema)

    @property
    def num_rows(self) -> int:
        """How many rows there are; nothing is read for it."""
        return sum(file.rows for file in self._files)

    @property
    def column_names(self) -> list[str]:
        """The names of the columns."""
        return list(self.schema.names)

    @property
    def paths(self) -> list[str]:
        """The files, as their file system takes them."""
        return [self._place.path(file.path) for file in self._files]

    @property
    def local(self) -> bool:
        """Whether the files lie on this machine."""
        return self._place.local is not None

    @property
    def parted(self) -> bool:
        """Whether year and province stand in the paths of the files."""
        return any("/year=" in file.path for file in self._files)

    def dataset(self) -> arrow.Dataset:
        """Give it as a dataset of pyarrow, which filters and projects while it reads."""
        import pyarrow.dataset as arrow  # loads pandas as well, which a question does not need

        if not self._files:
            return arrow.dataset(self.schema.empty_table())
        whole = [*self.schema, *(f for f in _PARTS if f.name not in self.schema.names)]
        return arrow.dataset(
            self.paths,
            schema=pa.schema(whole),
            format="parquet",
            filesystem=self._place.fs,
            partitioning=arrow.partitioning(_PARTS, flavor="hive") if self.parted else None,
            partition_base_dir=self._place.path(self.name),
        )

    def batches(self, columns: Sequence[str] | None = None) -> Iterator[pa.RecordBatch]:
        """Give it in pieces, in the order of year, province and report id."""
        # One file behind the other: reading ahead in many would hold many.
        scanner = self.dataset().scanner(
            columns=list(columns or self.schema.names), fragment_readahead=1, batch_readahead=2
        )
        return iter(scanner.to_batches())

    def to_arrow(self, columns: Sequence[str] | None = None) -> pa.Table:
        """Give it, or some columns of it, as a table of pyarrow."""
        return self.dataset().to_table(columns=list(columns or self.schema.names))

    def to_pylist(self) -> list[dict[str, Any]]:
        """Give it as one dict a row."""
        return list(self.to_arrow().to_pylist())

    def to_pandas(self, columns: Sequence[str] | None = None) -> pd.DataFrame:
        """Give it as a frame of pandas; a count that is null stays an integer column's ``<NA>``."""
        import pandas as pd

        types = {pa.int64(): pd.Int64Dtype(), pa.bool_(): pd.BooleanDtype()}
        frame: pd.DataFrame = self.to_arrow(columns).to_pandas(types_mapper=types.get)
        return frame

    def to_polars(self) -> pl.LazyFrame:
        """Give it as a lazy frame of polars.

        Raises:
            UsageError: polars is not installed.
        """
        try:
            import polars as pl
        except ImportError:
            raise UsageError("polars is not installed: pip install 'gongkai[polars]'") from None
        return pl.scan_pyarrow_dataset(self.dataset()).select(self.schema.names)

    def to_duckdb(self) -> duckdb.DuckDBPyRelation:
        """Give it as a relation of DuckDB, on a connection of its own."""
        import duckdb

        connection = duckdb.connect(":memory:")
        add_view(connection, self)
        return connection.table(self.name)


def add_view(
    connection: duckdb.DuckDBPyConnection, table: LazyTable, name: str | None = None
) -> None:
    """Make a table known to a connection, which reads the files itself where they lie here.

    Args:
        connection: The connection.
        table: The table.
        name: How it is called there; its own name where None.
    """
    name = name or table.name
    names = ", ".join(f'"{column}"' for column in table.schema.names)
    source = f'"_{name}"'
    if table.local and table.paths:
        source = _files(table)
    else:
        connection.register(f"_{name}", table.dataset())
    connection.execute(f'CREATE VIEW "{name}" AS SELECT {names} FROM {source}')  # noqa: S608 -- our own names


def _files(table: LazyTable) -> str:
    listed = ", ".join("'" + path.replace("'", "''") + "'" for path in table.paths)
    if not table.parted:
        return f"read_parquet([{listed}], hive_partitioning = false)"
    parts = "{'year': BIGINT, 'province': VARCHAR}"
    return f"read_parquet([{listed}], hive_partitioning = true, hive_types = {parts})"
