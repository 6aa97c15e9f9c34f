"""The row of table 4 whose cells do not match its fifteen columns, placed by its three sums.

Each block (reviews, suits without review, suits after review) has four results and their total.
A figure is entered only where every placement that the three sums allow brings the same figure
under its column, and where all five cells of its block are there to prove the sum.
"""

from __future__ import annotations

from itertools import islice

from parsers.model import GridCell
from parsers.recovery.placing import (
    Placement,
    adds_up,
    enter,
    figure_of,
    figures_of,
    placements,
    prefer_full,
    prints_blanks,
    settle,
)
from parsers.tables.blocks_of_five import FIVE, sums_hold
from parsers.tables.reading import TableReading, Unplaced

TABLE = "disputes"
MAX_WAYS = 5000  # three cells lost of fifteen give 455 ways, five give 3003
LAST = ("upheld", "corrected", "other_outcome", "pending", "total")


def recover_disputes(reading: TableReading) -> None:
    """Enter the figures of a damaged row of table 4 that its sums leave one place for.

    Source: rule ``T4.BLOCKSUM`` in ``vocab/rules.toml``.
    """
    for row in reading.unplaced.get(TABLE, []):
        if row.cells and row.columns == LAST * (len(row.columns) // FIVE):
            cells, tried = _agreed(row, blanks=prints_blanks(reading, TABLE))
            enter(reading, row, cells, tried)
    settle(reading, TABLE)


def _agreed(row: Unplaced, *, blanks: bool) -> tuple[dict[str, GridCell], int]:
    """Give the cells by their keys that all possible placements agree on, and the ways tried."""
    # Counted before they are made: a header of six blocks has 145 million ways.
    tried = list(islice(placements(row.cells, len(row.columns)), MAX_WAYS + 1))
    if len(tried) > MAX_WAYS:
        return {}, 0
    possible = [placement for placement in tried if sums_hold(figures_of(placement))]
    possible = prefer_full(possible, blanks=blanks)
    if not possible:
        return {}, len(tried)
    agreed = {}
    for number, key in enumerate(row.places):
        cell = possible[0][number]
        same = {figure_of(placement[number]) for placement in possible}
        if cell is not None and len(same) == 1 and all(_proved(p, number) for p in possible):
            agreed[key] = cell
    return agreed, len(tried)


def _proved(placement: Placement, number: int) -> bool:
    """Say whether the block of a column has all its cells and what they state adds up.

    Blanks may stand in it where no column lacks a cell: nothing is lost then.
    """
    start = number - number % FIVE
    figures = figures_of(placement[start : start + FIVE])
    return adds_up(figures) and (None not in figures or None not in placement)
