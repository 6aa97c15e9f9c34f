"""The label of a row is the one next to its figures; rows without one wait for the next that has one."""

from __future__ import annotations

import pytest

from parsers.grid import build_grid
from parsers.model import Cell, RawTable
from parsers.tables.header import Column
from parsers.tables.labelling import find_label
from parsers.tables.reading import TableReading
from parsers.tables.rows import view_rows
from parsers.tables.waiting import WaitingRows
from tests.tables.pages import COLUMNS


def row(*texts: str):
    """Give the view of one row of cells."""
    cells = tuple(Cell(text, text) for text in texts)
    return view_rows(build_grid(RawTable((cells,))))[0]


FIGURES = ("1", "0", "0", "0", "0", "0", "1")
SEVEN = [Column(code, code, number) for number, code in enumerate(COLUMNS)]


@pytest.mark.parametrize(
    ("labels", "position", "code"),
    [
        (["（一）予以公开"], 0, "outcome.granted"),
        (["三、本年度办理结果", "（一）予以公开"], 1, "outcome.granted"),
        (["3", "（一）予以公开"], 1, "outcome.granted"),  # a serial number in front
        (["（三）不予公开", "1.属于国家秘密"], 1, "outcome.denied.state_secret"),
        (["（三）不予公开", "9.属于别的秘密"], 0, None),  # the leaf is not in the codebook
        (["无此标签"], None, None),
    ],
)
def test_the_label_next_to_the_figures_names_the_row(labels, position, code):
    """Groups and numbers stand in front of it; a leaf that is not known names no row."""
    found = find_label(row(*labels, *FIGURES), "requests", [], None)
    assert found.position == position
    assert (found.definition.code if found.definition else None) == code


def test_a_group_stays_under_way():
    """The rows below a group know it, as 3.其他 needs （六）其他处理."""
    found = find_label(row("（三）不予公开", "1.属于国家秘密", *FIGURES), "requests", [], None)
    assert found.parent == "outcome.denied"
    assert find_label(row("3.其他", *FIGURES), "requests", [], found.parent).definition is None
    other = find_label(row("3.其他", *FIGURES), "requests", [], "outcome.other_handling")
    assert other.definition.code == "outcome.other_handling.other"


def waiting_row():
    """Give a reading and, waiting, one row without a label below 一、本年新收…."""
    reading = TableReading()
    waiting = WaitingRows(reading)
    waiting.name("requests_received")
    view = row("", *FIGURES)
    waiting.keep(view, view.cells[1:], (0, RawTable(())), SEVEN)
    return reading, waiting


def test_a_waiting_row_that_nothing_names_is_given_back():
    """Without a form there is no order of rows: the row is told, no figure is entered."""
    reading, waiting = waiting_row()
    assert [block for block, _ in waiting.name("outcome.granted")] == [0]
    assert reading.tables == {}
    assert waiting.name(None) == []
