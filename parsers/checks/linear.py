"""Linear rules: sums of cells against sums of cells."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import repeat

from parsers.checks.model import Cells, Facts, Instance, Outcome, Rule, Status, Value
from parsers.checks.registry import rule_kind
from parsers.checks.rules import instances

EPSILON = 1e-6  # money has at most four decimals
_UNKNOWN: Iterator[float] = repeat(math.nan)
_NOTHING: Iterator[int] = repeat(0)


@rule_kind
def rule_linear(facts: Facts, rule: Rule) -> Iterator[Outcome]:
    """Sums and bounds of the tables, for every place of which the report has a cell."""
    present = facts.present.keys()
    for instance in instances(rule.id, facts.whole):
        if not present.isdisjoint(instance.right) or not present.isdisjoint(instance.left):
            yield evaluate(rule, instance, facts.stated)


def evaluate(rule: Rule, instance: Instance, stated: Cells) -> Outcome:
    """Hold a rule against the stated figures of a report.

    Blank and absent cells stay unknown. Counts are zero or more, so a rule fails as soon as the
    stated cells of one side already exceed the other side, whole; it is ``passed_with_blanks``
    where it holds if what is blank is nothing, and otherwise undecided.
    """
    left, left_open = _sum(instance.left, stated)
    right, right_open = _sum(instance.right, stated)
    if left_open or right_open:
        status = _status_with_blanks(instance, stated, (left, left_open), (right, right_open))
    else:
        status = "passed" if _holds(instance.op, left, right) else "failed"
    return Outcome(rule, instance, status, left, right)


def _sum(keys: tuple[str, ...], stated: Cells) -> tuple[Value, bool]:
    """Give the sum of the stated cells, and whether one is blank or absent."""
    # No stated figure is NaN, so a sum that is none tells of a blank without a second pass; most
    # rows have no blank.
    total = sum(map(stated.get, keys, _UNKNOWN))
    if total == total:
        return total, False
    return sum(map(stated.get, keys, _NOTHING)), True


def _status_with_blanks(
    instance: Instance, stated: Cells, left: tuple[Value, bool], right: tuple[Value, bool]
) -> Status:
    op = instance.op
    if instance.bounded and _exceeds(op, left, right):
        return "failed"
    holds = _holds(op, left[0], right[0])
    figures = stated.keys()
    if holds and not figures.isdisjoint(instance.left) and not figures.isdisjoint(instance.right):
        return "passed_with_blanks"
    return "undecided"


def _holds(op: str, left: Value, right: Value) -> bool:
    if op == "==":
        return left == right or abs(left - right) < EPSILON
    return left <= right + EPSILON if op == "<=" else left >= right - EPSILON


def _exceeds(op: str, left: tuple[Value, bool], right: tuple[Value, bool]) -> bool:
    """Say whether no figures in the blanks could make the rule hold."""
    over_left = op != ">=" and not right[1] and left[0] > max(right[0], 0) + EPSILON
    over_right = op != "<=" and not left[1] and right[0] > max(left[0], 0) + EPSILON
    return over_left or over_right
