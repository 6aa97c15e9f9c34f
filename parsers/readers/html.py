"""Markup to blocks: paragraphs and innermost tables in source order.

One walk over the tree, without recursion. A table that holds another table, or a cell of prose,
is a layout table: its cells become ordinary blocks. Text inside a table but outside its cells is
kept as a paragraph before it.
"""

from __future__ import annotations

import re
from typing import Any

from lxml import etree
from lxml.html import HtmlElement

from parsers.model import Block, Cell, Document, Link, Paragraph, RawTable
from parsers.readers.markup import parse_markup

MAX_COLSPAN = 1_000  # HTML Standard, 4.9.11
MAX_ROWSPAN = 65_534
PROSE_CELL = 400  # characters; the longest label of the forms has 35, a filling hint 200

_BREAK = "\x00"  # stands for <br> while text is collected; the source's NULs are gone by then
_SKIPPED = frozenset({"script", "style", "select", "template", "head", "object", "svg", "iframe"})
_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog div dl dt fieldset"
    " figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html legend li main nav ol p pre"
    " section summary table tbody td tfoot th thead tr ul".split()
)
_STRUCK = frozenset({"del", "s", "strike"})
_GROUPS = frozenset({"thead", "tbody", "tfoot"})
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_INTEGER = re.compile(r"[ \t\n\f\r]*([+-]?\d+)", re.ASCII)
_FILE = re.compile(
    r"\.(?:pdf|docx?|wps|ofd|rtf|xlsx?|et|zip|rar|7z|png|jpe?g|gif|bmp|tiff?)(?:[?#]|$)",
    re.IGNORECASE,
)
_CJK = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef"
_WRAPPED = re.compile(rf"(?<=[{_CJK}])[ \t]*[\r\n]\s*(?=[{_CJK}])")


def read_html(text: str) -> Document:
    """Read markup into blocks.

    Raises:
        EmptyDocumentError: There is no text.
        DocumentTooLargeError: A limit of :mod:`parsers.readers.markup` is passed.
    """
    tree = parse_markup(text)
    walker = _Walker(tree.root)
    walker.run(tree.root)
    return Document(
        blocks=tuple(walker.blocks),
        title=_title(tree.root),
        metas=_metas(tree.root),
        links=tuple(walker.links),
        parents=tuple(walker.parents),
        losses=tree.losses + tuple(dict.fromkeys(walker.losses)),
    )


def tidy(text: str) -> str:
    r"""Fold blanks as a browser shows them; a line break between two CJK characters is no blank.

    >>> tidy(" 商业\n   企业 A  B ")
    '商业企业 A B'
    """
    if "\n" in text or "\r" in text:
        text = _WRAPPED.sub("", text)
    return " ".join(text.split())


def parse_span(value: str | None, limit: int, floor: int = 1) -> int:
    """Give a colspan or rowspan after the HTML rules for parsing non-negative integers.

    >>> parse_span("2;", 1000), parse_span("abc", 1000), parse_span("0", 9, floor=0)
    (2, 1, 0)
    """
    match = _INTEGER.match(value) if value else None
    number = int(match.group(1)[:12]) if match else 1
    if number < 0 or (number == 0 and floor == 1):
        return 1
    return min(number, limit)


def _title(root: HtmlElement) -> str:
    for element in root.iter("title"):
        text = tidy("".join(str(piece) for piece in element.itertext()))
        if text:
            return text
    return ""


def _metas(root: HtmlElement) -> tuple[tuple[str, str], ...]:
    found = []
    for meta in root.iter("meta"):
        name = meta.get("name") or meta.get("property")
        if name:
            found.append((name, meta.get("content") or ""))
    return tuple(found)


def _layout_tables(root: HtmlElement) -> set[Any]:
    """Give the tables that hold another table."""
    layout = set()
    for table in root.iter("table"):
        outer = next(table.iterancestors("table"), None)
        if outer is not None:
            layout.add(outer)
    return layout


class _OpenTable:
    """A table while its rows are collected."""

    def __init__(self, element: HtmlElement, index: int, container: int) -> None:
        self.element = element
        self.index = index
        self.container = container
        self.rows: list[list[Cell]] = []
        self.groups: list[int] = []
        self.cell: HtmlElement | None = None


