"""Tables that are built of boxes: a block of rows, each a block of cells, without any table tag.

Such a grid becomes a table in the tree before it is walked, so that its empty boxes keep their place:
as paragraphs they would vanish, and the figures behind them could not be told apart.

Source: HTML Standard, 4.4.16 "The div element"; tables that builders of pages lay out as ``div``.
"""

from __future__ import annotations

import re

from lxml import etree

from parsers.readers.marks import BLOCKS

LEAST_ROWS = 3
LEAST_WIDTH = 3  # cells of the widest row; menus and pairs of name and value have fewer
LEAST_FIGURES = 4  # empty places count: a form may be empty
LONGEST_CELL = 60  # characters; a longer text is prose and its boxes are columns of a page
_READING = re.compile(
    r"[(\uff08][^\W\d_\u3400-\u9fff]{1,7}[)\uff09]"
)  # pinyin that a mirror wrote in
_BOXES = frozenset({"div", "li", "dd", "dt"})
_ROWS = frozenset({"div", "ul", "dl"})
_LINES = frozenset({"p", "center"})  # blocks that may stand in a cell
_FIGURE = re.compile(r"[+-]?[\d,.\uff10-\uff19]*")  # or the empty place of one


def boxes_to_tables(root: etree._Element) -> None:
    """Rename grids of boxes to tables, in place.

    >>> row = "<div><div>1</div><div></div><div>3</div></div>"
    >>> root = etree.fromstring(f"<body><div>{row * 3}</div></body>")
    >>> boxes_to_tables(root)
    >>> [len(root.findall(path)) for path in ("table", "table/tr", "table/tr/td")]
    [1, 3, 9]
    """
    for grid in _grids(root):
        grid.tag = "table"
        for row in grid:
            row.tag = "tr"
            for cell in row:
                cell.tag = "td"


def _grids(root: etree._Element) -> list[etree._Element]:
    """Give the blocks whose children are rows of boxes and hold the figures of a table."""
    return [
        element for element in root.iter("div") if len(element) >= LEAST_ROWS and _is_grid(element)
    ]


def _is_grid(element: etree._Element) -> bool:
    if not _holds_only(element, _ROWS) or max(map(len, element)) < LEAST_WIDTH:
        return False
    if not all(len(row) and _holds_only(row, _BOXES) for row in element):
        return False
    texts = []
    for cell in element.iterfind("*/*"):
        if any(inner.tag in BLOCKS and inner.tag not in _LINES for inner in cell.iterdescendants()):
            return False
        texts.append("".join(map(str, cell.itertext())).strip())
    figures = sum(1 for text in texts if _FIGURE.fullmatch(text))
    return figures >= LEAST_FIGURES and not any(map(_is_prose, texts))


def _is_prose(text: str) -> bool:
    """Say whether a cell is too long for a label; readings of characters double one and do not count."""
    return len(text) > LONGEST_CELL and len(_READING.sub("", text)) > LONGEST_CELL


def _holds_only(element: etree._Element, tags: frozenset[str]) -> bool:
    """Say whether an element holds nothing but elements of these tags, no text of its own."""
    if element.text and not element.text.isspace():
        return False
    return all(child.tag in tags and (not child.tail or child.tail.isspace()) for child in element)
