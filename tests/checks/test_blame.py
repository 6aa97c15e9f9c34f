"""One bad figure breaks two or three sums that cross on it, and is named; two are not guessed at."""

from __future__ import annotations

import copy
import json

import pytest

from parsers.checks import run_checks
from tests.checks.builders import (
    OUTCOMES,
    REQUEST_COLUMNS,
    REQUEST_ROWS,
    cells_of,
    consistent,
    put,
    real_examples,
    report,
    zeros,
)

CARRIED = ("requests_received", "carried_over_from_previous_year", "carried_over_to_next_year")


def broken_by(row):
    """Give the rules that a bad cell of a row of table 3 breaks."""
    if row == "outcome.total":
        return ["T3.BALANCE", "T3.COLSUM", "T3.ROWSUM"]
    return ["T3.BALANCE" if row in CARRIED else "T3.COLSUM", "T3.ROWSUM"]


def assert_blamed(tables, key, right):
    """Hold the findings of tables with one bad cell: all of them name it and what would be right."""
    findings = run_checks(report(tables))
    wrong = cells_of(tables)[key]
    assert sorted(f.code for f in findings) == broken_by(key.split("/")[1])
    for finding in findings:
        assert finding.severity == "error"
        assert finding.cells[0] == key
        assert finding.cells.count(key) == 1
        assert (finding.expected, finding.actual) == (right, wrong)
        assert f"{key} stands where they cross: {right} instead of {wrong}" in finding.message
        assert f"交叉指向{key}：若由{wrong}改为{right}" in finding.message_zh


@pytest.mark.parametrize("row", REQUEST_ROWS)
@pytest.mark.parametrize("column", REQUEST_COLUMNS)
def test_every_single_error_of_table_3_is_found_and_blamed(row, column):
    """One more in any of the 175 cells breaks two or three sums, and the cell is named."""
    tables = consistent()
    right = tables["requests"][row][column]
    tables["requests"][row][column] += 1
    assert_blamed(tables, f"requests/{row}/{column}", right)


def test_every_single_error_put_into_a_real_report_is_found_and_blamed(shared):
    """The codebook's proof again: 190 of 190 cells of tables 3 and 4, table 3 with the cell named."""
    _, original = real_examples(shared)["淮安2024"]
    keys = [key for key in cells_of(original) if not key.startswith("proactive/")]
    assert len(keys) == 190
    for key in keys:
        tables = copy.deepcopy(original)
        right = cells_of(original)[key]
        put(tables, key, right + 1)
        if key.startswith("requests/"):
            assert_blamed(tables, key, right)
        else:
            assert [f.code for f in run_checks(report(tables))] == ["T4.BLOCKSUM"]


def test_real_reports_break_no_identity(shared):
    """Five published data sets give no finding at all."""
    for name, (form, tables) in real_examples(shared).items():
        assert run_checks(report(tables, form=form)) == [], name


@pytest.mark.parametrize("name", ["shanghai-2019", "shuyang-2023", "huaian-2024"])
def test_reports_read_by_eye_have_no_false_findings(shared, name):
    """Blank columns of totals and blank organisations, as published, are no contradiction."""
    case = json.loads((shared / "cases" / name / "expected.json").read_text(encoding="utf-8"))
    said = [(s["cell"], s["value"], "件", s.get("approximate", False)) for s in case["statements"]]
    assert run_checks(report(case["tables"], case["form"], said)) == []


def test_two_errors_that_do_not_cross_are_each_blamed():
    """Errors in different rows and columns break sums of their own."""
    tables = consistent()
    tables["requests"]["outcome.granted"]["natural_person"] += 2
    tables["requests"]["outcome.not_processed.repeat_request"]["org.other"] += 3
    blamed = {f.cells[0] for f in run_checks(report(tables))}
    assert blamed == {
        "requests/outcome.granted/natural_person",
        "requests/outcome.not_processed.repeat_request/org.other",
    }


@pytest.mark.parametrize("least", [0, 1])
def test_two_errors_of_the_same_size_are_not_guessed_at(least):
    """Two rows and two columns off by the same cross on four cells, one of them perhaps of zero."""
    tables = consistent()
    for row in tables["requests"].values():
        row["org.other"] += least
        row["natural_person"] += least
        row["total"] += 2 * least
    for column, times in (("natural_person", 1), ("org.other", 1), ("total", 2)):
        missing = (len(OUTCOMES) - 1) * least * times
        tables["requests"]["outcome.total"][column] += missing
        tables["requests"]["requests_received"][column] += missing
    assert run_checks(report(tables)) == []
    tables["requests"]["outcome.granted"]["natural_person"] += 1
    tables["requests"]["outcome.not_processed.repeat_request"]["org.other"] += 1
    findings = run_checks(report(tables))
    assert len(findings) == 4
    assert not any("cross" in f.message for f in findings)


