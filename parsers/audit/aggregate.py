"""Consolidated reports against the bodies below them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache

from parsers.audit.model import AuditFinding, Held, body_key
from parsers.audit.rules import Book, make
from parsers.checks.linear import EPSILON
from parsers.checks.messages import plain
from parsers.checks.model import Value
from parsers.checks.names import cell_name
from parsers.record import Finding
from parsers.vocab import load

_BELOW = ("department", "township")
_GAPS = ("gaps_en", "gaps_zh")


class Wholes:
    """The consolidated reports of one region, and sums over the bodies below, a year at a time.

    Only a government whose text says that it consolidates is held against others. What the bodies
    below state is added up as they come, so that a region takes no more memory than its sums.

    Args:
        book: The rules.
        complete: Every body below was collected, so that the sums must be equal.
    """

    def __init__(self, book: Book, *, complete: bool) -> None:
        self._rule = book.rules["AGG.SUM" if complete else "AGG.LE"]
        self._wholes: dict[tuple[str, int], list[Held]] = defaultdict(list)
        self._sums: dict[tuple[str, int], dict[str, Value]] = defaultdict(lambda: defaultdict(int))
        self._counts: dict[tuple[str, int], dict[str, int]] = defaultdict(lambda: defaultdict(int))
        self._parts: dict[tuple[str, int], dict[str, str]] = defaultdict(dict)

    def add(self, held: Held) -> None:
        """Take a report in."""
        identity = held.report.identity
        if identity.region_code is None or not held.year:
            return
        place = (identity.region_code, held.year)
        if _consolidates(held):
            self._wholes[place].append(held)
        elif identity.body in _BELOW and body_key(held.report) not in self._parts[place]:
            self._parts[place][body_key(held.report)] = held.report.id
            for cell, value in held.stated.items():
                if is_additive(cell):
                    self._sums[place][cell] += value
                    self._counts[place][cell] += 1

    def findings(self) -> Iterator[AuditFinding]:
        """Give the consolidated reports whose cells do not fit, one finding each.

        The cell that is farthest away stands for the report; the others follow from the same cause.
        """
        for place, wholes in self._wholes.items():
            if len(wholes) == 1 and self._parts[place]:
                found = list(self._compare(place, wholes[0]))
                if found:
                    yield _folded(found)

    def _compare(self, place: tuple[str, int], whole: Held) -> Iterator[AuditFinding]:
        parts, gaps = list(self._parts[place].values()), len(self._gaps(place))
        told = load("audit")["gaps"]
        missing = {name: told[name[-2:]].format(count=gaps) if gaps else "" for name in _GAPS}
        for cell, exact in self._sums[place].items():
            stated, total = whole.stated.get(cell), plain(exact)
            if stated is None or abs(total - stated) < EPSILON:
                continue
            if self._rule.data["op"] == "<=" and total < stated:
                continue
            name = cell_name(cell)
            words = {
                "left": total,
                "right": stated,
                "count": self._counts[place][cell],
                **missing,
            }
            found = make(self._rule, [whole], [cell], (total, stated), None,
                         name=name.zh, name_en=name.en, **words)  # fmt: skip
            found.report_ids += parts
            yield found

    def _gaps(self, place: tuple[str, int]) -> set[str]:
        """Give the bodies that have a report of another year, and none of this one."""
        region, _ = place
        known = {body for (code, _), own in self._parts.items() if code == region for body in own}
        return known - set(self._parts[place])


def _folded(found: list[AuditFinding]) -> AuditFinding:
    cause = max(found, key=lambda one: abs(float(one.expected or 0) - float(one.actual or 0)))
    for one in found:
        if one is not cause:
            told = {name: getattr(one, name) for name in Finding.model_fields}
            cause.follow_ons.append(Finding.model_construct(**told))
    return cause


def _consolidates(held: Held) -> bool:
    identity = held.report.identity
    return identity.body == "government" and identity.scope in ("consolidated", "jurisdiction_wide")


@lru_cache(maxsize=4096)
def is_additive(cell: str) -> bool:
    """Say whether a cell may be summed over bodies.

    >>> is_additive("requests/outcome.total/total"), is_additive("proactive/art20_1.x/in_force")
    (True, False)
    """
    additive = load("audit")["additive"]
    return cell.startswith(tuple(additive["include"])) and not cell.endswith(
        tuple(additive["exclude"])
    )
