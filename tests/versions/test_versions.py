"""Two forms of one report, compared cell by cell."""

import pytest

from parsers.record import Evidence, LinePlace, PagePlace, TablePlace
from parsers.versions import compare_forms, place_in_words
from scraper import read_report
from tests.proving import rendering
from tests.proving.dice import Dice
from tests.proving.page import write_report


@pytest.fixture(scope="module")
def forms():
    """A page and its PDF, which says something else in one cell and lacks table 4."""
    title, content, truth = write_report(Dice("forms"), "佳县审计局", "610828", 2023)
    cell = "requests/requests_received/total"
    page = f"<html><body><h1>{title}</h1>{content}</body></html>"
    row = content[content.index("一、本年新收") :]
    figure = f"<td>{truth[cell]}</td></tr>"
    other = content.replace(row, row.replace(figure, f"<td>{truth[cell] + 1}</td></tr>", 1))
    last = other.rindex("<table")
    other = other[:last] + other[other.index("</table>", last) + 8 :]
    pdf = rendering.draw(f"<h1>{title}</h1>{other}")
    own = read_report(page.encode(), url="http://127.0.0.1/a.html")
    return own, read_report(pdf, url="http://127.0.0.1/a.pdf"), truth


def test_a_figure_that_differs_is_told_with_both_places(forms):
    """The page's own figure stays; what the other form says stands beside it."""
    own, other, truth = forms
    _, difference = compare_forms(own, other)
    (cell,) = difference.cells
    assert (difference.code, cell) == ("S.VERSIONS_DIFFER", "requests/requests_received/total")
    assert (difference.actual, difference.expected) == (truth[cell], truth[cell] + 1)
    assert "table 1, row" in difference.message
    assert "page " in difference.message
    assert "http://127.0.0.1/a.pdf" in difference.message
    assert "第" in difference.message_zh


def test_cells_of_one_form_alone_are_counted(forms):
    """Table 4 stands in the page only."""
    own, other, truth = forms
    told = compare_forms(own, other)[0]
    disputes = sum(key.startswith("disputes/") for key in truth)
    assert told.code == "S.OTHER_FORM"
    assert f"{len(truth) - disputes - 1} figures agree, 1 differ, {disputes} stand only here" in told.message  # fmt: skip


def test_forms_that_agree_differ_nowhere(forms):
    """One finding, for the record."""
    own, _, _ = forms
    assert [finding.severity for finding in compare_forms(own, own)] == ["info"]


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (TablePlace(table=0, row=1, column=2), "table 0, row 1, column 2, counted from 0"),
        (LinePlace(line=7), "line 7"),
        (PagePlace(page=3, bbox=(1.0, 2.5, 3.0, 4.0)), "page 3, box 1, 2.5, 3, 4"),
    ],
)
def test_places_are_told_in_words(at, words):
    """Of every kind."""
    assert place_in_words(Evidence(raw="1", state="stated", at=at))[0] == words
    assert place_in_words(None)[0] == "place unknown"
