"""What the prose of forms A0 and A states, and how it is held against the annex."""

from __future__ import annotations

import pytest

from parsers.checks import rule_book
from parsers.narrative import is_older
from tests.annex.pages import figures, make_page
from tests.annex.scoring import read

FORMS = ("A", "A0")
WORDS = {
    "二、主动公开政府信息情况": "全年共主动公开政府信息{disclosed}条，其中通过政府网站公开政府信息7条、公开规范性文件2条。",
    "三、依申请公开政府信息和不予公开政府信息情况": "{year}年共受理政府信息公开申请{received}件，其中当面申请2件，网络申请1件。"
    "已全部答复，共答复{answered}件，其中同意公开答复3件，不予公开答复1件。",
    "四、政府信息公开的收费及减免情况": "依申请提供政府信息共收取费用{fees}元，减免费用5元。",
    "五、因政府信息公开申请行政复议、提起行政诉讼情况": "{year}年因政府信息公开被申请行政复议{reviews}件，其中维持{upheld}件；"
    "提起行政诉讼{suits}件。",
}  # fmt: skip
DENIALS = {
    "二、主动公开政府信息情况": "详见附表。",
    "三、依申请公开政府信息和不予公开政府信息情况": "{year}年未收到政府信息公开申请。",
    "四、政府信息公开的收费及减免情况": "未收取任何费用。",
    "五、因政府信息公开申请行政复议、提起行政诉讼情况": "未发生因政府信息公开引起的行政复议、行政诉讼。",
}
FAULTS = {
    "N.ANNEX.DISCLOSED": "disclosed",
    "N.ANNEX.RECEIVED": "received",
    "N.ANNEX.ANSWERED": "answered",
    "N.ANNEX.REVIEW": "reviews",
    "N.ANNEX.LITIGATION": "suits",
    "N.ANNEX.FEES": "fees",
}


def truth(form, seed):
    """Give what the annex of a page has, by the names of ``WORDS``."""
    known = figures(form, seed)
    in_yuan = known.get("fees.on_request", 10_000 * known.get("fees.charged_for_requests", 0))
    return {
        "disclosed": known["proactive.disclosed_total"],
        "received": known["requests.received"],
        "answered": known["requests.answered"],
        "reviews": known.get("review.total", 0),
        "upheld": known.get("review.upheld", 0),
        "suits": known.get("litigation.total", 0),
        "fees": int(in_yuan),
    }


def prose(words, told, form):
    """Give sections with figures filled in."""
    year = 2012 if form == "A0" else 2016
    return {heading: text.format(year=year, **told) for heading, text in words.items()}


def found(form, seed, words, **changed):
    """Give the codes of the rules on prose that a page breaks."""
    text = prose(words, truth(form, seed) | changed, form)
    record = read(make_page(form, "plain", seed, prose=text))
    assert record.form == form
    return sorted(f.code for f in record.findings if f.code.startswith("N."))


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("form", FORMS)
def test_prose_that_says_what_the_annex_says_is_no_finding(form, seed):
    """Totals agree; parts of them, one channel and what was remitted are not taken for totals."""
    assert found(form, seed, WORDS) == []


@pytest.mark.parametrize(("code", "name"), FAULTS.items())
@pytest.mark.parametrize("form", FORMS)
def test_each_planted_fault_is_found_and_nothing_else(form, code, name):
    """The prose says three more than the annex."""
    for seed in range(3):
        told = truth(form, seed)[name] + 3
        assert found(form, seed, WORDS, **{name: told}) == [code]


def test_a_result_is_held_against_its_own_row():
    """Form A has the results of reviews, form A0 only their number."""
    assert found("A", 1, WORDS, upheld=99) == ["N.ANNEX.REVIEW"]
    assert found("A0", 1, WORDS, upheld=99) == []


def test_no_rule_is_unplanted():
    """Every rule on prose and annex has its fault."""
    assert {*FAULTS, "N.ANNEX.ZERO"} == {c for c in rule_book() if c.startswith("N.ANNEX.")}


@pytest.mark.parametrize("form", FORMS)
def test_what_the_prose_denies_the_annex_has_not(form):
    """A denial of what the annex has is found once for each; on an annex of zeros there is none."""
    denied = ("received", "reviews", "suits", "fees")
    has = [name for name in denied if truth(form, 1)[name]]
    assert len(has) >= 2
    assert found(form, 1, DENIALS) == ["N.ANNEX.ZERO"] * len(has)

    def nothing(rows):
        return [(label, unit, 0 if unit != "——" else unit, n) for label, unit, _, n in rows]

    page = make_page(form, "plain", 1, nothing, prose=prose(DENIALS, {}, form))
    assert [f.code for f in read(page).findings if f.code.startswith("N.")] == []


def test_the_message_speaks_of_the_row_of_the_annex():
    """Who reads it finds the cell, both figures and the words; fees are told in yuan."""
    text = prose(WORDS, truth("A", 2) | {"fees": 120}, "A")
    (finding,) = (
        f for f in read(make_page("A", "plain", 2, prose=text)).findings if f.code[0] == "N"
    )
    assert finding.cells == ["annex/fees.charged_for_requests/value"]
    assert (finding.expected, finding.actual, finding.severity) == (2500, 120, "warning")
    assert "七、依申请公开信息收取的费用" in finding.message_zh
    assert "120" in finding.message
    assert "2500" in finding.message
    assert "收取费用120元" in finding.message


def test_blank_rows_decide_nothing():
    """A figure of the prose is not held against a row without a figure."""

    def blank(rows):
        return [(label, unit, "", number) for label, unit, _, number in rows]

    text = prose(WORDS, truth("A", 2), "A")
    record = read(make_page("A", "plain", 2, blank, prose=text))
    assert not [f for f in record.findings if f.code.startswith("N.")]


@pytest.mark.parametrize(
    ("form", "year", "older"),
    [("A", 2016, True), ("A0", None, True), ("C", 2016, False), ("B+C", None, False), (None, 2008, True),
     (None, 2018, True), (None, 2019, False), (None, 2007, False), (None, None, False)],
)  # fmt: skip
def test_the_form_decides_and_without_one_the_year(form, year, older):
    """A report of these years that lost its annex is read as one, too."""
    assert is_older(form, year) is older
