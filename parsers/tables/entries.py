"""One value cell into the reading: its figure in the column's unit, its evidence and findings."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from parsers.figures import COUNT, UNREADABLE, Expected, Figure, parse_figure, to_number
from parsers.findings import make_finding
from parsers.model import Cell, GridCell, RawTable
from parsers.normal import squeeze
from parsers.tables.header import Column
from parsers.tables.reading import Key, TableReading
from parsers.tables.recognised import keep_doubt, recognised
from parsers.tables.rows import Row
from parsers.vocab import cell_key, load, table


class PendingRow(NamedTuple):
    """A data row whose label is known; ``row`` is "" where the columns name the rows."""

    table: str
    row: str
    view: Row
    values: tuple[GridCell, ...]
    raw: RawTable
    block: int


class Target(NamedTuple):
    """Where the cells of a column go in one row: what is the same for all reports."""

    key: Key
    name: str  # the key as it stands in ``evidence``
    expected: Expected


@lru_cache(maxsize=4096)
def targets(table_code: str, row: str, columns: tuple[Column, ...]) -> tuple[Target | None, ...]:
    """Give where each column's cell goes in a row of a table; None for a column without a code."""
    found: list[Target | None] = []
    for column in columns:
        if column.code is None:
            found.append(None)
            continue
        key = (table_code, column.row or row, column.code)
        found.append(Target(key, cell_key(*key), expectation(*key)))
    return tuple(found)


def enter_cell(
    reading: TableReading,
    raw: RawTable,
    target: Target,
    column: Column,
    cell: GridCell,
    by_reason: str,
) -> None:
    """Enter the figure of a cell under its row and column, with what is to be told of it.

    Args:
        reading: Where it goes.
        raw: The table of the cell.
        target: Its row and column.
        column: The column that the cell belongs to, known by its code.
        cell: The cell.
        by_reason: How column or row were told where no label did.
    """
    key, name, expected = target
    if expected is COUNT:  # without it the cache is asked for the text alone
        figure = parse_figure(cell.cell.text)
    else:
        figure = parse_figure(cell.cell.text, expected)
        if not _own_unit(cell.cell.text):
            figure = _in_unit(figure, column, expected)
    if cell.cell.score is not None:
        figure = recognised(figure, cell.cell)
        if cell.cell.readings:
            keep_doubt(reading, name, cell.cell, expected)
    if figure.value is not None and (by_reason or not column.certain):
        figure = Figure(figure.value, "recovered", by_reason or "column_by_order")
    reading.put(key, cell, raw, figure, name)
    # A plain count or a blank, as most cells are, is told of in no other way.
    told = expected.unit or figure.note or figure.state == "unreadable"
    if told and not cell.cell.readings:
        _report_cell(reading, name, cell.cell, figure, expected)


def _report_cell(
    reading: TableReading, name: str, cell: Cell, figure: Figure, expected: Expected
) -> None:
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
    return expected.yuan is not None and _own_unit(text) not in ("", expected.unit)


@lru_cache(maxsize=1024)
def _own_unit(text: str) -> str:
    """Give the unit of money that a cell prints behind its figure; it goes before that of the header."""
    plain = squeeze(text)
    return max((u for u in load("values")["money_units"] if plain.endswith(u)), key=len, default="")


def _in_unit(figure: Figure, column: Column, expected: Expected) -> Figure:
    """Give money in the unit of the codebook where the header prints another one."""
    if figure.value is None or not expected.unit:
        return figure
    printed = printed_units(column.text)
    if expected.yuan is None or printed in (frozenset(), frozenset({expected.unit})):
        return figure
    worth = load("values")["money_units"].get(next(iter(printed))) if len(printed) == 1 else None
    if worth is None:  # two units, or one that no rate of exchange is kept for
        return UNREADABLE
    if worth == expected.yuan:
        return figure
    exact = Decimal(str(figure.value)) * Decimal(worth) / expected.yuan
    return Figure(to_number(exact), "recovered", "unit_of_header")


@lru_cache(maxsize=1024)
def printed_units(text: str) -> frozenset[str]:
    """Give the units of money that a label prints, in brackets or bare.

    >>> sorted(printed_units("\u672c\u5e74\u6536\u8d39\u91d1\u989d"))
    []
    """
    return frozenset(re.findall(load("values")["printed_unit"], squeeze(text)))


@lru_cache(maxsize=1024)
def expectation(table_code: str, row: str, column: str) -> Expected:
    """Give the kind of figure a cell asks for."""
    definition = table(table_code)
    if table_code != "proactive":
        return COUNT
    part = row.split(".", maxsplit=1)[0]
    try:
        found = definition.column(column, part)
    except KeyError:
        return COUNT
    return Expected(found.unit, found.signed)
