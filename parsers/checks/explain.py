"""Which rules used a cell, and with which figures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from parsers.checks.model import PROSE, Facts, Outcome, RuleUse, Value


def uses_of(outcomes: Sequence[Outcome], key: str, facts: Facts) -> list[RuleUse]:
    """Give the outcomes that rest on a cell, with the figures they saw.

    Args:
        outcomes: What all rules say of a report.
        key: A cell, or a derived figure that the prose states.
        facts: The report's figures.
    """
    return [_use(outcome, key, facts) for outcome in outcomes if _rests_on(outcome, key)]


def _rests_on(outcome: Outcome, key: str) -> bool:
    if key in outcome.instance.left or key in outcome.instance.right:
        return True
    return outcome.statement is not None and outcome.statement.cell == key


def _use(outcome: Outcome, key: str, facts: Facts) -> RuleUse:
    rule = outcome.rule
    instance = outcome.instance
    left = [("+", k, facts.stated.get(k)) for k in instance.left] or [("+", PROSE, outcome.left)]
    right = [("-", k, _right_value(outcome, k, facts)) for k in instance.right]
    side: Literal["left", "right"] = "right" if key in instance.right else "left"
    return RuleUse(
        rule=rule.id,
        formula_zh=rule.formula_zh,
        formula_en=rule.formula_en,
        basis=rule.basis,
        status=outcome.status,
        terms=(*left, *(right or [("-", "0", outcome.right)])),
        op=instance.op,
        side=side,
    )


def _right_value(outcome: Outcome, key: str, facts: Facts) -> Value | None:
    return outcome.right if key == PROSE else facts.stated.get(key)
