"""Rules find what does not add up, and stay silent where blanks leave it open."""

from __future__ import annotations

import pytest

from parsers.checks import run_checks
from tests.checks.builders import (
    BLOCKS,
    OTHER,
    OUTCOMES,
    REQUEST_COLUMNS,
    RESULTS,
    consistent,
    report,
    with_one_row_of_other_handling,
    zeros,
)


def codes(tables, **kwargs):
    """Give the codes found on tables."""
    return sorted(f.code for f in run_checks(report(tables, **kwargs)))


@pytest.mark.parametrize("form", ["B", "C", "B+C", None])
@pytest.mark.parametrize("tables", [consistent(), zeros(), {}])
def test_consistent_tables_have_no_findings(tables, form):
    """Tables that add up give nothing; neither do tables of zeros, or none."""
    assert codes(tables, form=form) == []


def test_rules_of_another_form_are_silent():
    """The annex before 2019 has rules of its own; those of forms B and C say nothing of it."""
    tables = consistent()
    tables["requests"]["outcome.granted"]["total"] += 1
    assert codes(tables, form="C") != []
    assert codes(tables, form="A") == []


def test_an_uncrossed_failure_states_both_sums():
    """Expected is what the formula asks for, actual is what is printed, in both languages."""
    tables = {"requests": {"outcome.granted": dict.fromkeys(REQUEST_COLUMNS, 2)}}
    (finding,) = run_checks(report(tables))
    assert (finding.code, finding.severity) == ("T3.ROWSUM", "error")
    assert (finding.expected, finding.actual) == (12, 2)
    assert finding.cells[0] == "requests/outcome.granted/total"
    assert len(finding.cells) == 7
    assert (
        finding.message
        == "Table 3, row granted in full: the applicants add up to 12, the total printed is 2."
    )
    assert finding.message_zh == "表三“（一）予以公开”行：各类申请人合计为12，总计为2。"


def test_a_finding_names_only_cells_that_have_a_figure():
    """Blank cells took no part in what failed."""
    row = dict.fromkeys(REQUEST_COLUMNS) | {"natural_person": 3, "org.other": 1, "total": 2}
    (finding,) = run_checks(report({"requests": {"outcome.granted": row}}))
    places = ["total", "natural_person", "org.other"]
    assert finding.cells == [f"requests/outcome.granted/{column}" for column in places]
    assert (finding.expected, finding.actual) == (4, 2)


@pytest.mark.parametrize(
    ("cells", "failed"),
    [
        ({"natural_person": 3, "total": 2}, True),  # no figures in the blanks could repair it
        ({"natural_person": 3, "total": 3}, False),
        ({"natural_person": 3, "total": 4}, False),
        ({"natural_person": 3, "total": None}, False),
        ({"natural_person": None, "total": 2}, False),
        ({"natural_person": 3, "org.other": 0, "total": 0}, True),
    ],
)
@pytest.mark.parametrize("others", [None, "absent"])
def test_blanks_and_absent_cells_stay_unknown(cells, failed, others):
    """A sum with blanks fails only where the stated addends already exceed the total."""
    row = dict.fromkeys(REQUEST_COLUMNS, None) if others is None else {}
    tables = {"requests": {"outcome.granted": row | cells}}
    assert codes(tables) == (["T3.ROWSUM"] if failed else [])


def test_a_blank_column_of_totals_is_undecided():
    """Reports of 2019 leave the totals of most rows blank; nothing fails for it."""
    tables = with_one_row_of_other_handling(consistent())
    for row in tables["requests"]:
        if row.startswith("outcome.") and row != "outcome.total":
            tables["requests"][row]["total"] = None
    assert codes(tables, form="B") == []


def test_a_total_without_its_addends_fails_only_from_above():
    """A balance with blanks fails if requests received already exceed what was done with them."""
    tables = zeros()
    tables["requests"]["carried_over_from_previous_year"] = dict.fromkeys(REQUEST_COLUMNS, None)
    assert codes(tables) == []
    for row in ("outcome.total", "outcome.granted"):
        tables["requests"][row] |= {"natural_person": 4, "total": 4}
    assert codes(tables) == []
    tables["requests"]["requests_received"] |= {"natural_person": 5, "total": 5}
    assert codes(tables) == ["T3.BALANCE", "T3.BALANCE"]


@pytest.mark.parametrize("row", OUTCOMES)
def test_an_absent_outcome_leaves_the_columns_undecided(row):
    """A row that the source does not have may hold what is missing; too much is too much."""
    tables = consistent()
    del tables["requests"][row]
    assert codes(tables) == []
    other = "outcome.granted" if row != "outcome.granted" else "outcome.partially_granted"
    for column in ("natural_person", "total"):
        tables["requests"][other][column] += 500
    assert codes(tables) == ["T3.COLSUM", "T3.COLSUM"]


