"""The wide table: one row a report, one column a cell, with names that statistics programs take.

Stata takes no more than 32 characters, so its files have names of their own; the codebook holds both.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, NamedTuple

import pyarrow as pa

from parsers.checks.names import cell_name
from parsers.record import Report
from parsers.vocab import key_order

_IDENTITY = ("report_id", "publisher", "region_code", "region_name", "body", "year", "form")
_TABLES = {"proactive": "p", "requests": "r", "disputes": "d", "annex": "a"}
LONGEST = 32  # characters of a name in Stata


class Column(NamedTuple):
    """A cell as a column."""

    key: str
    name: str  # ASCII letters, digits and _
    stata: str  # the same, at most 32 characters
    zh: str
    en: str


@lru_cache
def columns() -> tuple[Column, ...]:
    """Give the columns in the codebook's order.

    >>> len({column.name for column in columns()}) == len(columns())
    True
    """
    taken: dict[str, int] = {}
    found = []
    for key in key_order():
        if key.startswith("annex/") and not key.endswith("/value"):
            continue  # local columns stand in the long table
        short = short_name(key)
        taken[short] = taken.get(short, 0) + 1
        if taken[short] > 1:
            short = f"{short[: LONGEST - 3]}_{taken[short]}"
        labels = cell_name(key)
        found.append(Column(key, full_name(key), short, labels.zh, labels.en))
    return tuple(found)


@lru_cache
def columns_by_name() -> dict[str, Column]:
    """Give each column by its name, and by that which Stata takes."""
    return {name: column for column in columns() for name in (column.name, column.stata)}


def full_name(key: str) -> str:
    """Give the name that the wide table has for a cell, in every format but that of Stata.

    >>> full_name("requests/outcome.granted/org.commercial_enterprise")
    'requests_outcome_granted_org_commercial_enterprise'
    """
    return key.replace("/", "_").replace(".", "_")


def short_name(key: str) -> str:
    """Give the name that Stata takes, of at most 32 characters: parts are shortened from the left to what is needed.

    >>> short_name("requests/requests_received/total"), short_name("disputes/review/upheld")
    ('r_requests_received_total', 'd_review_upheld')
    """
    table, row, column = key.split("/")
    parts = f"{row}_{column}".replace(".", "_").split("_")
    size = max(map(len, parts))
    name = "_".join(parts)
    while len(name) > LONGEST - 2 and size > 2:
        size -= 1
        # The number of the article stays whole: art20 must not become art2.
        name = "_".join(part if part[:3] == "art" else part[:size] for part in parts)
    return f"{_TABLES[table]}_{name}"[:LONGEST]


def wide_schema(*, stata: bool = False) -> pa.Schema:
    """Give names and types."""
    texts = [(name, pa.int64() if name == "year" else pa.string()) for name in _IDENTITY]
    names = [column.stata if stata else column.name for column in columns()]
    return pa.schema([*texts, *((name, pa.float64()) for name in names)])


def wide_row(report: Report, *, stata: bool = False) -> dict[str, Any]:
    """Give a report as a row; a cell that it does not have is null, as one that is blank is."""
    identity = report.identity
    told = {name: getattr(identity, name, None) for name in _IDENTITY}
    told.update(report_id=report.id, form=report.form)
    names = wide_names(stata=stata)
    told.update(dict.fromkeys(names.values()))
    for table, rows in report.tables.items():
        for row, cells in rows.items():
            for name, value in cells.items():
                column = names.get((table, row, name))
                if column is not None:
                    told[column] = value
    return told


@lru_cache
def wide_names(*, stata: bool) -> dict[tuple[str, str, str], str]:
    """Give the names of the columns by table, row and column of their cells."""
    return {
        (table, row, name): column.stata if stata else column.name
        for column in columns()
        for table, row, name in [column.key.split("/")]
    }


def wide_batches(reports: Iterable[Report], size: int = 500) -> Iterator[pa.RecordBatch]:
    """Give the wide table in pieces of so many rows."""
    kept: list[dict[str, Any]] = []
    for report in reports:
        kept.append(wide_row(report))
        if len(kept) == size:
            yield pa.RecordBatch.from_pylist(kept, schema=wide_schema())
            kept = []
    if kept:
        yield pa.RecordBatch.from_pylist(kept, schema=wide_schema())
