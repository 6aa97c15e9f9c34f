"""Drawings: gaps stay gaps, each value has a name, and what is not equal says so without colour."""

import pytest
from lxml import etree

from scraper.pages.axes import nice
from scraper.pages.bars import Bin, Pair, histogram, pair_legend, pairs_chart
from scraper.pages.charts import Line, chart, legend, sparkline

HOSTILE = "<b>&\"'"


def drawing(svg):
    """Parse a drawing: it is well-formed XML as well."""
    return etree.fromstring(svg)


def titles(svg):
    """What a pointer and a screen reader find at the marks."""
    return [element.text for element in drawing(svg).iter("title")]


def test_lines_leave_gaps_and_name_every_value():
    """A missing year is no zero; the line is broken there."""
    svg = chart("件", [2021, 2022, 2023], [Line("新收", (3, None, 8)), Line("办结", (2, 5, 7))])
    assert titles(svg) == [
        "新收 2021: 3",
        "新收 2023: 8",
        "办结 2021: 2",
        "办结 2022: 5",
        "办结 2023: 7",
    ]
    assert [len(p.get("points").split()) for p in drawing(svg).iter("polyline")] == [2, 2, 3]
    assert chart("x", [2021], [Line("a", (None,))]) == ""


def test_series_differ_in_shape_and_dashes_not_in_colour_alone():
    """Five series: five marks, five patterns."""
    lines = [Line(str(n), (n, n + 1)) for n in range(5)]
    svg = chart("x", [2021, 2022], lines)
    assert len({p.get("stroke-dasharray") for p in drawing(svg).iter("polyline")}) == 5
    marks = [m.getparent() for m in drawing(svg).iter("title")]
    shapes = {(m.tag, m.get("d", "")[-5:], m.get("fill") == "#fff") for m in marks}
    assert len(shapes) == 5
    assert legend(lines).count("<li>") == 5


def test_many_years_leave_out_names_but_never_the_last():
    """Names along the axis do not touch each other."""
    svg = chart("x", list(range(2008, 2026)), [Line("a", tuple(range(18)))])
    named = [t.text for t in drawing(svg).iter("text") if len(t.text) == 4 and t.text[:2] == "20"]
    assert len(named) <= 9
    assert named[-1] == "2025"


def test_a_sparkline_names_its_years_and_breaks_at_gaps():
    """Less than two figures are no line."""
    assert sparkline([None, 3]) == ""
    svg = sparkline([3, None, 5, 6], [2021, 2022, 2023, 2024])
    assert titles(svg) == ["2021: 3, 2022: –, 2023: 5, 2024: 6"]
    assert len(list(drawing(svg).iter("polyline"))) == 2


def test_pairs_that_differ_have_a_sign():
    """An unstated side is no bar and no contradiction."""
    pairs = [Pair("2021→2022", "21→22", 4, 4), Pair("2022→2023", "22→23", 5, 9),
             Pair("2023→2024", "23→24", None, 3)]  # fmt: skip
    svg = pairs_chart("x", pairs, ("out", "in"))
    assert titles(svg)[2:] == ["out 2022→2023: 5", "in 2022→2023: 9", "in 2023→2024: 3"]
    assert [t.text for t in drawing(svg).iter("text") if t.get("class") == "bad"] == ["≠"]
    assert pairs_chart("x", [Pair("a", "a", None, None)], ("out", "in")) == ""


def test_a_histogram_counts_at_each_bar():
    """Nobody is no drawing."""
    svg = histogram("x", [Bin("0", 3), Bin("1–2", 0), Bin("3–5", 12)], "bodies")
    assert titles(svg) == ["0: 3 bodies", "3–5: 12 bodies"]
    assert [t.text for t in drawing(svg).iter("text") if t.get("class") == "told"] == ["3", "12"]
    assert histogram("x", [Bin("0", 0)], "bodies") == ""


@pytest.mark.parametrize(
    "svg",
    [
        chart(HOSTILE, [2021, 2022], [Line(HOSTILE, (1, 2))]),
        pairs_chart(HOSTILE, [Pair(HOSTILE, HOSTILE, 1, 2)], (HOSTILE, HOSTILE)),
        histogram(HOSTILE, [Bin(HOSTILE, 1)], HOSTILE),
        str(legend([Line(HOSTILE, (1,))])),
        str(pair_legend((HOSTILE, HOSTILE))),
    ],
    ids=["lines", "pairs", "histogram", "legend", "legend of pairs"],
)
def test_names_are_escaped(svg):
    """A name makes no element and no attribute."""
    tree = drawing(svg)
    assert not list(tree.iter("b"))
    assert HOSTILE in "".join((*tree.itertext(), tree.get("aria-label", "")))


@pytest.mark.parametrize("value", [0.001, 0.7, 1, 3, 43, 99, 6958, 10**9])
def test_axes_end_above_the_figures_in_round_steps(value):
    """Four steps, each a whole number for counts."""
    top = nice(value, whole=True)
    assert top >= value
    assert (top / 4).is_integer()
