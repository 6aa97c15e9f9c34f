"""Findings made from what failed; words are put together only here."""

from __future__ import annotations

from parsers.checks.model import Cells, Outcome, Value
from parsers.checks.names import Name, cell_name, code_name
from parsers.record import Finding, Statement
from parsers.vocab import ANNEX, load


def make_rule_finding(outcome: Outcome, blamed: tuple[str, Value] | None, stated: Cells) -> Finding:
    """Make the finding of a failed rule.

    Args:
        outcome: What failed.
        blamed: The cell on which failed sums cross and the value that would make all hold.
        stated: The figures of the report.

    Returns:
        A finding whose ``expected`` is what the formula asks for, and whose ``actual`` is what is
        printed; both speak of the blamed cell, named first, where there is one.
    """
    if outcome.statement is not None:
        return _of_prose(outcome, outcome.statement)
    if not outcome.instance.right:
        return _of_figure(outcome)
    return _of_sums(outcome, blamed, stated)


def _of_sums(outcome: Outcome, blamed: tuple[str, Value] | None, stated: Cells) -> Finding:
    rule = outcome.rule
    name = _place(outcome)
    expected, actual = plain(outcome.left), plain(outcome.right)
    words = {"name": name.zh, "name_en": name.en, "left": expected, "right": actual}
    message, message_zh = rule.en.format_map(words), rule.zh.format_map(words)
    keys = [k for k in (*outcome.instance.right, *outcome.instance.left) if k in stated]
    if blamed is not None:
        cell, expected, actual = blamed[0], plain(blamed[1]), plain(stated[blamed[0]])
        keys = [cell, *(key for key in keys if key != cell)]
        hint = {"cell": cell, "expected": expected, "actual": actual}
        message += " " + load("rules")["blame"]["en"].format_map(hint)
        message_zh += load("rules")["blame"]["zh"].format_map(hint)
    return _finding(outcome, (message, message_zh), keys, expected, actual)


def _place(outcome: Outcome) -> Name:
    """Give the name of the row, column or block that a linear rule is about."""
    table_code, row, _ = outcome.instance.right[0].split("/")
    return code_name(table_code, outcome.instance.name or row)


def _of_figure(outcome: Outcome) -> Finding:
    rule, value = outcome.rule, outcome.left
    words = {"cell": outcome.instance.name, "value": value}
    messages = rule.en.format_map(words), rule.zh.format_map(words)
    return _finding(outcome, messages, [outcome.instance.name], None, value)


def _of_prose(outcome: Outcome, statement: Statement) -> Finding:
    rule, expected = outcome.rule, plain(outcome.left)
    name = _name_of(outcome.instance.name)
    bounds = load("rules")["bounds"].get(outcome.bound, {"en": "", "zh": ""})
    words = {"actual": statement.value, "quote": statement.quote}
    en = {**words, "name": name.en, "expected": f"{bounds['en']}{expected}"}
    zh = {**words, "name": name.zh, "expected": f"{bounds['zh']}{expected}"}
    messages = rule.en.format_map(en), rule.zh.format_map(zh)
    return _finding(outcome, messages, [outcome.instance.name], expected, statement.value)


def _name_of(cell: str) -> Name:
    """Give the name of a cell; a row of the annex says all of it, its column only "figure of the year"."""
    code, row = cell.split("/")[:2]
    return code_name(code, row) if code == ANNEX else cell_name(cell)


def _finding(
    outcome: Outcome,
    messages: tuple[str, str],
    cells: list[str],
    expected: Value | None,
    actual: Value,
) -> Finding:
    return Finding.model_construct(
        code=outcome.rule.id,
        severity=outcome.rule.severity,
        message=messages[0],
        message_zh=messages[1],
        cells=cells,
        expected=expected,
        actual=actual,
    )


def plain(value: Value) -> Value:
    """Give a sum of decimals without the noise of binary fractions."""
    return value if isinstance(value, int) else round(value, 6)
