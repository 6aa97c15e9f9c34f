"""Rows of figures without lines between them, and the lines of the labels that belong to each.

A figure may be wrapped in a narrow column, and a label around its figures. What overlaps in height is one row; the
lines of a label go to the row with which they make a label of the forms, else to the nearest.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from scraper.documents.columns import hits, joined
from scraper.documents.words import LINE, Line, Word, lines_of

_OVERLAP = 0.15  # of a word's height; wrapped lines are half a line above and below their row
_MOST = 4  # lines of a label between two rows
_UNKNOWN, _ALIKE = 3.0, 1.0  # what a label costs that is none of the forms, or only like one
_CLOSE = 0.9  # of the distance of rows, within which figures without a label are a part of a row


class Band(NamedTuple):
    """A row of figures, and its label."""

    words: list[Word]
    label: list[Word]

    @property
    def height(self) -> float:
        """The middle of its height."""
        return (min(map(_top, self.words)) + max(map(_bottom, self.words))) / 2


def _top(word: Word) -> float:
    return word.top + word.shift


def _bottom(word: Word) -> float:
    return word.bottom + word.shift


def bands_of(words: Iterable[Word]) -> list[Band]:
    """Give words of the figures' columns as rows; what holds no figure (a unit) goes to the row above."""
    found: list[list[Word]] = []
    for word in sorted(words, key=_top):
        if found and _top(word) < max(map(_bottom, found[-1])) - _OVERLAP * word.size:
            found[-1].append(word)
        else:
            found.append([word])
    whole: list[list[Word]] = []
    for band in found:
        if whole and not any(word.is_value for word in band):
            whole[-1] += band
        else:
            whole.append(band)
    return [Band(band, []) for band in whole]


def label_bands(bands: list[Band], words: Iterable[Word]) -> list[Band]:
    """Give each row its label.

    Args:
        bands: The rows from top to bottom.
        words: What stands in the column of the labels.
    """
    gaps: list[list[Line]] = [[] for _ in range(len(bands) + 1)]
    own: list[list[Word]] = [[] for _ in bands]
    for line in lines_of(words):
        at = min(range(len(bands)), key=lambda n: abs(bands[n].height - line[0].height))
        if abs(bands[at].height - line[0].height) <= LINE:
            own[at] += line
        else:
            gaps[at + (line[0].height > bands[at].height)].append(line)
    gaps[0], gaps[-1] = gaps[0][-_MOST:], gaps[-1][:_MOST]
    splits = _splits(bands, own, gaps)
    labelled = [
        Band(band.words, [*_flat(gaps[n][splits[n] :]), *own[n], *_flat(gaps[n + 1][: splits[n + 1]])])
        for n, band in enumerate(bands)
    ]  # fmt: skip
    return _without_parts(labelled)


def _flat(lines: Iterable[Line]) -> list[Word]:
    return [word for line in lines for word in line]


def _splits(bands: list[Band], own: list[list[Word]], gaps: list[list[Line]]) -> list[int]:
    """Give how many lines of each gap belong to the row above it: the cheapest labels of all rows."""
    ways: dict[int, tuple[float, list[int]]] = {n: (0.0, [n]) for n in range(len(gaps[0]) + 1)}
    for at, band in enumerate(bands):
        further: dict[int, tuple[float, list[int]]] = {}
        for taken, (cost, path) in ways.items():
            before = gaps[at][taken:]
            for n in range(len(gaps[at + 1]) + 1):
                lines = [*before, own[at], *gaps[at + 1][:n]]
                whole = cost + _cost(_flat(lines), band.height)
                if n not in further or whole < further[n][0]:
                    further[n] = (whole, [*path, n])
        ways = further
    return min(ways.values(), key=lambda way: way[0])[1]


def _cost(label: list[Word], height: float) -> float:
    """Give what a label costs; far lines cost a little, so that the nearest is taken where nothing else tells."""
    known = hits(joined(label), "requests", "row")
    far = sum(abs(word.height - height) for word in label) / 1000
    if not known:
        return _UNKNOWN + far
    return far if any(hit.exact for hit in known) else _ALIKE + far


def _without_parts(bands: list[Band]) -> list[Band]:
    """Put rows together that are parts of one: closer than rows are, and no label, or half of one, beside them."""
    close = _CLOSE * _step(bands)
    found: list[Band] = []
    for band in bands:
        if found and _is_one_label(found[-1], band, close):
            found[-1] = Band([*found[-1].words, *band.words], [*found[-1].label, *band.label])
        else:
            found.append(band)
    return _without_bare(found, close)


def _step(bands: list[Band]) -> float:
    """Give the least distance of two rows whose labels are known, 0 where none are; breaks of pages are no measure."""
    return min(
        (
            below.height - above.height
            for above, below in itertools.pairwise(bands)
            if _is_exact(above.label) and _is_exact(below.label) and _page(above) == _page(below)
        ),
        default=0.0,
    )


def _page(band: Band) -> int:
    return band.words[0].page


def _is_exact(label: list[Word]) -> bool:
    return any(hit.exact for hit in hits(joined(label), "requests", "row"))


def _is_one_label(upper: Band, lower: Band, close: float) -> bool:
    """Say whether two rows have one label between them that neither is alone."""
    if not upper.label or not lower.label or lower.height - upper.height >= close:
        return False
    whole = _is_exact([*upper.label, *lower.label])
    return whole and not (_is_exact(upper.label) and _is_exact(lower.label))


def _without_bare(bands: list[Band], close: float) -> list[Band]:
    """Put figures without a label that stand close to a row into it."""
    found: dict[int, Band] = {n: band for n, band in enumerate(bands) if band.label}
    for n, band in enumerate(bands):
        if band.label:
            continue
        near = _nearest(bands, n)
        if near is not None and abs(bands[near].height - band.height) < close:
            found[near] = found[near]._replace(words=[*found[near].words, *band.words])
        else:
            found[n] = band
    return [found[n] for n in sorted(found)]


def _nearest(bands: Sequence[Band], n: int) -> int | None:
    beside = [m for m in (n - 1, n + 1) if 0 <= m < len(bands) and bands[m].label]
    return min(beside, key=lambda m: abs(bands[m].height - bands[n].height), default=None)
