"""Columns of tables without lines between them: figures and labels by the middles of their widths."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from parsers.labels import Hit, lookup
from scraper.documents.blocks import Box, FileCell, FileTable
from scraper.documents.words import Line, Word

GAP = 1.0  # points between two words; headers of fifteen columns stand close
APART = 8.0  # points between the middles of two columns, at least


class Seen(NamedTuple):
    """A table, and the place that it takes on its page."""

    table: FileTable
    top: float
    bottom: float


def hits_of(text: str, table: str, axis: str) -> list[Hit]:
    """Give what a text means as a label of a table's rows or columns."""
    return [hit for hit in lookup(text) if hit.table == table and hit.axis == axis]


def row_of(line: Line, cells: Sequence[str | Word], number: int) -> list[FileCell]:
    """Give cells; a word has a box of its own, a label of several words or a blank that of its line."""
    whole = Word(
        "",
        min(word.left for word in line),
        max(word.right for word in line),
        min(word.top for word in line),
        max(word.bottom for word in line),
    )
    return [_cell(whole._replace(text=c) if isinstance(c, str) else c, number) for c in cells]


def _cell(word: Word, number: int) -> FileCell:
    edges = (word.left, word.top, word.right, word.bottom)
    box: Box = (number, *(round(edge, 1) for edge in edges))  # type: ignore[assignment]
    return FileCell(word.text, box=box)


def seen_of(rows: list[list[FileCell]], lines: list[Line]) -> Seen:
    """Give a table of these rows that takes the place of these lines."""
    tops = [word.top for line in lines for word in line]
    bottoms = [word.bottom for line in lines for word in line]
    return Seen(FileTable(rows, ruled=False), min(tops), max(bottoms))


def spread(values: list[Word], middles: Sequence[float]) -> list[str | Word] | None:
    """Give a figure for each column, blank where there is none; None where two fall into one."""
    cells: list[str | Word] = [""] * len(middles)
    for word in values:
        at = min(range(len(middles)), key=lambda n: abs(middles[n] - word.middle))
        if cells[at]:
            return None
        cells[at] = word
    return cells


def columns_of(values: list[Word]) -> list[float]:
    """Give the middles of the columns that figures stand in."""
    groups: list[list[float]] = []
    for middle in sorted(word.middle for word in values):
        if groups and middle - groups[-1][-1] <= APART:
            groups[-1].append(middle)
        else:
            groups.append([middle])
    return [sum(group) / len(group) for group in groups]


def stacks_of(header: list[Word]) -> dict[float, str]:
    """Give the labels that stand above one another, by their middle."""
    stacks = stacked(header)
    edges = [(min(w.left for w in one), max(w.right for w in one)) for one in stacks]
    return {
        (left + right) / 2: joined(one) for (left, right), one in zip(edges, stacks, strict=True)
    }


def stacked(header: list[Word]) -> list[list[Word]]:
    """Give the words that stand above one another, from left to right."""
    stacks: list[list[Word]] = []
    for word in sorted(header, key=lambda one: one.left):
        if stacks and word.left < max(other.right for other in stacks[-1]) + GAP:
            stacks[-1].append(word)
        else:
            stacks.append([word])
    return stacks


def joined(words: list[Word]) -> str:
    """Give the words of a label that stand above one another as one text."""
    return "".join(w.text for w in sorted(words, key=lambda w: (round(w.height), w.left)))
