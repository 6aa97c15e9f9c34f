"""Bars as SVG: two that must be equal side by side, and distributions. Each figure stands at its bar."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import NamedTuple

from markupsafe import Markup

from parsers.checks.model import Value
from scraper.pages.axes import (
    BOTTOM,
    COLOURS,
    HEIGHT,
    LEFT,
    RIGHT,
    WIDTH,
    along,
    grid,
    nice,
    opened,
    written,
    x_of,
    y_of,
)

_TOLD = 8  # pairs up to which figures fit above their bars
_NOT_EQUAL = "\u2260"


class Pair(NamedTuple):
    """Two figures that must be equal; None where one is not stated."""

    name: str
    label: str  # a short name for the axis
    first: Value | None
    second: Value | None

    @property
    def broken(self) -> bool:
        """Both are stated, and they differ."""
        return None not in (self.first, self.second) and self.first != self.second


def pairs_chart(title: str, pairs: Sequence[Pair], names: tuple[str, str]) -> str:
    """Draw pairs of bars, filled and hollow; a pair that is not equal has a sign of it.

    Args:
        title: For screen readers.
        pairs: In order.
        names: What the first and the second bar of each stand for.
    """
    known = [v for pair in pairs for v in (pair.first, pair.second) if v is not None]
    if not known:
        return ""
    # A head of room for the figures and the sign above the bars.
    top = nice(max(known) * 1.15 or 1, whole=True)
    parts = [opened(title, "; ".join(names)), *grid(top), *along([pair.label for pair in pairs])]
    for at, pair in enumerate(pairs):
        parts += _pair(x_of(at, len(pairs)), pair, names, top, len(pairs))
    return "".join((*parts, "</svg>"))


def _pair(x: float, pair: Pair, names: tuple[str, str], top: float, count: int) -> list[str]:
    wide = min(22.0, (WIDTH - LEFT - RIGHT) / count / 3)
    parts = []
    for side, value in enumerate((pair.first, pair.second)):
        if value is None:
            continue
        left = x - wide - 1 if side == 0 else x + 1
        told = f"{names[side]} {pair.name}: {written(value)}"
        look = f'fill="{COLOURS[0]}"' if side == 0 else f'fill="#fff" stroke="{COLOURS[0]}"'
        parts.append(_bar(left, y_of(value, top), wide, look, told))
        if count <= _TOLD:
            parts.append(_label(left + wide / 2, y_of(value, top) - 4, written(value), "told"))
    if pair.broken:
        high = min(y_of(v, top) for v in (pair.first, pair.second) if v is not None)
        parts.append(_label(x, high - (18 if count <= _TOLD else 4), _NOT_EQUAL, "bad"))
    return parts


def _bar(x: float, y: float, wide: float, look: str, told: str) -> str:
    high = max(HEIGHT - BOTTOM - y, 1)
    return (
        f'<rect x="{x:.1f}" y="{min(y, HEIGHT - BOTTOM - 1):.1f}" width="{wide:.1f}" height="{high:.1f}" {look}>'
        f"<title>{escape(told)}</title></rect>"
    )


def _label(x: float, y: float, text: str, kind: str) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" class="{kind}" text-anchor="middle">{escape(text)}</text>'
    )


class Bin(NamedTuple):
    """How many bodies have a figure in a range."""

    name: str
    bodies: int


def histogram(title: str, bins: Sequence[Bin], unit: str) -> str:
    """Draw a distribution; nothing where it has nobody.

    Args:
        title: For screen readers.
        bins: In order.
        unit: What is counted.
    """
    most = max((one.bodies for one in bins), default=0)
    if not most:
        return ""
    top = nice(most * 1.1, whole=True)
    wide = (WIDTH - LEFT - RIGHT) / len(bins) - 3
    parts = [opened(title, unit), *grid(top), *along([one.name for one in bins])]
    for at, one in enumerate(bins):
        x, y = x_of(at, len(bins)), y_of(one.bodies, top)
        if one.bodies:
            told = f"{one.name}: {one.bodies} {unit}"
            parts.append(_bar(x - wide / 2, y, wide, f'fill="{COLOURS[0]}"', told))
            parts.append(_label(x, y - 4, str(one.bodies), "told"))
    return "".join((*parts, "</svg>"))


def pair_legend(names: tuple[str, str]) -> Markup:
    """Give what the filled and the hollow bar stand for, as HTML."""
    looks = (f'fill="{COLOURS[0]}"', f'fill="#fff" stroke="{COLOURS[0]}"')
    rows = (
        f'<li><svg viewBox="0 0 34 12" aria-hidden="true"><rect x="11" y="1" width="10" height="10" {look}/></svg>'
        f"{escape(name)}</li>"
        for look, name in zip(looks, names, strict=True)
    )
    return Markup(f'<ul class="legend">{"".join(rows)}</ul>')  # noqa: S704 -- escaped here
