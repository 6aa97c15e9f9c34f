"""Markup to blocks: paragraphs and innermost tables in source order.

One walk over the tree, without recursion. A table that holds another table, or a cell of prose,
is a layout table: its cells become ordinary blocks. Text inside a table but outside its cells is
kept as a paragraph before it.
"""

from __future__ import annotations

import re
from dataclasses import replace

from lxml import etree

from parsers.errors import DocumentTooLargeError
from parsers.model import Block, Document, Link, RawTable
from parsers.readers.blocks import BlockWalker
from parsers.readers.boxes import boxes_to_tables
from parsers.readers.fields import fields_to_text
from parsers.readers.hidden import hidden_elements
from parsers.readers.markup import Tree, parse_again, parse_markup
from parsers.readers.raised import raise_notes
from parsers.readers.second import MAX_MISPLACED, Guard
from parsers.readers.style_sheets import read_sheets
from parsers.readers.styles import inline_styles
from parsers.readers.text import tidy
from parsers.readers.unread import tables_elsewhere

MAX_BLOCKS = 150_000  # a report has under 3,000; 100,000 headings take 1.2 s
_FILE = re.compile(
    r"\.(?:pdf|docx?|wps|ofd|rtf|xlsx?|et|zip|rar|7z|png|jpe?g|gif|bmp|tiff?)(?:[?#]|$)",
    re.IGNORECASE,
)


IN_DOUBT = "tables_in_doubt"  # among the losses of a document: a second reading is worth its time
TOO_DEAR = "second_reading_left_out"  # the same, but it would take too long


def read_html(text: str, guard: Guard | None = None) -> Document:
    """Read markup into blocks.

    Args:
        text: The markup, decoded.
        guard: Where the second lane works on a suspicious source; None does it here.

    Raises:
        EmptyDocumentError: There is no text.
        DocumentTooLargeError: ``MAX_BLOCKS`` or a limit of :mod:`parsers.readers.markup` is passed.
    """
    tree = parse_markup(text, guard)
    losses = tree.losses
    if tree.in_doubt:
        losses += (IN_DOUBT if tree.misplaced <= MAX_MISPLACED else TOO_DEAR,)
    return _document(text, tree, losses)


def read_html_again(text: str, guard: Guard | None = None) -> Document | None:
    """Read markup into blocks in the second lane, or give None where that lane is closed to it.

    Args:
        text: The markup, decoded.
        guard: As for :func:`read_html`.

    Raises:
        EmptyDocumentError: There is no text.
        DocumentTooLargeError: ``MAX_BLOCKS`` or a limit of :mod:`parsers.readers.markup` is passed.
    """
    tree = parse_again(text, guard)
    return None if tree is None else _document(text, tree, tree.losses)


def _torn(blocks: list[Block], text: str) -> tuple[Block, ...]:
    """Mark the last cell of a page that ends inside it: its first digits are no figure.

    What was published stays; the readable text gets an ellipsis, which no figure has.
    """
    last = blocks[-1] if blocks else None
    if not isinstance(last, RawTable) or text.rstrip().endswith(">") or not last.rows[-1]:
        return tuple(blocks)
    *cells, cell = last.rows[-1]
    if not cell.text or not text.rstrip().endswith(cell.text[-1]):
        return tuple(blocks)
    row = (*cells, cell._replace(text=f"{cell.text}\u2026"))
    return (*blocks[:-1], replace(last, rows=(*last.rows[:-1], row)))


def _document(text: str, tree: Tree, losses: tuple[str, ...]) -> Document:
    boxes_to_tables(tree.root)
    fields_to_text(tree.root, text)
    sheet = read_sheets(tree.root)
    styles = inline_styles(text)
    raise_notes(tree.root, styles, sheet)
    walker = BlockWalker(tree.root, hidden_elements(tree.root, text, styles, sheet))
    walker.run(tree.root)
    if len(walker.blocks) > MAX_BLOCKS:
        raise DocumentTooLargeError("source has too many paragraphs", limit=MAX_BLOCKS)
    shown = any(isinstance(block, RawTable) for block in walker.blocks)
    return Document(
        blocks=_torn(walker.blocks, text),
        title=_title(tree.root),
        metas=_metas(tree.root),
        links=_links(tree.root, walker.entered),
        parents=tuple(walker.parents),
        losses=losses
        + tuple(dict.fromkeys(walker.losses))
        + tables_elsewhere(tree.root, text, has_tables=shown),
    )


def _title(root: etree._Element) -> str:
    for element in root.iter("title"):
        text = tidy("".join(str(piece) for piece in element.itertext()))
        if text:
            return text
    return ""


def _metas(root: etree._Element) -> tuple[tuple[str, str], ...]:
    found = []
    for meta in root.iter("meta"):
        name = meta.get("name") or meta.get("property")
        if name:
            found.append((name, meta.get("content") or ""))
    return tuple(found)


def _links(root: etree._Element, entered: dict[etree._Element, int]) -> tuple[Link, ...]:
    """Give pictures, frames and links to files, with the block they stand in or before."""
    links = []
    for element in root.iter("a", "img", "embed", "iframe"):
        tag = str(element.tag)
        url = element.get("href" if tag == "a" else "src")
        if not url or (tag == "a" and not _FILE.search(url)):
            continue
        label = element.get("title") or element.get("alt") or ""
        if tag == "a":
            label = tidy("".join(str(piece) for piece in element.itertext())) or label
        links.append(Link(url.strip(), label, tag, _block_of(element, entered)))
    return tuple(links)


def _block_of(element: etree._Element, entered: dict[etree._Element, int]) -> int:
    current: etree._Element | None = element
    while current is not None:
        if current in entered:
            return entered[current]
        current = current.getparent()
    return 0
