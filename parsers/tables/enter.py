"""Rows into the reading: each value cell under its row and column, with state and evidence."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from parsers.assembly.rows import DEDUPLICATED
from parsers.figures import Expected, Figure, parse_figure, to_number
from parsers.findings import make_finding
from parsers.model import Cell, GridCell, RawTable
from parsers.normal import squeeze
from parsers.tables.header import Column, official_orders
from parsers.tables.reading import TableReading, Unplaced, table_words
from parsers.tables.rows import Row
from parsers.tables.values import is_margin, place
from parsers.vocab import cell_key, load, table

# What the reader of a text dump may know about missing cells, and what it means for the values.
DISTRUSTED = frozenset({DEDUPLICATED})
FEW_MISTAKES = 5  # rows that add up for one that does not
SPREAD_COLUMNS = 3  # of parts one, five and six in form B, spread over four columns of the grid
OUTCOME = "outcome"  # the group whose rows are labelled over two columns
PLACED_BY_REASON = frozenset({"glued"})


class PendingRow(NamedTuple):
    """A data row whose label is known; ``row`` is "" where the columns name the rows."""

    table: str
    row: str
    view: Row
    values: tuple[GridCell, ...]
    raw: RawTable
    block: int


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
    columns = _without_twins(entry, columns)
    placed = place(_without_fillers(entry, len(columns)), columns, entry.view.grid)
    if placed is None or entry.raw.incomplete in DISTRUSTED:
        _leave_unplaced(reading, entry, columns)
        return
    if entry.raw.incomplete in PLACED_BY_REASON:
        by_reason = str(entry.raw.incomplete)
    for column, cell in placed:
        if cell is None:
            continue
        if column.code is None:
            label = (entry.table, column.text.replace("\n", ""))
            reading.unknown.setdefault(label, []).append(cell.cell.text)
            continue
        _enter_cell(reading, entry, column, cell, by_reason)


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


def _without_fillers(entry: PendingRow, columns: int) -> tuple[GridCell, ...]:
    """Give the value cells without the empty ones that only stand for columns that were spanned.

    Sources that lost their spans print 一、本年新收…, which spans three columns of the form, as one
    cell and two empty ones.
    """
    surplus = len(entry.values) - columns
    if surplus < 1 or is_margin(entry.values[-1], entry.view.grid):
        return entry.values
    if entry.table == "proactive" and (surplus, columns) == (1, SPREAD_COLUMNS):
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


def _enter_cell(
    reading: TableReading, entry: PendingRow, column: Column, cell: GridCell, by_reason: str
) -> None:
    row = column.row or entry.row
    code = column.code or ""
    expected = expectation(entry.table, row, code)
    figure = parse_figure(cell.cell.text, expected)
    figure = _in_unit(figure, column, expected)
    name = cell_key(entry.table, row, code)
    if figure.value is not None and (by_reason or not column.certain):
        figure = Figure(figure.value, "recovered", by_reason or "column_by_order")
    reading.put((entry.table, row, code), cell, entry.raw, figure)
    _report_cell(reading, name, cell.cell, figure, expected)


def _report_cell(
    reading: TableReading, name: str, cell: Cell, figure: Figure, expected: Expected
) -> None:
    if figure.state != "unreadable" and not figure.note and not expected.unit:
        return  # a plain count or a blank, as most cells are
    text = cell.text.replace("\n", "\u23ce")
    if figure.state == "unreadable":
        finding = make_finding("S.CELL_UNREADABLE", cells=[name], cell=name, text=text)
    elif figure.note:
        words = load("findings")["recovered"][figure.note]
        finding = make_finding(
            "S.CELL_RECOVERED",
            cells=[name],
            detail=words["en"].format(cell=name, text=text, value=figure.value),
            detail_zh=words["zh"].format(cell=name, text=text, value=figure.value),
        )
    elif figure.value and _other_unit(cell.text, expected):
        finding = make_finding(
            "S.UNIT_CONVERTED", cells=[name], cell=name, text=text, unit=expected.unit
        )
    else:
        return
    reading.findings.append(finding)


def _other_unit(text: str, expected: Expected) -> bool:
    """Say whether a figure of money is printed with another unit than its column's."""
    if expected.yuan is None:
        return False
    units = [u for u in load("values")["money_units"] if squeeze(text).endswith(u)]
    return bool(units) and max(units, key=len) != expected.unit


def _in_unit(figure: Figure, column: Column, expected: Expected) -> Figure:
    """Give money in the unit of the codebook where the header prints another one."""
    if figure.value is None or not expected.unit:  # counts, as most cells are
        return figure
    printed = _header_unit(column.text)
    if expected.yuan is None or printed in (None, expected.yuan):
        return figure
    exact = Decimal(str(figure.value)) * Decimal(printed or 1) / expected.yuan
    return Figure(to_number(exact), "recovered", "unit_of_header")


