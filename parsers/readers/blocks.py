"""The walk over a tree: paragraphs and innermost tables in source order.

Only elements that matter are visited: blocks, breaks, hidden parts of cells, and their ancestors.
The text of all others is taken in one call by libxml2, which makes the walk cost less than the
parse. There is no recursion, whatever the depth.
"""

from __future__ import annotations

from itertools import chain
from operator import attrgetter

from lxml import etree

from parsers.model import Block, Cell, Paragraph, RawTable
from parsers.readers.cells import make_cell, plain_cells, text_of
from parsers.readers.hidden import STRUCK, Hidden
from parsers.readers.marks import BLOCKS, CELLS, GROUPS, SKIPPED, layout_tables, mark
from parsers.readers.text import RAISED, tidy

PROSE_CELL = 400  # characters; the longest label of the forms has 35, a filling hint 200

_TEXT = attrgetter("text")
_BREAK = "\x00"  # stands for <br> while text is collected; the source's NULs are gone by then


class _OpenTable:
    """A table while its rows are collected."""

    def __init__(self, element: etree._Element, index: int, container: int) -> None:
        self.element = element
        self.index = index
        self.container = container
        self.rows: list[list[Cell]] = []
        self.groups: list[int] = []
        self.cell: etree._Element | None = None

    @property
    def in_cell(self) -> bool:
        return self.cell is not None


