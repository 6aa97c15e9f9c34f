"""Markup rows P18 and P21-P24 of the robustness matrix: nothing, entities, line ends, hidden text."""

from __future__ import annotations

import unicodedata

import pytest

from parsers.errors import EmptyDocumentError
from scraper import read_report
from tests.inputs.reports import CELL, cell, codes, page

HIDDEN = [
    "<span style='display:none'>9</span>",
    '<span style="DISPLAY: NONE">9</span>',
    "<span style='visibility:hidden'>9</span>",
    "<span style='font-size:0'>9</span>",
    "<span style='color:red;font-size:0px'>9</span>",
    "<span style='color:#fff'>9</span>",
    "<span style='background:#ffffff;color:white'>9</span>",
    "<font color=white>9</font>",
    "<span style='text-decoration:line-through'>9</span>",
    "<span hidden>9</span>",
    "<del>9</del>",
    "<s>9</s>",
]
SHOWN = [
    "<span style='font-size:0.9em'>9</span>",
    "<span style='background:#c00;color:#fff'>9</span>",
    "<b style='background:navy'><span style='color:white'>9</span></b>",
    "<span style='background-color:#fff'>9</span>",
    "<ins>9</ins>",
]


@pytest.mark.parametrize(
    "data", [b"", b" \n\t ", b"<!-- x -->", b"\xef\xbb\xbf", b"<!DOCTYPE html>"]
)
def test_p18_nothing(data):
    """Nothing, blanks, a comment and a mark of the byte order are the error for emptiness."""
    with pytest.raises(EmptyDocumentError):
        read_report(data)


def test_p21_entities_of_a_doctype_are_not_expanded():
    """An entity that a document declares itself, or takes from a file, gives no text."""
    bomb = "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(12))
    declared = f'<!DOCTYPE html [<!ENTITY a0 "7"><!ENTITY x SYSTEM "file:///etc/passwd">{bomb}]>'
    report = read_report(declared + page(prose="本年度有序开展。&x;&a12;"))
    assert "root:" not in report.model_dump_json()
    assert len(report.model_dump_json()) < 2 * len(read_report(page()).model_dump_json())


@pytest.mark.parametrize(
    "entity",
    ["&#0;", "&#xD800;", "&#x110000;", "&bogus;", "&#x;", "&#;", "&#xFFFE;", "&#1;", "&#99999999999;", "&", "&;"],
)  # fmt: skip
def test_p22_bogus_entities_are_no_digits(entity):
    """A reference to no character never makes a figure, and never costs the record."""
    value, state = cell(f"5{entity}")
    assert (value, state) in {(5, "stated"), (None, "unreadable")}


def test_p22_references_of_windows_are_its_characters():
    """&#128; is the euro sign and &#150; a dash, as in HTML."""
    assert cell("5&#150;") in {(5, "stated"), (None, "unreadable")}
    report = read_report(page(prose="约&#128;5元，有序开展。"))
    assert "约€5元" in report.sections[0].text


def test_p22_a_blank_without_its_semicolon():
    """``&nbsp`` without a semicolon is a blank, as in HTML."""
    assert cell("5&nbsp") == (5, "stated")


def test_p23_line_ends_of_old_machines_change_nothing():
    """CR alone and CRLF give the tables and statements that LF gives."""
    text = page(prose="本年度收到政府信息公开申请5件。").replace("<tr>", "\n<tr>")
    plain = read_report(text)
    for end in ("\r", "\r\n"):
        other = read_report(text.replace("\n", end))
        assert (other.tables, other.evidence) == (plain.tables, plain.evidence)
        assert other.statements == plain.statements


def test_p23_decomposed_letters_change_nothing():
    """A page in NFD reads as the page in NFC does."""
    text = page(prose="联系邮箱：é@x.gov.cn")
    other = read_report(unicodedata.normalize("NFD", text))
    assert other.tables == read_report(text).tables


@pytest.mark.parametrize("hidden", HIDDEN)
def test_p24_hidden_text_is_no_part_of_a_figure(hidden):
    """What is not shown is left out of the cell and told."""
    report = read_report(page((f"{hidden}5", 0, 0, 0, 0, 0, 5)))
    assert report.tables["requests"]["outcome.granted"]["natural_person"] == 5
    assert report.evidence[CELL].raw == "5"
    assert "R.MARKUP" in codes(report)


@pytest.mark.parametrize("hidden", HIDDEN)
def test_p24_a_cell_of_hidden_text_is_blank(hidden):
    """A cell with nothing else is blank, not zero; a lone paragraph hides as a span does."""
    assert cell(hidden) == (None, "blank")
    assert cell(hidden.replace("<span", "<p").replace("/span", "/p")) == (None, "blank")


@pytest.mark.parametrize("hidden", HIDDEN)
def test_p24_hidden_text_is_no_part_of_a_statement(hidden):
    """Nor does it become a digit of what the prose states."""
    report = read_report(page(prose=f"本年度收到政府信息公开申请{hidden}5件。"))
    assert {statement.value for statement in report.statements} == {5}
    assert "R.MARKUP" in codes(report)


@pytest.mark.parametrize("shown", SHOWN)
def test_p24_what_is_shown_stays(shown):
    """Small letters, white letters on a dark ground and insertions are figures."""
    assert cell(shown) == (9, "stated")
    assert "R.MARKUP" not in codes(read_report(page((shown, 0, 0, 0, 0, 0, 5))))


def test_p24_a_hidden_cell_has_no_column():
    """A cell that is not displayed shifts no other, as in a browser."""
    text = page((5, 0, 0, 0, 0, 0, 5)).replace(
        "<td>5</td>", "<td style='display:none'>8</td><td>5</td>"
    )
    report = read_report(text)
    row = report.tables["requests"]["outcome.granted"]
    assert [*row.values()] == [5, 0, 0, 0, 0, 0, 5]
    assert "R.MARKUP" in codes(report)


def test_p24_an_unseen_cell_keeps_its_column():
    """A cell whose letters are unseen is blank at its place."""
    text = page((5, 0, 0, 0, 0, 0, 6)).replace("<td>5</td>", "<td style='visibility:hidden'>5</td>")
    row = read_report(text).tables["requests"]["outcome.granted"]
    assert [*row.values()] == [None, 0, 0, 0, 0, 0, 6]


def test_p24_a_hidden_row_gives_no_figures():
    """A row that is not displayed is left out and told."""
    text = page((5, 0, 0, 0, 0, 0, 5))
    cut = text.index("<td>5</td>")
    start = text.rindex("<tr>", 0, cut)
    end = text.index("</tr>", start) + 5
    ghost = text[start:end].replace("<tr>", "<tr style='display:none'>").replace(">5<", ">7<")
    report = read_report(text[:end] + ghost + text[end:])
    assert report.tables["requests"]["outcome.granted"]["total"] == 5
    assert "R.MARKUP" in codes(report)


def test_p24_white_letters_of_a_header_stay():
    """A whole header cell in white has its ground from elsewhere: its label is read."""
    report = read_report(page().replace("<td>商业企业", "<td style='color:#fff'>商业企业"))
    assert report.tables["requests"]["outcome.granted"]["org.commercial_enterprise"] == 0
