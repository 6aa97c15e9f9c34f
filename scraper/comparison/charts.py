"""Small charts as SVG: readable in print, without colours, by a screen reader, and by search.

Every series is told apart by colour, by the shape of its marks and by its pattern of dashes; every
value stands in a title that a pointer or a screen reader finds.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import NamedTuple

from parsers.checks.model import Value

WIDTH, HEIGHT = 560, 240
_LEFT, _RIGHT, _TOP, _BOTTOM = 56, 12, 28, 34
COLOURS = ("#1b5e8c", "#c0562b", "#3d7a3d", "#6b4c9a", "#7a6a2b")
_DASHES = ("", "6 3", "2 3", "8 3 2 3", "1 4")
_STEPS = 4


class Line(NamedTuple):
    """One series; values by year, None where nothing is stated."""

    name: str
    values: tuple[Value | None, ...]


def chart(title: str, years: Sequence[int], lines: Sequence[Line], *, percent: bool = False) -> str:
    """Draw series over years.

    Args:
        title: For the eye and for screen readers.
        years: The years, in order.
        lines: The series; at most five.
        percent: Values are shares.
    """
    known = [value for line in lines for value in line.values if value is not None]
    if not known or not years:
        return ""
    top = 1.0 if percent else _nice(max(known) or 1, whole=True)
    parts = [
        f'<svg class="chart" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(title)}">',
        f"<title>{escape(title)}</title>",
        *_grid(years, top, percent=percent),
    ]
    for number, line in enumerate(lines[: len(COLOURS)]):
        parts += _line(number, line, years, top, percent=percent)
    parts += _legend(lines)
    return "".join((*parts, "</svg>"))


def sparkline(values: Sequence[Value | None]) -> str:
    """Draw a series as small as a word; gaps stay gaps, the last value has a mark."""
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return ""
    low, high = min(known), max(known)
    span = (high - low) or 1
    step = 70 / max(len(values) - 1, 1)
    dots = [
        (5 + at * step, 17 - 14 * (value - low) / span)
        for at, value in enumerate(values)
        if value is not None
    ]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in dots)
    x, y = dots[-1]
    label = ", ".join("–" if value is None else f"{value:g}" for value in values)
    return (
        f'<svg class="spark" viewBox="0 0 80 20" role="img" aria-label="{label}"><title>{label}</title>'
        f'<polyline points="{path}" fill="none" stroke="#1b5e8c" stroke-width="1.5"/>'
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.4" fill="#1b5e8c"/></svg>'
    )


def _nice(value: Value, *, whole: bool) -> float:
    """Give the top of an axis: at or above a value, in four round steps; whole ones for counts."""
    size = 1.0
    while size * 10 * _STEPS <= value:
        size *= 10
    while size * _STEPS / 10 >= value and size > 1e-6 and not whole:
        size /= 10
    return next(size * step * _STEPS for step in (1, 2, 5, 10) if size * step * _STEPS >= value)


def _x(at: int, count: int) -> float:
    span = WIDTH - _LEFT - _RIGHT
    return _LEFT + (span / 2 if count == 1 else span * (at + 0.5) / count)


def _y(value: Value, top: float) -> float:
    return _TOP + (HEIGHT - _TOP - _BOTTOM) * (1 - max(value, 0) / top)


def _grid(years: Sequence[int], top: float, *, percent: bool) -> list[str]:
    parts = []
    for step in range(_STEPS + 1):
        value = top * step / _STEPS
        y = _y(value, top)
        label = f"{value:.0%}" if percent else f"{value:,.6g}"
        parts.append(
            f'<line x1="{_LEFT}" x2="{WIDTH - _RIGHT}" y1="{y:.1f}" y2="{y:.1f}" class="rule"/>'
        )
        parts.append(
            f'<text x="{_LEFT - 6}" y="{y + 4:.1f}" class="axis" text-anchor="end">{label}</text>'
        )
    for at, year in enumerate(years):
        x = _x(at, len(years))
        parts.append(
            f'<text x="{x:.1f}" y="{HEIGHT - 12}" class="axis" text-anchor="middle">{year}</text>'
        )
    return parts


def _line(number: int, line: Line, years: Sequence[int], top: float, *, percent: bool) -> list[str]:
    colour, dash = COLOURS[number], _DASHES[number]
    dots = [
        (_x(at, len(years)), _y(value, top), year, value)
        for at, (year, value) in enumerate(zip(years, line.values, strict=True))
        if value is not None
    ]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y, _, _ in dots)
    parts = [
        f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2" stroke-dasharray="{dash}"/>'
    ]
    for x, y, year, value in dots:
        told = f"{value:.1%}" if percent else f"{value:,.6g}"
        parts.append(_mark(number, x, y, colour, f"{line.name} {year}: {told}"))
    return parts


def _mark(number: int, x: float, y: float, colour: str, words: str) -> str:
    title = f"<title>{escape(words)}</title>"
    shapes = (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{colour}">{title}</circle>',
        f'<rect x="{x - 4:.1f}" y="{y - 4:.1f}" width="8" height="8" fill="{colour}">{title}</rect>',
        f'<path d="M{x:.1f} {y - 5:.1f}l5 9h-10z" fill="{colour}">{title}</path>',
        f'<path d="M{x:.1f} {y - 5:.1f}l5 5-5 5-5-5z" fill="{colour}">{title}</path>',
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="#fff" stroke="{colour}" stroke-width="2">{title}</circle>',
    )
    return shapes[number]


def _legend(lines: Sequence[Line]) -> list[str]:
    parts, x = [], float(_LEFT)
    for number, line in enumerate(lines[: len(COLOURS)]):
        parts.append(_mark(number, x + 4, 12, COLOURS[number], line.name))
        parts.append(f'<text x="{x + 14:.1f}" y="16" class="legend">{escape(line.name)}</text>')
        x += 30 + sum(12 if ord(letter) > 0x2E80 else 6.8 for letter in line.name)
    return parts
