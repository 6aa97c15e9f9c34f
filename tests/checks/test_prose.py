"""What the prose states is held against every figure that it may mean, and against itself."""

from __future__ import annotations

import pytest

from parsers.checks import run_checks
from parsers.checks.derived import known_value, partitions
from parsers.checks.rules import rule_book
from parsers.vocab import key_order
from tests.checks.builders import (
    OUTCOMES,
    REQUEST_COLUMNS,
    consistent,
    report,
    stated_of,
    with_one_row_of_other_handling,
    zeros,
)

RECEIVED = "requests/requests_received/total"
ON_HAND = "requests/requests_on_hand/total"
ANSWERED = "requests/outcome.total/total"
CARRIED_IN = "requests/carried_over_from_previous_year/total"
REVIEWS = "disputes/review/total"
SUITS = "disputes/litigation/total"
FEE = "section6/information_processing_fee_yuan"


def codes(tables, *statements, form="C"):
    """Give the codes found on tables and statements (cell, value, unit, approximate)."""
    return sorted(f.code for f in run_checks(report(tables, form, statements)))


@pytest.fixture
def tables():
    """Tables as published: 21 received, 6 carried in, 20 closed, 7 carried out; 4 reviews, 5 + 6 suits."""
    found = zeros()
    requests = found["requests"]
    rows = {
        "requests_received": (16, 5),
        "carried_over_from_previous_year": (5, 1),
        "outcome.granted": (8, 1),
        "outcome.denied.state_secret": (3, 1),
        "outcome.denied.other_access_regime": (2, 0),
        "outcome.not_processed.repeat_request": (1, 0),
        "outcome.other_handling.other": (3, 1),
        "outcome.total": (17, 3),
        "carried_over_to_next_year": (4, 3),
    }
    for row, (person, company) in rows.items():
        requests[row] |= {
            "natural_person": person, "org.commercial_enterprise": company, "total": person + company
        }  # fmt: skip
    return found | {"disputes": consistent()["disputes"]}


@pytest.mark.parametrize(
    ("cell", "value", "code"),
    [
        (RECEIVED, 21, None),
        (RECEIVED, 27, None),  # 受理 as received and carried in
        (RECEIVED, 26, "N.RECEIVED"),
        (ON_HAND, 27, None),
        (ON_HAND, 21, "N.RECEIVED"),
        (ANSWERED, 20, None),
        (ANSWERED, 14, None),  # those of the year itself
        (ANSWERED, 15, "N.ANSWERED"),
        (CARRIED_IN, 6, None),
        (CARRIED_IN, 7, "N.CARRY_IN"),
        ("requests/carried_over_to_next_year/total", 7, None),
        ("requests/carried_over_to_next_year/total", 6, "N.CARRY_OUT"),
        ("requests/requests_received/natural_person", 16, None),
        ("requests/requests_received/natural_person", 21, None),
        ("requests/requests_received/natural_person", 5, "N.APPLICANT"),
        ("requests/requests_received/org", 5, None),
        ("requests/requests_received/org", 6, None),
        ("requests/requests_received/org", 16, "N.APPLICANT"),
        ("requests/outcome.granted/total", 9, None),
        ("requests/outcome.denied/total", 6, None),
        ("requests/outcome.denied/total", 4, "N.OUTCOME"),
        ("requests/outcome.not_processed/total", 1, None),
        ("requests/outcome.other_handling/total", 4, None),
        ("requests/outcome.other_handling/total", 3, "N.OUTCOME"),
        (REVIEWS, 4, None),
        (REVIEWS, 5, "N.REVIEW"),
        ("disputes/review/upheld", 1, None),
        ("disputes/review/pending", 2, "N.REVIEW"),
        (SUITS, 11, None),
        (SUITS, 5, None),  # only those without a review before
        (SUITS, 6, "N.LITIGATION"),
        ("disputes/litigation/upheld", 5, None),
        ("disputes/litigation/upheld", 2, "N.LITIGATION"),
        ("disputes/litigation.direct/total", 5, None),
        ("disputes/litigation.after_review/total", 6, None),
        ("disputes/litigation.after_review/total", 5, "N.LITIGATION"),
        ("channels/wechat/posts", 99, None),
    ],
)
def test_prose_against_tables(tables, cell, value, code):
    """A figure that no accepted figure of the tables agrees with is a finding, only that."""
    assert codes(tables, (cell, value, "件", False)) == ([code] if code else [])


