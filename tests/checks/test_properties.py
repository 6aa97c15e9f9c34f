"""What holds of the rules for every report: no false findings, no missed errors, no change."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from parsers.checks import rule_book, rules_using, run_checks
from parsers.vocab import key_order
from tests.checks.builders import REQUEST_COLUMNS, REQUEST_ROWS, cells_of, consistent, put, report

CELLS = sorted(cells_of(consistent()))
FORMS = st.sampled_from(["A", "B", "C", "B+C", None])
FIGURES = st.none() | st.integers(-3, 10**7) | st.floats(-3, 10**7)
CODES = st.sampled_from(["requests", "disputes", "proactive", "annex", "a/b"])
NAMES = st.text(max_size=5)
ROWS = st.dictionaries(NAMES, st.dictionaries(NAMES, FIGURES, max_size=4), max_size=4)
TABLES = st.dictionaries(CODES, ROWS, max_size=4)
STATEMENTS = st.lists(
    st.tuples(
        st.sampled_from([*CELLS, "requests/outcome.denied/total", "channels/weibo/posts", "x", ""])
        | st.text(max_size=9),
        FIGURES.filter(lambda value: value is not None),
        st.sampled_from(["件", None]),
        st.booleans(),
    ),
    max_size=6,
)


@given(blank=st.sets(st.sampled_from(CELLS)))
def test_blanking_cells_of_a_right_report_gives_no_finding(blank):
    """No set of blanks makes figures that add up look wrong."""
    tables = consistent()
    for key in blank:
        put(tables, key, None)
    assert run_checks(report(tables)) == []


@given(absent=st.sets(st.sampled_from(CELLS)))
def test_losing_cells_of_a_right_report_gives_no_finding(absent):
    """Neither does any set of cells that the source does not have."""
    tables = consistent()
    for key in absent:
        code, row, column = key.split("/")
        del tables[code][row][column]
        if not tables[code][row]:
            del tables[code][row]
    assert run_checks(report(tables)) == []


@given(key=st.sampled_from(CELLS), change=st.integers(-5, 500).filter(bool))
def test_a_single_error_is_never_missed(key, change):
    """Any change of any one cell of a full table is found, and in table 3 blamed on the cell."""
    tables = consistent()
    right = cells_of(tables)[key]
    wrong = max(0, right + change)
    put(tables, key, wrong)
    findings = run_checks(report(tables))
    assert bool(findings) == (wrong != right)
    for finding in findings:
        if key.startswith("requests/"):
            assert (finding.cells[0], finding.expected, finding.actual) == (key, right, wrong)


@given(
    key=st.sampled_from(CELLS),
    change=st.integers(1, 500),
    blank=st.sets(st.sampled_from(CELLS), max_size=60),
)
def test_blame_never_falls_on_another_cell(key, change, blank):
    """Whatever is blank beside it: if a cell is blamed, it is the bad one."""
    tables = consistent()
    for other in blank - {key}:
        put(tables, other, None)
    put(tables, key, cells_of(tables)[key] + change)
    for finding in run_checks(report(tables)):
        if "cross" in finding.message:
            assert finding.cells[0] == key


@settings(max_examples=60)
@given(tables=TABLES, form=FORMS, statements=STATEMENTS)
def test_any_report_gives_findings_of_the_book_and_stays_as_it_is(tables, form, statements):
    """Unknown rows and odd figures never raise; twice the same; nothing is changed."""
    checked = report(tables, form, statements)
    before = checked.to_json()
    findings = run_checks(checked)
    assert {f.code for f in findings} <= set(rule_book())
    assert findings == run_checks(checked)
    assert checked.to_json() == before


@settings(max_examples=60)
@given(
    figures=st.dictionaries(st.sampled_from(sorted(key_order())), FIGURES, max_size=80),
    form=FORMS,
    statements=STATEMENTS,
    data=st.data(),
)
def test_uses_agree_with_findings(figures, form, statements, data):
    """A rule is shown as failed on a cell exactly where a finding of it rests on that cell."""
    tables: dict = {}
    for key, value in figures.items():
        code, row, column = key.split("/")
        tables.setdefault(code, {}).setdefault(row, {})[column] = value
    checked = report(tables, form, statements)
    key = data.draw(st.sampled_from(sorted({*figures, *(s[0] for s in statements), CELLS[0]})))
    failed = {use.rule for use in rules_using(checked, key) if use.status == "failed"}
    found = {f.code for f in run_checks(checked) if key in f.cells}
    assert found <= failed
    assert {
        code for code in failed if code.startswith("T") and figures.get(key) is not None
    } <= found


def test_the_cells_of_the_properties_are_those_of_both_tables():
    """175 cells of table 3 and 15 of table 4 take part above."""
    assert len(CELLS) == len(REQUEST_ROWS) * len(REQUEST_COLUMNS) + 15 == 190
