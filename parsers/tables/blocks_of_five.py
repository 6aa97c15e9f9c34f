"""The one row of figures of table 4 where its header is lost.

The row holds three blocks of four results and their total; fifteen figures in its section whose three
sums hold are its row.

Source: pages whose header rows were dropped by a converter.
"""

from __future__ import annotations

from collections.abc import Sequence

from parsers.figures import Value, parse_figure
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
    figures = [parse_figure(cell.cell.text).value for cell in cells]
    return len(figures) == len(BLOCKS) * FIVE and sums_hold(figures)


def sums_hold(figures: Sequence[Value | None]) -> bool:
    """Say whether the results of every block make its total, or can with what is missing."""
    for start in range(0, len(figures), FIVE):
        *results, total = figures[start : start + FIVE]
        known = sum(value for value in results if value is not None)
        if total is not None and (known > total or (None not in results and known != total)):
            return False
    return True
