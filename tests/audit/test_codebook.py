"""Every rule of the codebook is held: by a rule of this program, or where its page says."""

from __future__ import annotations

import json

import pytest

from parsers.audit import audit, audit_book
from parsers.checks import run_checks
from parsers.checks.rules import rule_book
from parsers.record import Statement
from parsers.vocab import load
from tests.audit.test_audit import CARRY_IN, CARRY_OUT, KINDS, _edit, _row, make, years
from tests.conftest import SHARED

RENAMED = {"T3.COLSUM.B": "T3.COLSUM", "T3.COLSUM.C": "T3.COLSUM"}


@pytest.mark.suite
def test_every_rule_of_the_codebook_is_held():
    """Identities, the 13 narrative rules and the 24 of plausibility."""
    path = SHARED / "codebook" / "codebook.json"
    if not path.is_file():
        pytest.skip("the shared codebook is not here")
    book = json.loads(path.read_text(encoding="utf-8"))
    assert (len(book["narrative_checks"]), len(book["plausibility"])) == (13, 24)
    wanted = {
        RENAMED.get(rule["id"], rule["id"])
        for name in ("identities", "narrative_checks", "plausibility")
        for rule in book[name]
    }
    held = {*rule_book(), *audit_book().rules, *load("audit")["elsewhere"]}
    assert wanted <= held


def test_a_rule_has_one_place():
    """What is said to be held elsewhere has no rule here."""
    assert not set(load("audit")["elsewhere"]) & {*rule_book(), *audit_book().rules}


def test_blanks_are_not_counted_as_zero_and_are_no_finding():
    """P.NULL: the sum holds if the blanks are nothing, and nobody says that they are."""
    reports = years()
    for kind in KINDS[1:]:
        _edit(reports, 2, f"requests/requests_received/{kind}", None)
    reports[2].findings = run_checks(reports[2])
    assert audit(reports) == []


def test_a_cell_on_which_sums_cross_is_one_finding():
    """P.PARITY: named first, with the value that would mend row and column."""
    reports = years()
    _edit(reports, 2, "requests/outcome.granted/natural_person", 99)
    reports[2].findings = run_checks(reports[2])
    (finding,) = audit(reports)
    assert finding.cells[0] == "requests/outcome.granted/natural_person"
    assert (finding.expected, finding.actual) == (41, 99)
    assert [one.code for one in finding.follow_ons] == ["T3.COLSUM"]


def _zeros():
    report = make(2022)
    for row in ("requests_received", CARRY_IN, "outcome.granted", "outcome.total", CARRY_OUT):
        report.tables["requests"][row] = _row(0)
    return report


def test_a_table_of_zeros_is_contradicted_by_the_prose_alone():
    """P.ALLZERO: normal for small bodies; no finding unless the prose counts requests."""
    report = _zeros()
    report.findings = run_checks(report)
    assert audit([report]) == []
    report.statements = [
        Statement(cell="requests/requests_received/total", value=3, unit="件", approximate=False,
                  quote="收到申请3件", section="overview", span=(0, 6))
    ]  # fmt: skip
    report.findings = run_checks(report)
    assert [finding.code for finding in audit([report])] == ["N.RECEIVED"]


def test_no_figure_is_too_large_by_itself():
    """P.DIGITS: penalties of a consolidated report reach millions."""
    reports = years()
    for at, count in enumerate((3_985_758, 4_100_000, 3_700_000, 3_990_000, 4_020_000)):
        _edit(reports, at, "proactive/art20_6.administrative_penalty/decisions", count)
    assert audit(reports) == []
