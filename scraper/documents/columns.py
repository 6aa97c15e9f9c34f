"""Columns without lines between them: where they are, what stands above them, and which figure is whose."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from parsers.labels import Hit, lookup
from scraper.documents.blocks import Box, FileCell
from scraper.documents.sheet import GAP
from scraper.documents.words import LINE, Line, Word, lines_of, text_of


def hits(text: str, table: str, axis: str) -> list[Hit]:
    """Give the meanings of a text on one axis of a table."""
    return [hit for hit in lookup(text) if hit.table == table and hit.axis == axis]


class Column(NamedTuple):
    """A column: how far its figures reach; they may stand left, right or in the middle of it."""

    left: float
    right: float

    @property
    def middle(self) -> float:
        """The middle of its width."""
        return (self.left + self.right) / 2

    def distance(self, word: Word) -> tuple[float, float]:
        """Give how far a word stands from it: 0 where it stands in it, then from middle to middle."""
        return max(0.0, self.left - word.right, word.left - self.right), abs(
            self.middle - word.middle
        )


def columns_of(values: Iterable[Word]) -> list[Column]:
    """Give the columns that figures stand in: those that stand above one another overlap."""
    found: list[Column] = []
    for word in sorted(values, key=lambda one: one.left):
        if found and word.left < found[-1].right:
            found[-1] = found[-1]._replace(right=max(found[-1].right, word.right))
        else:
            found.append(Column(word.left, word.right))
    return found


def between(columns: Sequence[Column]) -> list[float]:
    """Give the edges between columns."""
    return [(a.right + b.left) / 2 for a, b in itertools.pairwise(columns)]


def stacks_of(header: Iterable[Word]) -> dict[Column, str]:
    """Give the labels that stand above one another, by their column."""
    stacks: list[list[Word]] = []
    for word in sorted(header, key=lambda one: one.left):
        if stacks and word.left < max(other.right for other in stacks[-1]) + GAP:
            stacks[-1].append(word)
        else:
            stacks.append([word])
    edges = [Column(min(w.left for w in one), max(w.right for w in one)) for one in stacks]
    return {edge: joined(one) for edge, one in zip(edges, stacks, strict=True)}


def labels_of(header: Iterable[Word], columns: Sequence[Column], table: str) -> list[str]:
    """Give the label of each column of a table, blank where there is none.

    A word goes to the nearest column. At the edge of a wide column it may be nearer to the next one: it
    goes to the neighbour where more labels are those of the form then.
    """
    words: list[list[Word]] = [[] for _ in columns]
    for word in header:
        words[_nearest(columns, word)].append(word)
    for at in range(len(columns) - 1):
        ways = list(_ways(words[at], words[at + 1]))
        best = max(ways, key=lambda way: _known(way, table))
        words[at : at + 2] = best
    return [joined(one) for one in words]


def _ways(left: list[Word], right: list[Word]) -> Iterator[list[list[Word]]]:
    """Give how the words of two neighbours can be parted: as they are, or the outermost with the other."""
    yield [left, right]
    if len(left) > 1:
        last = max(left, key=lambda word: word.right)
        yield [[word for word in left if word is not last], [*right, last]]
    if len(right) > 1:
        first = min(right, key=lambda word: word.left)
        yield [[*left, first], [word for word in right if word is not first]]


def _known(parted: list[list[Word]], table: str) -> int:
    """Count the labels of the form, those word for word twice."""
    found = [hits(joined(words), table, "column") for words in parted]
    return sum(1 + any(hit.exact for hit in one) for one in found if one)


def joined(words: Iterable[Word]) -> str:
    """Give words as one text, line by line."""
    return "".join(map(text_of, lines_of(words)))


def cut(word: Word, edges: Sequence[float]) -> list[Word]:
    """Give the parts of a word between edges: neighbouring labels may stand so close that they are one.

    The letters of the labels are equally wide.
    """
    wide = (word.right - word.left) / len(word.text)
    parts: dict[int, list[int]] = {}
    for at in range(len(word.text)):
        middle = word.left + (at + 0.5) * wide
        parts.setdefault(sum(edge <= middle for edge in edges), []).append(at)
    return [
        word._replace(
            text=word.text[at[0] : at[-1] + 1],
            left=word.left + at[0] * wide,
            right=word.left + (at[-1] + 1) * wide,
        )
        for at in parts.values()
    ]


def _nearest(columns: Sequence[Column], word: Word) -> int:
    return min(range(len(columns)), key=lambda n: columns[n].distance(word))


def spread(values: Iterable[Word], columns: Sequence[Column]) -> list[str | Word] | None:
    """Give a figure for each column, blank where there is none; None where two fall into one.

    What stands in one column on several lines is one figure that was wrapped. Where that were so in most
    columns and none stands in the middle, it is rather two rows.
    """
    found: list[list[Word]] = [[] for _ in columns]
    for word in values:
        found[_nearest(columns, word)].append(word)
    for column in found:
        column.sort(key=lambda word: word.height)
        if any(b.height - a.height <= LINE for a, b in itertools.pairwise(column)):
            return None
    return None if _are_two_rows(found) else [_whole(one) if one else "" for one in found]


def _are_two_rows(columns: list[list[Word]]) -> bool:
    doubled = sum(sum(word.is_value for word in column) > 1 for column in columns)
    heights = [word.height for column in columns for word in column]
    if doubled * 2 <= len(columns):
        return False
    middle = (min(heights) + max(heights)) / 2
    return not any(abs(height - middle) <= LINE for height in heights)


def _whole(column: list[Word]) -> Word:
    """Give the lines of a cell as one word; its box is that of the lines on the first page."""
    here = [word for word in column if word.page == column[0].page]
    return column[0]._replace(
        text="".join(word.text for word in column),
        left=min(word.left for word in here),
        right=max(word.right for word in here),
        bottom=max(word.bottom for word in here),
    )


def row_of(line: Line, cells: Sequence[str | Word]) -> list[FileCell]:
    """Give cells; a word has a box of its own, a label of several words or a blank that of its line."""
    here = [word for word in line if word.page == line[0].page]
    whole = line[0]._replace(
        left=min(word.left for word in here),
        right=max(word.right for word in here),
        top=min(word.top for word in here),
        bottom=max(word.bottom for word in here),
    )
    return [_cell(whole._replace(text=c) if isinstance(c, str) else c) for c in cells]


def _cell(word: Word) -> FileCell:
    edges = (word.left, word.top, word.right, word.bottom)
    box: Box = (word.page, *(round(edge, 1) for edge in edges))  # type: ignore[assignment]
    return FileCell(word.text, box=box)