def test_a_row_with_two_errors_is_not_blamed_on_one():
    """The row is off by the sum of both, each column by its own: no single cell mends them."""
    tables = consistent()
    tables["requests"]["outcome.granted"]["natural_person"] += 1
    tables["requests"]["outcome.granted"]["org.other"] += 2
    findings = run_checks(report(tables))
    assert sorted(f.code for f in findings) == ["T3.COLSUM", "T3.COLSUM", "T3.ROWSUM"]
    assert not any("cross" in f.message for f in findings)


def test_a_cell_is_not_blamed_if_its_change_would_break_a_rule_that_holds():
    """Closed requests cross a balance and a sum of outcomes, but their own row adds up: no blame."""
    tables = consistent()
    requests = tables["requests"]
    requests["outcome.granted"]["natural_person"] += 1
    requests["outcome.granted"]["org.other"] -= 1
    requests["requests_received"]["natural_person"] += 1
    requests["requests_received"]["org.other"] -= 1
    findings = run_checks(report(tables))
    assert sorted(f.code for f in findings) == ["T3.BALANCE"] * 2 + ["T3.COLSUM"] * 2
    assert not any("cross" in f.message for f in findings)


def test_a_cell_is_not_blamed_if_it_would_have_to_be_negative():
    """No count is below zero: a cell of zero on which a row and a column cross is not the one."""
    tables = zeros()
    requests = tables["requests"]
    for column, value in (("natural_person", 2), ("org.other", 2), ("total", 4)):
        for row in ("requests_received", "outcome.total", "outcome.granted"):
            requests[row][column] = value
    assert run_checks(report(tables)) == []
    requests["outcome.denied.state_secret"]["org.other"] = 1
    requests["outcome.partially_granted"]["natural_person"] = 1
    requests["outcome.partially_granted"]["total"] = 1
    findings = run_checks(report(tables))
    assert sorted(f.code for f in findings) == ["T3.COLSUM"] * 3 + ["T3.ROWSUM"]
    assert {f.cells[0] for f in findings if "cross" in f.message} == {
        "requests/outcome.denied.state_secret/org.other"
    }


def test_a_cell_is_not_blamed_if_its_change_would_break_an_undecided_rule():
    """A sum that a blank leaves open has a limit, too: the change must not go past it."""
    tables = consistent()
    requests = tables["requests"]
    for row in OUTCOMES:
        requests[row]["total"] = None
    open_row = next(row for row in OUTCOMES if requests[row]["natural_person"] == 1)
    requests[open_row]["natural_person"] = None
    requests["requests_received"]["natural_person"] -= 2
    requests["requests_received"]["total"] -= 2
    requests["outcome.total"]["total"] -= 2
    findings = run_checks(report(tables))
    assert [f.code for f in findings] == ["T3.BALANCE", "T3.ROWSUM"]
    assert not any("cross" in f.message for f in findings)


def test_bounds_do_not_cross():
    """Two bounds that fail by the same leave every smaller figure possible: none is named."""
    row = {"newly_disclosed": 5, "disclosed_total": 3, "produced": 3}
    findings = run_checks(report({"proactive": {"art20_1.government_rules": row}}, form="B"))
    assert [f.code for f in findings] == ["T2.NEWLY_LE_TOTAL", "T2.PRODUCED_GE_NEW"]
    assert not any("cross" in f.message for f in findings)


def test_blame_reaches_past_blank_cells():
    """A page that leaves zeros blank: the stated cell that exceeds its row and column is named."""
    tables = consistent()
    for row in REQUEST_ROWS:
        for column in REQUEST_COLUMNS[1:-1]:
            tables["requests"][row][column] = None
        tables["requests"][row]["total"] = tables["requests"][row]["natural_person"]
    assert run_checks(report(tables)) == []
    right = tables["requests"]["outcome.granted"]["natural_person"]
    tables["requests"]["outcome.granted"]["natural_person"] += 4
    assert_blamed(tables, "requests/outcome.granted/natural_person", right)