class _Walker:
    """Collects blocks; the fields are the state of the walk."""

    def __init__(self, root: HtmlElement) -> None:
        self.layout = _layout_tables(root)
        self.blocks: list[Block] = []
        self.links: list[Link] = []
        self.parents: list[int] = [0]
        self.losses: list[str] = []
        self.container = 0
        self.tags: list[str] = ["body"]
        self.buffer: list[str] = []
        self.table: _OpenTable | None = None
        self.table_count = 0
        self.numbers: dict[Any, int] = {}

    def run(self, root: HtmlElement) -> None:
        walk = etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            tag = element.tag
            if not isinstance(tag, str):
                if event == "end" and element.tail:
                    self.buffer.append(element.tail)
                continue
            if event == "start":
                if tag in _SKIPPED or self._is_hidden(element, tag):
                    walk.skip_subtree()
                    self._note_link(element, tag)
                    continue
                self._start(element, tag)
                if element.text:
                    self.buffer.append(element.text)
            else:
                if tag not in _SKIPPED:
                    self._end(element, tag)
                if element.tail:
                    self.buffer.append(element.tail)
        self._flush()

    def _is_hidden(self, element: HtmlElement, tag: str) -> bool:
        """Say whether a part of a cell is not shown; outside cells scripts may show it later."""
        if self.table is None or self.table.cell is None or tag in ("td", "th"):
            return False
        style = element.get("style")
        hidden = tag in _STRUCK or (style is not None and _HIDDEN.search(style) is not None)
        if hidden and any(str(piece).strip() for piece in element.itertext()):
            self.losses.append("hidden_text_in_cell")
        return hidden

    def _start(self, element: HtmlElement, tag: str) -> None:
        if tag == "br":
            self._break()
        elif tag in _BLOCKS:
            self._start_block(element, tag)
        elif tag in ("a", "img", "embed"):
            self._note_link(element, tag)

    def _start_block(self, element: HtmlElement, tag: str) -> None:
        table = self.table
        if table is not None and table.cell is not None:
            if tag in ("td", "th", "tr"):
                self._close_cell(table, table.cell)
            else:
                self.buffer.append(_BREAK)
                return
        if tag == "table":
            self._start_table(element)
        elif table is not None and tag in ("td", "th"):
            self._flush()
            if not table.rows:
                table.rows.append([])
            table.cell = element
        elif table is not None and tag == "tr":
            self._flush()
            table.rows.append([])
        elif table is not None and tag in _GROUPS:
            table.groups.append(len(table.rows))
        else:
            self._flush()
            self._enter(element, tag)

    def _enter(self, element: HtmlElement, tag: str) -> None:
        self.numbers[element] = self.container
        self.parents.append(self.container)
        self.container = len(self.parents) - 1
        self.tags.append(tag)

    def _start_table(self, element: HtmlElement) -> None:
        self._flush()
        index = self.table_count
        self.table_count += 1
        if element in self.layout:
            self._enter(element, "table")
        else:
            self.table = _OpenTable(element, index, self.container)

    def _end(self, element: HtmlElement, tag: str) -> None:
        table = self.table
        if table is not None:
            if element is table.element:
                self._close_table(table)
            elif element is table.cell:
                self._close_cell(table, element)
            elif tag in _BLOCKS and table.cell is not None:
                self.buffer.append(_BREAK)
            elif tag in _BLOCKS:
                self._flush()
        elif element in self.numbers:
            self._flush()
            self.container = self.numbers.pop(element)
            self.tags.pop()

    def _close_cell(self, table: _OpenTable, element: HtmlElement) -> None:
        lines = [tidy(line) for line in "".join(self.buffer).split(_BREAK)]
        self.buffer.clear()
        text = "\n".join(line for line in lines if line)
        colspan = parse_span(element.get("colspan"), MAX_COLSPAN)
        rowspan = parse_span(element.get("rowspan"), MAX_ROWSPAN, floor=0)
        table.rows[-1].append(Cell(text, text, colspan, rowspan, element.tag == "th"))
        table.cell = None

    def _close_table(self, table: _OpenTable) -> None:
        if table.cell is not None:
            self._close_cell(table, table.cell)
        self._flush()
        self.table = None
        rows = tuple(tuple(row) for row in table.rows)
        if any(len(cell.text) > PROSE_CELL for row in rows for cell in row):
            self._unroll(rows, table.container)
        elif any(row for row in rows):
            raw = RawTable(rows, table.container, table.index, tuple(table.groups))
            self.blocks.append(raw)

    def _unroll(self, rows: tuple[tuple[Cell, ...], ...], container: int) -> None:
        for row in rows:
            for cell in row:
                for line in cell.text.split("\n"):
                    if line:
                        self.blocks.append(Paragraph(line, line, container, tag="td"))

    def _break(self) -> None:
        if self.table is not None and self.table.cell is not None:
            self.buffer.append(_BREAK)
        else:
            self._flush()

    def _flush(self) -> None:
        """Close the paragraph under way."""
        if not self.buffer:
            return
        text = tidy("".join(self.buffer).replace(_BREAK, " "))
        self.buffer.clear()
        if text:
            self.blocks.append(Paragraph(text, text, self.container, tag=self.tags[-1]))

    def _note_link(self, element: HtmlElement, tag: str) -> None:
        url = element.get("href") if tag == "a" else element.get("src")
        if not url or tag not in ("a", "img", "embed", "iframe"):
            return
        if tag == "a" and not _FILE.search(url):
            return
        label = element.get("title") or element.get("alt") or ""
        if tag == "a":
            label = tidy("".join(str(piece) for piece in element.itertext())) or label
        self.links.append(Link(url.strip(), label, tag, len(self.blocks)))
