"""Rows G1-G17 of the robustness matrix: tables that other readers refuse, shift or blow up on.

The grid is asked where the row is about spans, the whole reading where it is about a report.
"""

from __future__ import annotations

import re

import pytest

from parsers.grid import build_grid
from parsers.model import Paragraph, RawTable
from parsers.readers.html import read_html
from scraper import read_report
from tests.conftest import ROOT

PAGE = (ROOT / "fixtures" / "reports" / "330381-water-2022" / "input.html").read_text("utf-8")
WANTED = read_report(PAGE)


def grid_of(html):
    """Give the grid of the only table of a piece of markup."""
    return build_grid(next(b for b in read_html(html).blocks if isinstance(b, RawTable)))


def texts(grid):
    """Give the text at each place, None where no cell covers it."""
    return [[c.cell.text if c else None for c in row] for row in grid.slots]


def spanning(attribute, value):
    """Give the grid of two rows whose first cell has a span."""
    return grid_of(f'<table><tr><td {attribute}="{value}">a<td>b<tr><td>c<td>d<td>e</table>')


@pytest.mark.parametrize("value", ["0", "", "-1", "abc", "２"])
def test_g1_g3_a_colspan_that_is_no_number_is_one(value):
    """Zero, nothing, less than nothing, words and full-width digits are one by the standard."""
    assert texts(spanning("colspan", value))[0] == ["a", "b", None]


@pytest.mark.parametrize(
    ("value", "columns"), [("2;", 2), ("2px", 2), (" 2", 2), ("02", 2), ("1.5", 1)]
)
def test_g2_the_leading_digits_of_a_colspan_count(value, columns):
    """What stands behind the digits is left out."""
    assert texts(spanning("colspan", value))[0][:columns] == ["a"] * columns


@pytest.mark.parametrize("attribute", ["colspan", "rowspan"])
@pytest.mark.parametrize("value", ["1000000000", "65534"])
def test_g4_g6_absurd_spans_are_clipped(attribute, value):
    """A span of a thousand millions costs nothing and makes no rows that the source does not have."""
    grid = spanning(attribute, value)
    assert len(grid.slots) == 2
    assert grid.width <= 200
    assert any(flaw.startswith("clamped_span") for flaw in grid.flaws)


def test_g5_rowspan_zero_reaches_to_the_end_of_its_group():
    """The standard's own use of zero."""
    html = "<table><tbody><tr><td rowspan=0>a<td>b<tr><td>c<tbody><tr><td>d<td>e</table>"
    assert texts(grid_of(html)) == [["a", "b"], ["a", "c"], ["d", "e"]]


def test_g7_the_first_of_two_cells_keeps_a_place():
    """Overlaps are told."""
    grid = grid_of("<table><tr><td>a<td rowspan=2>b<tr><td colspan=2>c</table>")
    assert texts(grid)[1][1] == "b"
    assert any(flaw.startswith("overlap") for flaw in grid.flaws)


def test_g8_short_rows_are_filled_with_nothing_and_never_shifted():
    """A row of two under three columns has no third cell."""
    grid = grid_of("<table><tr><td>a<td>b<td>c<tr><td>d<td>e</table>")
    assert texts(grid)[1] == ["d", "e", None]
    assert "ragged_row:1" in grid.flaws


def table_below(heading):
    """Give the markup of the first data table behind a heading."""
    start = PAGE.index('<table border="1">', PAGE.index(heading))
    return PAGE[start : PAGE.index("</table>", start) + len("</table>")]


OPEN = '<table border="1">'
THIRD = table_below("三、收到")
FOURTH = table_below("四、政府")
HEADING = "<p>四、政府信息公开行政复议、行政诉讼情况</p>\n"
*BODY, FOOT = re.findall(r"<tr>.*?</tr>", THIRD, re.DOTALL)
LABELS = "<tr><td>信息内容</td><td>本年制发件数</td><td>本年废止件数</td><td>现行有效件数</td></tr>"

REPORT = {
    "G9 cells without rows": PAGE.replace("<tr><td>规章", "<td>规章", 1),
    "G10 text and boxes between rows": PAGE.replace("</tr>", "</tr><div></div>　"),
    "G10 text between rows": PAGE.replace("<tr><td>规章", "备注<tr><td>规章", 1),
    "G10 a form around rows": PAGE.replace("<tr><td>规章", "<form><tr><td>规章", 1),
    "G11 nothing closed": PAGE.replace("</td>", "").replace("</tr>", ""),
    "G12 several bodies": PAGE.replace("<tr><td>行政", "</tbody><tbody><tr><td>行政"),
    "G12 the foot before the body": PAGE.replace(
        THIRD, f"{OPEN}<tfoot>{FOOT}</tfoot><tbody>{''.join(BODY)}</tbody></table>"),
    "G12 the header once more": PAGE.replace("<tr><td>行政规范性文件", f"{LABELS}<tr><td>行政规范性文件", 1),
    "G13 layout tables around": PAGE.replace("<table", "<table><tr><td><table><tr><td><table").replace(
        "</table>", "</table></td></tr></table></td></tr></table>"),
    "G14 cut at a page break": PAGE.replace("<tr><td>2.其他法律", "</table><table><tr><td>2.其他法律", 1),
    "G14 two tables glued into one": PAGE.replace(
        THIRD + "\n" + HEADING + FOURTH, THIRD.removesuffix("</table>") + FOURTH.removeprefix(OPEN)),
    "G15 equal copies": PAGE.replace(THIRD, THIRD * 2),
}  # fmt: skip


@pytest.mark.parametrize("name", REPORT)
def test_g9_g15_the_report_is_what_it_was(name):
    """Every figure of the page comes out in its place."""
    assert REPORT[name] != PAGE
    assert read_report(REPORT[name]).tables == WANTED.tables


def test_g10_text_between_rows_is_kept():
    """It stands before the table, as a browser puts it."""
    texts = [
        b.text
        for b in read_html(REPORT["G10 text between rows"]).blocks
        if isinstance(b, Paragraph)
    ]
    assert "备注" in texts


def test_g14_a_glued_table_costs_a_heading_that_is_told():
    """The section whose heading is gone is named; its table is there."""
    codes = [
        finding.code for finding in read_report(REPORT["G14 two tables glued into one"]).findings
    ]
    assert "S.SECTION_MISSING" in codes


def test_g15_unequal_copies_contradict_one_another():
    """The cell in which they differ has no figure, and it is named; all others have theirs."""
    report = read_report(
        PAGE.replace(THIRD, THIRD + THIRD.replace("<td>36</td>", "<td>37</td>", 1))
    )
    row = report.tables["requests"]["requests_received"]
    assert row == WANTED.tables["requests"]["requests_received"] | {"natural_person": None}
    told = [f.cells for f in report.findings if f.code == "S.CELL_UNREADABLE"]
    assert told == [["requests/requests_received/natural_person"]]


@pytest.mark.parametrize(
    ("instead", "code"),
    [
        pytest.param(f"<p>{'|' * 330}</p>", "S.TABLE_MISSING", id="G16 destroyed"),
        pytest.param('<p><img src="3.png"></p>', "S.TABLE_IMAGE", id="G17 a picture"),
    ],
)
def test_g16_g17_a_table_that_is_gone_gives_no_figures(instead, code):
    """No figure is made up: the table is missing, or a picture, and that is told."""
    report = read_report(PAGE.replace(THIRD, instead))
    assert "requests" not in report.tables
    assert code in [finding.code for finding in report.findings]
