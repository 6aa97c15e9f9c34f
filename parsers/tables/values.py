"""Value cells of a data row to columns: by their number and, where spans say so, by the grid.

A row whose cells cannot be given to its columns without doubt is not placed at all; its text goes
into a finding. Nothing is shifted.
"""

from __future__ import annotations

from parsers.model import Grid, GridCell
from parsers.tables.header import Column

# A value cell under its column; None where no cell can be told.
Placed = tuple[Column, GridCell | None]


def place(values: tuple[GridCell, ...], columns: list[Column], grid: Grid) -> list[Placed] | None:
    """Give each column its cell.

    The order of the cells decides when their number equals the number of columns: form B prints
    headers over 1/2/1 grid columns and the values below over 2/1/1. Otherwise the grid decides if
    every column has a cell of its own there; a margin of blank cells is ignored.

    Returns:
        One entry a column, or None where the cells cannot be given to columns without doubt.

    Source:
        The codebook's note on table 2 of form B; a published report of 2019.
    """
    if len(values) == len(columns):
        return list(zip(columns, values, strict=True))
    surplus = values[len(columns) :]
    last = max(column.grid_column for column in columns)
    if surplus and all(is_margin(cell, grid) and cell.column > last for cell in surplus):
        return list(zip(columns, values, strict=False))
    return _by_grid(values, columns)


def is_margin(cell: GridCell, grid: Grid) -> bool:
    """Say whether a cell beyond the last column is blank, as in most rows of its table.

    A blank that one row alone has may stand anywhere in it, and its figures may have moved.
    """
    if cell.cell.text:
        return False
    reaching = sum(1 for row in grid.slots if row[cell.column] is not None)
    return 2 * reaching > len(grid.slots)


def _by_grid(values: tuple[GridCell, ...], columns: list[Column]) -> list[Placed] | None:
    """Give each column the cell that covers its grid column and no other column's."""
    covered: dict[int, list[GridCell]] = {}
    for cell in values:
        for number in range(cell.column, cell.column + cell.colspan):
            covered.setdefault(number, []).append(cell)
    placed: list[Placed] = []
    for column in columns:
        cells = covered.get(column.grid_column, [])
        if len(cells) != 1:
            return None
        placed.append((column, cells[0]))
    used = [cell for _, cell in placed]
    if len(set(used)) != len(used):
        return None
    left = [cell for cell in values if cell not in used and cell.cell.text]
    return None if left else placed
