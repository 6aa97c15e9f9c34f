"""Labels of a ruled header that a page break has cut off: they stand at the end of the page before.

Browsers print the words of such a cell below the lines that end there, and its blank rest on the next page. The words
count only where they stand within the edges of a blank cell and make a label of the form.
"""

from __future__ import annotations

from typing import Any

from scraper.documents.blocks import FileCell, FileTable
from scraper.documents.columns import hits, joined
from scraper.documents.sheet import sheet_of
from scraper.documents.words import Line, Word

_LINES = 6  # of a header
_NEAR = 2.0  # points that a word may reach over an edge


def with_labels(table: FileTable, before: Any) -> FileTable:  # noqa: ANN401 -- of pdfplumber, which has no types
    """Give a table whose blank header cells have the labels that the page before ends with.

    Args:
        table: The first table of a page.
        before: What is no table on the page before.
    """
    header = table.rows[0]
    if not any(hits(cell.text, "requests", "column") for cell in header):
        return table
    words = [word for line in _last(sheet_of([before])) for word in line]
    return table._replace(rows=[[_labelled(cell, words) for cell in header], *table.rows[1:]])


def _last(lines: list[Line]) -> list[Line]:
    return lines[-_LINES:]


def _labelled(cell: FileCell, words: list[Word]) -> FileCell:
    if cell.text.strip() or cell.box is None:
        return cell
    left, right = cell.box[1] - _NEAR, cell.box[3] + _NEAR
    text = joined(word for word in words if left <= word.left and word.right <= right)
    known = any(hit.exact for hit in hits(text, "requests", "column"))
    return cell._replace(text=text) if known else cell