class BlockWalker:
    """Collects the blocks of a tree; the fields are the state of the walk.

    Attributes:
        blocks: Paragraphs and tables in source order.
        parents: The parent of each container number; 0 is the root.
        losses: What was left out, in words.
        entered: For every visited element, how many blocks stood before it.
    """

    def __init__(self, root: etree._Element, hidden: Hidden) -> None:
        """Prepare a walk that leaves out what is ``hidden``."""
        self.blocks: list[Block] = []
        self.parents: list[int] = [0]
        self.losses: list[str] = []
        self.entered: dict[etree._Element, int] = {}
        self._marks = mark(root, hidden)
        self._visited = self._marks.visited
        self._hidden = hidden
        self._layout = layout_tables(root)
        self._container = 0
        self._tags: list[str] = ["body"]
        self._outer: dict[etree._Element, int] = {}
        self._buffer: list[str] = []
        self._table: _OpenTable | None = None
        self._table_count = 0

    def run(self, root: etree._Element) -> None:
        """Walk the tree once."""
        visited, buffer, tostring = self._visited, self._buffer, etree.tostring
        stack = [(root, iter(root))] if self._enter(root) else []
        while stack:
            element, children = stack[-1]
            for child in children:
                if child not in visited:
                    buffer.append(tostring(child, method="text", encoding="unicode"))
                elif self._enter(child):
                    stack.append((child, iter(child)))
                    break
                elif child.tail:
                    buffer.append(child.tail)
            else:
                stack.pop()
                self._leave(element)
                if element.tail and element is not root:
                    buffer.append(element.tail)
        self._flush()

    def _enter(self, element: etree._Element) -> bool:
        """Begin with an element; False if its children need no visit."""
        tag = str(element.tag)
        self.entered[element] = len(self.blocks)
        if tag in SKIPPED or self._is_hidden(element, tag):
            return False
        if tag == "br":
            self._break()
            return False
        if tag in RAISED:
            # A note's number must not become the last digit of a figure: 5<sup>2</sup> is no 52.
            self._buffer.append(text_of(element).translate(RAISED[tag]))
            return False
        if tag in BLOCKS:
            self._start_block(element, tag)
            if tag == "tr" and self._table is not None:
                cells = plain_cells(element, self._marks)
                if cells is not None:
                    self._table.rows[-1] += cells
                    return False
        if tag in CELLS and self._table is not None and element in self._hidden:
            self._leave(element)
            return False
        if element not in self._marks.inner or (
            self._table is not None
            and element is self._table.cell
            and self._marks.is_simple(element)
        ):
            self._buffer.append(text_of(element))
            self._leave(element)
            return False
        if element.text:
            self._buffer.append(element.text)
        return True

    def _is_hidden(self, element: etree._Element, tag: str) -> bool:
        """Say whether a part of a table, cell or line is not shown.

        Blocks outside tables stay, as scripts may show them later; so does a cell that only lost
        its ink, which :meth:`_enter` leaves blank.
        """
        if tag in BLOCKS and (self._table is None or tag == "table"):
            return False
        hidden = tag in STRUCK or element in self._hidden
        if not hidden:
            return False
        if text_of(element).strip():
            self.losses.append("hidden_text_in_cell")
        return tag not in CELLS or self._hidden[element]

    def _start_block(self, element: etree._Element, tag: str) -> None:
        table = self._table
        if table is not None:
            self._start_in_table(table, element, tag)
            return
        self._flush()
        if tag == "table":
            self._start_table(element)
        else:
            self._open(element, tag)

    def _start_in_table(self, table: _OpenTable, element: etree._Element, tag: str) -> None:
        if table.cell is not None:
            if tag not in ("td", "th", "tr"):
                self._buffer.append(_BREAK)
                return
            self._close_cell(table, table.cell)
        self._flush()
        if tag in ("td", "th"):
            if not table.rows:
                table.rows.append([])
            table.cell = element
        elif tag == "tr":
            table.rows.append([])
        elif tag in GROUPS:
            table.groups.append(len(table.rows))

    def _open(self, element: etree._Element, tag: str) -> None:
        self._outer[element] = self._container
        self.parents.append(self._container)
        self._container = len(self.parents) - 1
        self._tags.append(tag)

    def _start_table(self, element: etree._Element) -> None:
        index = self._table_count
        self._table_count += 1
        if element in self._layout:
            self._open(element, "table")
        else:
            self._table = _OpenTable(element, index, self._container)

    def _leave(self, element: etree._Element) -> None:
        table = self._table
        if table is None:
            if element in self._outer:
                self._flush()
                self._container = self._outer.pop(element)
                self._tags.pop()
        elif element is table.element:
            self._close_table(table)
        elif element is table.cell:
            self._close_cell(table, element)
        elif element.tag in BLOCKS:
            if table.in_cell:
                self._buffer.append(_BREAK)
            else:
                self._flush()

    def _close_cell(self, table: _OpenTable, element: etree._Element) -> None:
        text = "".join(self._buffer)
        self._buffer.clear()
        if _BREAK in text:
            lines = [tidy(line) for line in text.split(_BREAK)]
            text = "\n".join(line for line in lines if line)
        else:
            text = tidy(text)
        table.rows[-1].append(make_cell(element, text))
        table.cell = None

    def _close_table(self, table: _OpenTable) -> None:
        if table.cell is not None:
            self._close_cell(table, table.cell)
        self._flush()
        self._table = None
        rows = tuple(map(tuple, table.rows))
        if max(map(len, map(_TEXT, chain.from_iterable(rows))), default=0) > PROSE_CELL:
            self._unroll(rows, table.container)
        elif any(rows):
            hidden = bool(self._hidden) and self._is_concealed(table.element)
            self.losses += ["hidden_table"] if hidden else []
            raw = RawTable(rows, table.container, table.index, tuple(table.groups), hidden=hidden)
            self.blocks.append(raw)

    def _is_concealed(self, table: etree._Element) -> bool:
        """Say whether a table or an element around it is not shown."""
        return any(element in self._hidden for element in (table, *table.iterancestors()))

    def _unroll(self, rows: tuple[tuple[Cell, ...], ...], container: int) -> None:
        """Give the cells of a layout table as paragraphs."""
        lines = (line for row in rows for cell in row for line in cell.text.split("\n"))
        for line in lines:
            if line:
                self.blocks.append(Paragraph(line, line, container, tag="td"))

    def _break(self) -> None:
        if self._table is not None and self._table.in_cell:
            self._buffer.append(_BREAK)
        else:
            self._flush()

    def _flush(self) -> None:
        """Close the paragraph under way."""
        if not self._buffer:
            return
        text = "".join(self._buffer)
        self._buffer.clear()
        if not text or text.isspace():
            return
        text = tidy(text.replace(_BREAK, " "))
        if text:
            self.blocks.append(Paragraph(text, text, self._container, tag=self._tags[-1]))
