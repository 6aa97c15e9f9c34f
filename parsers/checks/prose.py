"""What the prose states against what the tables have."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from parsers.checks.derived import Known, known_value
from parsers.checks.model import Cells, Value
from parsers.checks.rules import Rule, rule_book
from parsers.record import Finding, Statement

ABOUT = 0.1  # share by which an approximate figure may differ


def narrative_findings(
    statements: Sequence[Statement], cells: Cells, form: str | None
) -> Iterator[Finding]:
    """Give a finding for every statement that no accepted figure of the tables agrees with.

    Statements whose cell is not known are undecided; a figure said twice is reported once.
    """
    forms = set(form.split("+")) if form else {"B", "C"}
    seen: set[tuple[str, str, Value]] = set()
    for rule in rule_book().values():
        if rule.kind not in ("narrative", "denial") or not forms & set(rule.forms):
            continue
        for statement in statements:
            if not _concerns(rule, statement):
                continue
            known = known_value(cells, statement.cell)
            key = (rule.id, statement.cell, statement.value)
            if known is None or key in seen or _agrees(rule, statement, known, cells):
                continue
            seen.add(key)
            yield _finding(rule, statement, known.value)


def _concerns(rule: Rule, statement: Statement) -> bool:
    denial = statement.unit is None and statement.value == 0
    if rule.kind == "denial":
        return denial and statement.cell.startswith(("requests/", "disputes/"))
    return not denial and statement.cell in rule.data["cells"]


def _agrees(rule: Rule, statement: Statement, known: Known, cells: Cells) -> bool:
    """Say whether a statement can be true; an open figure only bounds it from below."""
    others = [
        known_value(cells, k) for k in rule.data.get("also", ()) if _same_column(k, statement)
    ]
    candidates = [known, *(other for other in others if other is not None)]
    return any(_fits(statement, candidate) for candidate in candidates)


def _fits(statement: Statement, known: Known) -> bool:
    if known.is_open:
        return known.value <= statement.value * (1 + ABOUT if statement.approximate else 1)
    if statement.approximate:
        return abs(known.value - statement.value) <= ABOUT * max(known.value, statement.value)
    return statement.value == known.value


def _same_column(key: str, statement: Statement) -> bool:
    return key.rsplit("/", 1)[1] == statement.cell.rsplit("/", 1)[1]


def _finding(rule: Rule, statement: Statement, expected: Value) -> Finding:
    words = {
        "cell": statement.cell,
        "actual": statement.value,
        "expected": expected,
        "quote": statement.quote,
    }
    return Finding.model_construct(
        code=rule.id,
        severity=rule.severity,
        message=rule.en.format_map(words),
        message_zh=rule.zh.format_map(words),
        cells=[statement.cell],
        expected=expected,
        actual=statement.value,
    )
