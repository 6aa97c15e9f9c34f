"""Rows of table 3 whose cells do not match its columns, placed where the sums leave one place.

The form is an error-correcting code: every cell stands in one row sum and in the sums of its column.
Where a row has too few or too many cells, every placement that keeps their order is tried; a figure
is entered only where all placements that the sums allow agree on it and the sums of its own column
ask for it. What is missing stays null: arithmetic places published figures and never makes one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from parsers.checks import whole_rows
from parsers.checks.model import Instance, Value
from parsers.checks.rules import instances, rules_of
from parsers.model import GridCell
from parsers.recovery.joint import recover_jointly
from parsers.recovery.placing import (
    Figures,
    Placement,
    adds_up,
    can_add_up,
    enter,
    figure_of,
    figures_of,
    placements,
    prefer_full,
    prints_blanks,
    settle,
)
from parsers.tables.forms import tell_form
from parsers.tables.reading import TableReading, Unplaced
from parsers.vocab import cell_key

TABLE = "requests"
TOTAL = "total"
LEAST_VOTES = 4  # columns whose sums agree with a placement that one column contradicts


class _Solved(NamedTuple):
    """What all possible placements agree on, and how many were tried."""

    cells: dict[str, GridCell]  # column -> its cell
    tried: int


def recover_requests(reading: TableReading) -> None:
    """Enter the figures of unplaced rows of table 3 that the sums leave only one place for.

    Figures come with state ``recovered`` and one ``S.CELL_RECOVERED`` a row. A row of which cells
    stay null also stays among the rows that could not be placed.

    Source: the identities of table 3 in ``vocab/rules.toml``.
    """
    for row in reading.unplaced.get(TABLE, []):
        solved = _solve(reading, row)
        cells = {cell_key(TABLE, row.row, column): cell for column, cell in solved.cells.items()}
        enter(reading, row, cells, solved.tried)
    settle(reading, TABLE)
    recover_jointly(reading, _identities(reading), _stated(reading))
    settle(reading, TABLE)
    rows = reading.unplaced.get(TABLE, [])
    rows[:] = [_with_expected(reading, row) for row in rows]


def _with_expected(reading: TableReading, row: Unplaced) -> Unplaced:
    """Say what the sums ask for where one cell of a row is gone; it is told and never published."""
    if len(row.keys) != 1:
        return row
    return row._replace(expected=_asked(reading, row).get(row.keys[0].rpartition("/")[2]))


def _solve(reading: TableReading, row: Unplaced) -> _Solved:
    """Give the cells whose column is the same in every placement that the sums allow.

    A column whose own sums ask for nothing is filled where the row has all its cells and one too
    many: then nothing is lost, and what the row states adds up to its total in every placement.
    """
    asked = _asked(reading, row)
    surplus = len(row.cells) == len(row.columns) + 1
    if not asked and not surplus:
        return _Solved({}, 0)
    tried = list(placements(row.cells, len(row.columns)))
    wanted = tuple(asked.get(column) for column in row.columns)
    possible = [placement for placement in tried if _fits(figures_of(placement), wanted, row)]
    if surplus and not possible:
        possible, asked = _outvoting(tried, wanted), {}
    possible = prefer_full(possible, blanks=prints_blanks(reading, TABLE))
    whole = surplus and row.columns[-1] == TOTAL and all(adds_up(figures_of(p)) for p in possible)
    agreed: dict[str, GridCell] = {}
    for column, cells in zip(row.columns, zip(*possible, strict=True), strict=False):
        figures = {figure_of(cell) for cell in cells}
        certain = figures == {asked[column]} if column in asked else whole and len(figures) == 1
        if cells[0] is not None and certain:
            agreed[column] = cells[0]
    return _Solved(agreed, len(tried))


def _outvoting(tried: list[Placement], wanted: Figures) -> list[Placement]:
    """Give the placement that only one column contradicts, where it is the only one that adds up.

    A column that the office added up wrongly asks for a figure that nobody printed. The row's own sum
    and all other columns, at least ``LEAST_VOTES``, stand against it; the breach stays a finding.
    """
    by_figures: dict[Figures, Placement] = {}
    for placement in tried:
        figures = figures_of(placement)
        if None in figures or not figures[-1] or not adds_up(figures):
            continue
        by_figures[figures] = placement
    if len(by_figures) != 1:
        return []
    figures, placement = by_figures.popitem()
    votes = [f == w for f, w in zip(figures, wanted, strict=True) if w is not None]
    return [placement] if votes.count(True) >= max(LEAST_VOTES, len(votes) - 1) else []


def _fits(figures: Figures, wanted: Figures, row: Unplaced) -> bool:
    """Say whether figures agree with what their columns ask for, and the row with its own sum."""
    pairs = list(zip(figures, wanted, strict=True))
    if any(f is not None and w is not None and f != w for f, w in pairs):
        return False
    known = [w if f is None else f for f, w in pairs]
    return row.columns[-1] != TOTAL or can_add_up(known)


def _asked(reading: TableReading, row: Unplaced) -> dict[str, Value]:
    """Give the figure that the sums of its column ask for, for every column that has one.

    Columns whose sums ask for different figures, or for less than nothing, are left out.
    """
    if not row.cells:
        return {}
    stated = _stated(reading)
    asked: dict[str, set[Value]] = {}
    names = {cell_key(TABLE, row.row, column): column for column in row.columns}
    for instance in _identities(reading):
        for key in names.keys() & {*instance.left, *instance.right}:
            figure = solution(instance, key, stated)
            if figure is not None:
                asked.setdefault(names[key], set()).add(figure)
    found = {column: figures.pop() for column, figures in asked.items() if len(figures) == 1}
    return {column: figure for column, figure in found.items() if figure >= 0}


def solution(instance: Instance, key: str, stated: Mapping[str, Value]) -> Value | None:
    """Give what a cell must be for an equation to hold; None where another cell is not known."""
    here, there = instance.left, instance.right
    if key in there:
        here, there = there, here
    others = [name for name in here if name != key]
    if not all(name in stated for name in (*others, *there)):
        return None
    return sum(stated[name] for name in there) - sum(stated[name] for name in others)


def _identities(reading: TableReading) -> Iterator[Instance]:
    """Give the equations between cells of table 3 in the form at hand."""
    form = tell_form(reading.labels)[0]
    whole = whole_rows(reading.tables)
    for rule in rules_of(form):
        if rule.kind != "linear" or rule.data["op"] != "==":
            continue
        for instance in instances(rule.id, whole):
            if all(key.startswith(f"{TABLE}/") for key in (*instance.left, *instance.right)):
                yield instance


def _stated(reading: TableReading) -> dict[str, Value]:
    return {
        cell_key(TABLE, row, column): value
        for row, columns in reading.tables.get(TABLE, {}).items()
        for column, value in columns.items()
        if value is not None
    }
