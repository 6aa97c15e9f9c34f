"""What the walk over a tree visits: blocks, breaks, hidden parts of cells, and their ancestors."""

from __future__ import annotations

from typing import NamedTuple

from lxml import etree

from parsers.readers.hidden import STRUCK, Hidden

SKIPPED = frozenset(
    "script style select template head object svg iframe embed noframes title meta".split()
)
BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog div dl dt fieldset"
    " figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html legend li main nav ol p pre"
    " section summary table tbody td tfoot th thead tr ul".split()
)
GROUPS = frozenset({"thead", "tbody", "tfoot"})
CELLS = frozenset({"td", "th"})
_SPECIAL = tuple(sorted(SKIPPED | BLOCKS | STRUCK | {"br", "sup", "sub"}))
_PLAIN_IN_CELL = frozenset({"p", "div", "center"})  # alone in a cell they are no line break


class Marks(NamedTuple):
    """What the walk visits."""

    visited: set[etree._Element]
    inner: set[etree._Element]  # visited elements that hold another one
    lone: dict[etree._Element, etree._Element | None]  # the only special child, if there is one
    hidden: Hidden

    def is_simple(self, cell: etree._Element) -> bool:
        """Say whether a cell holds one paragraph and nothing else that needs a visit."""
        only = self.lone.get(cell)
        if only is None or only in self.inner or only.tag not in _PLAIN_IN_CELL:
            return False
        return only not in self.hidden


def mark(root: etree._Element, hidden: Hidden) -> Marks:
    """Find the elements of a tree that the walk visits; all others are taken for their text."""
    visited: set[etree._Element] = set()
    inner: set[etree._Element] = set()
    lone: dict[etree._Element, etree._Element | None] = {}
    for element in (*root.iter(*_SPECIAL), *hidden):
        visited.add(element)
        parent = element.getparent()
        if parent is not None:
            lone[parent] = None if parent in lone else element
        while parent is not None and parent not in inner:
            inner.add(parent)
            visited.add(parent)
            parent = parent.getparent()
    return Marks(visited, inner, lone, hidden)


def layout_tables(root: etree._Element) -> set[etree._Element]:
    """Give the tables that hold another table."""
    layout = set()
    for table in root.iter("table"):
        outer = next(table.iterancestors("table"), None)
        if outer is not None:
            layout.add(outer)
    return layout
