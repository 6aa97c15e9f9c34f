"""One year against the year before: sums, sameness, jumps, slips of the unit, outliers."""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from parsers.audit.model import AuditFinding, AuditRule, Held
from parsers.audit.rules import audit_rules, holds_for, make, rules_of_kind
from parsers.checks.messages import plain
from parsers.checks.model import Cells
from parsers.checks.names import cell_name, code_name
from parsers.checks.rules import members
from parsers.vocab import load

BEFORE = "@-1:"


def against_previous(before: Held, now: Held) -> Iterator[AuditFinding]:
    """Give the findings of two reports of one body, a year apart."""
    yield from _sums(before, now)
    yield from _same_tables(before, now)
    yield from _jumps(before, now)
    yield from _unit_slips(before, now)


def outliers(held: list[Held]) -> Iterator[AuditFinding]:
    """Give the figures of a body that lie far from those of its other years.

    Median and median absolute deviation of logarithms; a spread of less than a tenth counts as one,
    so that a body whose figures never moved is not accused of a small step.
    """
    for rule in rules_of_kind("outlier"):
        for cell in rule.data["cells"]:
            stated = [one for one in held if cell in one.stated]
            if len(stated) >= rule.data["years"]:
                yield from _far_away(rule, cell, stated)


def _far_away(rule: AuditRule, cell: str, stated: list[Held]) -> Iterator[AuditFinding]:
    for one in stated:
        others = [math.log1p(max(other.stated[cell], 0)) for other in stated if other is not one]
        middle = statistics.median(others)
        spread = max(statistics.median(abs(value - middle) for value in others), 0.1)
        value = one.stated[cell]
        far = abs(math.log1p(max(value, 0)) - middle) > rule.data["deviations"] * spread
        usual = round(math.expm1(middle))
        if far and abs(value - usual) >= rule.data["size"]:
            name = cell_name(cell)
            yield make(rule, [one], [cell], (usual, value), name=name.zh, name_en=name.en)


def _sums(before: Held, now: Held) -> Iterator[AuditFinding]:
    stated = {**now.stated, **{BEFORE + key: value for key, value in before.stated.items()}}
    for rule in rules_of_kind("across"):
        if holds_for(rule, now):
            for place in places(rule.id):
                yield from _sum(rule, place, stated, (before, now))


def _sum(
    rule: AuditRule, place: Place, stated: Cells, held: tuple[Held, Held]
) -> Iterator[AuditFinding]:
    """Hold one sum; a cell that is blank in either year leaves it undecided."""
    if not all(key in stated for _, key in (*place.left, *place.right)):
        return
    left, right = (
        plain(sum(sign * stated[key] for sign, key in side)) for side in (place.left, place.right)
    )
    if left == right or (rule.data["op"] == "<=" and left <= right):
        return
    before, now = held
    keys = [key for _, key in (*place.right, *place.left) if not key.startswith(BEFORE)]
    table, row, column = keys[0].split("/")
    name = code_name(table, place.name or (row if table == "proactive" else column))
    figures = (left, right) if rule.data["op"] == "==" else (right, left)
    words = {"left": left, "right": right, "previous": before.year}
    yield make(rule, [now, before], keys, figures, None, name=name.zh, name_en=name.en, **words)


class Place(NamedTuple):
    """A sum for one row or column: signed keys on both sides."""

    name: str
    left: tuple[tuple[int, str], ...]
    right: tuple[tuple[int, str], ...]


@lru_cache
def places(rule_id: str) -> tuple[Place, ...]:
    """Give a cross-year rule for every member that it runs over."""
    data = audit_rules()[rule_id].data
    variable, chosen = "", [""]
    if "each" in data:
        ((variable, name),) = data["each"].items()
        chosen = list(members(name, frozenset()))
    elif "items" in data:
        variable, chosen = "item", data["items"]
    return tuple(
        Place(one, _signed(data["lhs"], variable, one), _signed(data["rhs"], variable, one))
        for one in chosen
    )


def _signed(keys: list[str], variable: str, chosen: str) -> tuple[tuple[int, str], ...]:
    named = (key.replace(f"{{{variable}}}", chosen) for key in keys)
    return tuple((-1, key[1:]) if key[0] == "-" else (1, key) for key in named)


def _same_tables(before: Held, now: Held) -> Iterator[AuditFinding]:
    for rule in rules_of_kind("same_table"):
        for code in rule.data["tables"]:
            table = now.report.tables.get(code)
            if not table or table != before.report.tables.get(code):
                continue
            figures = [value for row in table.values() for value in row.values() if value]
            if len(figures) >= rule.data["least"]:
                name = load("audit")["tables"][code]
                words = {
                    "name": name["zh"],
                    "name_en": name["en"],
                    "count": len(figures),
                    "previous": before.year,
                }
                yield make(rule, [now, before], [], (None, None), None, **words)


def _jumps(before: Held, now: Held) -> Iterator[AuditFinding]:
    for rule in rules_of_kind("jump"):
        for cell in rule.data["cells"]:
            if cell not in before.stated or cell not in now.stated:
                continue
            old, new = before.stated[cell], now.stated[cell]
            least = max(rule.data["least"], rule.data["roots"] * math.sqrt(max(old, 0)))
            high, low = max(old, new), min(old, new)
            if abs(new - old) > least and high > rule.data["ratio"] * max(low, 1):
                name = cell_name(cell)
                words = {"name": name.zh, "name_en": name.en, "previous": before.year}
                yield make(rule, [now, before], [cell], (old, new), None, **words)


def _unit_slips(before: Held, now: Held) -> Iterator[AuditFinding]:
    for rule in rules_of_kind("unit_slip"):
        cell = rule.data["cell"]
        old, new = before.stated.get(cell, 0), now.stated.get(cell, 0)
        if old <= 0 or new <= 0:
            continue
        if rule.data["low"] <= max(old, new) / min(old, new) <= rule.data["high"]:
            yield make(rule, [now, before], [cell], (old, new), previous=before.year)
