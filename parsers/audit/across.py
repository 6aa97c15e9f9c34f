"""One year against the year before: sums that must go on, tables that must not be the same."""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from parsers.audit.model import AuditFinding, AuditRule, Held
from parsers.audit.moves import moves
from parsers.audit.rules import Book, holds_for, make
from parsers.checks import run_checks
from parsers.checks.linear import EPSILON
from parsers.checks.messages import plain
from parsers.checks.model import Cells, Value
from parsers.checks.names import code_name
from parsers.checks.rules import members, rule_book
from parsers.vocab import cell_key, load

BEFORE = "@-1:"


def against_previous(before: Held, now: Held, book: Book) -> Iterator[AuditFinding]:
    """Give the findings of two reports of one body, a year apart."""
    yield from _growth(before, now)
    yield from _sums(before, now, book)
    yield from _same_tables(before, now, book)
    yield from moves(before, now, book)


def _growth(before: Held, now: Held) -> Iterator[AuditFinding]:
    """What the prose says of the growth, which the report alone cannot decide."""
    if not any(said.cell.endswith("/growth") for said in now.report.statements):
        return
    for finding in run_checks(now.report, before.report):
        if rule_book()[finding.code].kind == "growth":
            ids = [now.report.id, before.report.id]
            yield AuditFinding.model_construct(
                **dict(finding), report_ids=ids, passages=[], follow_ons=[]
            )


def _sums(before: Held, now: Held, book: Book) -> Iterator[AuditFinding]:
    stated = {**now.stated, **{BEFORE + key: value for key, value in before.stated.items()}}
    for rule in book.of_kind("across"):
        if holds_for(rule, now):
            for place in places(rule):
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
    if _holds(rule.data["op"], left, right):
        return
    before, now = held
    keys = [key for _, key in (*place.right, *place.left) if not key.startswith(BEFORE)]
    table, row, column = keys[0].split("/")
    name = code_name(table, place.name or (row if table == "proactive" else column))
    figures = (left, right) if rule.data["op"] == "==" else (right, left)
    words = {"left": left, "right": right, "previous": before.year}
    yield make(rule, [now, before], keys, figures, None, name=name.zh, name_en=name.en, **words)


def _holds(op: str, left: Value, right: Value) -> bool:
    if op == "==":
        return abs(left - right) < EPSILON
    return left <= right + EPSILON if op == "<=" else left >= right - EPSILON


class Place(NamedTuple):
    """A sum for one row or column: signed keys on both sides."""

    name: str
    left: tuple[tuple[int, str], ...]
    right: tuple[tuple[int, str], ...]


def places(rule: AuditRule) -> tuple[Place, ...]:
    """Give a cross-year rule for every member that it runs over."""
    data = rule.data
    if "each" in data:
        ((variable, name),) = data["each"].items()
        return _places(*_sides(data), variable, members(name, frozenset()))
    return _places(*_sides(data), "item", tuple(data.get("items", [""])))


def _sides(data: dict[str, Any]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return tuple(data["lhs"]), tuple(data["rhs"])


@lru_cache
def _places(
    left: tuple[str, ...], right: tuple[str, ...], variable: str, chosen: tuple[str, ...]
) -> tuple[Place, ...]:
    return tuple(
        Place(one, _signed(left, variable, one), _signed(right, variable, one)) for one in chosen
    )


def _signed(keys: tuple[str, ...], variable: str, chosen: str) -> tuple[tuple[int, str], ...]:
    named = (key.replace(f"{{{variable}}}", chosen) for key in keys)
    return tuple((-1, key[1:]) if key[0] == "-" else (1, key) for key in named)


def _bits(figures: list[Value]) -> float:
    """Give how much a table tells: a few ones and twos are the same by chance, four-digit counts are not."""
    return sum(math.log2(1 + abs(value)) for value in set(figures))


def _same_tables(before: Held, now: Held, book: Book) -> Iterator[AuditFinding]:
    for rule in book.of_kind("same_table"):
        for code in rule.data["tables"]:
            table = now.report.tables.get(code)
            if not table or table != before.report.tables.get(code):
                continue
            cells = {
                cell_key(code, row, column): value
                for row, columns in table.items()
                for column, value in columns.items()
                if value
            }
            figures = list(cells.values())
            if len(figures) >= rule.data["least"] and _bits(figures) >= rule.data["bits"]:
                name = load("audit")["tables"][code]
                words = {
                    "name": name["zh"],
                    "name_en": name["en"],
                    "count": len(figures),
                    "previous": before.year,
                }
                yield make(rule, [now, before], list(cells), (None, None), None, **words)
