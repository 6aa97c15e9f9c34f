"""The tables of one report by themselves: sums of a user's own, shifted rows, an outdated form."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache

from parsers.audit.model import AuditFinding, AuditRule, Held
from parsers.audit.rules import make
from parsers.checks import facts_of
from parsers.checks.linear import EPSILON, evaluate
from parsers.checks.messages import plain
from parsers.checks.model import Instance, Value
from parsers.checks.names import code_name
from parsers.checks.rules import expand, read_rule
from parsers.vocab import table

TableCheck = Callable[[AuditRule, Held], Iterator[AuditFinding]]
Row = Mapping[str, Value | None]


def _linear(rule: AuditRule, held: Held) -> Iterator[AuditFinding]:
    """A sum of a user's own, held as the sums of the rule book are: blanks leave it undecided."""
    facts = facts_of(held.report)
    data = rule.data
    each = tuple(data.get("each", {}).items())
    sides = tuple(data["lhs"]), data["op"], tuple(data["rhs"])
    for instance in _instances(rule.id, *sides, each, facts.whole):
        keys = [key for key in (*instance.right, *instance.left) if key in facts.stated]
        outcome = evaluate(read_rule(data), instance, facts.stated)
        if not keys or outcome.status != "failed":
            continue
        code, row, _ = keys[0].split("/")
        name = code_name(code, instance.name or row)
        left, right = plain(outcome.left), plain(outcome.right)
        yield make(rule, [held], keys, (left, right), None,
                   name=name.zh, name_en=name.en, left=left, right=right)  # fmt: skip


@lru_cache(maxsize=256)
def _instances(
    rule_id: str,
    lhs: tuple[str, ...],
    op: str,
    rhs: tuple[str, ...],
    each: tuple[tuple[str, str], ...],
    whole: frozenset[str],
) -> tuple[Instance, ...]:
    entry = {"id": rule_id, "lhs": list(lhs), "op": op, "rhs": list(rhs), "each": dict(each)}
    return tuple(expand(entry, whole))


def _linear_own(rule: AuditRule, held: Held) -> Iterator[AuditFinding]:
    """A bound that is decided only where all of its cells are stated."""
    keys = [*rule.data["lhs"], *rule.data["rhs"]]
    if not all(key in held.stated for key in keys):
        return
    left, right = (sum(held.stated[key] for key in rule.data[side]) for side in ("lhs", "rhs"))
    if left > right:
        yield make(rule, [held], keys, (right, left), None, left=left, right=right)


def _shifted(rule: AuditRule, held: Held) -> Iterator[AuditFinding]:
    """Most rows do not add up, and do so when their figures are moved by one column.

    A row that lost a cell at its front, or gained one (a label taken for a figure), moves whole.
    """
    code = rule.data["table"]
    rows = {
        row: cells for row, cells in held.report.tables.get(code, {}).items() if any(cells.values())
    }
    moved = [row for row, cells in rows.items() if _adds_up_moved(code, cells)]
    if len(moved) >= rule.data["least"] and 2 * len(moved) > len(rows):
        cells = [f"{code}/{row}/total" for row in moved]
        yield make(rule, [held], cells, (None, None), None, count=len(moved))


def _adds_up_moved(code: str, cells: Row) -> bool:
    columns = [column.code for column in table(code).columns if column.kind != "group"]
    values = [cells.get(column) or 0 for column in columns]
    if abs(sum(values[:-1]) - values[-1]) < EPSILON:
        return False
    lost = not values[-1] and 0 < values[-2] == sum(values[:-2])
    gained = values[0] > 0 and 0 < values[-1] == sum(values[1:-1])
    return lost or gained


def _form_year(rule: AuditRule, held: Held) -> Iterator[AuditFinding]:
    """The tables are those of a form that was not in force in the report's year."""
    form, years = held.report.form, rule.data["current"]
    if form not in years or not held.year:
        return
    first, last = years[form]
    if not first <= held.year <= last:
        yield make(rule, [held], [], (None, form), form=form, year=held.year)


TABLE_CHECKS: dict[str, TableCheck] = {
    "linear": _linear,
    "linear_own": _linear_own,
    "shifted": _shifted,
    "form_year": _form_year,
}
