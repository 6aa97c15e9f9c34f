"""Lines of a page to paragraphs: a new one begins with an indent, after a short line or a table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from scraper.documents.blocks import FileText

_NEAR = 2.0  # points within which two edges are one


class Line(NamedTuple):
    """A line of text outside of tables."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    size: float


def paragraphs(
    lines: list[Line], boxes: list[tuple[float, float, float, float]]
) -> Iterator[tuple[float, FileText]]:
    """Join lines to paragraphs: a new one begins with an indent, after a short line or a table."""
    if not lines:
        return
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    begun: list[Line] = []
    for line in lines:
        if begun and _begins(begun[-1], line, (left, right), boxes):
            yield begun[0].top, FileText("".join(one.text for one in begun))
            begun = []
        begun.append(line)
    yield begun[0].top, FileText("".join(one.text for one in begun))


def _begins(
    before: Line,
    line: Line,
    margins: tuple[float, float],
    boxes: list[tuple[float, float, float, float]],
) -> bool:
    left, right = margins
    if any(
        before.bottom <= top + _NEAR and line.top >= bottom - _NEAR for _, top, _, bottom in boxes
    ):
        return True
    if before.size > line.size * 1.15 or line.size > before.size * 1.15:
        return True
    if _centred(before, margins) and _centred(line, margins):
        return False  # a title over two lines
    return line.left > left + line.size * 1.2 or before.right < right - before.size * 1.5


def _centred(line: Line, margins: tuple[float, float]) -> bool:
    left, right = margins
    before, behind = line.left - left, right - line.right
    return before > line.size * 2 and abs(before - behind) < line.size * 2