def test_the_message_names_the_figure_in_both_languages(tables):
    """A reader sees what the prose says, what the table has, and the words of the prose."""
    (finding,) = run_checks(
        report(tables, "C", [("requests/outcome.denied/total", 4, "件", False)])
    )
    assert (finding.severity, finding.expected, finding.actual) == ("warning", 6, 4)
    assert finding.cells == ["requests/outcome.denied/total"]
    assert finding.message == (
        "The prose states 4 for table 3, denied, total; the tables have 6: “q”."
    )
    assert finding.message_zh == "正文所述表三“（三）不予公开·总计”为4，表格为6：“q”。"


@pytest.mark.parametrize(
    ("value", "code"), [(20, None), (23, None), (24, "N.RECEIVED"), (30, None), (31, "N.RECEIVED")]
)
def test_about_is_a_tenth(tables, value, code):
    """An approximate figure may be a tenth off one of the figures that it may mean: 21 or 27."""
    assert codes(tables, (RECEIVED, value, "件", True)) == ([code] if code else [])


def test_a_figure_said_twice_is_reported_once(tables):
    """The same figure in two sections is one finding; another figure is another."""
    said = [(REVIEWS, 9, "件", False), (REVIEWS, 9, "起", False), (REVIEWS, 8, "件", False)]
    assert codes(tables, *said) == ["N.REVIEW", "N.REVIEW"]


@pytest.mark.parametrize(
    ("cell", "unit", "code"),
    [
        (REVIEWS, None, "N.ZERO"),
        (REVIEWS, "件", "N.REVIEW"),
        (RECEIVED, None, "N.ZERO"),
        ("requests/requests_received/org", None, "N.ZERO"),
        ("disputes/litigation.after_review/corrected", None, "N.ZERO"),
        ("disputes/litigation.after_review/other_outcome", None, None),
    ],
)
def test_what_the_prose_denies_the_tables_have_not(tables, cell, unit, code):
    """未收到申请 and 收到0件 are held by different rules; a denial is not reported twice."""
    assert codes(tables, (cell, 0, unit, False)) == ([code] if code else [])


def test_denials_are_true_of_zeros_and_undecided_on_nothing():
    """No requests, no suits: tables of zeros agree, blank tables and no tables do not contradict."""
    denials = [(RECEIVED, 0, None, False), (REVIEWS, 0, None, False), (SUITS, 0, None, False)]
    blank = {c: {r: dict.fromkeys(v) for r, v in rows.items()} for c, rows in zeros().items()}
    for tables in (zeros(), blank, {}):
        assert codes(tables, *denials) == []


def test_a_denial_fails_on_a_part_where_the_total_is_blank():
    """One result above zero is enough to say that there was a review."""
    results = {"upheld": 1, "corrected": None, "other_outcome": None, "total": None}
    (finding,) = run_checks(
        report({"disputes": {"review": results}}, "C", [(REVIEWS, 0, None, False)])
    )
    assert (finding.code, finding.expected) == ("N.ZERO", 1)
    assert "at least 1" in finding.message
    assert "至少1" in finding.message_zh


@pytest.mark.parametrize(
    ("value", "code"), [(199, "N.OUTCOME"), (200, None), (265, None), (900, None)]
)
def test_a_subtotal_with_blanks_contradicts_only_what_is_below_it(value, code):
    """Blank parts leave a subtotal open: prose above what is stated may be right."""
    tables = zeros()
    for row in ("not_held", "creation_required"):
        tables["requests"][f"outcome.unable_to_provide.{row}"] = dict.fromkeys(REQUEST_COLUMNS) | {
            "natural_person": 100
        }
    found = codes(tables, ("requests/outcome.unable_to_provide/total", value, "件", False))
    assert [c for c in found if c.startswith("N.")] == ([code] if code else [])


@pytest.mark.parametrize(
    ("cell", "value", "code"),
    [
        (RECEIVED, 21, None),
        (RECEIVED, 30, None),  # perhaps with nine carried in
        (RECEIVED, 20, "N.RECEIVED"),
        (ANSWERED, 20, None),
        (ANSWERED, 12, None),  # perhaps with eight carried in
        (ANSWERED, 22, "N.ANSWERED"),
    ],
)
@pytest.mark.parametrize("state", ["blank", "absent", "partly"])
def test_a_reading_that_a_blank_leaves_open_is_undecided(tables, cell, value, code, state):
    """Where it is not known what was carried in, a figure that it could explain is no finding."""
    row = tables["requests"]["carried_over_from_previous_year"]
    if state == "absent":
        del tables["requests"]["carried_over_from_previous_year"]
    else:
        row |= dict.fromkeys(REQUEST_COLUMNS)
        row |= {"org.other": 0} if state == "partly" else {}
    assert codes(tables, (cell, value, "件", False)) == ([code] if code else [])


