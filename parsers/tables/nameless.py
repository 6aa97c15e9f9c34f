"""Rows of table 3 whose label was lost, named by the rows above and below them.

The official order of the rows leaves one name only where exactly as many rows of the form are
missing between two that have labels. Their figures get the state ``recovered``; all others are told
with their text and stay out.

Source: labels that a converter dropped together with the markup around them.
"""

from __future__ import annotations

from typing import NamedTuple

from parsers.model import GridCell, RawTable
from parsers.tables.forms import official_rows, replaced_rows, tell_form
from parsers.tables.header import Column
from parsers.tables.reading import TableReading
from parsers.tables.rows import Row, is_value
from parsers.tables.values import is_margin
from parsers.vocab import RowDef

TABLE = "requests"


class Nameless(NamedTuple):
    """A row of figures without a label of its own."""

    view: Row
    values: tuple[GridCell, ...]
    raw: RawTable
    block: int
    columns: tuple[Column, ...]
    group: str | None = None  # what the row is where its place in the order names no other


def bare_values(row: Row, columns: list[Column]) -> tuple[GridCell, ...]:
    """Give the figures of a row that holds nothing but them and the empty place of its label."""
    cells = row.cells
    if len(cells) != len(columns) + 1 or cells[0].cell.text:
        return ()
    return cells[1:] if all(is_value(cell) for cell in cells) else ()


def group_values(
    definition: RowDef, row: Row, values: tuple[GridCell, ...], columns: list[Column]
) -> tuple[GridCell, ...]:
    """Give the figures of the first row of a group, whose own label was lost beside the group's.

    A group prints no figures but （六）其他处理, which form B and some reports print as a single row.
    """
    label = row.cells[len(row.cells) - len(values) - 1]
    if definition.kind != "group" or label.colspan > 1:
        return ()  # a label over two columns leaves no place for another
    if len(values) > len(columns) and is_margin(values[-1], row.grid):
        return ()
    if len(values) == len(columns) + 1 and not values[0].cell.text:
        return values[1:]
    single = definition.code in replaced_rows(TABLE)
    return values if len(values) == len(columns) and not single else ()


def name_rows(reading: TableReading, above: str | None, below: str | None, count: int) -> list[str]:
    """Give the names of ``count`` rows between two that are known, or nothing where they are in doubt.

    Args:
        reading: The labels seen so far tell the form.
        above: Code of the row above, None at the beginning of the table.
        below: Code of the row below, None at its end.
        count: How many rows without a label stand between them.
    """
    form = tell_form(reading.labels)[0]
    if form not in ("B", "C"):
        return []
    order = list(official_rows(TABLE, form))
    if form == "B":
        order = _with_single_row(order)
    if (above or order[0]) not in order or (below or order[0]) not in order:
        return []
    first = order.index(above) + 1 if above else 0
    last = order.index(below) if below else len(order)
    between = order[first:last]
    return between if len(between) == count else []


def _with_single_row(order: list[str]) -> list[str]:
    """Put （六）其他处理, which form B prints as one row, in front of the total."""
    singles = [code for code in replaced_rows(TABLE) if code not in order]
    at = order.index("outcome.total")
    return [*order[:at], *singles, *order[at:]]
