"""Table rows G18-G21 of the robustness matrix: figures, units, sums and unknown rows."""

from __future__ import annotations

import pytest

from scraper import read_report
from tests.inputs.reports import CELL, TOTAL, cell, codes, fee, page
from tests.tables.pages import request_rows, td, tr

FEE = "proactive/art20_8.administrative_fees/amount_collected"


@pytest.mark.parametrize(
    ("text", "value", "state"),
    [
        ("１２", 12, "stated"),
        ("1,234", 1234, "stated"),
        ("1，234", 1234, "stated"),
        ("12件", 12, "stated"),
        ("12.0", 12, "stated"),
        ("3e2", None, "unreadable"),
        ("1_000", None, "unreadable"),
        ("②", None, "unreadable"),
        ("〇", 0, "stated"),
        ("十二", 12, "stated"),
        ("两", 2, "stated"),
        ("—", None, "dash"),
        ("/", None, "slash"),
        ("无", None, "word"),
        ("空", None, "word"),
        ("", None, "blank"),
    ],
)
def test_g18_numbers(text, value, state):
    """A cell of a whole report gives the value that the matrix asks for."""
    assert cell(text) == (value, state)


@pytest.mark.parametrize("text", ["3e2", "1_000", "②", "5²", "5<sup>2</sup>", "5<sub>2</sub>"])
def test_g18_what_is_no_number_is_told(text):
    """An unreadable cell is a finding, never a figure in silence."""
    report = read_report(page((text, 0, 0, 0, 0, 0, 5)))
    told = [f for f in report.findings if f.code == "S.CELL_UNREADABLE"]
    assert report.tables["requests"]["outcome.granted"]["natural_person"] is None
    assert any(CELL in finding.cells for finding in told)


def test_g18_a_raised_digit_is_no_digit_of_the_figure():
    """The mark of a footnote does not turn 5 into 52; the evidence shows it raised."""
    report = read_report(page(("5<sup>2</sup>", 0, 0, 0, 0, 0, 5)))
    assert report.evidence[CELL].raw == "5²"


def test_g18_a_raised_digit_in_prose():
    """Nor does it in a sentence."""
    report = read_report(page(prose="本年度收到政府信息公开申请5<sup>2</sup>件。"))
    assert 52 not in [statement.value for statement in report.statements]


def test_g18_a_negative_count_is_kept_and_flagged():
    """-5 stands as published, with a finding that names the cell."""
    report = read_report(page(("－5", 0, 0, 0, 0, 0, -5)))
    assert report.tables["requests"]["outcome.granted"]["natural_person"] == -5
    assert any(CELL in finding.cells for finding in report.findings)


@pytest.mark.parametrize("text", ["9" * 16, "9" * 400, "9" * 5000, "0." + "3" * 20, "九千亿亿"])
def test_g18_more_digits_than_are_kept_exactly(text):
    """A figure past 15 digits is no count: unreadable, and the record can be written and read."""
    assert cell(text) == (None, "unreadable")


def test_g19_a_sum_that_differs_is_told_and_kept():
    """Parts and sum stay as published; the rule fails."""
    report = read_report(page((5, 1, 0, 0, 0, 0, 9)))
    row = report.tables["requests"]["outcome.granted"]
    assert (row["natural_person"], row["org.commercial_enterprise"], row["total"]) == (5, 1, 9)
    failed = [f for f in report.findings if f.code == "T3.ROWSUM"]
    assert [(f.expected, f.actual) for f in failed] == [(6, 9)]
    assert TOTAL in failed[0].cells


def test_g20_an_unknown_row_is_told_with_its_text():
    """A row that the form does not have is a finding, and moves no other."""
    rows = request_rows({"outcome.granted": [5, 0, 0, 0, 0, 0, 5]})
    rows.insert(3, tr(td("外星人来访登记情况", 3), *(td(8) for _ in range(7))))
    report = read_report(page(rows=rows))
    told = [f.message for f in report.findings if f.code == "S.ROW_UNKNOWN"]
    assert len(told) == 1
    assert "外星人来访登记情况" in told[0]
    assert report.tables["requests"]["outcome.granted"]["total"] == 5


def test_g20_a_missing_row_is_told():
    """A row of the form that is not there is absent and named."""
    rows = request_rows({"outcome.granted": [5, 0, 0, 0, 0, 0, 5]})
    gone = next(n for n, row in enumerate(rows) if "重复申请" in row)
    report = read_report(page(rows=rows[:gone] + rows[gone + 1 :]))
    told = " ".join(f.message for f in report.findings if f.code == "S.TABLE_INCOMPLETE")
    assert "outcome.not_processed.repeat_request" in told
    assert "outcome.not_processed.repeat_request" not in report.tables["requests"]


@pytest.mark.parametrize(
    ("text", "value"), [("113.96", 113.96), ("1139600元", 113.96), ("113.96万元", 113.96)]
)
def test_g21_the_unit_of_a_cell_counts(text, value):
    """Money stands in the form's unit, whatever unit the cell names; the evidence keeps both."""
    report = fee(text)
    assert report.tables["proactive"]["art20_8.administrative_fees"]["amount_collected"] == value
    assert report.evidence[FEE].raw == text


def test_g21_a_foreign_unit_is_told():
    """A unit that is no money is no figure of money."""
    report = fee("12件")
    assert report.tables["proactive"]["art20_8.administrative_fees"]["amount_collected"] is None
    assert "S.CELL_UNREADABLE" in codes(report)
