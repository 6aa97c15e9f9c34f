"""One pass over all rows of all tables, in source order.

The state is the table, part and columns under way. It outlives the end of a source table, so that
tables cut in two or four, or two tables glued into one, read like whole ones; a new header or
part row replaces it. Cells that found their meaning are crossed off.
"""

from __future__ import annotations

from typing import NamedTuple

from parsers.findings import make_finding
from parsers.model import GridCell, RawTable
from parsers.normal import label_core
from parsers.tables.blocks_of_five import is_bare, official_columns, proves_itself
from parsers.tables.enter import enter_row
from parsers.tables.entries import PendingRow
from parsers.tables.header import Column, read_header
from parsers.tables.labelling import find_label, tell_likeness
from parsers.tables.nameless import bare_values, group_values
from parsers.tables.reading import TableReading, table_words
from parsers.tables.rows import Row, codes, is_value, kind, table_of
from parsers.tables.settling import settle_pending
from parsers.tables.waiting import Leftover, WaitingRows
from parsers.vocab import RowDef, table

LONGEST_SPACER = 7  # cells of an empty row that stands between others; table 4 has fifteen


class State(NamedTuple):
    """What a table leaves to the next one."""

    table: str | None
    part: str | None
    parent: str | None
    above: str | None  # the last row of table 3 that had a label
    columns: tuple[Column, ...]


