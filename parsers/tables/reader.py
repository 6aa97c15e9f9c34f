"""Grids to figures: one pass over all rows of all tables, in source order.

The state is the table, part and columns under way. It outlives the end of a source table, so that
tables cut in two or four, or two tables glued into one, read like whole ones; a new header or
part row replaces it. Cells that found their meaning are crossed off, and what is left over in a
table that was read becomes a finding with its text.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet

from parsers.findings import make_finding
from parsers.grid import build_grid
from parsers.labels import lookup
from parsers.model import Document, GridCell, Outline, RawTable
from parsers.normal import label_core
from parsers.tables.belonging import belongs
from parsers.tables.blocks_of_five import is_bare, official_columns, proves_itself
from parsers.tables.enter import enter_row
from parsers.tables.entries import PendingRow
from parsers.tables.forms import replaced_rows
from parsers.tables.header import Column, read_header
from parsers.tables.nameless import Nameless, bare_values, group_values, name_rows
from parsers.tables.reading import TableReading, table_words
from parsers.tables.recognised import report_doubts
from parsers.tables.rows import Row, codes, is_value, kind, table_of, view_rows
from parsers.tables.settling import report_unknown_columns, report_unplaced, settle_pending
from parsers.vocab import RowDef, table, tables

LONGEST_SPACER = 7  # cells of an empty row that stands between others; table 4 has fifteen
Recovery = Callable[[TableReading], None]


def read_grids(
    document: Document,
    outline: Outline,
    recover: Recovery | None = None,
    taken: AbstractSet[int] = frozenset(),
) -> TableReading:
    """Read every table of the document that belongs to the form.

    Args:
        document: Blocks, texts repaired.
        outline: Where the sections stand.
        recover: Places rows of the whole reading that could not be placed alone.
        taken: Blocks that are known to hold something else.

    Hidden tables (drafts, copies) count only where the visible ones lack a table of the form: scripts
    may show them.

    Returns:
        Figures, evidence and findings; blocks that hold nothing of the form are not claimed.
    """
    found = [
        (block, raw)
        for block, raw in enumerate(document.blocks)
        if isinstance(raw, RawTable) and block not in taken
    ]
    shown = [(block, raw) for block, raw in found if not raw.hidden]
    reading = _read(shown, outline, recover)
    if len(shown) < len(found) and any(t.code not in reading.tables for t in tables()):
        return _read(found, outline, recover)
    return reading


def _read(
    found: list[tuple[int, RawTable]], outline: Outline, recover: Recovery | None
) -> TableReading:
    reader = _Reader(_hints(outline))
    for block, raw in found:
        reader.read(block, raw)
    reader.close(recover)
    return reader.reading


def _hints(outline: Outline) -> dict[int, str]:
    """Give the section code of every block inside a section."""
    return {
        block: section.code
        for section in outline.sections
        for block in range(section.start, section.stop)
    }


class _Reader:
    """The table, part and columns under way."""

    def __init__(self, hints: Mapping[int, str]) -> None:
        self.hints = hints
        self.reading = TableReading()
        self.table: str | None = None
        self.part: str | None = None
        self.header: list[Row] = []
        self.columns: list[Column] = []
        self.parent: str | None = None
        self.pending: list[PendingRow] = []
        self.leftover: list[tuple[int, Row]] = []
        self.above: str | None = None  # the last row of table 3 that was entered
        self.nameless: list[Nameless] = []
        self.raw = RawTable(())
        self.block = 0

    def read(self, block: int, raw: RawTable) -> None:
        grid = build_grid(raw)
        rows = view_rows(grid)
        kinds = [kind(row) for row in rows]
        goes_on = self.table == "disputes" and bool(self.columns)
        if not belongs(rows, kinds, self.hints.get(block), goes_on=goes_on):
            return
        self.raw, self.block = raw, block
        self.leftover = []
        claimed = False
        for row, what in zip(rows, kinds, strict=True):
            claimed = self._row(row, what) or claimed
        if claimed:
            self.reading.claimed.add(block)
            self._report_leftovers()
        self.leftover = []

    def _row(self, row: Row, what: str) -> bool:
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
        self.part = codes(row.hits[position], "part")[0]
        self.columns, self.header = [], []
        self._see(row.cells[position])
        rest = Row(
            row.grid,
            row.number,
            row.cells[:position] + row.cells[position + 1 :],
            row.hits[:position] + row.hits[position + 1 :],
        )
        if any(cell.cell.text for cell in rest.cells):
            self._row(rest, kind(rest))
        return True

    def _header_row(self, row: Row) -> bool:
        hint = self.hints.get(self.block)
        code = table_of(row, "column", self.table, hint) or table_of(row, "row", self.table, hint)
        if code is None:
            return False
        self._turn_to(code)
        if self.columns or code == "proactive":
            self.header, self.columns = [], []
        self.header.append(row)
        for cell in row.cells:
            self._see(cell)
        return True

    def _turn_to(self, code: str) -> None:
        """Begin with a table: settle the rows of the one before that waited for their columns."""
        if self.table != code:
            self._name(None)
            self._settle()
            self.table, self.part, self.parent = code, None, None
            self.header, self.columns = [], []

    def _open_columns(self) -> list[Column]:
        """Give the columns under way; the first data row closes the header."""
        if not self.columns and self.header and self.table is not None:
            self.columns = read_header(self.table, self.header)
        return self.columns

    def _data_row(self, row: Row) -> bool:
        code = table_of(row, "row", self.table, self.hints.get(self.block))
        if code is None:
            return False
        if code != self.table:
            self._turn_to(code)
        columns = self._open_columns()
        label, definition = self._label(row, code)
        if definition is None or label is None:
            self.leftover.append((self.block, row))
            return bool(columns)
        values = row.cells[label + 1 :]
        for cell in row.cells[: label + 1]:
            self._see(cell)
        if definition.kind == "group" and not values:
            self.parent = definition.code
            return bool(columns)
        if code == "requests" and columns:
            found = group_values(definition, row, values, columns)
            if found:
                self._keep_nameless(row, found, definition.code)
                return True
            self._name(definition.code)
        if definition.part is not None and definition.part != self.part:
            columns = self._columns_of_part(definition.part, columns)
        entry = PendingRow(code, definition.code, row, values, self.raw, self.block)
        return self._enter(entry, columns)

    def _columns_of_part(self, part: str, columns: list[Column]) -> list[Column]:
        """Give the columns under way if they can be those of a part whose own row was lost."""
        known = {c.code for c in table("proactive").columns if c.part == part}
        self.part = part
        if all(column.code in known for column in columns):
            return columns
        self.columns = []
        return []

    def _enter(self, entry: PendingRow, columns: list[Column]) -> bool:
        if not columns:
            self.pending.append(entry)
            return False
        enter_row(self.reading, entry, columns)
        return True

    def _label(self, row: Row, code: str) -> tuple[int | None, RowDef | None]:
        """Give the position of the label cell next to the values, and the row it names."""
        parents = [c for cell in row.inherited for c in codes(lookup(cell.cell.text), "row", code)]
        found: tuple[int | None, RowDef | None] = (None, None)
        for position, hits in enumerate(row.hits):
            named = codes(hits, "row", code)
            if not named:
                if found[0] is not None:
                    break
                continue  # a serial number or a blank before the label
            definition = table(code).row(named[0])
            if definition.kind == "group":
                self.parent = definition.code
            if not self._fits(definition, parents):
                return position, None
            found = (position, definition)
        return self._unknown_leaf(row, found)

    def _unknown_leaf(
        self, row: Row, found: tuple[int | None, RowDef | None]
    ) -> tuple[int | None, RowDef | None]:
        """Refuse a group's label whose next cell is a label that is not in the codebook.

        Nor does a group whose label reaches over several rows have figures of its own: the label
        between it and the figures was lost. Where the columns are known the order names the row.
        """
        position, definition = found
        if position is None or definition is None or position + 1 >= len(row.cells):
            return found
        if definition.kind == "group" and row.cells[position].rowspan > 1 and not self.columns:
            return position, None
        following = row.cells[position + 1]
        count = len(row.cells) - position - 1
        if is_value(following) or count <= len(self.columns):
            return found
        return position, None

    def _fits(self, definition: RowDef, parents: list[str]) -> bool:
        """Say whether a row may stand here: 3.其他 only under （六）其他处理."""
        if not definition.needs_parent:
            return True
        groups = parents or ([self.parent] if self.parent else [])
        return not groups or definition.parent in (*groups, self.parent)

    def _bare_row(self, row: Row, what: str) -> bool:
        """Read a row without any label: the figures of table 4, else something left over."""
        if self.hints.get(self.block) == "disputes" and is_bare(row) and self._row_of_blocks(row):
            return True
        opens = self.table == "disputes" and (what != "blank" or len(row.cells) > LONGEST_SPACER)
        columns = self._open_columns() if opens else []
        if columns and all(column.row for column in columns):
            labelled = bool(row.cells[0].cell.text) and not is_value(row.cells[0])
            values = row.cells[1:] if labelled else row.cells
            if len(values) > len(columns) // 2 and all(is_value(cell) for cell in values):
                entry = PendingRow("disputes", "", row, values, self.raw, self.block)
                enter_row(self.reading, entry, columns)
                return True
        if self.table == "requests" and what == "unknown":
            values = bare_values(row, self._open_columns())
            if values:
                self._keep_nameless(row, values)
                return True
        if what == "unknown":
            self.leftover.append((self.block, row))
        return False

    def _row_of_blocks(self, row: Row) -> bool:
        """Read the row of table 4 whose header was lost, where its sums prove what it is."""
        self._turn_to("disputes")
        if self._open_columns() or not proves_itself(row.cells):
            return False
        entry = PendingRow("disputes", "", row, row.cells, self.raw, self.block)
        enter_row(self.reading, entry, official_columns())
        return True

    def _keep_nameless(
        self, row: Row, values: tuple[GridCell, ...], group: str | None = None
    ) -> None:
        """Let a row without a label wait for the next that has one."""
        single = group if group in replaced_rows("requests") else None
        columns = tuple(self.columns)
        self.nameless.append(Nameless(row, values, self.raw, self.block, columns, single))

    def _name(self, below: str | None) -> None:
        """Name the rows that waited by the row that comes now; None ends the table."""
        waiting, self.nameless = self.nameless, []
        names = name_rows(self.reading, self.above, below, len(waiting)) if waiting else []
        if not names and len(waiting) == 1 and waiting[0].group:
            names = [waiting[0].group]
        for row in waiting if not names else ():
            self.leftover.append((row.block, row.view))
        for name, row in zip(names, waiting, strict=False):
            entry = PendingRow("requests", name, row.view, row.values, row.raw, row.block)
            by_reason = "" if name == row.group else "row_by_order"
            enter_row(self.reading, entry, list(row.columns), by_reason=by_reason)
        self.above = below

    def _see(self, cell: GridCell) -> None:
        self.reading.labels.add(label_core(cell.cell.text))

    def _report_leftovers(self) -> None:
        for _, row in self.leftover:
            text = row.text()
            if not text.strip(" |"):
                continue
            words = table_words(self.table or "proactive")
            self.reading.findings.append(make_finding("S.ROW_UNKNOWN", text=text, **words))

    def _settle(self) -> None:
        if self.pending:
            settle_pending(self.reading, self.pending)
            self.pending = []

    def close(self, recover: Recovery | None) -> None:
        """Settle what waits and put everything into the order of the codebook."""
        self._name(None)
        self._report_leftovers()
        self._settle()
        if recover is not None and (self.reading.unplaced or self.reading.doubtful):
            recover(self.reading)
        report_doubts(self.reading)
        report_unknown_columns(self.reading)
        report_unplaced(self.reading)
        self.reading.sort()
