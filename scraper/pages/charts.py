"""Series over years as SVG: readable in print, without colours, by a screen reader, and by search.

Every series is told apart by colour, by the shape of its marks and by its pattern of dashes; every
value stands in a title that a pointer or a screen reader finds.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import NamedTuple

from markupsafe import Markup

from parsers.checks.model import Value
from scraper.pages.axes import COLOURS, along, grid, nice, opened, written, x_of, y_of

_DASHES = ("", "6 3", "2 3", "8 3 2 3", "1 4")


class Line(NamedTuple):
    """One series; values by year, None where nothing is stated."""

    name: str
    values: tuple[Value | None, ...]


def chart(title: str, years: Sequence[int], lines: Sequence[Line], *, percent: bool = False) -> str:
    """Draw series over years; nothing where nothing is stated.

    Args:
        title: For screen readers.
        years: The years, in order.
        lines: The series; at most five.
        percent: Values are shares.
    """
    known = [value for line in lines for value in line.values if value is not None]
    if not known or not years:
        return ""
    top = 1.0 if percent else nice(max(known) or 1, whole=True)
    told = "; ".join(line.name for line in lines)
    parts = [opened(title, told), *grid(top, percent=percent), *along([str(y) for y in years])]
    for number, line in enumerate(lines[: len(COLOURS)]):
        parts += _line(number, line, years, top, percent=percent)
    return "".join((*parts, "</svg>"))


def legend(lines: Sequence[Line]) -> Markup:
    """Give the list of the series with their marks, as HTML: it wraps where the page is narrow."""
    rows = []
    for number, line in enumerate(lines[: len(COLOURS)]):
        colour = COLOURS[number]
        mark = (
            f'<svg viewBox="0 0 34 12" aria-hidden="true"><line x1="0" x2="34" y1="6" y2="6" stroke="{colour}" '
            f'stroke-width="2" stroke-dasharray="{_DASHES[number]}"/>{_mark(number, 17, 6, colour, "")}</svg>'
        )
        rows.append(f"<li>{mark}{escape(line.name)}</li>")
    return Markup(f'<ul class="legend">{"".join(rows)}</ul>')  # noqa: S704 -- escaped here


def sparkline(values: Sequence[Value | None], years: Sequence[int] = ()) -> str:
    """Draw a series as small as a word; gaps stay gaps, the last value has a mark.

    Args:
        values: By year, None where nothing is stated; with less than two figures nothing is drawn.
        years: Named to who cannot see the drawing.
    """
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return ""
    low, high = min(known), max(known)
    span, step = (high - low) or 1, 76 / max(len(values) - 1, 1)
    dots = [
        None if value is None else (6 + at * step, 18 - 14 * (value - low) / span)
        for at, value in enumerate(values)
    ]
    x, y = next(dot for dot in reversed(dots) if dot is not None)
    told = ["–" if value is None else f"{value:.10g}" for value in values]
    label = ", ".join(
        f"{year}: {one}" for year, one in zip(years, told, strict=True)
    ) if years else ", ".join(told)  # fmt: skip
    lines = "".join(f'<polyline points="{path}"/>' for path in _runs(dots))
    return (
        f'<svg class="spark" viewBox="0 0 88 22" role="img" aria-label="{label}"><title>{label}</title>'
        f'<g fill="none" stroke="#1b5e8c" stroke-width="1.5">{lines}</g>'
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.6" fill="#1b5e8c"/></svg>'
    )


def _runs(dots: Sequence[tuple[float, float] | None]) -> list[str]:
    """Give the paths between gaps; a point that stands alone is a short stroke."""
    runs: list[list[tuple[float, float]]] = [[]]
    for dot in dots:
        if dot is None:
            runs.append([])
        else:
            runs[-1].append(dot)
    wide = [
        [(run[0][0] - 1.5, run[0][1]), (run[0][0] + 1.5, run[0][1])] if len(run) == 1 else run
        for run in runs
        if run
    ]
    return [" ".join(f"{x:.1f},{y:.1f}" for x, y in run) for run in wide]


def _line(number: int, line: Line, years: Sequence[int], top: float, *, percent: bool) -> list[str]:
    colour, dash = COLOURS[number], _DASHES[number]
    pairs = list(zip(years, line.values, strict=True))
    dots = [
        None if value is None else (x_of(at, len(years)), y_of(value, top))
        for at, (_, value) in enumerate(pairs)
    ]
    parts = [
        f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2" stroke-dasharray="{dash}"/>'
        for path in _runs(dots)
    ]
    for dot, (year, value) in zip(dots, pairs, strict=True):
        if dot is not None and value is not None:
            told = f"{line.name} {year}: {written(value, percent=percent)}"
            parts.append(_mark(number, *dot, colour, told))
    return parts


def _mark(number: int, x: float, y: float, colour: str, words: str) -> str:
    title = f"<title>{escape(words)}</title>" if words else ""
    shapes = (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4.5" fill="{colour}">{title}</circle>',
        f'<rect x="{x - 4:.1f}" y="{y - 4:.1f}" width="8" height="8" fill="{colour}">{title}</rect>',
        f'<path d="M{x:.1f} {y - 5:.1f}l5 9h-10z" fill="{colour}">{title}</path>',
        f'<path d="M{x:.1f} {y - 5:.1f}l5 5-5 5-5-5z" fill="{colour}">{title}</path>',
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="#fff" stroke="{colour}" stroke-width="2">{title}</circle>',
    )
    return shapes[number]
