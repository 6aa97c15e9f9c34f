"""A picture to its tables: found, pulled straight, their grid and their cells read."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from scraper.pictures.cells import Told, read_cells
from scraper.pictures.grid import Field, fields_of, lines_of
from scraper.pictures.light import ink_of
from scraper.pictures.opening import Grey
from scraper.pictures.recogniser import Recogniser
from scraper.pictures.straight import Straight, box_on_page, find_outlines, straighten

Box = tuple[float, float, float, float]

_FEWEST = 4  # cells of a table; fewer are a frame


class SeenCell(NamedTuple):
    """A cell of a table on a picture; the box in pixels of the picture."""

    told: Told
    row: int
    column: int
    rowspan: int
    colspan: int
    box: Box


class SeenTable(NamedTuple):
    """A table on a picture: its cells in their order, and where it stands."""

    cells: list[SeenCell]
    box: Box
    broken: int  # cells that lines do not close

    def moved(self, home: Callable[[Box], Box]) -> SeenTable:
        """Give the table with its boxes on another page."""
        cells = [cell._replace(box=home(cell.box)) for cell in self.cells]
        return self._replace(cells=cells, box=home(self.box))


class FoundTable(NamedTuple):
    """A table as it was found, its cells not yet read."""

    straight: Straight
    ink: Grey
    fields: list[Field]


def find_tables(even: Grey) -> list[FoundTable]:
    """Give the tables of a page from top to bottom; of two that overlap the one with more cells."""
    found: list[FoundTable] = []
    for corners in find_outlines(ink_of(even)):
        straight = straighten(even, corners)
        ink = ink_of(straight.even)
        fields = fields_of(lines_of(ink))
        if len(fields) >= _FEWEST:
            found.append(FoundTable(straight, ink, fields))
    return [one for one in found if not any(_hides(other, one) for other in found)]


def _hides(other: FoundTable, one: FoundTable) -> bool:
    """Say whether another table lies over this one and tells more."""
    if other is one or len(other.fields) < len(one.fields):
        return False
    a, b = other.straight.outline, one.straight.outline
    low = np.maximum(a.min(axis=0), b.min(axis=0))
    high = np.minimum(a.max(axis=0), b.max(axis=0))
    return bool((high - low > 0.5 * (b.max(axis=0) - b.min(axis=0))).all())


def _doubted(field: Field, told: Told) -> Told:
    """Doubt what stands in a field that is no rectangle, or reaches over rows: a line may be lost.

    Labels bear it; no form has a figure that stands for two rows.
    """
    if told.text and not told.readings and (not field.whole or field.rowspan > 1):
        return told._replace(readings=(told.text,))
    return told


def read_table(found: FoundTable, model: Recogniser) -> SeenTable:
    """Read the cells of a table."""
    straight, ink, fields = found
    told = read_cells(straight.even, ink, fields, model)
    cells = [
        SeenCell(
            _doubted(field, text),
            field.row,
            field.column,
            field.rowspan,
            field.colspan,
            box_on_page(straight.back, (field.left, field.top, field.right, field.bottom)),
        )
        for field, text in zip(fields, told, strict=True)
    ]
    low, high = straight.outline.min(axis=0), straight.outline.max(axis=0)
    box = (float(low[0]), float(low[1]), float(high[0]), float(high[1]))
    return SeenTable(cells, box, sum(not field.whole for field in fields))
