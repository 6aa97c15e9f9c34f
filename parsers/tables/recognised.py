"""Figures that were read from a picture: sure ones, and those that wait for the sums to decide."""

from __future__ import annotations

from parsers.figures import Expected, Figure, parse_figure
from parsers.findings import make_finding
from parsers.model import Cell
from parsers.tables.reading import Doubt, TableReading

SEPARATOR = " / "


def recognised(figure: Figure, cell: Cell) -> Figure:
    """Give the figure of a picture's cell its state; one in doubt has no value until the sums decide."""
    if cell.readings:
        return Figure(None, "unreadable")
    return Figure(figure.value, "recognised") if figure.state == "stated" else figure


def keep_doubt(reading: TableReading, name: str, cell: Cell, expected: Expected) -> None:
    """Let a cell in doubt wait for the sums; a row that is printed twice is met as any other."""
    if name in reading.evidence:
        return
    figures = [parse_figure(text, expected) for text in cell.readings]
    values = tuple(dict.fromkeys(f.value for f in figures if f.value is not None))
    reading.doubtful[name] = Doubt(cell.readings, values)


def report_doubts(reading: TableReading) -> None:
    """Make a finding for every cell that stayed in doubt, with all that it may say."""
    for name, doubt in reading.doubtful.items():
        text = SEPARATOR.join(doubt.readings)
        reading.findings.append(
            make_finding("S.CELL_UNREADABLE", cells=[name], cell=name, text=text)
        )
    reading.doubtful = {}
