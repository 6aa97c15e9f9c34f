"""Rows into the reading: each value cell under its row and column, with state and evidence."""

from __future__ import annotations

from parsers.assembly.rows import DEDUPLICATED
from parsers.figures import Figure
from parsers.model import GridCell
from parsers.tables.entries import PendingRow, enter_cell, printed_units, targets
from parsers.tables.header import Column
from parsers.tables.reading import TableReading, Unplaced
from parsers.tables.values import is_margin, place
from parsers.vocab import cell_key, table

# What the reader of a text dump may know about missing cells, and what it means for the values.
DISTRUSTED = frozenset({DEDUPLICATED})
SPREAD_COLUMNS = 3  # of parts one, five and six in form B, spread over four columns of the grid
OUTCOME = "outcome"  # the group whose rows are labelled over two columns
PLACED_BY_REASON = frozenset({"glued"})


def enter_row(
    reading: TableReading, entry: PendingRow, columns: list[Column], *, by_reason: str = ""
) -> None:
    """Enter a data row, or note that its cells cannot be given to the columns.

    Args:
        reading: Where the figures go.
        entry: The row.
        columns: The columns in the order of the values.
        by_reason: How columns or row were told where no label did (``recovered`` of findings.toml).
    """
    columns = _with_unit_of_row(entry, _without_twins(entry, columns))
    placed = place(_without_fillers(entry, columns), columns, entry.view.grid)
    if placed is None or entry.raw.incomplete in DISTRUSTED or _is_turned(entry, columns):
        leave_unplaced(reading, entry, columns)
        return
    if entry.raw.incomplete in PLACED_BY_REASON:
        by_reason = str(entry.raw.incomplete)
    where = targets(entry.table, entry.row, tuple(columns))
    for target, (column, cell) in zip(where, placed, strict=True):
        if cell is None:
            continue
        if target is None:
            label = (entry.table, column.text.replace("\n", ""))
            reading.unknown.setdefault(label, []).append(cell.cell.text)
            continue
        enter_cell(reading, entry.raw, target, column, cell, by_reason)


def _with_unit_of_row(entry: PendingRow, columns: list[Column]) -> list[Column]:
    """Let a unit of money that the row's label prints count with that of the header."""
    label = len(entry.view.cells) - len(entry.values) - 1
    if entry.table != "proactive" or label < 0:
        return columns
    text = entry.view.cells[label].cell.text
    if not printed_units(text):
        return columns
    return [column._replace(text=f"{column.text}\n{text}") for column in columns]


def _is_turned(entry: PendingRow, columns: list[Column]) -> bool:
    """Say whether most columns of table 3 are none of the form: then its rows may stand in them.

    其他 and 总计 name a row and a column, so that a table that was turned round seems to have both.
    """
    return entry.table == "requests" and 2 * sum(c.code is None for c in columns) > len(columns)


def _without_twins(entry: PendingRow, columns: list[Column]) -> list[Column]:
    """Leave out a column label of table 3 that stands twice in a row, where the row has no cell for it.

    Only where every column of the form is left once: then each value still has a label of its own.
    """
    if entry.table != "requests" or len(entry.values) >= len(columns):
        return columns
    single = [c for i, c in enumerate(columns) if i == 0 or c.code != columns[i - 1].code]
    wanted = {c.code for c in table("requests").columns if c.kind != "group"}
    complete = len(single) == len(wanted) and {c.code for c in single} == wanted
    return single if complete else columns


def _without_fillers(entry: PendingRow, columns: list[Column]) -> tuple[GridCell, ...]:
    """Give the value cells without the empty ones that only stand for columns that were spanned.

    Sources that lost their spans print 一、本年新收…, which spans three columns of the form, as one
    cell and two empty ones. A blank cell under the last label is no margin of the table.
    """
    surplus = len(entry.values) - len(columns)
    if surplus < 1:
        return entry.values
    beyond = entry.values[-1].column > max(column.grid_column for column in columns)
    if beyond and is_margin(entry.values[-1], entry.view.grid):
        return entry.values
    if entry.table == "proactive" and (surplus, len(columns)) == (1, SPREAD_COLUMNS):
        return _without_spread(entry.values)
    if entry.table != "requests" or surplus > 2 or _label_spans(entry):
        return entry.values
    row = table("requests").row(entry.row)
    spanned = 3 if row.parent is None else 2 if row.parent == OUTCOME else 1
    leading = entry.values[:surplus]
    if surplus == spanned - 1 and all(not cell.cell.text for cell in leading):
        return entry.values[surplus:]
    return entry.values


def _label_spans(entry: PendingRow) -> bool:
    """Say whether the label kept its span: then no empty cell stands for a column of it."""
    label = len(entry.view.cells) - len(entry.values) - 1
    return label >= 0 and entry.view.cells[label].colspan > 1


def _without_spread(values: tuple[GridCell, ...]) -> tuple[GridCell, ...]:
    """Leave out the empty place of a figure that spanned two columns of form B.

    The form spreads three columns over four: the first figure over two, or the second. Sources that
    lost their spans keep the empty place; where one of the two is filled, the other is the empty one.
    """
    for place_left in (1, 2):
        if not values[place_left].cell.text:
            return values[:place_left] + values[place_left + 1 :]
    return values


def leave_unplaced(reading: TableReading, entry: PendingRow, columns: list[Column]) -> None:
    """Enter null for every cell of a row whose figures cannot be placed, and keep its text.

    Args:
        reading: Where it goes.
        entry: The row.
        columns: The columns that the row should have figures for.
    """
    anchor = entry.values[0] if entry.values else entry.view.cells[0]
    raw = " | ".join(cell.cell.published for cell in entry.values)
    stand_in = anchor._replace(cell=anchor.cell._replace(published=raw))
    keys = []
    for column in columns:
        if column.code is None:
            continue
        row = column.row or entry.row
        name = cell_key(entry.table, row, column.code)
        if name not in reading.evidence:  # a stray row must not spoil what was read
            keys.append(name)
            key = (entry.table, row, column.code)
            reading.put(key, stand_in, entry.raw, Figure(None, "unreadable"))
    unplaced = Unplaced(entry.view.text(), tuple(keys))
    if keys and entry.raw.incomplete is None:
        unplaced = _with_cells(unplaced, entry, columns)
    reading.unplaced.setdefault(entry.table, []).append(unplaced)


def _with_cells(unplaced: Unplaced, entry: PendingRow, columns: list[Column]) -> Unplaced:
    """Keep the cells of a row whose columns are all certain, so that the sums may place them."""
    codes = tuple(column.code for column in columns if column.code and column.certain)
    if len(codes) != len(columns):
        return unplaced
    places = tuple(cell_key(entry.table, c.row or entry.row, c.code or "") for c in columns)
    values = _without_fillers(entry, columns)
    return unplaced._replace(
        row=entry.row, columns=codes, cells=values, raw=entry.raw, places=places
    )
