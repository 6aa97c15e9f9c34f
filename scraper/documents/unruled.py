"""Tables without lines between their columns, by where the words stand and by the labels of the forms.

A table is taken only where its labels are known: the parts of table 2 by their titles, table 3 by its rows, table 4 by
its fifteen columns. A figure belongs to the column whose middle is nearest; what fits none is left in its row, which
the tables' reader then refuses to place.
Source: the labels of the codebook; files printed without lines or with lines between rows only.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from scraper.documents.blocks import FileCell, FileTable
from scraper.documents.columns import Column, hits, row_of, spread
from scraper.documents.sheet import places_of, sheet_of
from scraper.documents.unruled_disputes import disputes_table
from scraper.documents.unruled_requests import requests_table
from scraper.documents.words import Line, text_of, values_of

Rows = list[list[FileCell]]


class Seen(NamedTuple):
    """A table, and the place that it takes on each of its pages: top and bottom in points."""

    table: FileTable
    places: dict[int, tuple[float, float]]


def unruled_tables(pages: Sequence[Any]) -> list[Seen]:
    """Give the tables of pages that follow one another, or of parts of them, from top to bottom.

    Args:
        pages: Pages of pdfplumber, which has no types.
    """
    lines = sheet_of(pages)
    found: list[Seen] = []
    at = 0
    while at < len(lines):
        taken = _part(lines, at) or requests_table(lines, at) or disputes_table(lines, at)
        if taken is None:
            at += 1
            continue
        rows, stop = taken
        found.append(Seen(FileTable(rows, ruled=False), places_of(lines[at:stop])))
        at = stop
    return found


def _part(lines: list[Line], at: int) -> tuple[Rows, int] | None:
    """Read a part of table 2: its title, its header, and its rows."""
    if len(lines) < at + 3 or not hits(text_of(lines[at]), "proactive", "part"):
        return None
    header = lines[at + 1]
    if len(header) < 2 or any(word.is_value for word in header):
        return None
    columns = [Column(word.left, word.right) for word in header[1:]]
    rows = [
        [FileCell(text_of(lines[at]), len(header))],
        row_of(header, [word.text for word in header]),
    ]
    stop = at + 2
    while stop < len(lines):
        line = lines[stop]
        values = values_of(line)
        label = text_of(line[: len(line) - len(values)])
        cells = spread(values, columns)
        if cells is None or not hits(label, "proactive", "row"):
            break
        rows.append(row_of(line, [label, *cells]))
        stop += 1
    return (rows, stop) if stop > at + 2 else None