@pytest.mark.parametrize("form", ["B", "C"])
def test_one_row_of_other_handling_stands_for_its_three(form):
    """Form B, and some reports of form C, print （六）其他处理 as one row."""
    tables = with_one_row_of_other_handling(consistent())
    assert codes(tables, form=form) == []
    tables["requests"]["outcome.other_handling"]["natural_person"] += 1
    assert codes(tables, form=form) == ["T3.COLSUM", "T3.ROWSUM"]


def test_other_handling_and_its_rows_are_not_added_twice():
    """Where a report prints the row and its sub-rows, the row stands for them, if it has figures."""
    tables = consistent()
    whole = with_one_row_of_other_handling(tables)["requests"]["outcome.other_handling"]
    tables["requests"]["outcome.other_handling"] = whole
    assert codes(tables) == []
    tables["requests"][OTHER[0]]["natural_person"] += 1
    assert codes(tables) == ["T3.ROWSUM"]


def test_a_blank_row_of_other_handling_does_not_hide_its_rows():
    """A group row without figures stands for nothing; its sub-rows are added."""
    tables = consistent()
    tables["requests"]["outcome.other_handling"] = dict.fromkeys(REQUEST_COLUMNS, None)
    assert codes(tables) == []
    tables["requests"][OTHER[0]]["natural_person"] += 1
    assert codes(tables) == ["T3.COLSUM", "T3.ROWSUM"]


@pytest.mark.parametrize("block", BLOCKS)
@pytest.mark.parametrize("result", RESULTS)
def test_every_single_error_of_table_4_is_found(block, result):
    """One more in any of the 15 cells breaks its block alone; no single cell can be blamed."""
    tables = consistent()
    right = tables["disputes"][block]["total"]
    tables["disputes"][block][result] += 1
    (finding,) = run_checks(report(tables))
    assert finding.code == "T4.BLOCKSUM"
    assert finding.cells[0] == f"disputes/{block}/total"
    actual = right + 1 if result == "total" else right
    assert (finding.expected, finding.actual) == (2 * right + 1 - actual, actual)


DOCUMENTS = "art20_1.normative_documents"


@pytest.mark.parametrize(
    ("cells", "form", "code"),
    [
        ({"in_force": 3, "issued": 5, "repealed": 1}, "C", "T2.INFORCE_BOUND"),
        ({"in_force": 4, "issued": 5, "repealed": 1}, "C", None),
        ({"in_force": None, "issued": 5, "repealed": 1}, "C", None),
        ({"in_force": 3, "issued": 5, "repealed": None}, "C", None),
        ({"in_force": 5, "issued": None, "repealed": 9}, "C", None),
        ({"newly_disclosed": 5, "disclosed_total": 3, "produced": 5}, "B", "T2.NEWLY_LE_TOTAL"),
        ({"newly_disclosed": 3, "disclosed_total": 3, "produced": 3}, "B", None),
        ({"newly_disclosed": 5, "disclosed_total": 9, "produced": 4}, "B", "T2.PRODUCED_GE_NEW"),
        ({"newly_disclosed": 5, "disclosed_total": None, "produced": None}, "B", None),
        ({"newly_disclosed": 5, "disclosed_total": 3}, "C", None),
        ({"in_force": -1, "issued": 0, "repealed": 1}, "C", "P.INT"),
        ({"in_force": 2.5, "issued": 0, "repealed": 0}, "C", "P.INT"),
    ],
)
def test_table_2(cells, form, code):
    """Bounds of table 2 hold, fail, or stay undecided, each in its own form."""
    assert codes({"proactive": {DOCUMENTS: cells}}, form=form) == ([code] if code else [])


def test_the_local_row_of_documents_has_the_same_bounds():
    """The further row that one province prints obeys the bounds of its part of table 2."""
    row = {"produced": 186, "newly_disclosed": 86, "disclosed_total": 80}
    tables = {"proactive": {"art20_1.other_proactive_documents": row}}
    assert codes(tables, form="B") == ["T2.NEWLY_LE_TOTAL"]


@pytest.mark.parametrize(
    ("row", "cells"),
    [
        ("art20_5.administrative_licensing", {"items_change": -8}),
        ("art20_8.administrative_fees", {"amount_collected": 59237.2449}),
        ("art20_9.centralized_procurement", {"total_amount": 6944.93}),
    ],
)
def test_changes_may_be_negative_and_money_may_have_decimals(row, cells):
    """The column of changes may be negative, money may have decimals."""
    assert codes({"proactive": {row: cells}}, form="B+C") == []


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("requests/requests_received/total", -1),
        ("disputes/review/total", 1.5),
        ("proactive/art20_6.administrative_penalty/decisions", -3),
    ],
)
def test_counts_are_whole_numbers_of_zero_or_more(key, value):
    """A finding says which count is none; nothing is expected in its place."""
    code, row, column = key.split("/")
    (finding,) = run_checks(report({code: {row: {column: value}}}))
    assert (finding.code, finding.cells) == ("P.INT", [key])
    assert (finding.expected, finding.actual) == (None, value)