@lru_cache(maxsize=1024)
def _header_unit(text: str) -> int | None:
    """Give the worth in yuan of the unit that a header prints in brackets, if it does."""
    match = re.search(r"\(([^()]*)\)$", squeeze(text))
    if match is None:
        return None
    inside = match.group(1).rpartition(":")[2]
    worth = load("values")["money_units"].get(inside)
    return None if worth is None else int(worth)


@lru_cache(maxsize=1024)
def expectation(table_code: str, row: str, column: str) -> Expected:
    """Give the kind of figure a cell asks for."""
    definition = table(table_code)
    if table_code != "proactive":
        return Expected()
    part = row.split(".", maxsplit=1)[0]
    try:
        found = definition.column(column, part)
    except KeyError:
        return Expected()
    return Expected(found.unit, found.signed)


def _leave_unplaced(reading: TableReading, entry: PendingRow, columns: list[Column]) -> None:
    """Enter null for every cell of a row whose figures cannot be placed, and keep its text."""
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
    values = _without_fillers(entry, len(columns))
    return unplaced._replace(
        row=entry.row, columns=codes, cells=values, raw=entry.raw, places=places
    )


def report_unplaced(reading: TableReading) -> None:
    """Make one finding a table for the rows that could not be placed."""
    words = load("findings")["incomplete"]
    for table_code, rows in reading.unplaced.items():
        text = "; ".join(row.text for row in rows)
        reading.findings.append(
            make_finding(
                "S.TABLE_INCOMPLETE",
                cells=[key for row in rows for key in row.keys],
                detail=words["unplaced_en"].format(count=len(rows), text=text),
                detail_zh=words["unplaced_zh"].format(count=len(rows), text=text),
                **table_words(table_code),
            )
        )


def report_unknown_columns(reading: TableReading) -> None:
    """Make a finding for every column that is not in the codebook, with its values."""
    for (table_code, label), values in reading.unknown.items():
        shown = ", ".join(value.replace("\n", "") for value in values if value)
        text = f"{label}: {shown}" if shown else label
        words = table_words(table_code)
        reading.findings.append(make_finding("S.COLUMN_UNKNOWN", text=text, **words))


def settle_pending(reading: TableReading, pending: list[PendingRow]) -> None:
    """Enter rows whose header was lost, if the form's own order is proved by the figures.

    The order of the form is only a guess. In tables 3 and 4 it counts as proved when rows with all
    their figures add up to their last one. In table 2 nothing adds up: the order counts only where
    one form alone has as many columns.
    """
    for table_code in ("proactive", "requests", "disputes"):
        entries = [entry for entry in pending if entry.table == table_code]
        if table_code == "proactive":
            for entry in entries:
                _settle_part(reading, entry)
        elif entries:
            _settle_sums(reading, entries, table_code)


def _settle_part(reading: TableReading, entry: PendingRow) -> None:
    part = entry.row.split(".")[0]
    orders = [o for o in official_orders(part) if len(o) == len(entry.values)]
    if len(orders) == 1:
        columns = [Column(c.code, c.zh, -1) for c in orders[0]]
        _enter_proved(reading, entry, columns)
    elif entry.values:
        unplaced = Unplaced(entry.view.text(), ())
        reading.unplaced.setdefault(entry.table, []).append(unplaced)
        reading.claimed.add(entry.block)


def _settle_sums(reading: TableReading, entries: list[PendingRow], table_code: str) -> None:
    leaves = [c for c in table(table_code).columns if c.kind != "group"]
    columns = [Column(c.code, c.zh, -1) for c in leaves if c.kind == "leaf"]
    columns += [Column(c.code, c.zh, -1) for c in leaves if c.kind == "total"]
    proved = _adds_up(entries, len(columns))
    for entry in entries:
        if proved:
            _enter_proved(reading, entry, columns)
        elif entry.values:
            _leave_unplaced(reading, entry, columns)
            reading.claimed.add(entry.block)


def _enter_proved(reading: TableReading, entry: PendingRow, columns: list[Column]) -> None:
    enter_row(reading, entry, columns, by_reason="column_by_order")
    reading.claimed.add(entry.block)


def _adds_up(entries: list[PendingRow], width: int) -> bool:
    """Say whether full rows add up to their last figure; one in five may be a mistake of the office.

    Where every figure is zero the order makes no difference.
    """
    right = wrong = zero = 0
    for entry in entries:
        figures = [parse_figure(cell.cell.text).value for cell in entry.values]
        numbers = [figure for figure in figures if figure is not None]
        if len(figures) != width or len(numbers) != width:
            continue
        holds = sum(numbers[:-1]) == numbers[-1]
        right += holds and any(numbers)
        wrong += not holds
        zero += not any(numbers)
    if not wrong:
        return bool(right or zero)
    return right > 1 and FEW_MISTAKES * wrong <= right
