"""How figures of many bodies are distributed: a few numbers, and how many fall into each range."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from typing import NamedTuple

from parsers.checks.model import Value
from scraper.pages.bars import Bin

_STEPS = (1, 2, 5)  # ranges of counts end at these, times powers of ten


class Distribution(NamedTuple):
    """Figures in short; with nobody all of them are None."""

    bodies: int
    stated: int  # bodies that state the figure
    least: Value | None
    quartiles: tuple[Value | None, Value | None, Value | None]
    most: Value | None
    bins: list[Bin]
    percent: bool = False


def of_counts(values: Sequence[Value | None]) -> Distribution:
    """Give the distribution of counts: ranges get wider, since a few bodies have most requests.

    >>> [(one.name, one.bodies) for one in of_counts([0, 1, 2, 7, None]).bins]
    [('0', 1), ('1', 1), ('2', 1), ('3–5', 0), ('6–10', 1)]
    """
    known = [value for value in values if value is not None]
    bins, low = [], 0
    for high in _ends(max(known, default=0)):
        name = str(high) if low == high else f"{low}–{high}"
        bins.append(Bin(name, sum(low <= value <= high for value in known)))
        low = high + 1
    return _distribution(values, bins)


def of_shares(values: Sequence[float | None]) -> Distribution:
    """Give the distribution of shares in ten ranges; a whole one belongs to the last."""
    known = [value for value in values if value is not None]
    placed = [min(max(int(value * 10 + 1e-9), 0), 9) for value in known]
    bins = [Bin(f"{at * 10}–{at * 10 + 10}%", placed.count(at)) for at in range(10)]
    return _distribution(values, bins)._replace(percent=True)


def _ends(most: Value) -> list[int]:
    ends, size = [0], 1
    while ends[-1] < most:
        ends += [size * step for step in _STEPS]
        size *= 10
    return [end for at, end in enumerate(ends) if at == 0 or ends[at - 1] < most]


def _distribution(values: Sequence[Value | None], bins: list[Bin]) -> Distribution:
    known = sorted(value for value in values if value is not None)
    if not known:
        return Distribution(len(values), 0, None, (None, None, None), None, bins)
    cut = statistics.quantiles(known, n=4, method="inclusive") if len(known) > 1 else known * 3
    first, middle, third = (int(one) if one == int(one) else round(one, 4) for one in cut)
    return Distribution(len(values), len(known), known[0], (first, middle, third), known[-1], bins)
