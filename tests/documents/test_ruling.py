"""Rows that a page break leaves open."""

from types import SimpleNamespace

from scraper.documents.edges import edges_of, nearest
from scraper.documents.ruling import closing_lines


def line(orientation, x0, top, x1, bottom):
    """An edge of a page."""
    return {"orientation": orientation, "x0": x0, "x1": x1, "top": top, "bottom": bottom}


def grid(*across):
    """Three lines from 10 to 50, and lines across."""
    down = [line("v", x, 10, x, 50) for x in (0, 40, 80)]
    return SimpleNamespace(edges=[*down, *(line("h", 0, y, 80, y) for y in across)])


def test_the_end_of_lines_that_go_down_closes_a_row():
    """Where nothing else does."""
    found = closing_lines(grid(10, 30))
    assert [(one["x0"], one["x1"], one["top"]) for one in found] == [(0, 80, 50)]
    assert closing_lines(grid(10, 30, 50)) == []
    assert [one["top"] for one in closing_lines(grid(30))] == [10, 50]


def test_the_end_of_a_narrow_box_closes_nothing():
    """A line may be drawn as a box with four edges."""
    page = grid(10)
    page.edges += [line("h", x, 50, x + 1, 50) for x in (0, 40, 80)]
    assert [one["top"] for one in closing_lines(page)] == [50]


def test_two_lines_alone_are_a_frame():
    """They close nothing."""
    page = grid()
    page.edges = page.edges[:2]
    assert closing_lines(page) == []


def test_edges_that_are_near_are_one():
    """And a value belongs to the nearest."""
    assert edges_of([0, 1.5, 20, 21]) == [0, 20]
    assert nearest([0, 20, 40], 29) == 1
