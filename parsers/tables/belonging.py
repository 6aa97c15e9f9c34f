"""Whether a source table holds a part of a form table."""

from __future__ import annotations

from collections.abc import Sequence

from parsers.tables.blocks_of_five import is_bare
from parsers.tables.rows import Row, is_value

LEAST_NAMED = 2  # labels of the form in header rows: a menu that names one is no table
LEAST_VALUED = 3  # rows with figures that show a table outside the sections of the tables
_SECTIONS = frozenset({"proactive", "requests", "disputes"})
_NAMING = frozenset({"part", "header"})


def belongs(rows: Sequence[Row], kinds: Sequence[str], hint: str | None, *, goes_on: bool) -> bool:
    """Say whether a source table holds a part of a form table.

    A header of the form, a part row, or rows that go on with the table before it; menus that
    merely name 行政许可 and 行政处罚 have neither columns nor values.

    Args:
        rows: The rows of the source table.
        kinds: The kind of each.
        hint: Code of the section that the table stands in.
        goes_on: The header of table 4 was read and its figures may come.
    """
    if not _NAMING.isdisjoint(kinds):
        return "part" in kinds or _named(rows, kinds) >= LEAST_NAMED
    data = [row for row, what in zip(rows, kinds, strict=True) if what == "data"]
    valued = [row for row in data if any(is_value(c) for c in row.cells[1:])]
    if not valued:
        bare = hint == "disputes" and any(map(is_bare, rows))
        return bare or (goes_on and hint in _SECTIONS)
    return hint in _SECTIONS or len(valued) >= LEAST_VALUED


def _named(rows: Sequence[Row], kinds: Sequence[str]) -> int:
    """Count the cells of header and part rows that are labels of the form."""
    return sum(
        1
        for row, what in zip(rows, kinds, strict=True)
        if what in _NAMING
        for hits in row.hits
        if hits
    )
