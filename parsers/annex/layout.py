"""Where labels and figures stand in the grid of an annex: its panels and their columns.

An annex is one panel (统计指标|单位|统计数), or two side by side; each panel has one column of labels,
mostly one of units, sometimes one of numbers, and one or more of figures.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from parsers.annex.index import is_exact
from parsers.figures import parse_figure
from parsers.model import Grid, RawTable
from parsers.normal import label_core, squeeze
from parsers.vocab import ANNEX, load

HEADER_ROWS = 4  # of the first rows, one may be the header; captions stand above it
LEAST_LABELS = 4  # labels word for word that show an annex
VALUE = "value"


class Panel(NamedTuple):
    """One list of labels and figures in a grid; columns are those of the grid."""

    label: int
    figures: tuple[tuple[int, str], ...]  # grid column and code of the column of the annex
    unknown: tuple[tuple[int, str], ...] = ()  # columns of figures without a known head
    first: int = 0  # the first row below the header
    end: int = 0  # the column behind the panel
    aside: frozenset[int] = frozenset()  # columns of units and numbers

    def is_strange(self, column: int, text: str) -> bool:
        """Say whether a text stands where no column of the panel is: its row is not to be trusted."""
        known = {place for place, _ in (*self.figures, *self.unknown)} | self.aside
        return self.label < column < self.end and column not in known and bool(text)


@lru_cache
def _heads() -> dict[str, str]:
    """Give what a head of a column says: label, unit, number, or the code of a column of figures."""
    words = load(ANNEX)
    heads: dict[str, str] = {}
    for role in ("label", "unit", "number"):
        heads |= dict.fromkeys((_head(text) for text in words[f"{role}_heads"]), role)
    for column in words["columns"]:
        heads |= dict.fromkeys(
            (_head(t) for t in (column["zh"], *column["variants"])), column["code"]
        )
    return heads


def _head(text: str) -> str:
    return squeeze(text).replace("(", "").replace(")", "")


def looks_like_annex(raw: RawTable) -> bool:
    """Say whether a table is an annex; cheap for all others, which the first rows tell."""
    top = [cell.text for row in raw.rows[: HEADER_ROWS + 1] for cell in row]
    if not any(is_exact(text) or _is_title(text) for text in top if text):
        return False
    labels = sum(1 for row in raw.rows for cell in row if cell.text and is_exact(cell.text))
    return labels >= LEAST_LABELS


@lru_cache(maxsize=1024)
def _is_title(text: str) -> bool:
    heads = load(ANNEX)["label_heads"][:2]
    return _head(text) in heads or is_caption(text)


@lru_cache(maxsize=1024)
def is_caption(text: str) -> bool:
    """Say whether a text is the line that names the table, with or without year and body."""
    core = label_core(text)
    return any(core.endswith(caption) for caption in load(ANNEX)["captions"])


def find_panels(grid: Grid) -> tuple[Panel, ...]:
    """Give the panels of an annex, from left to right; by its header, else by what the columns hold."""
    for number in range(min(HEADER_ROWS, len(grid.slots))):
        roles = _roles(grid, number)
        if "label" in roles.values() and len(roles) > 1:
            return tuple(_panels_of_header(grid, number, roles))
    found = _panel_of_contents(grid)
    return (found,) if found else ()


def _roles(grid: Grid, number: int) -> dict[int, str]:
    """Give what the cells of a row say as heads, by grid column."""
    return {
        cell.column: _heads()[_head(cell.cell.text)]
        for cell in grid.own[number]
        if _head(cell.cell.text) in _heads()
    }


def _panels_of_header(grid: Grid, number: int, roles: dict[int, str]) -> list[Panel]:
    starts = [column for column, role in sorted(roles.items()) if role == "label"]
    ends = [*starts[1:], grid.width]
    panels = []
    for start, end in zip(starts, ends, strict=True):
        named = [(c, r) for c, r in sorted(roles.items()) if start < c < end]
        figures = tuple((c, r) for c, r in named if r not in ("label", "unit", "number"))
        other = tuple(
            (cell.column, cell.cell.text)
            for cell in grid.own[number]
            if start < cell.column < end and cell.column not in roles and cell.cell.text
        )
        aside = frozenset(c for c, r in named if r in ("unit", "number"))
        panels.append(_only_figure(Panel(start, figures, other, number + 1, end, aside)))
    return panels


def _only_figure(panel: Panel) -> Panel:
    """Take the only column behind label and unit for the figures, whatever its head is worded."""
    if panel.figures or len(panel.unknown) != 1:
        return panel
    return panel._replace(figures=((panel.unknown[0][0], VALUE),), unknown=())


def _panel_of_contents(grid: Grid) -> Panel | None:
    """Give the panel of a grid without a header: labels, units, and one column that is left."""
    label = _fullest(grid)
    if label is None:
        return None
    behind = range(label + 1, grid.width)
    aside = frozenset(c for c in behind if _mostly(grid, c, is_unit))
    figures = [c for c in behind if c not in aside and _is_full(grid, c)]
    chosen = ((figures[0], VALUE),) if len(figures) == 1 else ()
    return Panel(label, chosen, end=grid.width, aside=aside)


def _fullest(grid: Grid) -> int | None:
    """Give the column with most labels."""
    counts = {c: sum(map(is_exact, _texts(grid, c))) for c in range(grid.width)}
    best = max(counts, key=lambda c: counts[c], default=None)
    return best if best is not None and counts[best] else None


def _texts(grid: Grid, column: int) -> list[str]:
    cells = [row[column] for row in grid.slots]
    return [c.cell.text for c in cells if c is not None and c.column == column and c.cell.text]


def _mostly(grid: Grid, column: int, wanted: Callable[[str], bool]) -> bool:
    """Say whether most filled cells of a column are what is wanted."""
    texts = _texts(grid, column)
    return sum(map(wanted, texts)) * 2 > len(texts)


def _is_full(grid: Grid, column: int) -> bool:
    """Say whether a column holds figures in most rows that have a label, not in a few odd ones."""
    labels = max(sum(map(is_exact, _texts(grid, c))) for c in range(column))
    return _mostly(grid, column, _is_figure) and len(_texts(grid, column)) * 2 > labels


def is_unit(text: str) -> bool:
    """Say whether a text is a unit, or the dash that group rows print for one."""
    plain = squeeze(text)
    return plain in load(ANNEX)["units"] or plain in load(ANNEX)["nothing"]


def _is_figure(text: str) -> bool:
    return parse_figure(text).value is not None or is_unit(text)
