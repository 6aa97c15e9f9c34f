"""Tables that stand as text become tables; pipes that mean nothing are taken away.

Works on text dumps and on pages into which tables were pasted as text. Only the cutting into
rows and cells is done here; what they mean is told by their labels in :mod:`parsers.tables`.

Source: the twelve shapes of destroyed tables seen on 337 real pages.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from parsers.assembly.glued import glued_rows, split_header
from parsers.assembly.rows import DEDUPLICATED, build_rows
from parsers.assembly.tokens import Line, is_figure, is_label, is_tabular, split_line
from parsers.labels import is_known
from parsers.model import Block, Cell, Document, Paragraph, RawTable

__all__ = ["assemble_tables"]

LEAST_LINES = 4  # short lines of labels and figures in a row before a table is looked for
LEAST_LABELS = 2
LEAST_GLUED = 9  # characters of the shortest two labels glued together
_PIPE_RUN = re.compile(r"\s*\|[\s|]*")
_PAGE_MARK = re.compile(r"^[-\u2014\u2013]\s?\d{1,3}\s?[-\u2014\u2013]\s?")


def assemble_tables(document: Document) -> Document:
    """Replace tables that stand as text by :class:`parsers.model.RawTable` blocks.

    Returns:
        The document (the same object where nothing stood as text); tables found are numbered
        after the document's own, in the order of finding. Their cells know their lines.
    """
    if not _has_text_tables(document.blocks):
        return document
    builder = _Builder(document)
    builder.run()
    last = len(builder.moved) - 1
    links = tuple(
        replace(link, block=builder.moved[min(link.block, last)]) for link in document.links
    )
    return replace(document, blocks=tuple(builder.blocks), links=links)


def _has_text_tables(blocks: Sequence[Block]) -> bool:
    """Say whether it is worth a look: pipes, tabs, glued headers, or short figures in a row."""
    run = 0
    for block in blocks:
        if isinstance(block, RawTable):
            run = 0
            continue
        text = block.text
        if "|" in text or "\t" in text:
            return True
        size = len(text)
        short = size <= 40 and (is_figure(text) or " " in text or is_known(text))
        run = run + 1 if short else 0
        if run >= LEAST_LINES or (LEAST_GLUED <= size < 80 and split_header(text)):
            return True
    return False


class _Builder:
    """The blocks as they are put together again."""

    def __init__(self, document: Document) -> None:
        self.source = document.blocks
        self.blocks: list[Block] = []
        self.moved: list[int] = []
        own = [b.index for b in document.blocks if isinstance(b, RawTable)]
        self.first = self.tables = max(own, default=-1) + 1

    def run(self) -> None:
        number = 0
        while number < len(self.source):
            behind = self._glued(number)
            if behind > number:
                number = behind
                continue
            stop = self._run_of_lines(number)
            if stop > number:
                self._lines(number, stop)
                number = stop
            else:
                self.moved.append(len(self.blocks))
                self._keep(self.source[number])
                number += 1
        self.moved.append(len(self.blocks))
        self._distrust()

    def _distrust(self) -> None:
        """Distrust every table of a text whose repeated lines were dropped: small ones do not show it."""
        built = {
            place: block
            for place, block in enumerate(self.blocks)
            if isinstance(block, RawTable) and block.index >= self.first
        }
        if not any(table.incomplete == DEDUPLICATED for table in built.values()):
            return
        for place, table in built.items():
            self.blocks[place] = replace(table, incomplete=table.incomplete or DEDUPLICATED)

    def _glued(self, start: int) -> int:
        """Put a glued table that begins here; give the block behind it, or start."""
        first = self.source[start]
        if not isinstance(first, Paragraph) or not split_header(first.text):
            return start
        paragraphs = []
        for block in self.source[start:]:
            if not isinstance(block, Paragraph):
                break
            paragraphs.append(block)
        rows, count = glued_rows(paragraphs)
        self.moved += [len(self.blocks)] * count
        if rows:
            self._put(rows, first, "glued")
        return start + count

    def _run_of_lines(self, start: int) -> int:
        """Give the block behind a run of tabular lines that begins here; start if there is none."""
        number = start
        while number < len(self.source):
            block = self.source[number]
            if not isinstance(block, Paragraph) or not is_tabular(split_line(_unmarked(block))):
                break
            if number > start and split_header(block.text):
                break
            number += 1
        return number

    def _lines(self, start: int, stop: int) -> None:
        paragraphs = [_unmarked(b) for b in self.source[start:stop] if isinstance(b, Paragraph)]
        self.moved += [len(self.blocks)] * len(paragraphs)
        self._table(paragraphs)

    def _table(self, paragraphs: list[Paragraph]) -> None:
        lines = [split_line(paragraph) for paragraph in paragraphs]
        if not _is_table(lines):
            for paragraph in paragraphs:
                self._keep(paragraph)
            return
        found = build_rows(lines)
        self._put(found.rows, paragraphs[0], found.incomplete)

    def _put(self, rows: list[list[Cell]], anchor: Paragraph, incomplete: str | None) -> None:
        table = RawTable(
            tuple(tuple(row) for row in rows), anchor.container, self.tables, (), incomplete
        )
        self.tables += 1
        self.blocks.append(table)

    def _keep(self, block: Block) -> None:
        """Keep a block as it is; prose is cut where pipes stand, and the pipes go."""
        if isinstance(block, RawTable) or "|" not in block.text:
            self.blocks.append(block)
            return
        texts = [part for part in _PIPE_RUN.split(block.text) if part.strip()]
        published = [part for part in _PIPE_RUN.split(block.published) if part.strip()]
        if len(published) != len(texts):
            published = texts
        for text, raw in zip(texts, published, strict=True):
            self.blocks.append(replace(block, text=text.strip(), published=raw.strip()))


def _unmarked(paragraph: Paragraph) -> Paragraph:
    """Take a page mark (- 4 -) from the beginning of a line."""
    text = _PAGE_MARK.sub("", paragraph.text)
    return replace(paragraph, text=text) if text != paragraph.text else paragraph


def _is_table(lines: Sequence[Line]) -> bool:
    """Say whether a run of lines is worth being a table: labels of the forms, or short cells."""
    cells = [cell for line in lines for cell in line.cells if cell.text]
    if sum(1 for cell in cells if is_label(cell.text)) >= LEAST_LABELS and len(cells) > LEAST_LINES:
        return True
    filled = [line for line in lines if line.plain]
    rows = [line for line in filled if sum(1 for c in line.cells if c.text) >= 2]
    return bool(rows) and all(line.piped for line in rows) and len(rows) == len(filled)
