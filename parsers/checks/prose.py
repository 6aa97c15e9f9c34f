"""What the prose states against what the tables have."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from parsers.checks.derived import value_of
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
            expected = value_of(cells, statement.cell)
            key = (rule.id, statement.cell, statement.value)
            if expected is None or key in seen or _agrees(rule, statement, expected, cells):
                continue
            seen.add(key)
            yield _finding(rule, statement, expected)


def _concerns(rule: Rule, statement: Statement) -> bool:
    denial = statement.unit is None and statement.value == 0
    if rule.kind == "denial":
        return denial and statement.cell.startswith(("requests/", "disputes/"))
    return not denial and statement.cell in rule.data["cells"]


def _agrees(rule: Rule, statement: Statement, expected: Value, cells: Cells) -> bool:
    others = [
        value_of(cells, key) for key in rule.data.get("also", ()) if _same_column(key, statement)
    ]
    values = [expected, *(value for value in others if value is not None)]
    if statement.approximate:
        return any(
            abs(value - statement.value) <= ABOUT * max(value, statement.value) for value in values
        )
    return statement.value in values


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
