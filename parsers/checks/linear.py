"""Linear rules: sums of cells against sums of cells."""

from __future__ import annotations

from collections.abc import Iterator

from parsers.checks.model import Cells, Instance, Outcome, Value
from parsers.checks.rules import instances, rule_book

EPSILON = 1e-6  # money has at most four decimals


def evaluate(instance: Instance, cells: Cells) -> Outcome:
    """Hold a rule against the cells of a report.

    Counts are zero or more, so an equality fails as soon as the stated cells of a side already
    exceed the other side, whole; it is ``passed_with_blanks`` where it holds if what is blank is
    nothing, and otherwise undecided. An inequality needs all of its cells.
    """
    left, left_open = _side(instance.left, cells)
    right, right_open = _side(instance.right, cells)
    return Outcome(instance, _status(instance.op, left, right, left_open, right_open), left, right)


def _side(keys: tuple[str, ...], cells: Cells) -> tuple[Value, bool]:
    total: Value = 0
    is_open = False
    for key in keys:
        value = cells.get(key)
        if value is None:
            is_open = True
        else:
            total += value
    return total, is_open


def _status(op: str, left: Value, right: Value, left_open: bool, right_open: bool) -> str:
    if op != "==":
        if left_open or right_open:
            return "undecided"
        holds = left <= right + EPSILON if op == "<=" else left >= right - EPSILON
        return "passed" if holds else "failed"
    equal = abs(left - right) < EPSILON
    if not left_open and not right_open:
        return "passed" if equal else "failed"
    if equal:
        return "passed_with_blanks"
    exceeded = (left > right and not right_open) or (right > left and not left_open)
    return "failed" if exceeded else "undecided"


def linear_outcomes(cells: Cells, form: str | None, whole: frozenset[str]) -> Iterator[Outcome]:
    """Give what every linear rule of the report's form says, table by table."""
    forms = set(form.split("+")) if form else {"B", "C"}
    for rule in rule_book().values():
        if rule.kind == "linear" and forms & set(rule.forms):
            for instance in instances(rule.id, whole):
                if _is_there(instance, cells):
                    yield evaluate(instance, cells)


def _is_there(instance: Instance, cells: Cells) -> bool:
    """Say whether the report has any cell of a rule."""
    return any(key in cells for key in (*instance.left, *instance.right))


def blame(outcomes: list[Outcome], cells: Cells) -> dict[int, tuple[str, Value]]:
    """Find the cell on which failed sums cross.

    A cell is to blame where at least two failed equalities contain it, one and the same change
    of it makes all of them hold, and no equality that holds contains it. One bad outcome breaks
    one row sum and one column sum; a bad total of outcomes breaks three.

    Returns:
        For the index of a failed outcome the cell and the value that would make all hold; only
        where a single cell fits.
    """
    failed = [i for i, o in enumerate(outcomes) if o.status == "failed" and o.instance.op == "=="]
    holding = {
        key
        for o in outcomes
        if o.status == "passed" and o.instance.op == "=="
        for key in (*o.instance.left, *o.instance.right)
    }
    changes: dict[str, dict[int, Value]] = {}
    for index in failed:
        outcome = outcomes[index]
        gap = outcome.right - outcome.left
        for keys, sign in ((outcome.instance.left, 1), (outcome.instance.right, -1)):
            for key in keys:
                if cells.get(key) is not None and key not in holding:
                    changes.setdefault(key, {})[index] = sign * gap
    return _single(changes, cells)


def _single(changes: dict[str, dict[int, Value]], cells: Cells) -> dict[int, tuple[str, Value]]:
    fitting: dict[int, list[tuple[str, Value]]] = {}
    for key, gaps in changes.items():
        if len(gaps) < 2 or len(set(gaps.values())) != 1:
            continue
        expected = (cells[key] or 0) + next(iter(gaps.values()))
        if expected >= 0:
            for index in gaps:
                fitting.setdefault(index, []).append((key, expected))
    return {index: found[0] for index, found in fitting.items() if len(found) == 1}
