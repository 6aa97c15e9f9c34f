"""The one row of figures of table 4 where its header is lost.

The row holds three blocks of four results and their total; fifteen figures in its section whose three
sums hold are its row.

Source: pages whose header rows were dropped by a converter.
"""

from __future__ import annotations

from parsers.figures import parse_figure
from parsers.model import GridCell
from parsers.tables.header import BLOCKS, Column
from parsers.tables.rows import Row, is_value
from parsers.vocab import table

FIVE = 5


def official_columns() -> list[Column]:
    """Give the fifteen columns of table 4 in their printed order."""
    columns = table("disputes").columns
    return [Column(c.code, c.zh, -1, block, certain=False) for block in BLOCKS for c in columns]


def is_bare(row: Row) -> bool:
    """Say whether a row holds nothing but about fifteen figures, as that of table 4 does."""
    size = len(BLOCKS) * FIVE
    return abs(len(row.cells) - size) <= 1 and all(is_value(cell) for cell in row.cells)


def proves_itself(cells: tuple[GridCell, ...]) -> bool:
    """Say whether fifteen cells hold figures of which every fifth is the sum of the four before it."""
    return len(cells) == len(BLOCKS) * FIVE and _holds(cells)


def _figure(cell: GridCell) -> float | None:
    return parse_figure(cell.cell.text).value


def _holds(cells: tuple[GridCell, ...]) -> bool:
    """Say whether the total of each block can be the sum of its results; blanks may be anything."""
    for start in range(0, len(cells), FIVE):
        figures = [_figure(cell) for cell in cells[start : start + FIVE]]
        stated = sum(figure for figure in figures[:-1] if figure is not None)
        total = figures[-1]
        if total is None:
            continue
        if stated > total or (None not in figures and stated != total):
            return False
    return True
