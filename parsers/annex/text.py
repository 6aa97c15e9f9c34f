"""An annex that stands as text becomes a table: label, unit and figure one behind the other.

They stand on one line each row, or on three. Only looked for behind the line that names the annex, and
before the sections are, because its groups (一、主动公开情况) are worded like their headings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from parsers.annex.index import is_exact
from parsers.annex.layout import LEAST_LABELS, is_caption, is_unit
from parsers.figures import parse_figure
from parsers.model import Block, Cell, Document, Paragraph, RawTable
from parsers.vocab import ANNEX, load

LONGEST_CAPTION = 60
_PARTS = re.compile(r"[ |\u3000\t]+")
_BESIDE = " \u2016 "  # two figures behind one label: neither is taken


class Piece(NamedTuple):
    """A word of the text: a label, a unit or a figure."""

    text: str
    published: str
    block: int
    line: int | None


def gather_annex(document: Document) -> Document:
    """Put an annex that stands as text into a table of three columns.

    Args:
        document: Blocks, texts repaired, tables not yet assembled.

    Returns:
        The document (the same object where no annex stands as text). What stood between the labels and
        is neither unit nor figure has a row of its own, so that it is told.
    """
    start = _caption(document.blocks)
    if start is None:
        return document
    pieces = list(_pieces(document.blocks, start))
    labels = [place for place, piece in enumerate(pieces) if is_exact(piece.text)]
    if len(labels) < LEAST_LABELS:
        return document
    used = pieces[labels[0] : _end(pieces, labels[-1])]
    first, last = used[0].block, used[-1].block
    index = max((b.index for b in document.blocks if isinstance(b, RawTable)), default=-1) + 1
    table = RawTable(tuple(map(_row, _rows(used))), index=index)
    return _put(document, first, last, table)


def _caption(blocks: Sequence[Block]) -> int | None:
    """Give the block behind the last line that names the annex, where text comes behind it."""
    found = None
    word = load(ANNEX)["captions"][0][-3:]
    for number, block in enumerate(blocks):
        if isinstance(block, RawTable) or word not in block.text:
            continue
        if len(block.text) <= LONGEST_CAPTION and is_caption(block.text):
            found = number + 1
    return found


def _pieces(blocks: Sequence[Block], start: int) -> Iterator[Piece]:
    """Give the words behind the caption, up to a table or to lines with pipes, which are one."""
    for number, block in enumerate(blocks[start:], start=start):
        if not isinstance(block, Paragraph) or block.text.count("|") > 1:
            return
        if is_exact(block.text):
            yield Piece(block.text, block.published, number, block.line)
            continue
        for text in _PARTS.split(block.text):
            if text:
                yield Piece(text, text, number, block.line)


def _is_figure(text: str) -> bool:
    return parse_figure(text).value is not None


def _end(pieces: Sequence[Piece], last: int) -> int:
    """Give the place behind unit and figure of the last label."""
    place = last + 1
    while place < len(pieces) and (is_unit(pieces[place].text) or _is_figure(pieces[place].text)):
        place += 1
    return place


def _rows(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Cut the words into rows; each begins with a text that is neither unit nor figure."""
    rows: list[list[Piece]] = []
    for piece in pieces:
        if rows and (is_unit(piece.text) or _is_figure(piece.text)):
            rows[-1].append(piece)
        elif rows and len(rows[-1]) == 1 and is_exact(rows[-1][0].text + piece.text):
            rows[-1][0] = _joined([rows[-1][0], piece], "")
        else:
            rows.append([piece])
    return rows


def _row(pieces: list[Piece]) -> tuple[Cell, ...]:
    units = [piece for piece in pieces[1:] if not _is_figure(piece.text)]
    figures = [piece for piece in pieces[1:] if _is_figure(piece.text)]
    parts = [pieces[:1], units[:1], figures or units[1:]]
    return tuple(_cell(_joined(part, _BESIDE)) if part else Cell("", "") for part in parts)


def _joined(pieces: Sequence[Piece], mark: str) -> Piece:
    return pieces[0]._replace(
        text=mark.join(piece.text for piece in pieces),
        published=mark.join(piece.published for piece in pieces),
    )


def _cell(piece: Piece) -> Cell:
    return Cell(piece.published, piece.text, line=piece.line)


def _put(document: Document, first: int, last: int, table: RawTable) -> Document:
    """Put the table in the place of its blocks; links behind it move up."""
    blocks = (*document.blocks[:first], table, *document.blocks[last + 1 :])
    gone = last - first
    links = tuple(
        link if link.block <= first else replace(link, block=max(first, link.block - gone))
        for link in document.links
    )
    return replace(document, blocks=blocks, links=links)
