"""Words of a page by their places: lines, and the figures at the end of a line."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from parsers.normal import fold_width

_VALUE = re.compile(r"[+-]?[\d,]*\d(?:\.\d+)?[\u4e00-\u9fff]{0,2}|[-\u2013\u2014/]{1,3}")
LINE = 3.0  # points within which the middles of words are on one line


class Word(NamedTuple):
    """A word with its place."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    page: int = 0
    shift: float = 0.0  # what is added where pages follow one another as one sheet

    @property
    def middle(self) -> float:
        """The middle of its width."""
        return (self.left + self.right) / 2

    @property
    def height(self) -> float:
        """The middle of its height, on the one sheet of all pages."""
        return (self.top + self.bottom) / 2 + self.shift

    @property
    def size(self) -> float:
        """How high it is."""
        return self.bottom - self.top

    @property
    def is_value(self) -> bool:
        """Whether it is a figure, or a mark in the place of one."""
        return _VALUE.fullmatch(fold_width(self.text)) is not None


Line = list[Word]


def lines_of(words: Iterable[Word]) -> list[Line]:
    """Give words as lines from top to bottom, each from left to right."""
    lines: list[Line] = []
    for word in sorted(words, key=lambda one: one.height):
        if lines and word.height - lines[-1][-1].height <= LINE:
            lines[-1].append(word)
        else:
            lines.append([word])
    return [sorted(line, key=lambda one: one.left) for line in lines]


def text_of(line: Line) -> str:
    """Give the words of a line as one text."""
    return "".join(word.text for word in line)


def values_of(line: Line) -> list[Word]:
    """Give the figures at the end of a line."""
    found: list[Word] = []
    for word in reversed(line):
        if not word.is_value:
            break
        found.insert(0, word)
    return found


def label_of(line: Line) -> str:
    """Give what stands before the figures of a line."""
    return text_of(line[: len(line) - len(values_of(line))])
