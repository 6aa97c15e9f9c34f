"""How figures move over the years: jumps, slips of the unit, rises, and years far from the others."""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Iterator

from parsers.audit.model import AuditFinding, AuditRule, Held
from parsers.audit.rules import Book, holds_for, make
from parsers.checks.model import Value
from parsers.checks.names import cell_name

Moved = Callable[[AuditRule, Value, Value, Held], bool]
_SPREAD = 0.1  # of logarithms; a body whose figures never moved is not accused of a small step


def moves(before: Held, now: Held, book: Book) -> Iterator[AuditFinding]:
    """Give the figures that moved in a way that a rule names, from one year to the next."""
    for kind, moved in _MOVES.items():
        for rule in book.of_kind(kind):
            if holds_for(rule, now):
                yield from _moved(rule, moved, before, now)


def _moved(rule: AuditRule, moved: Moved, before: Held, now: Held) -> Iterator[AuditFinding]:
    for cell in rule.data["cells"]:
        if cell not in before.stated or cell not in now.stated:
            continue
        old, new = before.stated[cell], now.stated[cell]
        if moved(rule, old, new, now):
            name = cell_name(cell)
            words = {"name": name.zh, "name_en": name.en, "previous": before.year}
            yield make(rule, [now, before], [cell], (old, new), None, **words)


def _jumped(rule: AuditRule, old: Value, new: Value, _: Held) -> bool:
    least = max(rule.data["least"], rule.data["roots"] * math.sqrt(max(old, 0)))
    high, low = max(old, new), min(old, new)
    return bool(abs(new - old) > least and high > rule.data["ratio"] * max(low, 1))


def _slipped(rule: AuditRule, old: Value, new: Value, _: Held) -> bool:
    """Say whether one figure is some ten thousand times the other, as yuan are of 10,000 yuan."""
    if old <= 0 or new <= 0:
        return False
    ratio = max(old, new) / min(old, new)
    return bool(rule.data["low"] <= ratio <= rule.data["high"])


def _rose(rule: AuditRule, old: Value, new: Value, now: Held) -> bool:
    return bool(now.year >= rule.data["first_year"] and new - old >= rule.data["size"])


_MOVES: dict[str, Moved] = {"jump": _jumped, "unit_slip": _slipped, "rise": _rose}


def outliers(held: list[Held], book: Book) -> Iterator[AuditFinding]:
    """Give the figures of a body that lie far from those of its other years.

    Median and median absolute deviation of logarithms, each year against the others.
    """
    for rule in book.of_kind("outlier"):
        for cell in rule.data["cells"]:
            stated = [one for one in held if cell in one.stated]
            if len(stated) >= rule.data["years"]:
                yield from _far_away(rule, cell, stated)


def _far_away(rule: AuditRule, cell: str, stated: list[Held]) -> Iterator[AuditFinding]:
    for one in stated:
        others = [math.log1p(max(other.stated[cell], 0)) for other in stated if other is not one]
        middle = statistics.median(others)
        spread = max(statistics.median(abs(value - middle) for value in others), _SPREAD)
        value = one.stated[cell]
        far = abs(math.log1p(max(value, 0)) - middle) > rule.data["deviations"] * spread
        usual = round(math.expm1(middle))
        if far and abs(value - usual) >= rule.data["size"]:
            name = cell_name(cell)
            yield make(rule, [one], [cell], (usual, value), name=name.zh, name_en=name.en)
