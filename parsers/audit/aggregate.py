"""Consolidated reports against the bodies below them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from parsers.audit.model import AuditFinding, AuditRule, Held
from parsers.audit.rules import audit_rules, make
from parsers.checks.model import Value
from parsers.checks.names import cell_name
from parsers.vocab import load


def against_parts(held: list[Held], *, complete: bool = False) -> Iterator[AuditFinding]:
    """Give the cells of consolidated reports that do not fit those of the bodies below.

    Args:
        held: Reports of any years and places.
        complete: Every body below was collected, so that the sums must be equal.

    Only a government whose text says that it consolidates is held against others.
    """
    rule = audit_rules()["AGG.SUM" if complete else "AGG.LE"]
    groups: dict[tuple[str, int], list[Held]] = defaultdict(list)
    for one in held:
        if one.report.identity.region_code and one.year:
            groups[one.report.identity.region_code, one.year].append(one)
    for group in groups.values():
        wholes = [one for one in group if _consolidates(one)]
        parts = [one for one in group if one.report.identity.body in ("department", "township")]
        if len(wholes) == 1 and parts:
            yield from _compare(rule, wholes[0], parts)


def _consolidates(held: Held) -> bool:
    identity = held.report.identity
    return identity.body == "government" and identity.scope in ("consolidated", "jurisdiction_wide")


def _compare(rule: AuditRule, whole: Held, parts: list[Held]) -> Iterator[AuditFinding]:
    sums: dict[str, Value] = defaultdict(int)
    counts: dict[str, int] = defaultdict(int)
    for part in parts:
        for cell, value in part.stated.items():
            if is_additive(cell):
                sums[cell] += value
                counts[cell] += 1
    for cell, total in sums.items():
        stated = whole.stated.get(cell)
        if stated is None or total == stated or (rule.data["op"] == "<=" and total < stated):
            continue
        name = cell_name(cell)
        words = {"left": total, "right": stated, "count": counts[cell]}
        yield make(rule, [whole, *parts], [cell], (total, stated), None,
                   name=name.zh, name_en=name.en, **words)  # fmt: skip


def is_additive(cell: str) -> bool:
    """Say whether a cell may be summed over bodies.

    >>> is_additive("requests/outcome.total/total"), is_additive("proactive/art20_1.x/in_force")
    (True, False)
    """
    table = load("audit")["additive"]
    return cell.startswith(tuple(table["include"])) and not cell.endswith(tuple(table["exclude"]))
