"""A page that is a picture: which way up it is, its tables, and the lines of text around them."""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np

from scraper.pictures.light import flatten, ink_of
from scraper.pictures.opening import Grey
from scraper.pictures.recogniser import Recogniser
from scraper.pictures.strips import FIRST, bands_of, em_of, strip_of
from scraper.pictures.tables import FoundTable, SeenTable, find_tables, read_table
from scraper.pictures.text import SeenLine, page_bands, read_lines

Box = tuple[float, float, float, float]

_TURNS = (0, 2, 1, 3)  # quarters against the clock; upright and upside down are likeliest
_SAMPLE = 3  # longest lines that are read
_CERTAIN = (
    7.0  # characters of them that are read with certainty; on a page on its side they are shorter
)
_SMALL_SIDE, _LARGE_SIDE = 1200, 4200  # pixels of a page as it is searched for tables


class SeenPage(NamedTuple):
    """What stands on a picture; boxes are in its pixels."""

    tables: list[SeenTable]
    lines: list[SeenLine]


def read_picture(grey: Grey, model: Recogniser, *, text: bool) -> SeenPage:
    """Read a picture.

    Args:
        grey: Its pixels.
        model: The recogniser.
        text: Whether the lines around the tables are read as well.
    """
    scaled, scale = _scaled(grey)
    turn, even, found = _upright(flatten(scaled), model)
    tables = [read_table(one, model) for one in found]
    lines = read_lines(even, [one.straight.outline for one in found], model) if text else []
    size = (scaled.shape[1], scaled.shape[0])

    def home(box: Box) -> Box:
        left, top, right, bottom = _turned_back(box, turn, size)
        return left / scale, top / scale, right / scale, bottom / scale

    return SeenPage(
        [table.moved(home) for table in tables],
        [line._replace(box=home(line.box), size=line.size / scale) for line in lines],
    )


def _scaled(grey: Grey) -> tuple[Grey, float]:
    """Give a page at a size at which lines and strokes have the thickness that is looked for."""
    side = max(grey.shape)
    scale = 2.0 if side < _SMALL_SIDE else min(1.0, _LARGE_SIDE / side)
    if scale == 1.0:
        return grey, scale
    method = cv2.INTER_CUBIC if scale > 1 else cv2.INTER_AREA
    return np.asarray(cv2.resize(grey, None, fx=scale, fy=scale, interpolation=method)), scale


def _upright(even: Grey, model: Recogniser) -> tuple[int, Grey, list[FoundTable]]:
    """Turn a page by quarters until its longest lines are read with certainty.

    A page with a table stands as its table does: what a page without one says in its lines may also be
    columns of a table that was not found because it lies on its side.
    """
    tried: list[tuple[tuple[bool, float], int, Grey, list[FoundTable]]] = []
    for turn in _TURNS:
        turned = np.ascontiguousarray(np.rot90(even, turn))
        found = find_tables(turned)
        score = _certainty(turned, found, model)
        tried.append(((bool(found), score), turn, turned, found))
        if found and score >= _CERTAIN:
            break
    return max(tried, key=lambda one: one[0])[1:]


def _certainty(even: Grey, found: list[FoundTable], model: Recogniser) -> float:
    """Give how many characters of its longest lines are read with certainty as a page stands."""
    if found:
        table = max(found, key=lambda one: len(one.fields))
        source = table.straight.even
        raw = [band for field in table.fields for band in bands_of(table.ink, field)]
        em = em_of(raw)
        bands = [band for band in raw if band[3] - band[1] <= 1.3 * em]
    else:
        source, bands = even, page_bands(ink_of(even))
        em = em_of(bands)
    longest = sorted(bands, key=lambda band: band[0] - band[2])[:_SAMPLE]
    lines = model.read([strip_of(source, band, em, FIRST) for band in longest])
    read = [line.plain.mean * len(line.plain.text) for line in lines]
    return sum(read) / len(read) if read else 0.0


def _turned_back(box: Box, turn: int, size: tuple[int, int]) -> Box:
    """Give a box of a page that was turned by quarters on the page as it was.

    >>> _turned_back((0, 0, 2, 1), 1, (10, 20))
    (9, 0, 10, 2)
    """
    wide, high = size
    left, top, right, bottom = box
    if turn == 1:
        return wide - bottom, left, wide - top, right
    if turn == 2:
        return wide - right, high - bottom, wide - left, high - top
    if turn == 3:
        return top, high - right, bottom, high - left
    return box
