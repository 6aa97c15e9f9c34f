"""Damage to the rows and cells of tables, done before they are marked up.

Each kind changes the pieces of a table in place and gives the keys of figures that it made
uncertain: their text is on the page, and nothing on the page says where it belongs.
"""

from __future__ import annotations

from collections.abc import Callable

from tests.proving.dice import Dice
from tests.proving.doubt import headless, uncertain
from tests.proving.figures import Key
from tests.proving.layout import Cell, Grid, Row

Pieces = dict[str, list[Grid]]  # table -> the tables of the page that hold it, in their order
UNDOABLE = {
    "no spans": 1.0,
    "empty rows": 1.0,
    "page break": 1.0,
    "page break, header again": 1.0,
    "cell doubled": 1.0,
    "empty cell in front": 1.0,
    "empty column behind": 0.7,
    "label lost": 1.0,
    "label cut by a break": 1.0,
    "column label twice": 1.0,
    "header lost": 0.7,
    "total first": 0.5,
}
LOSSY = {"cell dropped": 1.0, "cell emptied": 1.0, "row dropped": 1.0, "cells glued": 0.6}


def damage_tables(dice: Dice, kind: str, pieces: Pieces) -> set[Key]:
    """Damage the tables of a page; gives the keys that became uncertain."""
    return _KINDS[kind](dice, pieces) or set()


def _each(pieces: Pieces, change: Callable[[Grid], Grid]) -> None:
    for grids in pieces.values():
        grids[:] = [change(grid) for grid in grids]


def _no_spans(_: Dice, pieces: Pieces) -> None:
    _each(pieces, lambda grid: [[cell.but(columns=1, rows=1) for cell in row] for row in grid])


def _empty_rows(dice: Dice, pieces: Pieces) -> None:
    for grids in pieces.values():
        for grid in grids:
            grid.insert(dice.integer(1, len(grid)), [Cell("") for _ in range(dice.integer(1, 4))])


def _value_rows(grid: Grid) -> list[int]:
    return [index for index, row in enumerate(grid) if any(cell.key for cell in row)]


def _break(dice: Dice, pieces: Pieces, header: int) -> None:
    grid = pieces["requests"][0]
    at = dice.pick(_value_rows(grid)[2:])
    tail = [list(row) for row in grid[at:]]
    _shorten_spans(grid, at)
    pieces["requests"] = [grid[:at], [list(row) for row in grid[:header]] + tail]


def _shorten_spans(grid: Grid, at: int) -> None:
    """Let no cell above a page break reach below it."""
    for index, row in enumerate(grid[:at]):
        row[:] = [cell.but(rows=min(cell.rows, at - index)) for cell in row]


def _page_break(dice: Dice, pieces: Pieces) -> None:
    _break(dice, pieces, 0)


def _page_break_header(dice: Dice, pieces: Pieces) -> None:
    _break(dice, pieces, 3)


def _some_row(dice: Dice, pieces: Pieces) -> tuple[Row, Grid]:
    """Give a row of table 3 that holds figures, or now and then the row of table 4, and its table."""
    name = "disputes" if dice.chance(0.15) else "requests"
    grid = pieces[name][0]
    return grid[dice.pick(_value_rows(grid))], grid


def _first_value(row: Row) -> int:
    return next(index for index, cell in enumerate(row) if cell.key)


def _some_value(dice: Dice, row: Row) -> int:
    return dice.pick([index for index, cell in enumerate(row) if cell.key])


def _cell_doubled(dice: Dice, pieces: Pieces) -> set[Key]:
    row, grid = _some_row(dice, pieces)
    at = _some_value(dice, row)
    row.insert(at, row[at])
    return uncertain(row[_first_value(row) :], grid)


def _empty_in_front(dice: Dice, pieces: Pieces) -> set[Key]:
    row, grid = _some_row(dice, pieces)
    first = _first_value(row)
    row.insert(first, Cell(""))
    return uncertain(row[first:], grid)


def _empty_column(_: Dice, pieces: Pieces) -> None:
    _each(pieces, lambda grid: [[*row, Cell("")] for row in grid])


def _label_lost(dice: Dice, pieces: Pieces) -> None:
    grid = pieces["requests"][0]
    row = grid[dice.pick(_value_rows(grid))]
    at = max(index for index, cell in enumerate(row) if not cell.key)
    row[at] = row[at].but(text="")


def _label_break(dice: Dice, pieces: Pieces) -> None:
    def cut(cell: Cell) -> Cell:
        if cell.key or len(cell.text) < 4 or not dice.chance(0.5):
            return cell
        at = dice.integer(1, len(cell.text) - 1)
        return cell.but(text=cell.text[:at] + "<br/>" + cell.text[at:])

    _each(pieces, lambda grid: [[cut(cell) for cell in row] for row in grid])


def _label_twice(dice: Dice, pieces: Pieces) -> None:
    header = pieces["requests"][0][2]
    at = dice.integer(0, len(header) - 1)
    header.insert(at, header[at])


def _header_lost(_: Dice, pieces: Pieces) -> set[Key]:
    unsure: set[Key] = set()
    for name in ("requests", "disputes"):
        grid = pieces[name][0]
        del grid[: _value_rows(grid)[0]]
        unsure |= headless(grid)
    return unsure


def _total_first(_: Dice, pieces: Pieces) -> None:
    grid = pieces["requests"][0]
    grid[1].insert(0, grid[1].pop())
    for row in grid:
        keys = [index for index, cell in enumerate(row) if cell.key]
        if keys:
            row.insert(keys[0], row.pop(keys[-1]))


def _keys(row: Row) -> set[Key]:
    return {cell.key for cell in row if cell.key}


def _cell_dropped(dice: Dice, pieces: Pieces) -> set[Key]:
    row, _ = _some_row(dice, pieces)
    keys = _keys(row)
    del row[_some_value(dice, row)]
    return keys


def _cell_emptied(dice: Dice, pieces: Pieces) -> None:
    row, _ = _some_row(dice, pieces)
    at = _some_value(dice, row)
    row[at] = row[at].but(text="", key=None)


def _row_dropped(dice: Dice, pieces: Pieces) -> None:
    grid = pieces["requests"][0]
    at = dice.pick(
        [index for index in _value_rows(grid) if all(cell.rows == 1 for cell in grid[index])]
    )
    for index, row in enumerate(grid[:at]):
        row[:] = [c.but(rows=c.rows - 1) if index + c.rows > at else c for c in row]
    del grid[at]


def _cells_glued(dice: Dice, pieces: Pieces) -> set[Key]:
    row, _ = _some_row(dice, pieces)
    keys = _keys(row)
    at = _first_value(row)
    row[at : at + 2] = [row[at].but(text=row[at].text + row[at + 1].text)]
    return keys


_KINDS: dict[str, Callable[[Dice, Pieces], set[Key] | None]] = {
    "no spans": _no_spans,
    "empty rows": _empty_rows,
    "page break": _page_break,
    "page break, header again": _page_break_header,
    "cell doubled": _cell_doubled,
    "empty cell in front": _empty_in_front,
    "empty column behind": _empty_column,
    "label lost": _label_lost,
    "label cut by a break": _label_break,
    "column label twice": _label_twice,
    "header lost": _header_lost,
    "total first": _total_first,
    "cell dropped": _cell_dropped,
    "cell emptied": _cell_emptied,
    "row dropped": _row_dropped,
    "cells glued": _cells_glued,
}
