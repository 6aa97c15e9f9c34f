"""Tables that carry headings of sections as rows: cut there, so that each section has its own part.

Some reports are pasted as one table, or two tables of the form are one with 四、 as a row between them.
Every row keeps its number in the source, which the evidence names.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from parsers.model import Block, Cell, Document, Paragraph, RawTable
from parsers.sections.headings import LONGEST, NUMBERED, read_heading, section_numbers

Row = tuple[Cell, ...]


def cut_tables(document: Document) -> Document:
    """Cut tables at rows that are headings of sections.

    Returns:
        The document (the same object where no table carries a heading below its first row), every such
        heading as a paragraph. A part without a row of two filled cells is prose and becomes
        paragraphs, too. Links follow to the first part of their table.
    """
    parts = [_parts(block) for block in document.blocks]
    if all(len(found) == 1 for found in parts):
        return document
    moved = [0]
    for found in parts:
        moved.append(moved[-1] + len(found))
    links = tuple(
        replace(link, block=moved[min(link.block, len(parts))]) for link in document.links
    )
    blocks = tuple(block for found in parts for block in found)
    return replace(document, blocks=blocks, links=links)


def _parts(block: Block) -> list[Block]:
    if isinstance(block, Paragraph) or block.hidden:
        return [block]
    headings = _headings(block)
    if not headings or headings == [0]:
        return [block]
    edges = [*headings, len(block.rows)]
    parts = list(_part(block, 0, edges[0]))
    for start, stop in pairwise(edges):
        parts += _paragraphs(block, block.rows[start])
        parts += _part(block, start + 1, stop)
    return parts


def _headings(table: RawTable) -> list[int]:
    """Give the rows that are headings, none where they are not the headings of what follows them.

    They come in the order of the form and every one has rows of its own: a list of contents has none.
    """
    numbers = {place: _section_number(row) for place, row in enumerate(table.rows)}
    found = [place for place, number in numbers.items() if number]
    if not found or any(numbers[a] >= numbers[b] for a, b in pairwise(found)):
        return []
    edges = [*found, len(table.rows)]
    if not all(any(map(_filled, table.rows[a + 1 : b])) for a, b in pairwise(edges)):
        return []
    return [] if any(_reaches(table, place) for place in found) else found


def _reaches(table: RawTable, place: int) -> bool:
    """Say whether a cell of an earlier row spans into this one: a cut would change its column."""
    return any(
        cell.rowspan == 0 or number + cell.rowspan > place
        for number, row in enumerate(table.rows[:place])
        for cell in row
    )


def _section_number(row: Row) -> int:
    """Give the number of the section that a row is the heading of, 0 where it is none."""
    filled = _filled(row)
    if len(filled) != 1 or filled[0].rowspan > 1 or len(filled[0].text) > 2 * LONGEST:
        return 0
    heading = read_heading(filled[0].text)
    if heading is None or not heading.exact or heading.style not in NUMBERED:
        return 0
    return heading.number if heading.number == section_numbers()[heading.code] else 0


def _filled(row: Row) -> list[Cell]:
    return [cell for cell in row if cell.text]


def _part(table: RawTable, start: int, stop: int) -> Iterator[Block]:
    """Give the rows between two headings: a table, or the paragraphs of prose laid out in rows."""
    rows = table.rows[start:stop]
    if all(len(_filled(row)) <= 1 for row in rows):
        for row in rows:
            yield from _paragraphs(table, row)
        return
    groups = tuple(row - start for row in table.group_starts if start <= row < stop)
    yield replace(
        table, rows=rows, group_starts=_from_first(groups), first_row=table.first_row + start
    )


def _from_first(groups: Sequence[int]) -> tuple[int, ...]:
    return tuple(groups) if not groups or groups[0] == 0 else (0, *groups)


def _paragraphs(table: RawTable, row: Row) -> Iterator[Paragraph]:
    """Give the lines of a row as paragraphs."""
    for cell in _filled(row):
        texts, raws = cell.text.split("\n"), cell.published.split("\n")
        if len(texts) != len(raws):
            texts, raws = [cell.text.replace("\n", "")], [cell.published]
        for text, raw in zip(texts, raws, strict=True):
            if text.strip():
                yield Paragraph(raw, text, table.container, cell.line)
