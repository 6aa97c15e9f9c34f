"""The cell on which failed sums cross: one bad figure breaks two or three of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from parsers.checks.linear import evaluate
from parsers.checks.model import Cells, Facts, Instance, Outcome, Rule, Value
from parsers.checks.rules import instances

CERTAIN = ("passed", "passed_with_blanks")


def find_blame(
    failed: Sequence[Outcome], rules: Sequence[Rule], facts: Facts
) -> dict[int, tuple[str, Value]]:
    """Find the cell on which failed sums cross.

    A cell is to blame where at least two failed equalities contain it, one and the same change
    of it makes all of them hold, and no rule that held is broken by the change. One bad outcome
    breaks one row sum and one column sum; a bad figure of received or carried requests one row
    sum and one balance; a bad total of outcomes all three.

    Args:
        failed: What failed, of every kind of rules.
        rules: The rules that hold for the report's form.
        facts: The report's figures.

    Returns:
        For the index of a failed outcome the cell and the value that would make all hold; only
        where no other cell fits any of them: two errors of the same size cross on four cells.

    Source: single errors put into each of 175 cells of a real table 3; all break so.
    """
    fitting: dict[str, tuple[Value, list[int]]] = {}
    for key, gaps in _changes(failed, facts.stated).items():
        if len(gaps) < 2 or len(set(gaps.values())) != 1:
            continue
        expected = facts.stated[key] + next(iter(gaps.values()))
        if expected >= 0 and _is_mended(key, expected, rules, facts):
            fitting[key] = (expected, list(gaps))
    crossed = Counter(index for _, indexes in fitting.values() for index in indexes)
    return {
        index: (key, expected)
        for key, (expected, indexes) in fitting.items()
        if all(crossed[i] == 1 for i in indexes)
        for index in indexes
    }


def _changes(failed: Sequence[Outcome], stated: Cells) -> dict[str, dict[int, Value]]:
    """Give for each stated cell the change of it that each failed equality asks for."""
    changes: dict[str, dict[int, Value]] = {}
    for index, outcome in enumerate(failed):
        if outcome.rule.kind != "linear" or outcome.instance.op != "==":
            continue
        gap = outcome.right - outcome.left
        for keys, change in ((outcome.instance.left, gap), (outcome.instance.right, -gap)):
            for key in keys:
                if key in stated:
                    changes.setdefault(key, {})[index] = change
    return changes


def _is_mended(key: str, expected: Value, rules: Sequence[Rule], facts: Facts) -> bool:
    """Say whether with another figure in a cell no rule fails on it and none is left less certain."""
    changed = {**facts.stated, key: expected}
    return all(
        _is_as_certain(rule, instance, facts.stated, changed)
        for rule in rules
        if rule.kind == "linear"
        for instance in instances(rule.id, facts.whole)
        if key in instance.left or key in instance.right
    )


def _is_as_certain(rule: Rule, instance: Instance, stated: Cells, changed: Cells) -> bool:
    after = evaluate(rule, instance, changed).status
    if after in CERTAIN:
        return True
    return after == "undecided" and evaluate(rule, instance, stated).status not in CERTAIN
