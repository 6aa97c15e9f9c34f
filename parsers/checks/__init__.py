"""The rules that one report can be held against, and what they find.

Rules are data in ``vocab/rules.toml``; each kind of rule has one generator, registered under its
kind. Blank cells make a rule undecided, never passed, and no figure is ever changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from parsers.checks.linear import blame, evaluate, linear_outcomes
from parsers.checks.model import Cells, Outcome, RuleUse, Value
from parsers.checks.prose import narrative_findings
from parsers.checks.rules import Rule, describe_rules, instances, rule_book
from parsers.record import Finding, Report
from parsers.vocab import cell_key, load, table

__all__ = ["RULE_KINDS", "RuleUse", "describe_rules", "rule_book", "rules_using", "run_checks"]

Generator = Callable[[Report, Cells], Iterator[Finding]]
RULE_KINDS: dict[str, Generator] = {}


def _rule_kind(*kinds: str) -> Callable[[Generator], Generator]:
    """Register the generator of one or more kinds of rules."""

    def register(generator: Generator) -> Generator:
        for kind in kinds:
            RULE_KINDS[kind] = generator
        return generator

    return register


def run_checks(report: Report) -> list[Finding]:
    """Give the findings of every rule that the report alone can decide."""
    cells = flat_cells(report)
    findings: list[Finding] = []
    for generator in dict.fromkeys(RULE_KINDS.values()):
        findings += generator(report, cells)
    return findings


def flat_cells(report: Report) -> dict[str, Value | None]:
    """Give the figures of all tables by their keys."""
    return {
        cell_key(code, row, column): value
        for code, rows in report.tables.items()
        for row, columns in rows.items()
        for column, value in columns.items()
    }


def whole_rows(report: Report) -> frozenset[str]:
    """Give the rows of table 3 that stand for their sub-rows in this report."""
    rows = report.tables.get("requests", {})
    return frozenset(r["row"] for r in load("forms")["replaces"] if r["row"] in rows)


@_rule_kind("linear")
def rule_linear(report: Report, cells: Cells) -> Iterator[Finding]:
    """Sums and bounds of the tables; a cell on which failed sums cross is named first."""
    outcomes = list(linear_outcomes(cells, report.form, whole_rows(report)))
    blamed = blame(outcomes, cells)
    for index, outcome in enumerate(outcomes):
        if outcome.status == "failed":
            yield _linear_finding(outcome, blamed.get(index), cells)


def _linear_finding(outcome: Outcome, blamed: tuple[str, Value] | None, cells: Cells) -> Finding:
    rule = rule_book()[outcome.instance.rule]
    zh, en = _names(outcome)
    words: dict[str, object] = {
        "name": zh, "name_en": en, "left": _plain(outcome.left), "right": _plain(outcome.right)
    }  # fmt: skip
    keys = [
        k for k in (*outcome.instance.right, *outcome.instance.left) if cells.get(k) is not None
    ]
    message, message_zh = rule.en.format_map(words), rule.zh.format_map(words)
    expected, actual = _plain(outcome.left), _plain(outcome.right)
    if blamed is not None:
        key, expected = blamed[0], _plain(blamed[1])
        actual = _plain(cells[key] or 0)
        keys = [key, *(k for k in keys if k != key)]
        hint = {"cell": key, "expected": expected, "actual": actual}
        message += " " + load("rules")["blame"]["en"].format_map(hint)
        message_zh += load("rules")["blame"]["zh"].format_map(hint)
    return Finding.model_construct(
        code=rule.id, severity=rule.severity, message=message, message_zh=message_zh, cells=keys,
        expected=expected, actual=actual,
    )  # fmt: skip


def _names(outcome: Outcome) -> tuple[str, str]:
    """Give the labels of the row or column that a rule instance is about."""
    code = outcome.instance.name
    definition = table(outcome.instance.right[0].split("/", 1)[0])
    labels = {item.code: (item.zh, item.en) for item in definition.columns}
    labels |= {item.code: (item.zh, item.en) for item in definition.rows}
    return labels.get(code, (code, code))


def _plain(value: Value) -> Value:
    """Give a sum of decimals without the noise of binary fractions."""
    return value if isinstance(value, int) else round(value, 6)


@_rule_kind("count")
def rule_count(_report: Report, cells: Cells) -> Iterator[Finding]:
    """Counts are whole numbers of zero or more; changes may be negative, money has decimals."""
    rule = rule_book()["P.INT"]
    for key, value in cells.items():
        if value is not None and (value < 0 or isinstance(value, float)) and _is_count(key):
            words = {"cell": key, "value": value}
            yield Finding.model_construct(
                code=rule.id, severity=rule.severity, message=rule.en.format_map(words),
                message_zh=rule.zh.format_map(words), cells=[key], expected=None, actual=value,
            )  # fmt: skip


def _is_count(key: str) -> bool:
    code, row, column = key.split("/")
    if code != "proactive":
        return True
    definition = table(code).column(column, row.split(".", maxsplit=1)[0])
    return not definition.signed and definition.unit not in ("\u5143", "\u4e07\u5143")


@_rule_kind("narrative", "denial")
def rule_narrative(report: Report, cells: Cells) -> Iterator[Finding]:
    """Statements of the prose against the tables."""
    yield from narrative_findings(report.statements, cells, report.form)


def rules_using(report: Report, key: str) -> list[RuleUse]:
    """Give every rule that used a cell of the report, with the figures it saw."""
    cells = flat_cells(report)
    whole = whole_rows(report)
    uses = []
    for rule in rule_book().values():
        if rule.kind == "linear":
            uses += [
                _use(rule, evaluate(instance, cells), cells)
                for instance in instances(rule.id, whole)
                if key in instance.left or key in instance.right
            ]
        elif key in rule.data.get("cells", ()):
            uses += _narrative_uses(rule, report, key, cells)
    return uses


def _use(rule: Rule, outcome: Outcome, cells: Cells) -> RuleUse:
    instance = outcome.instance
    terms = [("+", k, cells.get(k)) for k in instance.left]
    terms += [("-", k, cells.get(k)) for k in instance.right]
    return RuleUse(
        rule.id,
        rule.formula_zh,
        rule.formula_en,
        rule.basis,
        outcome.status,
        tuple(terms),
        instance.op,
    )


def _narrative_uses(rule: Rule, report: Report, key: str, cells: Cells) -> Iterator[RuleUse]:
    for statement in report.statements:
        if statement.cell == key:
            failed = any(True for _ in narrative_findings([statement], cells, report.form))
            terms = (("+", key, cells.get(key)), ("-", "prose", statement.value))
            status = "failed" if failed else "passed"
            yield RuleUse(
                rule.id, rule.formula_zh, rule.formula_en, rule.basis, status, terms, "=="
            )
