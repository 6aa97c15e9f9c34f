"""Rules find what does not add up, name the cell where they can, and never guess."""

from __future__ import annotations

import json

import pytest

from parsers.checks import RULE_KINDS, describe_rules, rule_book, rules_using, run_checks
from parsers.checks.derived import known_value
from tests.checks.builders import (
    BLOCKS,
    REQUEST_COLUMNS,
    REQUEST_ROWS,
    RESULTS,
    consistent,
    report,
    zeros,
)
from tests.conftest import ROOT


def codes(tables, **kwargs):
    """Give the codes found on tables."""
    return sorted(f.code for f in run_checks(report(tables, **kwargs)))


def test_consistent_tables_have_no_findings():
    """Tables that add up give nothing; neither do tables of zeros."""
    assert codes(consistent()) == []
    assert codes(zeros()) == []


@pytest.mark.parametrize("row", REQUEST_ROWS)
@pytest.mark.parametrize("column", REQUEST_COLUMNS)
def test_every_single_error_of_table_3_is_found_and_blamed(row, column):
    """One more in any of the 175 cells breaks two or three sums, and the cell is named."""
    tables = consistent()
    tables["requests"][row][column] += 1
    findings = run_checks(report(tables))
    assert len(findings) == (3 if row == "outcome.total" else 2)
    key = f"requests/{row}/{column}"
    value = tables["requests"][row][column]
    for finding in findings:
        assert finding.severity == "error"
        assert finding.cells[0] == key
        assert (finding.expected, finding.actual) == (value - 1, value)
        assert key in finding.message
        assert key in finding.message_zh


@pytest.mark.parametrize("block", BLOCKS)
@pytest.mark.parametrize("result", RESULTS)
def test_every_single_error_of_table_4_is_found(block, result):
    """One more in any of the 15 cells breaks its block; no single cell can be blamed."""
    tables = consistent()
    tables["disputes"][block][result] += 1
    (finding,) = run_checks(report(tables))
    assert finding.code == "T4.BLOCKSUM"
    assert "cross" not in finding.message


def test_blank_cells_leave_a_rule_undecided():
    """A blank is not a zero: sums with blanks fail only where the stated cells exceed the total."""
    tables = consistent()
    row = tables["requests"]["outcome.granted"]
    row["org.other"] = None
    assert codes(tables) == []
    row["natural_person"] += 100
    assert "T3.ROWSUM" in codes(tables)


def test_a_blank_total_is_undecided():
    """Reports of 2019 leave the totals of most rows blank; nothing fails for it."""
    tables = consistent()
    for row in REQUEST_ROWS[3:]:
        tables["requests"][row]["total"] = None
    assert codes(tables) == []


def test_one_row_of_other_handling_stands_for_its_three():
    """Form B, and some reports of form C, print （六）其他处理 as one row."""
    tables = consistent()
    requests = tables["requests"]
    children = [r for r in REQUEST_ROWS if r.startswith("outcome.other_handling.")]
    whole = {c: sum(requests[r][c] for r in children) for c in REQUEST_COLUMNS}
    for child in children:
        del requests[child]
    requests["outcome.other_handling"] = whole
    assert codes(tables) == []
    whole["natural_person"] += 1
    assert codes(tables) == ["T3.COLSUM", "T3.ROWSUM"]


@pytest.mark.parametrize(
    ("cells", "form", "code"),
    [
        ({"in_force": 3, "issued": 5, "repealed": 1}, "C", "T2.INFORCE_BOUND"),
        ({"newly_disclosed": 5, "disclosed_total": 3, "produced": 5}, "B", "T2.NEWLY_LE_TOTAL"),
        ({"newly_disclosed": 5, "disclosed_total": 9, "produced": 4}, "B", "T2.PRODUCED_GE_NEW"),
        ({"in_force": 4, "issued": 5, "repealed": 1}, "C", None),
        ({"in_force": None, "issued": 5, "repealed": 1}, "C", None),
        ({"in_force": -1, "issued": 0, "repealed": 1}, "C", "P.INT"),
        ({"in_force": 2.5, "issued": 0, "repealed": 0}, "C", "P.INT"),
    ],
)
def test_table_2(cells, form, code):
    """Bounds of table 2 hold, fail, or stay undecided."""
    tables = {"proactive": {"art20_1.normative_documents": cells}}
    assert codes(tables, form=form) == ([code] if code else [])


def test_changes_and_money_may_be_negative_or_broken():
    """The column of changes may be negative, money may have decimals."""
    tables = {
        "proactive": {
            "art20_5.administrative_licensing": {"items_change": -8},
            "art20_8.administrative_fees": {"amount_collected": 12.5},
        }
    }
    assert codes(tables, form="B+C") == []


