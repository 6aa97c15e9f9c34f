"""A second reading is made only in doubt, and the better one of two is kept and told."""

from __future__ import annotations

from pathlib import Path

import pytest

from parsers.errors import NotAReportError
from parsers.readers.html import IN_DOUBT, read_html, read_html_again
from parsers.readers.second import MAX_DEPTH, MAX_SECOND, second_tree
from scraper import read_report
from scraper.reading import page
from scraper.reading.lanes import better_reading, second_reading

REPORTS = Path(__file__).resolve().parents[2] / "fixtures" / "reports"
PAGE = (REPORTS / "320412-health-2024" / "input.html").read_text(encoding="utf-8")
ROW = "<tr><td>规章"
WANTED = read_report(PAGE)


def markup_findings(report):
    """Give the findings that tell of mended markup."""
    return [f for f in report.findings if f.code == "R.MARKUP"]


def with_another_sum(page):
    """Change the last zero of the last table, so that one sum more does not hold."""
    head, _, tail = page.rpartition("<td>0</td>")
    return f"{head}<td>7</td>{tail}"


def without_a_figure(page):
    """Empty the same cell."""
    head, _, tail = page.rpartition("<td>0</td>")
    return f"{head}<td></td>{tail}"


def test_a_clean_page_is_read_once():
    """No sign of doubt, no second reading, no finding."""
    document = read_html(PAGE)
    assert IN_DOUBT not in document.losses
    assert second_reading(PAGE, document) is document
    assert markup_findings(read_report(PAGE)) == []


@pytest.mark.parametrize(
    "table",
    [
        "<table>甲<tr><td>1</table>",
        "<table><tr>甲<td>1</table>",
        "<table><tr><p>甲</p><td>1</table>",
        "<table><td>1<td>2</table>",
        "<table><div>甲</div><tr><td>1</table>",
        "<table><colgroup>甲<tr><td>1</table>",
    ],
)
def test_signs_of_doubt(table):
    """Text between cells, blocks between rows and cells without a row ask for a second reading."""
    assert IN_DOUBT in read_html(table).losses


@pytest.mark.parametrize(
    "table",
    [
        "<table><tr><td>1</table>",
        "<table><form><tr><td>1<td>2<tr><td>3</table>",
        "<table><caption>甲<colgroup><col><tbody><tr><th>1</table>",
    ],
)
def test_left_out_end_tags_are_no_doubt(table):
    """What the standard allows, and a form around the rows, cost no second reading."""
    assert IN_DOUBT not in read_html(table).losses


def test_a_row_without_its_tag_is_read_and_told():
    """Cells that lost their row are read as a browser does; the record says that both differ."""
    report = read_report(PAGE.replace(ROW, "</tr><td>规章", 1))
    assert report.tables == read_report(PAGE).tables
    (finding,) = markup_findings(report)
    assert finding.severity == "warning"
    assert "browser was kept" in finding.message
    assert "采用浏览器读法" in finding.message_zh


def test_fewer_broken_identities_win():
    """The second reading is kept where fewer sums are broken in it."""
    first = read_report(with_another_sum(PAGE))
    kept = better_reading(first, read_html(PAGE), first.source, ())
    assert kept.tables == read_report(PAGE).tables != first.tables
    assert [f.severity for f in markup_findings(kept)] == ["warning"]


def test_more_broken_identities_lose():
    """The first reading stays where the second breaks more sums, and the difference is told."""
    first = read_report(PAGE)
    kept = better_reading(first, read_html(with_another_sum(PAGE)), first.source, ())
    assert kept is first
    assert "own was kept" in markup_findings(kept)[0].message


def test_missing_figures_never_win():
    """A reading that breaks fewer sums only because it holds fewer figures is not believed."""
    first = read_report(with_another_sum(PAGE))
    kept = better_reading(first, read_html(without_a_figure(PAGE)), first.source, ())
    assert kept is first
    assert [f.severity for f in markup_findings(kept)] == ["warning"]


@pytest.mark.parametrize(
    "source",
    ["<div>" * (MAX_DEPTH + 1) + "甲", "<font><p>" * (MAX_DEPTH + 1), "x" * (MAX_SECOND + 1)],
)
def test_the_second_lane_is_closed_to_what_is_too_dear(source):
    """Deep and long sources never reach html5lib."""
    assert second_tree(source) is None
    assert read_html_again(source) is None


def test_a_second_reading_is_tried_when_the_first_is_refused(monkeypatch):
    """A report that only a browser's tree holds is read, and the record says so."""
    monkeypatch.setattr(page, "read_html", lambda *_: read_html("<p>附件</p>"))
    report = read_report(PAGE)
    assert report.tables == WANTED.tables
    (finding,) = markup_findings(report)
    assert finding.severity == "warning"
    assert "that of a browser was kept" in finding.message


def test_a_second_reading_is_tried_when_the_first_holds_nothing(monkeypatch):
    """The same where the first tree holds no text at all."""
    monkeypatch.setattr(page, "read_html", lambda *_: read_html("<script></script>"))
    report = read_report(PAGE)
    assert report.tables == WANTED.tables
    assert "that of a browser was kept" in markup_findings(report)[0].message


@pytest.mark.parametrize("markup", ["<p>附件</p>", "<table><div>前</div><tr><td>1</table>"])
def test_two_readings_that_are_no_report_are_refused(markup):
    """What is said is what the first reading found."""
    with pytest.raises(NotAReportError):
        read_report(markup)


def test_a_lane_that_is_closed_is_told():
    """A doubtful page that is too long for a second reading keeps its first, and says so."""
    page = PAGE.replace(ROW, f"<tr>{'文' * (MAX_SECOND + 1)}<td>规章", 1)
    report = read_report(page)
    assert report.tables == WANTED.tables
    (finding,) = markup_findings(report)
    assert "no second reading was made" in finding.message
