"""Rows of table 3 without a label wait for the next that has one, which names them."""

from __future__ import annotations

from parsers.model import GridCell, RawTable
from parsers.tables.enter import enter_row
from parsers.tables.entries import PendingRow
from parsers.tables.forms import replaced_rows
from parsers.tables.header import Column
from parsers.tables.nameless import TABLE, Nameless, name_rows
from parsers.tables.reading import TableReading
from parsers.tables.rows import Row

Leftover = tuple[int, Row]  # the block of a row that found no meaning, and the row


class WaitingRows:
    """The rows that wait, and the last row with a label above them."""

    def __init__(self, reading: TableReading) -> None:
        self._reading = reading
        self.above: str | None = None  # code of the last row with a label
        self._rows: list[Nameless] = []

    @property
    def count(self) -> int:
        """How many rows wait."""
        return len(self._rows)

    def keep(
        self,
        row: Row,
        values: tuple[GridCell, ...],
        source: tuple[int, RawTable],
        columns: list[Column],
        group: str | None = None,
    ) -> None:
        """Let a row wait.

        Args:
            row: The row.
            values: Its cells that hold figures.
            source: Block and table that it stands in.
            columns: The columns under way.
            group: The group whose label stands where the row's own is gone.
        """
        block, raw = source
        single = group if group in replaced_rows(TABLE) else None
        self._rows.append(Nameless(row, values, raw, block, tuple(columns), single))

    def name(self, below: str | None) -> list[Leftover]:
        """Enter the rows that waited under the names that the row which comes now leaves them.

        Args:
            below: Code of that row, None at the end of the table.

        Returns:
            The rows that nothing names.
        """
        waiting, self._rows = self._rows, []
        above, self.above = self.above, below
        names = name_rows(self._reading, above, below, len(waiting)) if waiting else []
        if not names and len(waiting) == 1 and waiting[0].group:
            names = [waiting[0].group]
        if not names:
            return [(row.block, row.view) for row in waiting]
        for name, row in zip(names, waiting, strict=False):
            entry = PendingRow(TABLE, name, row.view, row.values, row.raw, row.block)
            by_reason = "" if name == row.group else "row_by_order"
            enter_row(self._reading, entry, list(row.columns), by_reason=by_reason)
        return []
