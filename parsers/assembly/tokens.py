"""Lines of text to cells: what stands between pipes, tabs or blanks, with its line."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from parsers.figures import COUNT, parse_figure
from parsers.labels import lookup
from parsers.model import Cell, Paragraph
from parsers.normal import label_core, numbering, squeeze
from parsers.vocab import load

MOST_PIPES = 400  # on one line; a layout table of a real page left 340
LONGEST_CELL = 60  # characters; a longer text is prose
_SENTENCE = re.compile("[\u3002\uff1b!\uff01?\uff1f]")
_PIPES = re.compile(r"\|")
_TABS = re.compile(r"\t")
_GAPS = re.compile(r"\s{2,}")
_FIGURES_BEHIND = re.compile(
    r"^(?P<label>.*?[^\d\s.,+-])\s+(?P<figures>(?:[\d/+-][\d.,]*\s+)+[\d/+-][\d.,]*)$"
)


class Line(NamedTuple):
    """A paragraph as cells."""

    paragraph: Paragraph
    cells: tuple[Cell, ...]
    piped: bool

    @property
    def plain(self) -> str:
        """Give the text without pipes and blanks."""
        return squeeze(self.paragraph.text).replace("|", "")


def split_line(paragraph: Paragraph) -> Line:
    """Cut a paragraph at its pipes, or at tabs and wide gaps, or before a run of figures."""
    text = paragraph.text
    if "|" in text and text.count("|") <= MOST_PIPES:
        return Line(paragraph, _cells(paragraph, _PIPES), True)
    if "\t" in text:
        return Line(paragraph, _cells(paragraph, _TABS), False)
    if "  " in text:
        return Line(paragraph, _cells(paragraph, _GAPS), False)
    row = _figures_behind(text)
    if row:
        cells = tuple(Cell(part, part, line=paragraph.line) for part in row)
        return Line(paragraph, cells, False)
    return Line(paragraph, (Cell(paragraph.published, text, line=paragraph.line),), False)


def _cells(paragraph: Paragraph, separator: re.Pattern[str]) -> tuple[Cell, ...]:
    texts = separator.split(paragraph.text)
    published = separator.split(paragraph.published)
    if len(published) != len(texts):
        published = texts
    return tuple(
        Cell(raw.strip(), text.strip(), line=paragraph.line)
        for raw, text in zip(published, texts, strict=True)
    )


def _figures_behind(text: str) -> list[str]:
    """Cut a line of figures, or a label with figures behind it, at single blanks."""
    if len(text) > 2 * LONGEST_CELL or not any(c.isdigit() for c in text):
        return []
    parts = text.split()
    if len(parts) > 1 and all(is_figure(part) for part in parts):
        return parts
    match = _FIGURES_BEHIND.match(text)
    if match and lookup(match.group("label")):
        return [match.group("label"), *match.group("figures").split()]
    return []


@lru_cache(maxsize=8192)
def is_figure(text: str) -> bool:
    """Say whether a text is a figure or a mark that stands for none."""
    return bool(text) and parse_figure(text, COUNT).state != "unreadable"


@lru_cache(maxsize=8192)
def is_label(text: str) -> bool:
    """Say whether a text is a label of the tables."""
    return bool(lookup(text))


@lru_cache
def _section_cores() -> frozenset[str]:
    sections = load("sections")["sections"]
    return frozenset(label_core(text) for s in sections for text in (s["zh"], *s["variants"]))


def is_section_heading(plain: str) -> bool:
    """Say whether a line is the numbered heading of a section, at which tables end."""
    return bool(numbering(plain)) and label_core(plain) in _section_cores()


def is_prose(line: Line) -> bool:
    """Say whether a line is running text and no part of a table."""
    plain = line.plain
    if line.piped:
        return any(len(c.text) > LONGEST_CELL and not is_label(c.text) for c in line.cells)
    if len(plain) > LONGEST_CELL:
        return not is_label(plain)
    return bool(_SENTENCE.search(plain)) and not is_label(plain)


def is_tabular(line: Line) -> bool:
    """Say whether a line can be a part of a table: cells, a label, a figure."""
    if is_prose(line) or is_section_heading(line.plain):
        return False
    if line.piped or len(line.cells) > 2:
        return True
    return all(is_label(c.text) or is_figure(c.text) or not c.text for c in line.cells)
