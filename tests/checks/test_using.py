"""Why a cell is as it is: the rules that used it, with the figures they saw."""

from __future__ import annotations

from parsers.checks import rules_using
from tests.checks.builders import (
    REQUEST_COLUMNS,
    consistent,
    report,
    with_one_row_of_other_handling,
)

RECEIVED = "requests/requests_received/total"


def statuses(tables, key, statements=()):
    """Give rule, status and side of every use of a cell."""
    uses = rules_using(report(tables, "C", statements), key)
    return [(use.rule, use.status, use.side) for use in uses]


def test_a_leaf_is_used_by_its_row_and_its_column():
    """Each rule of a cell with its status and the side on which the cell stands."""
    tables = consistent()
    tables["requests"]["outcome.granted"]["org.other"] = None
    assert statuses(tables, "requests/outcome.granted/natural_person") == [
        ("T3.ROWSUM", "undecided", "left"),
        ("T3.COLSUM", "passed", "left"),
    ]


def test_the_total_of_outcomes_is_used_three_times():
    """It is a total of its row and of its column, and stands in the balance."""
    assert statuses(consistent(), "requests/outcome.total/natural_person") == [
        ("T3.BALANCE", "passed", "right"),
        ("T3.ROWSUM", "passed", "left"),
        ("T3.COLSUM", "passed", "right"),
    ]


def test_terms_are_the_figures_that_the_rule_saw():
    """Addends first, the total last, blanks as None, and the rule in words."""
    tables = consistent()
    row = tables["requests"]["outcome.granted"]
    row["org.other"] = None
    use = rules_using(report(tables), "requests/outcome.granted/org.other")[0]
    signs = [("-" if c == "total" else "+") for c in REQUEST_COLUMNS]
    wanted = [
        (s, f"requests/outcome.granted/{c}", row[c])
        for s, c in zip(signs, REQUEST_COLUMNS, strict=True)
    ]
    assert list(use.terms) == wanted
    assert (use.op, use.basis) == ("==", "label")
    assert "总计" in use.formula_zh


def test_blank_and_absent_cells_are_undecided_not_passed():
    """A cell without a figure shows the rules that wait for it; an unknown cell has none."""
    tables = {"disputes": {"review": {"upheld": None, "total": None}}}
    assert statuses(tables, "disputes/review/upheld") == [("T4.BLOCKSUM", "undecided", "left")]
    assert statuses(tables, "disputes/review/pending") == [("T4.BLOCKSUM", "undecided", "left")]
    assert statuses(tables, "disputes/litigation.direct/total") == []
    assert statuses(tables, "no/such/cell") == []


def test_a_blank_row_of_other_handling_takes_the_place_of_rows_that_are_not_there():
    """Form B: 19 addends, the last of them blank; not the three rows of form C."""
    tables = with_one_row_of_other_handling(consistent())
    tables["requests"]["outcome.other_handling"] = dict.fromkeys(REQUEST_COLUMNS)
    key = "requests/outcome.other_handling/natural_person"
    row, column = rules_using(report(tables, form="B"), key)
    assert (row.rule, row.status) == ("T3.ROWSUM", "undecided")
    assert (column.rule, len(column.terms)) == ("T3.COLSUM", 20)
    assert column.terms[-2] == ("+", key, None)


def test_prose_uses_the_cells_that_its_figure_follows_from():
    """A statement on all refusals rests on each row of refusals."""
    tables = consistent()
    said = [("requests/outcome.denied/total", 1, "件", False), (RECEIVED, 2, "件", True)]
    key = "requests/outcome.denied.state_secret/total"
    assert ("N.OUTCOME", "failed", "left") in statuses(tables, key, said)
    (use,) = rules_using(report(tables, "C", said), "requests/outcome.denied/total")
    assert len(use.terms) == 9
    assert use.terms[-1] == ("-", "prose", 1)
    assert ("N.RECEIVED", "failed", "left") in statuses(tables, RECEIVED, said)


def test_prose_on_lost_tables_is_undecided():
    """The figure of the prose is shown, nothing is there to hold it against."""
    (use,) = rules_using(report({}, "C", [(RECEIVED, 2, "件", False)]), RECEIVED)
    assert (use.rule, use.status) == ("N.RECEIVED", "undecided")
    assert use.terms == (("+", RECEIVED, None), ("-", "prose", 2))


def test_a_count_that_is_none_and_a_fee_said_and_denied():
    """Both sides always have a term, so that every use can be shown as a formula."""
    (use,) = [u for u in rules_using(report({"requests": {"outcome.total": {"total": -1}}}),
                                     "requests/outcome.total/total") if u.rule == "P.INT"]  # fmt: skip
    assert use.terms == (("+", "requests/outcome.total/total", -1), ("-", "0", 0))
    fee = "section6/information_processing_fee_yuan"
    said = [(fee, 0, None, False), (fee, 100, "元", False)]
    (use,) = rules_using(report({}, "C", said), fee)
    assert use.terms == (("+", "prose", 0), ("-", "prose", 100))
