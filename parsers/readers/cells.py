"""Cells of a table; rows of nothing but plain cells, as most rows are, are read without a walk.

A page has hundreds of cells, so what is done for each of them is written out here.
"""

from __future__ import annotations

from lxml import etree

from parsers.model import Cell
from parsers.readers.marks import Marks
from parsers.readers.text import parse_span, tidy

MAX_COLSPAN = 1_000  # HTML Standard, 4.9.11
MAX_ROWSPAN = 65_534

_new = tuple.__new__  # half the time of the constructor, which only names the fields


def make_cell(element: etree._Element, text: str) -> Cell:
    """Give the cell of a ``<td>`` or ``<th>`` with its text."""
    colspan, rowspan = element.get("colspan"), element.get("rowspan")
    return Cell(
        text,
        text,
        1 if colspan is None else parse_span(colspan, MAX_COLSPAN),
        1 if rowspan is None else parse_span(rowspan, MAX_ROWSPAN, floor=0),
        element.tag == "th",
    )


def plain_cells(row: etree._Element, marks: Marks) -> list[Cell] | None:
    """Give the cells of a row that holds nothing but cells that need no visit, else None."""
    if row.text and not row.text.isspace():
        return None
    inner, hidden, is_simple, tostring = marks.inner, marks.hidden, marks.is_simple, etree.tostring
    cells = []
    for cell in row:
        tag, tail = cell.tag, cell.tail
        if (tag != "td" and tag != "th") or (cell in inner and not is_simple(cell)):
            return None
        if (tail and not tail.isspace()) or cell in hidden:
            return None
        text = tostring(cell, method="text", encoding="unicode", with_tail=False)
        words = text.split()  # more than one word is for tidy
        text = tidy(text) if len(words) > 1 else words[0] if words else ""
        colspan, rowspan = cell.get("colspan"), cell.get("rowspan")
        if colspan is None and rowspan is None:
            cells.append(_new(Cell, (text, text, 1, 1, tag == "th", None, None, ())))
        else:
            cells.append(make_cell(cell, text))
    return cells


def text_of(element: etree._Element) -> str:
    """Give all text of an element as it stands in the source, in one call of libxml2."""
    return etree.tostring(element, method="text", encoding="unicode", with_tail=False)
