"""Rows that waited for columns: entered by the form's own order where the figures prove it, else told."""

from __future__ import annotations

from parsers.figures import parse_figure
from parsers.findings import make_finding
from parsers.tables.enter import enter_row, leave_unplaced
from parsers.tables.entries import PendingRow
from parsers.tables.header import Column, official_orders
from parsers.tables.reading import TableReading, Unplaced, table_words
from parsers.tables.rows import is_stated, kind, view_row
from parsers.vocab import load, table

FEW_MISTAKES = 5  # rows that add up for one that does not


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
        if _has_strange_header(entry):
            leave_unplaced(reading, entry, columns)
            reading.claimed.add(entry.block)
            return
        _enter_proved(reading, entry, columns)
    elif entry.values:
        unplaced = Unplaced(entry.view.text(), ())
        reading.unplaced.setdefault(entry.table, []).append(unplaced)
        reading.claimed.add(entry.block)


def _has_strange_header(entry: PendingRow) -> bool:
    """Say whether labels that no form has stand above a row: then the order of the form says nothing.

    A header that was lost may be taken from the form; one that is there and speaks of something
    else (of last year, of another unit) may not.
    """
    for number in range(entry.view.number - 1, -1, -1):
        above = view_row(entry.view.grid, number)
        what = kind(above)
        if what != "data":
            return what == "unknown" and not any(is_stated(cell) for cell in above.cells)
    return False


def _settle_sums(reading: TableReading, entries: list[PendingRow], table_code: str) -> None:
    leaves = [c for c in table(table_code).columns if c.kind != "group"]
    columns = [Column(c.code, c.zh, -1) for c in leaves if c.kind == "leaf"]
    columns += [Column(c.code, c.zh, -1) for c in leaves if c.kind == "total"]
    proved = _adds_up(entries, len(columns))
    for entry in entries:
        if proved:
            _enter_proved(reading, entry, columns)
        elif entry.values:
            leave_unplaced(reading, entry, columns)
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


def report_unplaced(reading: TableReading) -> None:
    """Make one finding a table for the rows that could not be placed."""
    words = load("findings")["incomplete"]
    for table_code, rows in reading.unplaced.items():
        text = "; ".join(row.text for row in rows)
        reading.findings.append(
            make_finding(
                "S.TABLE_INCOMPLETE",
                cells=[key for row in rows for key in row.keys],
                expected=rows[0].expected if len(rows) == 1 else None,
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
