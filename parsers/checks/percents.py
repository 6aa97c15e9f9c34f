"""Percentages of the prose against the counts that they come from."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from parsers.checks.derived import Known, known_value
from parsers.checks.linear import EPSILON
from parsers.checks.model import PROSE, Facts, Instance, Outcome, Rule, Status, Value
from parsers.checks.prose import ABOUT
from parsers.checks.registry import rule_kind
from parsers.record import Statement

HUNDRED = 100


@rule_kind
def rule_share(facts: Facts, rule: Rule) -> Iterator[Outcome]:
    """A share that the prose states is that of its own count in one of the totals of the rule.

    The count is what the same clause states, for the prose may count fewer than the table; where
    it states none it is the table's. One unit of the last printed digit may be cut or rounded.
    """
    for said in _of_column(facts, rule.data["column"]):
        row = said.cell.rpartition("/")[0]
        count = _said_before(facts, said, f"{row}/total")
        known = None if count is not None else known_value(facts.stated, f"{row}/total")
        part = count if count is not None else _exact(known)
        wholes = [_exact(known_value(facts.stated, key)) for key in rule.data["of"]]
        shares = [HUNDRED * part / whole for whole in wholes if whole and part is not None]
        yield _outcome(rule, said, shares if wholes[0] else [], _last_digit(said))


@rule_kind
def rule_growth(facts: Facts, rule: Rule) -> Iterator[Outcome]:
    """A growth that the prose states is that of one of the figures of the rule against the year before.

    Without the report of the year before nothing is decided.
    """
    for said in _of_column(facts, rule.data["column"]):
        found = [
            HUNDRED * (now - before) / before
            for key in rule.data["of"]
            if (now := _exact(known_value(facts.stated, key))) is not None
            and (before := _exact(known_value(facts.previous, key)))
        ]
        margin = max(rule.data["tolerance_pp"], _last_digit(said))
        yield _outcome(rule, said, found if len(found) == len(rule.data["of"]) else [], margin)


def _of_column(facts: Facts, column: str) -> Iterator[Statement]:
    return (said for said in facts.statements if said.cell.endswith(f"/{column}"))


def _said_before(facts: Facts, said: Statement, cell: str) -> Value | None:
    """Give the count that stands in the clause of a percentage."""
    for other in facts.statements:
        if other.cell == cell and (other.section, other.span[0]) == (said.section, said.span[0]):
            return other.value
    return None


def _exact(known: Known | None) -> Value | None:
    return known.value if known is not None and known.bound == "exact" else None


def _last_digit(said: Statement) -> float:
    """Give the worth of the last printed digit: 4.34 % may stand for 4.3478 %."""
    exponent = Decimal(str(said.value)).normalize().as_tuple().exponent
    return 10.0 ** min(0, exponent if isinstance(exponent, int) else 0)


def _outcome(rule: Rule, said: Statement, found: list[float], margin: float) -> Outcome:
    """Give what a rule says of a percentage: the nearest of the readings counts."""
    status: Status = "undecided"
    nearest = min(found, key=lambda value: abs(value - said.value), default=0.0)
    if found:
        allowed = margin + (ABOUT * abs(nearest) if said.approximate else 0.0)
        status = "passed" if abs(nearest - said.value) <= allowed + EPSILON else "failed"
    instance = Instance(said.cell, tuple(rule.data["of"]), "==", (PROSE,))
    return Outcome(rule, instance, status, round(nearest, 2), said.value, said)
