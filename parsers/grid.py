"""Span expansion: the rows of a table become a rectangle in which every place knows its cell.

Source: HTML Standard, 4.9.12.1 "Forming a table", with the limits a printed form allows: spans are
clipped to the rows that exist and to the width that ordinary cells make, so that a colspan of
a thousand millions costs nothing.
"""

from __future__ import annotations

from bisect import bisect_right

from parsers.model import Cell, Grid, GridCell, RawTable

MAX_WIDTH = 128  # columns; the widest table of the forms has 15
MAX_ROWS = 5_000  # the longest has 28; more is no form and is not expanded


def build_grid(table: RawTable) -> Grid:
    """Expand row and column spans so that every row has the same number of places.

    Args:
        table: Rows as the source wrote them, innermost table only.

    Returns:
        A grid with one row per source row. Where two cells claim a place the first keeps it.
        ``flaws`` names what was clipped, overlapped or left open: ``ragged_row:R`` (places no
        cell covers), ``overlap:R,C``, ``clamped_span:R,N`` (cell N of row R), ``too_many_rows``.

    Source:
        HTML Standard, 4.9.12.1 "Forming a table".
    """
    builder = _Builder(table)
    for row, cells in enumerate(table.rows[:MAX_ROWS]):
        builder.add_row(row, cells)
    return builder.finish()


_new = tuple.__new__  # half the time of the constructor, which only names the fields


class _Builder:
    """The growing rectangle."""

    def __init__(self, table: RawTable) -> None:
        self.table = table
        self.height = min(len(table.rows), MAX_ROWS)
        self.limit = _width_limit(table)
        self.width = 0
        self.slots: list[dict[int, GridCell]] = [{} for _ in range(self.height)]
        self.own: list[tuple[GridCell, ...]] = []
        self.flaws: list[str] = ["too_many_rows"] if len(table.rows) > MAX_ROWS else []
        ends = (*table.group_starts[1:], self.height) if table.group_starts else (self.height,)
        self.group_ends = sorted({min(end, self.height) for end in ends} | {self.height})

    def add_row(self, row: int, cells: tuple[Cell, ...]) -> None:
        taken = self.slots[row]
        if not taken and _is_plain(cells):
            plain = tuple(
                [
                    _new(GridCell, (cell, row, column, 1, 1, column))
                    for column, cell in enumerate(cells)
                ]
            )
            self.slots[row] = dict(enumerate(plain))
            self.own.append(plain)
            self.width = max(self.width, len(plain))
            return
        group_end = self.group_ends[bisect_right(self.group_ends, row)]
        column = 0
        own = []
        for ordinal, cell in enumerate(cells):
            while column in taken:
                column += 1
            if cell.colspan == 1 and cell.rowspan == 1:  # by far the most
                taken[column] = placed = _new(GridCell, (cell, row, column, 1, 1, ordinal))
                own.append(placed)
                column += 1
                continue
            placed = self._clip(cell, row, column, ordinal, group_end)
            own.append(placed)
            self._cover(placed)
            column += placed.colspan
        self.own.append(tuple(own))
        if own:
            self.width = max(self.width, column)

    def _clip(self, cell: Cell, row: int, column: int, ordinal: int, group_end: int) -> GridCell:
        colspan = max(1, min(cell.colspan, self.limit - column))
        rows_left = group_end - row
        rowspan = rows_left if cell.rowspan == 0 else max(1, min(cell.rowspan, rows_left))
        if colspan < cell.colspan or rowspan < cell.rowspan:
            self.flaws.append(f"clamped_span:{row},{ordinal}")
        return GridCell(cell, row, column, colspan, rowspan, ordinal)

    def _cover(self, placed: GridCell) -> None:
        columns = range(placed.column, placed.column + placed.colspan)
        for row in range(placed.row, placed.row + placed.rowspan):
            slots = self.slots[row]
            for column in columns:
                if column in slots:
                    self.flaws.append(f"overlap:{row},{column}")
                else:
                    slots[column] = placed

    def finish(self) -> Grid:
        width = self.width
        columns = range(width)
        rows = []
        for row, slots in enumerate(self.slots):
            filled = tuple(map(slots.get, columns))
            if None in filled:
                self.flaws.append(f"ragged_row:{row}")
            rows.append(filled)
        return Grid(self.table, width, tuple(rows), tuple(self.own), tuple(self.flaws))


def _is_plain(cells: tuple[Cell, ...]) -> bool:
    """Say whether no cell of a row spans another place, as in most rows of figures."""
    for cell in cells:  # noqa: SIM110 - without a generator
        if cell.colspan != 1 or cell.rowspan != 1:
            return False
    return True


def _width_limit(table: RawTable) -> int:
    """Give the width that the rows make when absurd spans count as one column."""
    widest = 1
    for row in table.rows[:MAX_ROWS]:
        spans = [cell.colspan for cell in row[:MAX_WIDTH]]
        if max(spans, default=1) > MAX_WIDTH:
            spans = [span if span <= MAX_WIDTH else 1 for span in spans]
        widest = max(widest, sum(spans))
    return min(widest + MAX_WIDTH, MAX_WIDTH) if widest > MAX_WIDTH else widest + _carried(table)


def _carried(table: RawTable) -> int:
    """Give how many columns row spans may push later cells to the right, at most."""
    reach = sum([c.colspan for row in table.rows[:MAX_ROWS] for c in row if c.rowspan != 1])
    return min(reach, MAX_WIDTH)
