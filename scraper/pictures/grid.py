"""The grid of a table from its ruled lines: every cell once, merged ones with their spans.

Lines are what remains of the ink when all that is shorter than a line between two others is taken away.
Cells are the white fields that the lines enclose, so that a merged cell is one field whatever its span.
"""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np
from cv2.typing import MatLike

from scraper.pictures.opening import Grey

WIDTH = 1500  # pixels of a straightened table; the lengths below are for it
_STROKE = 30  # shorter runs of ink are strokes of characters
_GAP = 3  # a gap in a line that is closed before, and one that is closed after strokes are gone
_WIDE_GAP = 41
_SMALLEST = 12  # pixels of a cell in either direction
_FILLED = 0.8  # share of its box that a field fills; less is two cells whose line is lost
_MOST_CELLS = 3000


class Field(NamedTuple):
    """A cell's place: inside its lines in pixels, and on the grid."""

    left: int
    top: int
    right: int
    bottom: int
    row: int = 0
    column: int = 0
    rowspan: int = 1
    colspan: int = 1
    whole: bool = True  # False: the field is no rectangle, a line of it is lost


def lines_of(ink: Grey) -> Grey:
    """Give 255 where a ruled line runs.

    Gaps are closed only in what hangs together: closed before, they would join the strokes of characters
    that stand in one line of text.
    """
    runs = [_along(_along(ink, _GAP, cv2.MORPH_CLOSE, axis), _STROKE, cv2.MORPH_OPEN, axis)
            for axis in (0, 1)]  # fmt: skip
    network = _largest(np.asarray(cv2.bitwise_or(runs[0], runs[1]), np.uint8))
    closed = [_along(cv2.bitwise_and(run, network), _WIDE_GAP, cv2.MORPH_CLOSE, axis)
              for axis, run in enumerate(runs)]  # fmt: skip
    return np.asarray(cv2.bitwise_or(closed[0], closed[1]), np.uint8)


def _along(ink: MatLike, length: int, operation: int, axis: int) -> Grey:
    """Close or open runs of ink of a length, across (axis 0) or down (axis 1)."""
    size = (length, 1) if axis == 0 else (1, length)
    kernel = cv2.getStructuringElement(cv2.MORPH_RECT, size)
    border = cv2.copyMakeBorder(ink, length, length, length, length, cv2.BORDER_CONSTANT, value=0)
    done = cv2.morphologyEx(border, operation, kernel)
    return np.asarray(done[length:-length, length:-length], np.uint8)


def _largest(network: Grey) -> Grey:
    """Keep the network that spans most; what does not hang together with it is no line of the table."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(network, connectivity=8)
    if count < 2:
        return network
    areas = stats[1:, cv2.CC_STAT_WIDTH].astype(np.int64) * stats[1:, cv2.CC_STAT_HEIGHT]
    return np.where(labels == 1 + int(areas.argmax()), 255, 0).astype(np.uint8)


def fields_of(lines: Grey) -> list[Field]:
    """Give the cells between lines, from top to bottom and left to right."""
    framed = cv2.dilate(lines, np.ones((3, 3), np.uint8))
    left, top, width, height = cv2.boundingRect(lines)
    cv2.rectangle(framed, (left, top), (left + width - 1, top + height - 1), 255, 3)
    inside = np.zeros_like(framed)
    inside[top : top + height, left : left + width] = 255
    white = cv2.bitwise_and(cv2.bitwise_not(framed), inside)
    count, _, stats, _ = cv2.connectedComponentsWithStats(white, connectivity=4)
    found = []
    for x, y, wide, high, area in stats[1 : min(count, _MOST_CELLS)].tolist():
        if wide >= _SMALLEST and high >= _SMALLEST:
            found.append(Field(x, y, x + wide, y + high, whole=area > _FILLED * wide * high))
    return _on_grid(found)


def _on_grid(fields: list[Field]) -> list[Field]:
    """Give the fields their rows and columns: edges that lie near each other are one."""
    if not fields:
        return []
    xs = _edges([(f.left, f.right) for f in fields])
    ys = _edges([(f.top, f.bottom) for f in fields])
    placed = []
    for field in fields:
        column, last_column = _at(xs, field.left), _at(xs, field.right)
        row, last_row = _at(ys, field.top), _at(ys, field.bottom)
        placed.append(
            field._replace(
                row=row,
                column=column,
                rowspan=max(last_row - row, 1),
                colspan=max(last_column - column, 1),
            )
        )
    return sorted(placed, key=lambda field: (field.row, field.column))


def _edges(sides: list[tuple[int, int]]) -> list[float]:
    """Give the places of lines; the two sides of a line, and of a crooked one, lie near each other."""
    near = max(min(high - low for low, high in sides) * 0.45, 6.0)
    groups: list[list[int]] = []
    for edge in sorted(side for pair in sides for side in pair):
        if groups and edge - sum(groups[-1]) / len(groups[-1]) <= near:
            groups[-1].append(edge)
        else:
            groups.append([edge])
    return [sum(group) / len(group) for group in groups]


def _at(edges: list[float], value: int) -> int:
    return min(range(len(edges)), key=lambda at: abs(edges[at] - value))
