"""Which source tables hold a part of a form table."""

from __future__ import annotations

import pytest

from parsers.grid import build_grid
from parsers.model import Cell, RawTable
from parsers.tables.belonging import belongs
from parsers.tables.rows import kind, view_rows


def told(*texts: str, hint: str | None = None, goes_on: bool = False) -> bool:
    """Ask about a table whose cells are cut at ``|``."""
    raw = RawTable(tuple(tuple(Cell(c, c) for c in row.split("|")) for row in texts))
    rows = view_rows(build_grid(raw))
    return belongs(rows, [kind(row) for row in rows], hint, goes_on=goes_on)


def test_a_header_of_the_form_is_enough():
    """Two labels of columns are a header, one is a word of a menu."""
    assert told("信息内容|本年制发件数|本年废止件数")
    assert told("第二十条第（一）项")
    assert not told("总计")


@pytest.mark.parametrize(("rows", "belonging"), [(2, False), (3, True)])
def test_rows_outside_the_sections_must_be_several(rows, belonging):
    """Two labels with figures may stand in a menu's table; in a section one is enough."""
    lines = ["行政许可|1", "行政处罚|2", "行政强制|3"][:rows]
    assert told(*lines) is belonging
    assert told(lines[0], hint="proactive")


def test_labels_without_figures_are_a_menu():
    """行政许可 and 行政处罚 alone have neither columns nor values."""
    assert not told("行政许可|行政处罚", hint="proactive")


def test_bare_figures_belong_to_table_4_in_its_section():
    """Fifteen figures, or any rows behind the header of table 4."""
    figures = "|".join("0" * 15)
    assert told(figures, hint="disputes")
    assert not told(figures)
    assert told("0|0|0", hint="disputes", goes_on=True)
    assert not told("0|0|0", goes_on=True)
