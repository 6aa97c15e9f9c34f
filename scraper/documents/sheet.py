"""Pages as one sheet: the words of a table run on over page breaks, so their lines follow one another.

A break may stand between a header and its figures, or between the lines of one label. Its blank and the numbers of
the pages are taken out; every word keeps its own page and place.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from scraper.documents.marks import is_page_mark
from scraper.documents.words import Line, Word, lines_of, text_of

GAP = 1.0  # points between two words; headers of fifteen columns stand close
_APART = 2.0  # of its height, from the number of a page to the nearest line
_BETWEEN = 0.3  # of a line's height, between the last line of a page and the first of the next


def sheet_of(pages: Sequence[Any]) -> list[Line]:
    """Give the lines of pages, or of parts of them, that follow one another.

    Args:
        pages: Pages of pdfplumber, which has no types.
    """
    found: list[Line] = []
    for page in pages:
        lines = _lines(page)
        shift = _shift(found, lines)
        found += [[word._replace(shift=shift) for word in line] for line in lines]
    return found


def _lines(page: Any) -> list[Line]:  # noqa: ANN401 -- of pdfplumber
    words = [
        Word(str(w["text"]), float(w["x0"]), float(w["x1"]), float(w["top"]), float(w["bottom"]))
        for w in page.extract_words(x_tolerance=GAP)
    ]
    number = int(page.page_number)
    lines = lines_of(word._replace(page=number) for word in words)
    height = float(page.height)
    return [line for at, line in enumerate(lines) if not _is_mark(lines, at, height)]


def _is_mark(lines: list[Line], at: int, height: float) -> bool:
    """Say whether a line is the number of the page, and no row of a table that a break has cut.

    A number stands alone or between dashes, apart from what is printed above or below it.
    """
    line = lines[at]
    if len(line) > 1 and line[0].text.isalnum():
        return False
    beside = [lines[n][0] for n in (at - 1, at + 1) if 0 <= n < len(lines)]
    near = any(abs(word.height - line[0].height) < _APART * line[0].size for word in beside)
    return not near and is_page_mark(text_of(line), line[0].top, line[0].bottom, height)


def _shift(before: list[Line], lines: list[Line]) -> float:
    """Give by how much a page is moved so that it goes on where the one before ended."""
    if not before or not lines:
        return before[-1][0].shift if before else 0.0
    last = max(word.bottom + word.shift for word in before[-1])
    size = max(word.size for word in lines[0])
    return last + _BETWEEN * size - min(word.top for word in lines[0])


def places_of(lines: Iterable[Line]) -> dict[int, tuple[float, float]]:
    """Give the top and bottom that lines take on each of their pages."""
    found: dict[int, tuple[float, float]] = {}
    for line in lines:
        for word in line:
            top, bottom = found.get(word.page, (word.top, word.bottom))
            found[word.page] = (min(top, word.top), max(bottom, word.bottom))
    return found
