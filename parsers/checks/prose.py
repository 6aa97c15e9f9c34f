"""What the prose states against what the tables have, and against itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from parsers.checks.derived import Known, known_value
from parsers.checks.linear import EPSILON
from parsers.checks.model import PROSE, Facts, Instance, Outcome, Rule, Status
from parsers.checks.registry import rule_kind
from parsers.record import Statement

ABOUT = 0.1  # share by which an approximate figure may differ
KINDEST: tuple[Status, ...] = ("passed", "passed_with_blanks", "undecided", "failed")


@rule_kind
def rule_narrative(facts: Facts, rule: Rule) -> Iterator[Outcome]:
    """Figures of the prose equal an accepted figure of the tables.

    ``accepts`` of the rule names for each cell that the prose may state the other figures that
    it may mean as well; the reading that speaks best for the prose counts. Cells that are not known
    leave a statement undecided.
    """
    accepts: dict[str, list[str]] = rule.data["accepts"]
    for statement in facts.statements:
        others = accepts.get(statement.cell)
        if others is None or is_denial(statement):
            continue
        known = known_value(facts.stated, statement.cell)
        status = _status(statement, known)
        if status != "passed" and others:
            readings = [_status(statement, known_value(facts.stated, key)) for key in others]
            status = min(status, *readings, key=KINDEST.index)
        yield _outcome(rule, statement, known, status)


@rule_kind
def rule_annex(facts: Facts, rule: Rule) -> Iterator[Outcome]:
    """Figures of the prose equal a figure of the annex, the one table of the forms before 2019.

    ``cells`` of the rule names for each cell that the prose may state the rows of the annex that it may
    mean; those that the report does not have are no readings of it. ``denials`` says which statements
    are held: those that say that there were none, or the others. ``scale`` tells how much the prose's
    unit makes of the annex's.
    """
    for statement in facts.statements:
        if is_denial(statement) != rule.data["denials"]:
            continue
        keys = [key for key in rule.data["cells"].get(statement.cell, ()) if key in facts.present]
        readings = [_reading(facts, rule, statement, key) for key in keys]
        if readings:
            yield min(readings, key=lambda outcome: KINDEST.index(outcome.status))


def _reading(facts: Facts, rule: Rule, statement: Statement, key: str) -> Outcome:
    known = known_value(facts.stated, key)
    if known is not None:
        known = known._replace(value=known.value * rule.data.get("scale", {}).get(key, 1))
    outcome = _outcome(rule, statement, known, _status(statement, known))
    return outcome._replace(instance=outcome.instance._replace(name=key, left=(key,)))


@rule_kind
def rule_denial(facts: Facts, rule: Rule) -> Iterator[Outcome]:
    """Where the prose denies any, the tables have none."""
    tables = tuple(f"{code}/" for code in rule.data["tables"])
    for statement in facts.statements:
        if is_denial(statement) and statement.cell.startswith(tables):
            known = known_value(facts.stated, statement.cell)
            yield _outcome(rule, statement, known, _status(statement, known))


@rule_kind
def rule_agreement(facts: Facts, rule: Rule) -> Iterator[Outcome]:
    """The prose does not both deny a figure and state it; nothing in the tables can decide it."""
    cells: list[str] = rule.data["cells"]
    for denial in facts.statements:
        if denial.cell not in cells or not is_denial(denial):
            continue
        for other in facts.statements:
            if other.cell == denial.cell and other.value > 0:
                yield _outcome(rule, other, Known(0, "exact", ()), "failed")


def said_once(statements: Sequence[Statement]) -> list[Statement]:
    """Give the statements in their order, a figure that is said twice once."""
    kept: dict[tuple[object, ...], Statement] = {}
    for said in statements:
        kept.setdefault((said.cell, said.value, said.approximate, is_denial(said)), said)
    return list(kept.values())


def is_denial(statement: Statement) -> bool:
    """Say whether a statement says that there were none: 未收到申请, as against 收到0件."""
    return statement.unit is None and statement.value == 0


def _status(statement: Statement, known: Known | None) -> Status:
    if known is None:
        return "undecided"
    said, value = statement.value, known.value
    margin = ABOUT * max(value, said) if statement.approximate else 0
    if known.bound == "exact":
        return "passed" if abs(value - said) <= margin + EPSILON else "failed"
    if known.bound == "least" and said < value - margin - EPSILON:
        return "failed"
    if known.bound == "most" and said > value + margin + EPSILON:
        return "failed"
    return "passed_with_blanks" if value == said else "undecided"


def _outcome(rule: Rule, statement: Statement, known: Known | None, status: Status) -> Outcome:
    value, bound, keys = known or Known(0, "least", (statement.cell,))
    instance = Instance(statement.cell, keys, "==", (PROSE,))
    return Outcome(rule, instance, status, value, statement.value, statement, bound)
