"""What changed between two releases: reports, rows and columns, counted by the engine, with examples."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from scraper.dataset.lazy import add_view
from scraper.dataset.query import open_dataset
from scraper.dataset.tables import SCHEMAS
from scraper.errors import InputError, UsageError

if TYPE_CHECKING:
    import duckdb

EXAMPLES = 5
_MEMORY = "600MB"  # of the engine; what does not fit goes to a disk
# What makes two rows the same row; where several have the same, they are taken in their order.
KEYS: dict[str, tuple[str, ...]] = {
    "reports": ("report_id",),
    "cells": ("report_id", "table", "row", "column"),
    "statements": ("report_id", "cell", "section"),
    "sections": ("report_id", "code"),
    "findings": ("report_id", "code", "cells"),
    "sources": ("report_id",),
}
# Columns that are repeated from `reports`, or say where in a list a row stands.
_REPEATED: dict[str, frozenset[str]] = {
    "cells": frozenset(
        ("publisher", "region_code", "region_name", "year", "form", "url", "sha256")
    ),
    "sections": frozenset(("position",)),
    "statements": frozenset(("span_start", "span_end")),
    "sources": frozenset(("url", "sha256")),
}
_READERS = {
    "parquet": "read_parquet('{path}')",
    "jsonl": "read_json('{path}', format = 'newline_delimited', columns = {{{columns}}})",
    "csv": "read_csv('{path}', header = true, columns = {{{columns}}})",
}
_KINDS = {"string": "VARCHAR", "int64": "BIGINT", "double": "DOUBLE", "bool": "BOOLEAN"}


class Change(NamedTuple):
    """A column in which rows differ.

    Attributes:
        column: Its name.
        rows: Rows in which it differs.
        examples: Key columns, ``old`` and ``new``; a few of them.
    """

    column: str
    rows: int
    examples: list[dict[str, Any]]


class TableDiff(NamedTuple):
    """A table of two releases; rows of reports that only one of them has are not counted.

    Attributes:
        table: Its name.
        rows: Rows that both have.
        added: Rows that only the new release has.
        removed: Rows that only the old release has.
        changed: Columns that differ, the most rows first.
        examples: Keys of rows that were added or removed, with ``release`` (``new`` or ``old``).
    """

    table: str
    rows: int
    added: int
    removed: int
    changed: list[Change]
    examples: list[dict[str, Any]]


class Diff(NamedTuple):
    """Two releases.

    Attributes:
        old: Reports of the old release.
        new: Reports of the new one.
        added: Ids that only the new one has, in their order.
        removed: Ids that only the old one has.
        tables: What differs in reports that both have, by table.
    """

    old: int
    new: int
    added: list[str]
    removed: list[str]
    tables: list[TableDiff]

    @property
    def same(self) -> bool:
        """Whether nothing differs."""
        return not (self.added or self.removed or any(t.added or t.removed or t.changed for t in self.tables))  # fmt: skip


def diff_datasets(old: str | Path, new: str | Path) -> Diff:
    """Compare two releases.

    Args:
        old: A dataset folder, records as :func:`scraper.dataset.query.open_dataset` takes them, or the
            folder of an export (csv, jsonl, parquet).
        new: The same.

    Raises:
        InputError: One of them is not there or cannot be read.
        RecordError: Something in it is no record.
        UsageError: An export lacks a table.
    """
    import duckdb

    with tempfile.TemporaryDirectory() as work, duckdb.connect(":memory:") as database:
        database.execute(f"SET temp_directory = '{work}'")  # not below the folder that we stand in
        database.execute(f"SET memory_limit = '{_MEMORY}'")
        database.execute("SET preserve_insertion_order = false")
        try:
            for side, path in (("old", old), ("new", new)):
                _open(database, side, path)
            return _diff(database)
        except duckdb.Error as error:
            raise InputError(f"not to be compared: {str(error).splitlines()[0]}") from error


def _diff(database: duckdb.DuckDBPyConnection) -> Diff:
    before, now = (_count(database, side) for side in ("old", "new"))
    added, removed = _only(database, "new", "old"), _only(database, "old", "new")
    database.execute(
        "CREATE TEMP TABLE shared AS SELECT report_id FROM raw_old_reports "
        "INTERSECT SELECT report_id FROM raw_new_reports"
    )
    return Diff(before, now, added, removed, [_table(database, name) for name in KEYS])


def _open(database: duckdb.DuckDBPyConnection, side: str, path: str | Path) -> None:
    """Make the tables of a release known as ``raw_old_reports`` and so on."""
    ending = next((e for e in _READERS if (Path(path) / f"reports.{e}").is_file()), None)
    if ending is None:
        dataset = open_dataset(path)
        for table in KEYS:
            add_view(database, dataset.table(table), f"raw_{side}_{table}")
        return
    for missing in (t for t in KEYS if not (Path(path) / f"{t}.{ending}").is_file()):
        raise UsageError(f"{path} is an export without {missing}.{ending}")
    for table in KEYS:
        file = Path(path) / f"{table}.{ending}"
        columns = ", ".join(f"'{f.name}': '{_KINDS[str(f.type)]}'" for f in SCHEMAS[table])
        source = _READERS[ending].format(path=str(file).replace("'", "''"), columns=columns)
        database.execute(f'CREATE VIEW "raw_{side}_{table}" AS SELECT * FROM {source}')  # noqa: S608 -- our own names


def _compared(table: str) -> list[str]:
    """Give the columns that are held against each other."""
    skipped = {*KEYS[table], *_REPEATED.get(table, ())}
    return [field.name for field in SCHEMAS[table] if field.name not in skipped]


def _alike(database: duckdb.DuckDBPyConnection, table: str) -> int:
    """Find the reports whose rows differ at all, as ``differ``; gives the rows of the others.

    A digest of its rows is held of each report, so that only reports that differ are joined row by row.
    """
    columns = _names([*KEYS[table], *_compared(table)])
    for side in ("old", "new"):
        database.execute(
            f"CREATE OR REPLACE TEMP TABLE {side}_digest AS "  # noqa: S608 -- our own names
            f"SELECT report_id, count(*) AS rows, sum(hash({columns})::HUGEINT) AS digest "
            f'FROM "raw_{side}_{table}" SEMI JOIN shared USING (report_id) GROUP BY report_id'
        )
    same = "o.report_id = n.report_id AND o.rows = n.rows AND o.digest = n.digest"
    database.execute(
        "CREATE OR REPLACE TEMP TABLE differ AS "  # noqa: S608 -- our own names
        f"SELECT report_id FROM old_digest AS o WHERE NOT EXISTS (SELECT 1 FROM new_digest AS n WHERE {same}) "
        f"UNION SELECT report_id FROM new_digest AS n WHERE NOT EXISTS (SELECT 1 FROM old_digest AS o WHERE {same})"
    )
    asked = "SELECT coalesce(sum(rows), 0) FROM old_digest ANTI JOIN differ USING (report_id)"
    return int(database.execute(asked).fetchall()[0][0])


def _number(database: duckdb.DuckDBPyConnection, side: str, table: str) -> None:
    """Number the rows of one key in reports that differ, so that the first is held against the first."""
    # The address first: of two sites' reports of one id each is held against its own.
    others = [f.name for f in SCHEMAS[table] if f.name not in KEYS[table]]
    others.sort(key=lambda name: name != "url")
    held = _names(
        [*KEYS[table], *_compared(table)]
    )  # what is repeated in each row would fill the disk
    database.execute(
        f"CREATE OR REPLACE TEMP TABLE {side}_rows AS SELECT {held}, row_number() OVER "  # noqa: S608 -- our own names
        f"(PARTITION BY {_names(KEYS[table])} ORDER BY {_names(others)}) AS nth "
        f'FROM "raw_{side}_{table}" SEMI JOIN differ USING (report_id)'
    )


def _only(database: duckdb.DuckDBPyConnection, there: str, missing: str) -> list[str]:
    asked = f"SELECT report_id FROM raw_{there}_reports EXCEPT SELECT report_id FROM raw_{missing}_reports ORDER BY 1"  # noqa: S608 -- our own names
    return [row[0] for row in database.execute(asked).fetchall()]


def _table(database: duckdb.DuckDBPyConnection, table: str) -> TableDiff:
    """Hold the rows of a table against each other."""
    keys, columns = KEYS[table], _compared(table)
    alike = _alike(database, table)
    for side in ("old", "new"):
        _number(database, side, table)
    same = " AND ".join(f'o."{key}" IS NOT DISTINCT FROM n."{key}"' for key in (*keys, "nth"))
    joined = f"FROM old_rows AS o FULL JOIN new_rows AS n ON {same}"
    counts = [
        "count(o.nth) + count(n.nth) - count(*)",
        "count(*) - count(o.nth)",
        "count(*) - count(n.nth)",
        *(f"count(*) FILTER (WHERE {_differs(column)})" for column in columns),
    ]
    told = database.execute(f"SELECT {', '.join(counts)} {joined}").fetchall()[0]
    both, added, removed, *changed = told
    ranked = sorted(zip(columns, changed, strict=True), key=lambda item: (-item[1], item[0]))
    found = [Change(c, n, _examples(database, joined, keys, c)) for c, n in ranked if n]
    lone = _lone(database, joined, keys) if added or removed else []
    return TableDiff(table, alike + both, added, removed, found, lone)


def _differs(column: str) -> str:
    there = "o.nth IS NOT NULL AND n.nth IS NOT NULL"
    return f'{there} AND o."{column}" IS DISTINCT FROM n."{column}"'


def _examples(
    database: duckdb.DuckDBPyConnection, joined: str, keys: Sequence[str], column: str
) -> list[dict[str, Any]]:
    asked = (
        f'SELECT {_names(keys, "o.")}, o."{column}" AS old, n."{column}" AS new {joined} '
        f"WHERE {_differs(column)} ORDER BY {_names(keys, 'o.')}, o.nth LIMIT {EXAMPLES}"
    )
    return list(database.sql(asked).to_arrow_table().to_pylist())


def _lone(
    database: duckdb.DuckDBPyConnection, joined: str, keys: Sequence[str]
) -> list[dict[str, Any]]:
    told = ", ".join(f'coalesce(o."{key}", n."{key}") AS "{key}"' for key in keys)
    asked = (
        f"SELECT {told}, CASE WHEN o.nth IS NULL THEN 'new' ELSE 'old' END AS release {joined} "
        f"WHERE o.nth IS NULL OR n.nth IS NULL ORDER BY {_names(keys)}, release LIMIT {EXAMPLES}"
    )
    return list(database.sql(asked).to_arrow_table().to_pylist())


def _names(keys: Sequence[str], side: str = "") -> str:
    return ", ".join(f'{side}"{key}"' for key in keys)


def _count(database: duckdb.DuckDBPyConnection, side: str) -> int:
    return int(database.execute(f"SELECT count(*) FROM raw_{side}_reports").fetchall()[0][0])  # noqa: S608 -- our own names
