"""Ways to bring the cells of a damaged row under its columns, and what is entered of them.

A placement keeps the order of the cells. Nothing is made up: a column without a cell stays null.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from parsers.checks.model import Value
from parsers.figures import parse_figure
from parsers.findings import make_finding
from parsers.model import GridCell
from parsers.tables.reading import TableReading, Unplaced, place_of
from parsers.vocab import load, table

Placement = tuple[GridCell | None, ...]  # one entry a column
Figures = tuple[Value | None, ...]


def placements(cells: tuple[GridCell, ...], width: int) -> Iterator[Placement]:
    """Give every way to bring cells in their order under ``width`` columns.

    Columns without a cell where there are too few; where there is one too many, a blank one or
    one of two equal neighbours is left out.
    """
    if len(cells) == width + 1:
        for number in _superfluous(cells):
            yield cells[:number] + cells[number + 1 :]
    elif width // 2 < len(cells) < width:
        for taken in combinations(range(width), len(cells)):
            placed = dict(zip(taken, cells, strict=True))
            yield tuple(placed.get(number) for number in range(width))


def _superfluous(cells: tuple[GridCell, ...]) -> Iterator[int]:
    """Give the places of cells that may be the one too many.

    The one empty cell of a row that writes a mark for its blanks is no cell of the form: any other
    reading needs a second fault that emptied it.
    """
    empty = [number for number, cell in enumerate(cells) if not cell.cell.text]
    marked = any(cell.cell.text and figure_of(cell) is None for cell in cells)
    if marked and len(empty) == 1:
        yield from empty
        return
    for number, cell in enumerate(cells):
        text = cell.cell.text
        twin = number > 0 and cells[number - 1].cell.text == text
        before = number + 1 < len(cells) and cells[number + 1].cell.text == text
        if not text or twin or before:
            yield number


def adds_up(figures: Figures) -> bool:
    """Say whether the figures that are stated add up to the last one: blanks stand for nothing then."""
    *parts, total = figures
    return total is not None and sum(part for part in parts if part is not None) == total


def can_add_up(figures: Sequence[Value | None]) -> bool:
    """Say whether the last figure can be the sum of the others; a blank may stand for any from 0 up.

    What is stated never makes more than the total, and makes less only where a blank is left.
    """
    *parts, total = figures
    known = sum(part for part in parts if part is not None)
    return total is None or known == total or (known < total and None in parts)


def figures_of(placement: Placement) -> Figures:
    """Give the figures of a placement."""
    return tuple(figure_of(cell) for cell in placement)


def prefer_full(ways: list[Placement], *, blanks: bool) -> list[Placement]:
    """Keep only the ways that give every column a figure, where there are such ways.

    A blank only leaves a sum undecided, a full row satisfies it. In a table that prints blanks
    elsewhere (``blanks``) one of them may be a cell of this row: then nothing is preferred.
    """
    full = [way for way in ways if None not in figures_of(way)]
    return ways if blanks or not full else full


def prints_blanks(reading: TableReading, table_code: str) -> bool:
    """Say whether a placed cell of a table is blank."""
    return any(
        evidence["state"] == "blank" and key.startswith(f"{table_code}/")
        for key, evidence in reading.evidence.items()
    )


def figure_of(cell: GridCell | None) -> Value | None:
    """Give the figure of a cell, None where there is no cell or no figure in it."""
    return None if cell is None else parse_figure(cell.cell.text).value


def enter(reading: TableReading, row: Unplaced, cells: Mapping[str, GridCell], tried: int) -> None:
    """Enter cells under their keys with state ``recovered`` and one finding that counts the ways.

    Keys that the row does not own and cells that cannot be read are left as they are; a blank cell
    that has its place is a blank.
    """
    entered = []
    for key, cell in cells.items():
        figure = parse_figure(cell.cell.text)
        if key not in row.keys or figure.state == "unreadable" or row.raw is None:
            continue
        table_code, row_code, column = key.split("/")
        reading.tables[table_code][row_code][column] = figure.value
        reading.evidence[key] = {
            "raw": cell.cell.published,
            "state": figure.state if figure.value is None else "recovered",
            "at": place_of(cell, row.raw),
        }
        entered.append(key)
    if entered:
        _report(reading, row, entered, tried)


def _report(reading: TableReading, row: Unplaced, keys: list[str], tried: int) -> None:
    words = load("findings")["recovered"]["by_sums"]
    definition = table(keys[0].split("/")[0])
    label = definition.row(row.row) if row.row else definition
    count = {"entered": len(keys), "cells": len(row.cells), "columns": len(row.columns)}
    reading.findings.append(
        make_finding(
            "S.CELL_RECOVERED",
            cells=keys,
            detail=words["en"].format(row=label.en, text=row.text, tried=tried, **count),
            detail_zh=words["zh"].format(row=label.zh, text=row.text, tried=tried, **count),
        )
    )


def settle(reading: TableReading, table_code: str) -> None:
    """Keep among the unplaced rows of a table those that still have cells without a place."""
    left = []
    for row in reading.unplaced.pop(table_code, []):
        keys = tuple(key for key in row.keys if reading.evidence[key]["state"] == "unreadable")
        if keys or not row.keys:
            left.append(row._replace(keys=keys))
    if left:
        reading.unplaced[table_code] = left
