"""The rules that one report can be held against, and what they find.

Rules are data in ``vocab/rules.toml``; each kind of rule has one generator ``rule_<kind>`` that is
registered under its kind. Blank cells make a rule undecided, never passed, and no figure is ever
changed.
"""

from __future__ import annotations

from parsers.checks import linear, percents, plausible, prose
from parsers.checks.blame import find_blame
from parsers.checks.explain import uses_of
from parsers.checks.messages import make_rule_finding
from parsers.checks.model import Facts, Outcome, RuleUse
from parsers.checks.page import describe_rules
from parsers.checks.registry import RULE_KINDS
from parsers.checks.rules import rule_book, rules_of
from parsers.record import Finding, Report, Tables
from parsers.vocab import load

__all__ = [
    "RULE_KINDS",
    "RuleUse",
    "describe_rules",
    "facts_of",
    "rule_book",
    "rules_using",
    "run_checks",
    "whole_rows",
]

KIND_MODULES = (linear, percents, plausible, prose)  # importing them registers their generators


def run_checks(report: Report, previous: Report | None = None) -> list[Finding]:
    """Give the findings of every rule that the report alone can decide, or with the one before.

    Args:
        report: The report.
        previous: The same body's report of the year before; without it no growth is decided.

    A rule fails only where no figures in the blank cells could make it hold. Where failed sums
    cross on one cell, their findings name it first, with the value that would make all hold.
    """
    facts = facts_of(report)
    if previous is not None:
        facts = facts._replace(previous=facts_of(previous).stated)
    failed = [outcome for outcome in _outcomes(report, facts) if outcome.status == "failed"]
    if not failed:
        return []
    blamed = find_blame(failed, rules_of(report.form), facts)
    return [
        make_rule_finding(outcome, blamed.get(index), facts.stated)
        for index, outcome in enumerate(failed)
    ]


def rules_using(report: Report, cell_key: str) -> list[RuleUse]:
    """Give every rule that used a cell of the report, with the figures it saw.

    A rule on the prose uses the printed cells that the figure follows from: a statement on all
    refusals rests on the eight rows of refusals. Rules on single figures are given where they fail.
    """
    facts = facts_of(report)
    return uses_of(_outcomes(report, facts), cell_key, facts)


def _outcomes(report: Report, facts: Facts) -> list[Outcome]:
    found: list[Outcome] = []
    for rule in rules_of(report.form):
        found.extend(RULE_KINDS[rule.kind](facts, rule))
    return found


def facts_of(report: Report) -> Facts:
    """Give the figures of a report by their keys, with what it states in prose."""
    present = {
        prefix + column: value
        for code, rows in report.tables.items()
        for row, columns in rows.items()
        for prefix in (f"{code}/{row}/",)
        for column, value in columns.items()
    }
    stated = {key: value for key, value in present.items() if value is not None}
    statements = prose.said_once(report.statements)
    return Facts(stated, present, statements, whole_rows(report.tables))


def whole_rows(tables: Tables) -> frozenset[str]:
    """Give the rows that stand for their sub-rows in these tables.

    Form B prints 其他处理 as one row, some reports of form C do too. Where sub-rows are printed as
    well, the row counts only if it has a figure.
    """
    whole = []
    for entry in load("forms")["replaces"]:
        rows = tables.get(entry["table"], {})
        row = rows.get(entry["row"])
        if row is not None and (
            any(value is not None for value in row.values())
            or not any(part in rows for part in entry["rows"])
        ):
            whole.append(entry["row"])
    return frozenset(whole)
