"""The frame of a chart: its size, its axes, and how figures are written on it."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from parsers.checks.model import Value

WIDTH, HEIGHT = 420, 230
LEFT, RIGHT, TOP, BOTTOM = 46, 12, 14, 30
COLOURS = ("#1b5e8c", "#b04a20", "#3d7a3d", "#6b4c9a", "#6f6022")
_STEPS = 4
_LETTER = 9  # room of a letter along the axis; names that are closer would touch each other


def opened(title: str, told: str = "") -> str:
    """Begin a drawing that has a name for who cannot see it."""
    name = escape(f"{title}: {told}" if told else title)
    return f'<svg class="chart" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{name}">'


def nice(value: Value, *, whole: bool) -> float:
    """Give the top of an axis: at or above a value, in four round steps; whole ones for counts.

    >>> nice(3, whole=True), nice(43, whole=True), nice(0.3, whole=False)
    (4.0, 80.0, 0.4)
    """
    size = 1.0
    while size * 10 * _STEPS <= value:
        size *= 10
    while size * _STEPS / 10 >= value and size > 1e-6 and not whole:
        size /= 10
    return next(size * step * _STEPS for step in (1, 2, 5, 10) if size * step * _STEPS >= value)


def written(value: Value, *, percent: bool = False) -> str:
    """Write a figure on a chart."""
    return f"{value:.1%}" if percent else f"{value:,.10g}"


def x_of(at: int, count: int) -> float:
    """Give the middle of a place along the axis."""
    return LEFT + (WIDTH - LEFT - RIGHT) * (at + 0.5) / count


def y_of(value: Value, top: float) -> float:
    """Give the height of a figure; what is below zero stands on the axis."""
    return TOP + (HEIGHT - TOP - BOTTOM) * (1 - max(value, 0) / top)


def grid(top: float, *, percent: bool = False) -> list[str]:
    """Give the lines across, each with its figure."""
    parts = []
    for step in range(_STEPS + 1):
        value = top * step / _STEPS
        y = y_of(value, top)
        label = f"{value:.0%}" if percent else f"{value:,.6g}"
        parts.append(
            f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}" class="rule"/>'
            f'<text x="{LEFT - 6}" y="{y + 4:.1f}" class="axis" text-anchor="end">{label}</text>'
        )
    return parts


def along(names: Sequence[str]) -> list[str]:
    """Write names along the axis; of many only some, the last among them."""
    widest = max((len(name) for name in names), default=0) * _LETTER
    every = max(-(-widest * len(names) // (WIDTH - LEFT - RIGHT)), 1)
    return [
        f'<text x="{_kept_inside(x_of(at, len(names)), name):.1f}" y="{HEIGHT - 10}" class="axis" '
        f'text-anchor="middle">{escape(name)}</text>'
        for at, name in enumerate(names)
        if (len(names) - 1 - at) % every == 0
    ]


def _kept_inside(x: float, name: str) -> float:
    """Move the middle of a name so far that its end stays in the drawing."""
    return min(x, WIDTH - len(name) * _LETTER / 2)
