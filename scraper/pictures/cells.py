"""Cells of a straightened table to texts: labels line by line, figures looked at twice.

A figure is sure where two looks of different scale agree and both are certain, its height is that of figures,
and it has as many signs as the ink has pieces. All else is doubtful and keeps its possible readings.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from parsers.tables.rows import figure_state
from scraper.pictures.grid import Field
from scraper.pictures.opening import Grey
from scraper.pictures.recogniser import Line, Recogniser
from scraper.pictures.strips import (
    FIRST,
    SECOND,
    Band,
    bands_of,
    clean_ink,
    em_of,
    merged,
    strip_of,
)

SURE = 0.9  # of the less certain look
_LOW = 0.42  # height of a band in characters; digits have 0.6 to 0.9, dashes next to nothing
_DASH = 0.3
_SIGN = 0.85  # width of a digit in characters at most; more ink holds more digits
_SINGLE = 1.2  # characters
_LEAST_LEAN, _MOST_LEAN = 0.28, 1.2  # width over height of a slash; an italic 1 has 0.2
_STRAIGHT = 0.09  # of its height that the ink of a stroke lies off its line
_LOW_PIECE = 0.3  # height in characters of a point, a comma or a minus
_LOW_SIGNS, _SIGNED = frozenset(".,-"), ("-", "+")
# A minus that touches its digit is no piece of its own: ink that begins low for longer than the bar of a 4, and not
# at the top as that of a 7 does.
_LEADING, _MIDDLE = 0.2, (0.3, 0.8)


class Told(NamedTuple):
    """What a cell says.

    Attributes:
        text: Its likeliest text.
        score: How certain that is, 0 to 1; 1 for a cell without ink.
        readings: All that it may say where the text is in doubt, the likeliest first; else empty.
    """

    text: str
    score: float = 1.0
    readings: tuple[str, ...] = ()


class _Look(NamedTuple):
    """A line of text in a cell."""

    cell: int
    band: Band
    line: Line


def read_cells(even: Grey, ink: Grey, fields: Sequence[Field], model: Recogniser) -> list[Told]:
    """Read all cells of a table at once.

    Args:
        even: The straightened table.
        ink: Where its ink is.
        fields: Its cells.
        model: The recogniser.

    Returns:
        One entry a cell.
    """
    raw = [bands_of(ink, field) for field in fields]
    em = em_of([band for bands in raw for band in bands])
    places = [(cell, band) for cell, bands in enumerate(raw) for band in merged(bands, em)]
    first = model.read([strip_of(even, band, em, FIRST) for _, band in places])
    looks = [_Look(*place, line) for place, line in zip(places, first, strict=True)]
    told = [Told("")] * len(fields)
    single: list[_Look] = []
    for cell in range(len(fields)):
        own = [look for look in looks if look.cell == cell]
        if len(own) == 1 and (is_figure(own[0].line) or is_single(own[0].band, em)):
            single.append(own[0])
        elif own:
            told[cell] = _label(own)
    second = model.read([strip_of(even, look.band, em, SECOND) for look in single])
    for look, again in zip(single, second, strict=True):
        told[look.cell] = _figure(look, again, em, ink)
    return told


def is_figure(line: Line) -> bool:
    """Say whether a line reads as a figure or as a mark that stands for none."""
    if not line.plain.text and not line.figure.text:
        return True  # ink that says nothing stays in doubt
    return figure_state(line.figure.text) not in ("unreadable", "blank")


def is_single(band: Band, em: float) -> bool:
    """Say whether a band holds a single sign: no label of the forms is so short."""
    return band[2] - band[0] <= _SINGLE * em and band[3] - band[1] <= _SINGLE * em


def _label(lines: Sequence[_Look]) -> Told:
    """Join the lines of a label; what is no figure is matched by the vocabulary, which bears mistakes."""
    text = "".join(look.line.plain.text for look in lines)
    score = min(look.line.plain.score for look in lines)
    return Told(text, score, (text,) if figure_state(text) == "stated" else ())


def _figure(look: _Look, again: Line, em: float, ink: Grey) -> Told:
    """Give a figure that two looks agree on, else all that it may be."""
    first, second = look.line.figure, again.figure
    score = min(first.score, second.score)
    height = (look.band[3] - look.band[1]) / em
    if height <= _DASH and set(first.text) == {"-"} == set(second.text):
        return Told(first.text, score)
    if is_slash(clean_ink(ink, Field(*look.band), 0)):
        return Told("/", max(first.score, second.score))
    agreed = first.text == second.text and score >= SURE
    agreed = agreed and figure_state(first.text) != "unreadable"
    if (
        agreed
        and height >= _LOW
        and first.text != "-"
        and holds_all(look.band, first.text, em, ink)
    ):
        return Told(first.text, score)
    texts = (first.text, second.text, *look.line.others, *again.others)
    readings = tuple(dict.fromkeys(text for text in texts if text))
    text = first.text if figure_state(first.text) != "unreadable" else ""
    return Told(text, score, readings or ("?",))


def is_slash(part: Grey) -> bool:
    """Say whether ink is one straight stroke that leans like a slash.

    Small and packed hard, a slash is read as 1, 2 or 7; none of these is straight and leans as much.
    """
    ys, xs = np.nonzero(part)
    height = part.shape[0]
    if ys.size < height or part.shape[1] > 1.2 * height:
        return False
    lean, start = np.polyfit(ys, xs, 1)
    off = float(np.std(xs - (lean * ys + start)))
    return bool(_LEAST_LEAN <= -lean <= _MOST_LEAN and off <= _STRAIGHT * height)


def holds_all(band: Band, text: str, em: float, ink: Grey) -> bool:
    """Say whether a text accounts for all ink of its band: nothing is too wide, no point or sign is left.

    A digit may fall into pieces; then it is no wider for it, and the pieces are high.
    """
    part = clean_ink(ink, Field(*band), 0)
    if text[:1] not in _SIGNED and begins_low(part, em):
        return False
    heights = _pieces(part)
    low = sum(height < _LOW_PIECE * em for height in heights)
    wide = (band[2] - band[0]) / em
    fits = len(heights) <= len(text) or wide <= _SIGN * len(text)
    return fits and low <= sum(sign in _LOW_SIGNS for sign in text)


def begins_low(part: Grey, em: float) -> bool:
    """Say whether ink begins with what may be a minus, whether it touches the digit behind it or not."""
    columns = np.flatnonzero(part.any(axis=0))
    rows = np.flatnonzero(part.any(axis=1))
    if not columns.size:
        return False
    begun = part[:, columns[0] : columns[0] + max(round(_LEADING * em), 2)]
    inside = np.flatnonzero(begun.any(axis=1))
    at = (inside.mean() - rows[0]) / max(np.ptp(rows), 1)
    return bool(np.ptp(inside) < _LOW_PIECE * em and _MIDDLE[0] <= at <= _MIDDLE[1])


def _pieces(part: Grey) -> list[int]:
    """Give the heights in pixels of the pieces of ink that stand side by side."""
    filled = np.concatenate([[0], part.any(axis=0).astype(np.int8), [0]])
    starts, stops = np.flatnonzero(np.diff(filled) == 1), np.flatnonzero(np.diff(filled) == -1)
    return [
        int(np.ptp(np.flatnonzero(part[:, start:stop].any(axis=1)))) + 1
        for start, stop in zip(starts, stops, strict=True)
        if stop - start > 1
    ]