def test_unknown_figures_leave_the_prose_undecided():
    """A report whose tables are lost has prose that nothing can contradict."""
    said = [(cell, 5, "件", False) for cell in (RECEIVED, ANSWERED, CARRIED_IN, REVIEWS, SUITS)]
    assert codes({}, *said) == []


@pytest.mark.parametrize(
    ("statements", "code"),
    [
        ([(FEE, 0, None, False)], None),
        ([(FEE, 2950, "元", False)], None),
        ([(FEE, 0, None, False), (FEE, 2950, "元", False)], "N.FEE"),
        ([(FEE, 2950, "元", False), (FEE, 0, None, False)], "N.FEE"),
        ([(FEE, 0, None, False), (FEE, 0, "元", False)], None),
        ([(FEE, 3940, "元", False), (FEE, 2950, "元", False)], None),  # asked for, and paid
        ([(REVIEWS, 0, None, False), (REVIEWS, 3, "件", False)], None),
    ],
)
def test_fees_are_not_both_denied_and_stated(statements, code):
    """No table has the fee for requests; only the prose can contradict itself on it."""
    assert codes({}, *statements) == ([code] if code else [])


def test_the_fee_finding_names_the_amount():
    """The amount is what is stated, none is what the denial asks for."""
    (finding,) = run_checks(report({}, "C", [(FEE, 0, None, False), (FEE, 270, "元", False)]))
    assert (finding.severity, finding.expected, finding.actual) == ("info", 0, 270)
    assert "the fee for requests (yuan)" in finding.message
    assert "信息处理费（元）为270" in finding.message_zh


def test_derived_figures_follow_from_printed_ones():
    """Subtotals, organisations, requests on hand and suits are sums of what is printed."""
    tables = consistent()
    cells = stated_of(tables)
    denied = [f"requests/{r}/total" for r in OUTCOMES if r.startswith("outcome.denied.")]
    known = known_value(cells, "requests/outcome.denied/total")
    assert known == (sum(cells[key] for key in denied), "exact", tuple(denied))
    orgs = [f"requests/requests_received/{c}" for c in REQUEST_COLUMNS if c.startswith("org.")]
    assert known_value(cells, "requests/requests_received/org").value == sum(map(cells.get, orgs))
    assert known_value(cells, SUITS).value == 5 + 6
    on_hand = cells[RECEIVED] + cells[CARRIED_IN]
    assert known_value(cells, ON_HAND).value == on_hand


def test_a_blank_total_follows_from_whichever_way_is_whole():
    """Refusals in all: by the rows' totals, or by the applicants' columns where those are blank."""
    tables = consistent()
    right = known_value(stated_of(tables), "requests/outcome.denied/total").value
    for row in OUTCOMES:
        tables["requests"][row]["total"] = None
    found = known_value(stated_of(tables), "requests/outcome.denied/total")
    assert (found.value, found.bound) == (right, "exact")
    tables["requests"]["outcome.denied.state_secret"]["natural_person"] = None
    assert known_value(stated_of(tables), "requests/outcome.denied/total").bound == "least"


def test_the_best_bound_of_an_open_subtotal_is_taken():
    """A total of one row and a part of another are known: together they are the least."""
    stated = {
        "requests/outcome.denied.state_secret/total": 5,
        "requests/outcome.denied.internal_affairs/natural_person": 3,
    }
    known = known_value(stated, "requests/outcome.denied/total")
    assert (known.value, known.bound) == (8, "least")


def test_one_row_of_other_handling_with_a_blank_total_follows_from_its_applicants():
    """Form B has no sub-rows of other handling; its blank total is the sum of its own row."""
    tables = with_one_row_of_other_handling(consistent())
    row = tables["requests"]["outcome.other_handling"]
    right, row["total"] = row["total"], None
    found = known_value(stated_of(tables), "requests/outcome.other_handling/total")
    assert (found.value, found.bound) == (right, "exact")


@pytest.mark.parametrize(
    "key", ["channels/wechat/posts", FEE, "x", "", "proactive/a/b", "requests/outcome/total"]
)
def test_figures_of_no_table_are_not_known(key):
    """What no table has is neither printed nor derived."""
    assert known_value(stated_of(consistent()), key) is None


def test_every_figure_that_rules_take_from_the_prose_can_be_known():
    """Keys of the rule book are cells of the form or follow from some."""
    taken = set()
    for rule in rule_book().values():
        for cell, others in rule.data.get("accepts", {}).items():
            taken |= {cell, *others}
    unknown = {key for key in taken if key not in key_order() and not partitions(key)}
    assert unknown == set()
