"""Percentages right behind a count, and the rules that hold them against the tables."""

from __future__ import annotations

import pytest

from parsers.checks import run_checks
from parsers.narrative import read_statements
from parsers.record import Section, Statement
from tests.checks.builders import report, zeros

CLOSED = "requests/outcome.total/total"
GRANTED = "requests/outcome.granted"
RECEIVED = "requests/requests_received"


def percents(text):
    """Give the percentages of a text by row and column of the derived figure."""
    section = Section.model_construct(
        code="overview", heading="一、总体情况", text=text, missing=False
    )
    found = [s for s in read_statements([section]) if s.unit == "%"]
    assert all(text[s.span[0] : s.span[1]] == s.quote for s in found)
    return [(s.cell.removeprefix("requests/"), s.value, s.approximate) for s in found]


LEAD = "2019年共收到政府信息公开申请859件，"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("办结政府信息公开申请805件，其中予以公开265件，占32.9%。", [("outcome.granted/share_of_closed", 32.9, False)]),
        ("办结政府信息公开申请805件，不予公开158件（占总数的19.6％）", [("outcome.denied/share_of_closed", 19.6, False)]),
        ("政府信息公开申请中部分公开35件，占比约4%", [("outcome.partially_granted/share_of_closed", 4.0, True)]),
        ("政府信息公开申请中部分公开35件，约占4%", [("outcome.partially_granted/share_of_closed", 4.0, True)]),
        (f"{LEAD}同比增长12.3%。", [("requests_received/growth", 12.3, False)]),
        (f"{LEAD}较上年下降了5%。", [("requests_received/growth", -5.0, False)]),
        (f"{LEAD}比去年增加37件，同比增长1.05%。", [("requests_received/growth", 1.05, False)]),
        (f"{LEAD}比去年增加37件，增长1.05%。", [("requests_received/growth", 1.05, False)]),
        (f"{LEAD}答复率100%。", []),  # another figure's
        (f"{LEAD}公开率占80%。", []),
        (f"{LEAD}增长5%。", []),  # it does not say against what
        ("发布信息100条，同比增长5%。", []),
        ("政府信息公开申请办结805件，占93%。", []),  # no outcome is its own total's share
    ],
)  # fmt: skip
def test_reading(text, found):
    """Only what stands right behind its count, and says of what, is read; the quote is in the text."""
    assert percents(text) == found


def said(cell, value, span=(0, 9), *, about=False, unit="%"):
    """Give a statement."""
    return Statement(
        cell=cell,
        value=value,
        unit=unit,
        approximate=about,
        quote="q",
        section="overview",
        span=span,
    )


def held(statements, closed, granted, previous=None):
    """Give the findings on statements, with figures of table 3 (and of the year before)."""
    current = report(_tables(closed, granted), "C", ())
    current.statements.extend(statements)
    before = None if previous is None else report(_tables(previous, 0), "C", ())
    codes = ("N.PERCENT", "N.GROWTH")
    return [f for f in run_checks(current, before) if f.code in codes]


def _tables(closed, granted):
    """Give a table 3 in which a number was received and closed, of which some were granted."""
    tables = zeros()
    requests = tables["requests"]
    for row, value in (
        ("requests_received", closed),
        ("outcome.granted", granted),
        ("outcome.total", closed),
    ):
        requests[row] |= {"natural_person": value, "total": value}
    requests["outcome.other_handling.other"] |= {
        "natural_person": closed - granted,
        "total": closed - granted,
    }
    return tables


@pytest.mark.parametrize(
    ("value", "granted", "fails"),
    [(32.9, 265, False), (33.0, 265, False), (4.34, 35, False), (4.35, 35, False), (4.5, 35, True), (32.0, 265, False), (35.0, 265, True)],
)  # fmt: skip
def test_shares(value, granted, fails):
    """One unit of the last printed digit may be cut or rounded; more is told with the right share."""
    found = held([said(f"{GRANTED}/share_of_closed", value)], 805, granted)
    assert [f.code for f in found] == ["N.PERCENT"] * fails
    for finding in found:
        assert finding.severity == "info"
        assert finding.expected == round(100 * granted / 805, 2)
        assert finding.actual == value
        assert "%" in finding.message
        assert "%" in finding.message_zh


def test_the_count_of_the_clause_comes_first():
    """A prose that counts fewer than the table is held against its own count."""
    share = said(f"{GRANTED}/share_of_closed", 32.9)
    count = said(f"{GRANTED}/total", 265, unit="件")
    assert held([share], 805, 337) != []
    assert held([count, share], 805, 337) == []
    elsewhere = said(f"{GRANTED}/total", 265, (20, 30), unit="件")
    assert held([elsewhere, share], 805, 337) != []


def test_about_right_is_right():
    """An approximate share may differ by a tenth."""
    assert held([said(f"{GRANTED}/share_of_closed", 35.5, about=True)], 805, 265) == []
    assert held([said(f"{GRANTED}/share_of_closed", 39.5, about=True)], 805, 265) != []


def test_nothing_is_decided_without_a_total():
    """No requests closed, no share."""
    assert held([said(f"{GRANTED}/share_of_closed", 35.5)], 0, 0) == []


@pytest.mark.parametrize(
    ("value", "previous", "fails"),
    [(12.3, 765, False), (12.0, 765, False), (-12.3, 765, True), (15.2, 765, True), (-10.9, 964, False), (12.3, None, False), (12.3, 0, False)],
)  # fmt: skip
def test_growth(value, previous, fails):
    """The growth of the prose is that of the two years; without the one before nothing is decided."""
    found = held([said(f"{RECEIVED}/growth", value)], 859, 0, previous)
    assert [f.code for f in found] == ["N.GROWTH"] * fails


def test_growth_of_requests_on_hand_counts_as_well():
    """As reports of one body print it: either of both figures may be meant."""
    statements = [said(f"{RECEIVED}/growth", 1.08)]
    current = report(_tables(3521, 0), "C", ())
    current.tables["requests"]["carried_over_from_previous_year"] |= {"total": 125}
    current.statements.extend(statements)
    before = report(_tables(3511, 0), "C", ())
    before.tables["requests"]["carried_over_from_previous_year"] |= {"total": 96}
    assert "N.GROWTH" not in [f.code for f in run_checks(current, before)]