RECEIVED = "requests/requests_received/total"


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ((RECEIVED, 0, "件", False), None),
        ((RECEIVED, 3, "件", False), "N.RECEIVED"),
        ((RECEIVED, 0, None, False), None),
        (("disputes/review/total", 4, "件", False), None),
        (("disputes/review/total", 5, "件", False), "N.REVIEW"),
        (("disputes/review/total", 0, None, False), "N.ZERO"),
        (("disputes/litigation/total", 11, "件", False), None),
        (("disputes/litigation/total", 5, "件", False), None),
        (("disputes/litigation/total", 12, "件", False), "N.LITIGATION"),
        (("disputes/litigation/upheld", 5, "件", False), None),
        (("requests/outcome.denied/total", 2, "件", False), "N.OUTCOME"),
        (("requests/carried_over_to_next_year/total", 1, "件", False), "N.CARRY_OUT"),
        (("channels/wechat/posts", 99, "条", False), None),
        (("disputes/review/total", 4, "件", True), None),
    ],
)
def test_prose_against_tables(statement, code):
    """A statement that no accepted figure agrees with is a finding; what is unknown is none."""
    tables = zeros() | {"disputes": consistent()["disputes"]}
    assert codes(tables, statements=[statement]) == ([code] if code else [])


def test_open_sums_contradict_only_from_below():
    """Blank parts leave a subtotal open: prose below what is stated is wrong, above it may be right."""
    tables = zeros()
    for row in ("not_held", "creation_required"):
        tables["requests"][f"outcome.unable_to_provide.{row}"] = dict.fromkeys(
            REQUEST_COLUMNS, None
        ) | {"natural_person": 200}
    cell = "requests/outcome.unable_to_provide/total"
    assert "N.OUTCOME" in codes(tables, statements=[(cell, 265, "件", False)])
    assert "N.OUTCOME" not in codes(tables, statements=[(cell, 500, "件", False)])


def test_derived_figures():
    """Subtotals, organisations, requests on hand and suits follow from the printed figures."""
    flat = {
        f"requests/{r}/{c}": v
        for r, row in consistent()["requests"].items()
        for c, v in row.items()
    }
    denied = sum(
        flat[f"requests/{r}/total"] for r in REQUEST_ROWS if r.startswith("outcome.denied.")
    )
    assert known_value(flat, "requests/outcome.denied/total") == (denied, False)
    org = sum(
        flat[f"requests/requests_received/{c}"] for c in REQUEST_COLUMNS if c.startswith("org.")
    )
    assert known_value(flat, "requests/requests_received/org") == (org, False)
    assert known_value(flat, "disputes/review/total") is None


def test_rules_using_a_cell_show_their_figures():
    """For `why`: each rule of a cell with status, terms and values."""
    tables = consistent()
    tables["requests"]["outcome.granted"]["org.other"] = None
    uses = rules_using(report(tables), "requests/outcome.granted/natural_person")
    assert [(u.rule, u.status) for u in uses] == [
        ("T3.ROWSUM", "undecided"),
        ("T3.COLSUM", "passed"),
    ]
    assert uses[0].terms[-1] == (
        "-",
        "requests/outcome.granted/total",
        tables["requests"]["outcome.granted"]["total"],
    )
    prose = rules_using(report(tables, statements=[(RECEIVED, -1, "件", False)]), RECEIVED)
    assert ("N.RECEIVED", "failed") in [(u.rule, u.status) for u in prose]


def test_every_kind_of_rule_has_its_generator_and_every_generator_a_rule():
    """Kinds in the book and registered generators are the same; generators are named rule_*."""
    assert {rule.kind for rule in rule_book().values()} == set(RULE_KINDS)
    assert all(generator.__name__.startswith("rule_") for generator in RULE_KINDS.values())


def test_the_rules_page_is_the_rule_book():
    """docs/rules.md is generated from the rule book and must not drift from it."""
    assert (ROOT / "docs" / "rules.md").read_text(encoding="utf-8") == describe_rules()


def test_real_figures_pass(shared):
    """The data sets of the codebook break no identity; only prose and totals may stay undecided."""
    examples = json.loads((shared / "codebook" / "examples.json").read_text(encoding="utf-8"))
    for name, example in examples.items():
        tables: dict = {}
        for key, value in example["cells"].items():
            code, row, column = key.split("/")
            tables.setdefault(code, {}).setdefault(row, {})[column] = value
        found = [f.code for f in run_checks(report(tables, form=example["generation"]))]
        assert [c for c in found if c.startswith(("T3", "T4"))] == [], name
