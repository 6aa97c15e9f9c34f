"""The text of a cell as strips of one line each, all at the same scale, with paper around them."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from scraper.pictures.grid import Field
from scraper.pictures.opening import Grey

_INSET = 2  # pixels inside of a cell's lines
_SPECK = 9  # pixels; a smaller spot is dust, unless it is as long as a dash
_DASH = 8
_EM = 28.0  # pixels of a character where no label tells it


Band = tuple[int, int, int, int]  # left, top, right, bottom
# Height of the paper and paper on both sides in characters, stretch of the text. A lone digit is read best
# with a character's width of paper on both sides (1008 of 1008 measured; with a fifth of it 107).
FIRST, SECOND = (1.1, 1.0, 1.0), (1.5, 1.0, 1.15)


def bands_of(ink: Grey, field: Field) -> list[Band]:
    """Give the boxes of the lines of text in a cell, from top to bottom, unmerged."""
    part = clean_ink(ink, field)
    filled = np.flatnonzero(part.any(axis=1))
    if not filled.size:
        return []
    bands = []
    for run in np.split(filled, np.flatnonzero(np.diff(filled) > 1) + 1):
        top, bottom = int(run[0]), int(run[-1]) + 1
        columns = np.flatnonzero(part[top:bottom].any(axis=0))
        bands.append(
            (
                field.left + int(columns[0]),
                field.top + top,
                field.left + int(columns[-1]) + 1,
                field.top + bottom,
            )
        )
    return bands


def clean_ink(ink: Grey, field: Field, inset: int = _INSET) -> Grey:
    """Give the ink of a cell without dust and without what is left of its lines.

    Args:
        ink: Of the whole table.
        field: The cell, or the box of what stands in it.
        inset: Pixels along the edge that belong to the lines; 0 where there are none.
    """
    part = ink[field.top : field.bottom, field.left : field.right].copy()
    if inset:
        part[:inset], part[-inset:], part[:, :inset], part[:, -inset:] = 0, 0, 0, 0
    count, labels, stats, _ = cv2.connectedComponentsWithStats(part, connectivity=8)
    high, wide = part.shape
    for number in range(1, count):
        x, y, w, h, area = stats[number].tolist()
        speck = area < _SPECK and max(w, h) < _DASH
        # The rest of a line lies along the cell's edge and is thin.
        along = h <= 4 and w > 12 and (y <= 4 or y + h >= high - 4)
        along = along or (w <= 4 and h > 12 and (x <= 4 or x + w >= wide - 4))
        if speck or (along and inset):
            part[labels == number] = 0
    return np.asarray(part, np.uint8)


def em_of(bands: Sequence[Band]) -> float:
    """Give the height of a character in a table: that of its longer lines of text."""
    heights = [
        bottom - top for left, top, right, bottom in bands if right - left > 3 * (bottom - top)
    ]
    heights = [height for height in heights if 10 <= height <= 90]
    return float(np.median(heights)) if heights else _EM


def merged(bands: Sequence[Band], em: float) -> list[Band]:
    """Join bands that are parts of one line: the strokes of a three, a mark above a character."""
    found: list[Band] = []
    for band in bands:
        if found and band[3] - found[-1][1] <= 1.15 * em:
            left, top, right, _ = found[-1]
            found[-1] = (min(left, band[0]), top, max(right, band[2]), band[3])
        else:
            found.append(band)
    return found


def strip_of(even: Grey, band: Band, em: float, look: tuple[float, float, float] = FIRST) -> Grey:
    """Cut a line of text out, centred on white paper whose height is that of a character and more."""
    raised, aside, stretch = look
    left, top, right, bottom = band
    text = even[max(top - 2, 0) : bottom + 2, max(left - 2, 0) : right + 2]
    if stretch != 1.0:
        size = (max(round(text.shape[1] * stretch), 1), text.shape[0])
        text = np.asarray(cv2.resize(text, size, interpolation=cv2.INTER_CUBIC), np.uint8)
    high = max(round(em * raised), text.shape[0] + 4)
    side = max(round(em * aside), 4)
    strip = np.full((high, text.shape[1] + 2 * side), 255, np.uint8)
    start = (high - text.shape[0]) // 2
    strip[start : start + text.shape[0], side : side + text.shape[1]] = text
    return strip
