"""Lines of running text on a page, around its tables: one strip a line, from top to bottom."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from scraper.pictures.light import ink_of
from scraper.pictures.opening import Grey
from scraper.pictures.recogniser import Recogniser
from scraper.pictures.straight import Matrix, box_on_page
from scraper.pictures.strips import FIRST, Band, em_of, strip_of

_LEAST_INK = 3  # pixels of a row of a line of text
_FLATTEST, _HIGHEST = 8, 220  # pixels of a line of text
_UNSURE = 0.5  # mean certainty under which a line is dust, a seal or a picture
_SEARCHED = 4.0  # degrees that a page without tables may lean
_SMALL = 600  # pixels of width at which the lean is looked for

Outline = NDArray[np.float32]


class SeenLine(NamedTuple):
    """A line of text; its box is in pixels, ``size`` the height of a character."""

    text: str
    score: float
    box: tuple[float, float, float, float]
    size: float


def read_lines(even: Grey, outlines: Sequence[Outline], model: Recogniser) -> list[SeenLine]:
    """Read the lines of text outside of tables.

    Args:
        even: The page, flattened and the right way up.
        outlines: Corners of its tables.
        model: The recogniser.
    """
    rest = _without(even, outlines)
    straight, back = _level(rest, _lean(rest, outlines))
    bands = page_bands(ink_of(straight))
    em = em_of(bands)
    lines = model.read([strip_of(straight, band, em, FIRST) for band in bands])
    return [
        SeenLine(line.plain.text, line.plain.score, box_on_page(back, band), em)
        for band, line in zip(bands, lines, strict=True)
        if line.plain.mean >= _UNSURE
    ]


def page_bands(ink: Grey) -> list[Band]:
    """Give the boxes of the lines of text on a page that stands straight."""
    filled = np.flatnonzero((ink > 0).sum(axis=1) >= _LEAST_INK)
    if not filled.size:
        return []
    found = []
    for run in np.split(filled, np.flatnonzero(np.diff(filled) > 2) + 1):
        top, bottom = int(run[0]), int(run[-1]) + 1
        if _FLATTEST <= bottom - top <= _HIGHEST:
            columns = np.flatnonzero(ink[top:bottom].any(axis=0))
            found.append((int(columns[0]), top, int(columns[-1]) + 1, bottom))
    return found


def _without(even: Grey, outlines: Sequence[Outline]) -> Grey:
    """Paint the tables over, their lines included."""
    rest = even.copy()
    for outline in outlines:
        centre = outline.mean(axis=0)
        corners = np.round(centre + (outline - centre) * 1.01 + np.sign(outline - centre) * 3)
        cv2.fillPoly(rest, [corners.astype(np.int32)], 255)
    return rest


def _lean(rest: Grey, outlines: Sequence[Outline]) -> float:
    """Give by how many degrees a page leans: as its widest table, else as its lines of text."""
    if outlines:
        widest = max(outlines, key=lambda one: float(np.ptp(one[:, 0])))
        side = widest[1] - widest[0]
        return float(np.degrees(np.arctan2(side[1], side[0])))
    scale = min(_SMALL / rest.shape[1], 1.0)
    small = cv2.resize(rest, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    dark = np.asarray(255 - small, np.uint8)
    angles = np.arange(-_SEARCHED, _SEARCHED + 0.1, 0.25)
    return float(max(angles, key=lambda angle: (_sharpness(dark, float(angle)), -abs(angle))))


def _sharpness(dark: Grey, angle: float) -> float:
    """Give how clearly lines of text stand apart when a page is turned back by an angle."""
    high, wide = dark.shape
    turn = cv2.getRotationMatrix2D((wide / 2, high / 2), angle, 1.0)
    rows = cv2.warpAffine(dark, turn, (wide, high)).sum(axis=1, dtype=np.float64)
    return float((np.diff(rows) ** 2).sum())


def _level(rest: Grey, lean: float) -> tuple[Grey, Matrix]:
    """Turn a page until it is level; gives the way back."""
    if abs(lean) < 0.1:
        return rest, np.eye(3)
    high, wide = rest.shape
    turn = cv2.getRotationMatrix2D((wide / 2, high / 2), lean, 1.0)
    level = cv2.warpAffine(
        rest, turn, (wide, high), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(level, np.uint8), np.linalg.inv(np.vstack([turn, [0.0, 0.0, 1.0]]))