class UnderWay:
    """The table, part and columns under way, and the reading that the rows go into."""

    def __init__(self) -> None:
        self.reading = TableReading()
        self.table: str | None = None
        self.columns: list[Column] = []
        self.seen: set[str] = set()  # cores of the labels of this source table
        self._part: str | None = None
        self._parent: str | None = None
        self._header: list[Row] = []
        self._pending: list[PendingRow] = []
        self._leftover: list[Leftover] = []
        self._waiting = WaitingRows(self.reading)
        self._raw = RawTable(())
        self._block = 0
        self._hint: str | None = None

    def begin(self, block: int, raw: RawTable, hint: str | None) -> None:
        """Begin with a source table; ``hint`` is the section that it stands in."""
        self._raw, self._block, self._hint = raw, block, hint
        self._leftover = []
        self.seen = set()

    def state(self) -> State | None:
        """Give what is under way; None while rows wait or a header has not been read."""
        waits = (
            self._pending
            or self._leftover
            or self._waiting.count
            or (self._header and not self.columns)
        )
        if waits:
            return None
        columns = tuple(self.columns)
        return State(self.table, self._part, self._parent, self._waiting.above, columns)

    def resume(self, state: State) -> None:
        """Go on from what was under way after an equal table."""
        self.table, self._part, self._parent, self._waiting.above = state[:4]
        self.columns, self._header, self._leftover = list(state.columns), [], []

    def end(self, *, claimed: bool) -> None:
        """End a source table; what is left over is told only where the table was read at all."""
        if claimed:
            self.reading.claimed.add(self._block)
            self._report_leftovers()
        self._leftover = []

    def close(self) -> None:
        """Settle what waits for rows or columns that never came."""
        self._name(None)
        self._report_leftovers()
        self._settle()

    def row(self, row: Row, what: str) -> bool:
        """Read a row of the kind ``what``; gives whether it found its meaning."""
        if what == "part":
            return self._part_row(row)
        if what == "header":
            return self._header_row(row)
        if what == "data":
            return self._data_row(row)
        if what in ("unknown", "blank"):
            return self._bare_row(row, what)
        return False

    def _part_row(self, row: Row) -> bool:
        position = next(i for i, hits in enumerate(row.hits) if codes(hits, "part"))
        self._turn_to("proactive")
        self._part = codes(row.hits[position], "part")[0]
        self.columns, self._header = [], []
        self._see(row.cells[position])
        rest = Row(
            row.grid,
            row.number,
            row.cells[:position] + row.cells[position + 1 :],
            row.hits[:position] + row.hits[position + 1 :],
        )
        if any(cell.cell.text for cell in rest.cells):
            self.row(rest, kind(rest))
        return True

    def _header_row(self, row: Row) -> bool:
        code = self._table_of(row, "column") or self._table_of(row, "row")
        if code is None:
            return False
        self._turn_to(code)
        if self.columns or code == "proactive":
            self._header, self.columns = [], []
        self._header.append(row)
        for cell in row.cells:
            self._see(cell)
        return True

    def _turn_to(self, code: str) -> None:
        """Begin with a table: settle the rows of the one before that waited for their columns."""
        if self.table != code:
            self._name(None)
            self._settle()
            self.table, self._part, self._parent = code, None, None
            self._header, self.columns = [], []

    def _open_columns(self) -> list[Column]:
        """Give the columns under way; the first data row closes the header."""
        if not self.columns and self._header and self.table is not None:
            self.columns = read_header(self.table, self._header)
        return self.columns

    def _table_of(self, row: Row, axis: str) -> str | None:
        return table_of(row, axis, self.table, self._hint)

    def _data_row(self, row: Row) -> bool:
        code = self._table_of(row, "row")
        if code is None:
            return False
        if code != self.table:
            self._turn_to(code)
        columns = self._open_columns()
        label, definition, self._parent = find_label(row, code, columns, self._parent)
        if definition is None or label is None:
            self._leftover.append((self._block, row))
            return bool(columns)
        for cell in row.cells[: label + 1]:
            self._see(cell)
        values = row.cells[label + 1 :]
        if definition.kind == "group" and not values:
            self._parent = definition.code
            return bool(columns)
        if code == "requests" and columns and self._waits(row, values, definition):
            return True
        if definition.part is not None and definition.part != self._part:
            columns = self._columns_of_part(definition.part, columns)
        return self._enter(self._entry(row, values, definition.code), columns)

    def _waits(self, row: Row, values: tuple[GridCell, ...], definition: RowDef) -> bool:
        """Let the row of a group that lost its own label wait; any other names those that do."""
        found = group_values(definition, row, values, self.columns)
        if found:
            self._keep(row, found, definition.code)
        else:
            self._name(definition.code)
        return bool(found)

    def _entry(self, row: Row, values: tuple[GridCell, ...], name: str) -> PendingRow:
        return PendingRow(self.table or "", name, row, values, self._raw, self._block)

    def _columns_of_part(self, part: str, columns: list[Column]) -> list[Column]:
        """Give the columns under way if they can be those of a part whose own row was lost."""
        known = {c.code for c in table("proactive").columns if c.part == part}
        self._part = part
        if all(column.code in known for column in columns):
            return columns
        self.columns = []
        return []

    def _enter(self, entry: PendingRow, columns: list[Column]) -> bool:
        if not columns:
            self._pending.append(entry)
            return False
        enter_row(self.reading, entry, columns)
        return True

    def _bare_row(self, row: Row, what: str) -> bool:
        """Read a row without any label: the figures of table 4, else something left over."""
        if self._hint == "disputes" and is_bare(row) and self._row_of_blocks(row):
            return True
        opens = self.table == "disputes" and (what != "blank" or len(row.cells) > LONGEST_SPACER)
        if opens and self._row_of_figures(row, self._open_columns()):
            return True
        if self.table == "requests" and what == "unknown":
            values = bare_values(row, self._open_columns())
            if values:
                self._keep(row, values)
                return True
        if what == "unknown":
            self._leftover.append((self._block, row))
        return False

    def _row_of_figures(self, row: Row, columns: list[Column]) -> bool:
        """Read the row of table 4, whose columns name its rows; a word may stand in front of it."""
        if not columns or not all(column.row for column in columns):
            return False
        labelled = bool(row.cells[0].cell.text) and not is_value(row.cells[0])
        values = row.cells[1:] if labelled else row.cells
        if len(values) <= len(columns) // 2 or not all(is_value(cell) for cell in values):
            return False
        enter_row(self.reading, self._entry(row, values, ""), columns)
        return True

    def _row_of_blocks(self, row: Row) -> bool:
        """Read the row of table 4 whose header was lost, where its sums prove what it is."""
        self._turn_to("disputes")
        if self._open_columns() or not proves_itself(row.cells):
            return False
        enter_row(self.reading, self._entry(row, row.cells, ""), official_columns())
        return True

    def _keep(self, row: Row, values: tuple[GridCell, ...], group: str | None = None) -> None:
        self._waiting.keep(row, values, (self._block, self._raw), self.columns, group)

    def _name(self, below: str | None) -> None:
        self._leftover += self._waiting.name(below)

    def _see(self, cell: GridCell) -> None:
        core = label_core(cell.cell.text)
        self.seen.add(core)
        self.reading.labels.add(core)
        if self.table is not None:
            tell_likeness(self.reading, self.table, cell)

    def _report_leftovers(self) -> None:
        for _, row in self._leftover:
            text = row.text()
            if not text.strip(" |"):
                continue
            words = table_words(self.table or "proactive")
            self.reading.findings.append(make_finding("S.ROW_UNKNOWN", text=text, **words))

    def _settle(self) -> None:
        if self._pending:
            settle_pending(self.reading, self._pending)
            self._pending = []
