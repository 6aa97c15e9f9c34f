"""Grids follow the HTML table model and stay bounded."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.grid import MAX_WIDTH, build_grid
from parsers.model import Cell, RawTable
from parsers.readers.html import read_html
from parsers.readers.text import parse_span


def grid_texts(html: str) -> list[list[str | None]]:
    """Give the expanded texts of the first table of a page."""
    table = read_html(html).blocks[0]
    grid = build_grid(table)
    return [[c.cell.text if c else None for c in row] for row in grid.slots]


def test_spans_expand():
    """Row and column spans fill the rectangle, later cells move right."""
    html = "<table><tr><td rowspan=2>a<td colspan=2>b<tr><td>c<td>d</table>"
    assert grid_texts(html) == [["a", "b", "b"], ["a", "c", "d"]]


def test_rowspan_zero_ends_with_its_group():
    """rowspan=0 reaches to the end of the row group and no further."""
    html = (
        "<table><tbody><tr><td rowspan=0>a<td>b<tr><td>c</tbody>"
        "<tbody><tr><td>d<td>e</tbody></table>"
    )
    assert grid_texts(html) == [["a", "b"], ["a", "c"], ["d", "e"]]


def test_rowspan_past_the_end_is_clipped():
    """No phantom rows stand below the table, and the clip is told."""
    table = read_html("<table><tr><td rowspan=9>a<td>b<tr><td>c</table>").blocks[0]
    grid = build_grid(table)
    assert len(grid.slots) == 2
    assert "clamped_span:0,0" in grid.flaws


def test_overlap_keeps_the_first_cell():
    """Where spans overlap the earlier cell keeps the place, and the overlap is told."""
    html = "<table><tr><td>a<td rowspan=2>b<tr><td colspan=2>c</table>"
    grid = build_grid(read_html(html).blocks[0])
    assert grid.slots[1][1].cell.text == "b"
    assert "overlap:1,1" in grid.flaws


def test_ragged_rows_are_flagged_and_not_shifted():
    """A short row keeps its cells where they are; the open places are None."""
    html = "<table><tr><td>a<td>b<td>c<tr><td>d</table>"
    grid = build_grid(read_html(html).blocks[0])
    assert [c and c.cell.text for c in grid.slots[1]] == ["d", None, None]
    assert grid.flaws == ("ragged_row:1",)


@pytest.mark.parametrize(
    ("value", "span"),
    [
        (None, 1), ("", 1), ("0", 1), ("-1", 1), ("abc", 1), ("2;", 2), ("100%", 100), ("1.5", 1),
        (" 3", 3), ("+4", 4), ("２", 1), ("1000000000", 1000), ("9" * 5000, 1000),
    ],
)  # fmt: skip
def test_colspan_rules(value, span):
    """Spans are parsed as HTML integers: prefix counts, zero and nonsense are one, then clamped."""
    assert parse_span(value, 1000) == span


def test_absurd_spans_cost_nothing():
    """A thousand cells that span everything give a bounded grid."""
    cells = tuple(Cell("x", "x", 1000, 65534) for _ in range(1000))
    grid = build_grid(RawTable((cells, (Cell("y", "y"),))))
    assert grid.width <= 2 * MAX_WIDTH + len(cells)
    assert grid.flaws


CELLS = st.builds(
    lambda text, colspan, rowspan: Cell(text, text, colspan, rowspan),
    st.sampled_from(["", "0", "12", "x"]),
    st.integers(1, 6),
    st.integers(0, 6),
)


@given(st.lists(st.lists(CELLS, max_size=6), max_size=6))
def test_grids_are_rectangular_and_lose_nothing(rows):
    """Whatever the spans, every row is as wide as the grid and every cell is in it or overlapped."""
    grid = build_grid(RawTable(tuple(tuple(row) for row in rows)))
    assert len(grid.slots) == len(rows)
    assert all(len(row) == grid.width for row in grid.slots)
    own = [cell for row in grid.own for cell in row]
    assert len(own) == sum(len(row) for row in rows)
    shown = {cell for row in grid.slots for cell in row if cell is not None}
    overlapped = any(flaw.startswith("overlap") for flaw in grid.flaws)
    assert overlapped or set(own) == shown
