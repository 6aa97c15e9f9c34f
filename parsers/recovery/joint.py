"""Several damaged rows of table 3 at once: their placements are tried together.

One damaged row takes the sums of its columns from the others; with two, no column sum is known.
Together they can still be tried: a combination counts as possible where no equation is broken. A
figure is entered only where all possible combinations agree on it and an equation down its column,
with every cell of it known, holds in each of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from math import prod
from typing import NamedTuple

from parsers.checks.model import Instance, Value
from parsers.model import GridCell
from parsers.recovery.placing import (
    Placement,
    enter,
    figure_of,
    placements,
    prefer_full,
    prints_blanks,
)
from parsers.tables.reading import TableReading, Unplaced
from parsers.vocab import cell_key

TABLE = "requests"
MAX_COMBINATIONS = 4000  # what a page may cost; beyond it the rows stay as they are
Combination = dict[str, GridCell | None]


class _Equation(NamedTuple):
    """An equation with the known cells summed up: ``known`` and the signed cells make zero."""

    known: Value
    cells: tuple[tuple[int, str], ...]  # sign and key of the cells of damaged rows
    down: bool  # it runs down a column, over several rows


def recover_jointly(
    reading: TableReading, identities: Iterable[Instance], stated: Mapping[str, Value]
) -> None:
    """Enter the figures on which all possible placements of two or more rows agree."""
    rows = [row for row in reading.unplaced.get(TABLE, []) if row.keys]
    if len(rows) < 2 or not all(row.cells and row.row for row in rows):
        return
    places = {cell_key(TABLE, row.row, c) for row in rows for c in row.columns}
    stated = {key: value for key, value in stated.items() if key not in places}
    equations = [e for i in identities if (e := _equation(i, places, stated)) is not None]
    blanks = prints_blanks(reading, TABLE)
    ways = [_ways(row, equations, blanks=blanks) for row in rows]
    tried = prod(len(options) for options in ways)
    if not 0 < tried <= MAX_COMBINATIONS:
        return
    agreed = _agreed(list(_possible(ways, equations)), equations)
    for row in rows:
        keys = [cell_key(TABLE, row.row, column) for column in row.columns]
        enter(reading, row, {key: agreed[key] for key in keys if key in agreed}, tried)


def _equation(
    instance: Instance, places: set[str], stated: Mapping[str, Value]
) -> _Equation | None:
    """Give an equation that speaks of damaged rows, None where another cell of it is not known."""
    signed = [(1, key) for key in instance.left] + [(-1, key) for key in instance.right]
    cells = tuple((sign, key) for sign, key in signed if key in places)
    others = [(sign, key) for sign, key in signed if key not in places]
    if not cells or any(key not in stated for _, key in others):
        return None
    rows = {key.split("/")[1] for _, key in signed}
    return _Equation(sum(sign * stated[key] for sign, key in others), cells, len(rows) > 1)


def _ways(row: Unplaced, equations: list[_Equation], *, blanks: bool) -> list[Combination]:
    """Give the placements of one row that no equation about this row alone breaks."""
    keys = [cell_key(TABLE, row.row, column) for column in row.columns]
    own = [e for e in equations if {key for _, key in e.cells} <= set(keys)]
    ways = [
        way
        for way in placements(row.cells, len(keys))
        if all(_holds(e, _keyed(keys, way)) is not False for e in own)
    ]
    return [_keyed(keys, way) for way in prefer_full(ways, blanks=blanks)]


def _keyed(keys: list[str], placement: Placement) -> Combination:
    return dict(zip(keys, placement, strict=True))


def _possible(ways: list[list[Combination]], equations: list[_Equation]) -> Iterator[Combination]:
    """Give every combination of placements that no equation breaks."""
    for chosen in product(*ways):
        whole: Combination = {}
        for part in chosen:
            whole.update(part)
        if all(_holds(e, whole) is not False for e in equations):
            yield whole


def _holds(equation: _Equation, cells: Combination) -> bool | None:
    """Say whether an equation holds; None where cells are missing that can still make it hold."""
    left, gaps = equation.known, []
    for sign, key in equation.cells:
        figure = figure_of(cells[key])
        if figure is None:
            gaps.append(sign)
        else:
            left += sign * figure
    if not gaps:
        return left == 0
    return None if left == 0 or any(sign * left < 0 for sign in gaps) else False


def _agreed(possible: list[Combination], equations: list[_Equation]) -> dict[str, GridCell]:
    """Give the cells that stand in one place in all combinations, each proved down its column."""
    if not possible:
        return {}
    proved = [
        {k for e in equations if e.down and _holds(e, c) for _, k in e.cells} for c in possible
    ]
    agreed = {}
    for key, cell in possible[0].items():
        same = {figure_of(combination[key]) for combination in possible}
        if cell is not None and len(same) == 1 and all(key in keys for keys in proved):
            agreed[key] = cell
    return agreed
