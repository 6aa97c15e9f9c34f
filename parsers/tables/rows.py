"""Rows of a grid with what their cells can mean, and the kind of each row.

A row is a part row (第二十条第（一）项), a header row, a data row, a note, blank, or unknown. The kind is
told from labels and figures, never from the row's number.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from parsers.figures import COUNT, Expected, parse_figure
from parsers.labels import Hit, lookup
from parsers.model import Grid, GridCell

_MONEY = Expected("\u5143")
_CHANGE = Expected("", signed=True)


class Row(NamedTuple):
    """A source row: its own cells, their meanings, and the cells that reach in from above."""

    grid: Grid
    number: int
    cells: tuple[GridCell, ...]
    hits: tuple[tuple[Hit, ...], ...]

    @property
    def inherited(self) -> tuple[GridCell, ...]:
        """Give the cells of earlier rows that span into this row, from left to right."""
        number = self.number
        seen: list[GridCell] = []
        for cell in self.grid.slots[number]:
            if cell is not None and cell.row < number and cell not in seen:
                seen.append(cell)
        return tuple(seen)

    def text(self) -> str:
        """Give the row's cells as one line for a finding."""
        return " | ".join(c.cell.text.replace("\n", "") for c in self.cells)


def view_rows(grid: Grid) -> list[Row]:
    """Give the grid's rows that have cells of their own."""
    return [view_row(grid, number) for number, cells in enumerate(grid.own) if cells]


def view_row(grid: Grid, number: int) -> Row:
    """Give a row of the grid with what its own cells can mean."""
    cells = grid.own[number]
    hits = tuple([lookup(c.cell.text) if c.cell.text else () for c in cells])
    return Row(grid, number, cells, hits)


@lru_cache(maxsize=16384)
def figure_state(text: str) -> str:
    """Give the state a cell's text has as a figure of any kind; ``unreadable`` for labels."""
    for expected in (COUNT, _CHANGE, _MONEY):
        state = parse_figure(text, expected).state
        if state != "unreadable":
            return state
    return "unreadable"


def is_value(cell: GridCell) -> bool:
    """Say whether a cell is blank, a figure, or a mark that stands for none."""
    return figure_state(cell.cell.text) != "unreadable"


def is_stated(cell: GridCell) -> bool:
    """Say whether a cell holds a figure."""
    return figure_state(cell.cell.text) in ("stated", "recovered")


def codes(hits: tuple[Hit, ...], axis: str, table: str | None = None) -> list[str]:
    """Give the codes on one axis (of one table) among the meanings of a cell."""
    return [h.code for h in hits if h.axis == axis and (table is None or h.table == table)]


def kind(row: Row) -> str:
    """Give the kind of a row: ``part|header|data|note|blank|unknown``."""
    return _kind(tuple([_sign(cell.cell.text) for cell in row.cells]))


@lru_cache(maxsize=16384)
def _sign(text: str) -> str:
    """Give what a cell is to the kind of its row: its label, or the state of its figure.

    Rows of figures become equal for all reports, so that their kind is told once.
    """
    return text if text and lookup(text) else f"={figure_state(text)}"


_BLANK = "=blank"
_STATED = frozenset({"=stated", "=recovered"})


@lru_cache(maxsize=16384)
def _kind(signs: tuple[str, ...]) -> str:
    hits = [lookup(sign) for sign in signs]
    if any(codes(found, "part") for found in hits):
        return "part"
    if all(sign == _BLANK for sign in signs):
        return "blank"
    if _is_header(signs, hits):
        return "header"
    if any(codes(found, "row") for found in hits):
        return "data"
    if all(sign == _BLANK or codes(found, "note") for sign, found in zip(signs, hits, strict=True)):
        return "note"
    return "unknown"


def _is_header(signs: tuple[str, ...], hits: list[tuple[Hit, ...]]) -> bool:
    if not _STATED.isdisjoint(signs):
        return False
    columns = sum(1 for found in hits if codes(found, "column"))
    labels = sum(1 for found in hits if codes(found, "row"))
    blanks = signs.count(_BLANK)
    if columns >= 2:
        return columns > labels or not blanks
    blocks = sum(1 for found in hits if codes(found, "row", "disputes"))
    if blocks and blocks + columns == len(signs) - blanks:
        # A data row without figures has a blank for each of its five results.
        return blocks > 1 or blanks < 5 or any(_is_litigation(found) for found in hits)
    return columns == 1 and labels == 0


def _is_litigation(found: tuple[Hit, ...]) -> bool:
    """Say whether a label is 行政诉讼, which heads two blocks of table 4 and has no figures itself."""
    return "litigation" in codes(found, "row", "disputes")


def table_of(row: Row, axis: str, current: str | None, hint: str | None) -> str | None:
    """Give the table that most cells of a row speak of on one axis.

    Ties go to the current table, then to the section the row stands in.
    """
    votes: dict[str, int] = {}
    for hits in row.hits:
        if not hits:  # figures, as most cells are
            continue
        for table in {h.table for h in hits if h.axis == axis}:
            votes[table] = votes.get(table, 0) + 1
    if not votes:
        return None
    best = max(votes.values())
    tied = [table for table, count in votes.items() if count == best]
    for preferred in (current, hint):
        if preferred in tied:
            return preferred
    return tied[0]
