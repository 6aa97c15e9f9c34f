"""Follow-on findings, folded under their cause: one wrong figure is one finding, with all that it breaks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

from parsers.audit.model import AuditFinding, AuditRule
from parsers.audit.rules import Book
from parsers.checks.linear import EPSILON
from parsers.record import Finding
from parsers.vocab import load

_RANK = {"error": 2, "warning": 1, "info": 0}
_SMALL = 20  # counts as far apart as this are near each other whatever their ratio


def fold(found: Iterable[AuditFinding], book: Book) -> list[AuditFinding]:
    """Fold findings of one body under their causes.

    A finding follows from another one where its rule says so (``follows``), where both ask for the
    same figure in the same cell, or where both rest on one bad figure of the year before. A cause is
    at least as grave, so that folding never changes a verdict; it takes over the cells of what
    follows, and keeps it in ``follow_ons``.
    """
    kept: list[AuditFinding] = []
    for finding in sorted(found, key=lambda one: _depth(one, book)):
        cause = next((one for one in kept if _follows(finding, one, book)), None)
        if cause is None:
            kept.append(finding)
            continue
        told = {name: getattr(finding, name) for name in Finding.model_fields}
        cause.follow_ons += [Finding.model_construct(**told), *finding.follow_ons]
        if finding.report_ids[0] == cause.report_ids[0]:
            cause.cells += [cell for cell in finding.cells if cell not in cause.cells]
    return kept


def _depth(finding: AuditFinding, book: Book) -> tuple[int, int]:
    """Order findings so that causes come first; the sort keeps the order of what is equal."""
    rule = book.rules.get(finding.code)
    if rule is not None and "explains" in rule.data:
        return -2, 0
    if any(cause == finding.code != follower for cause, follower in _folds()):
        return -1, -_RANK[finding.severity]
    depth, seen = 0, set()
    while rule is not None and rule.id not in seen and "follows" in rule.data:
        seen.add(rule.id)
        depth += 1
        rule = next((book.rules[one] for one in rule.data["follows"] if one in book.rules), None)
    return depth, -_RANK[finding.severity]


def _follows(finding: AuditFinding, cause: AuditFinding, book: Book) -> bool:
    if _RANK[finding.severity] > _RANK[cause.severity]:
        return False
    rule, other = book.rules.get(finding.code), book.rules.get(cause.code)
    same = finding.report_ids[0] == cause.report_ids[0]
    if any(_agrees(finding, cause, by) for by in _folds().get((cause.code, finding.code), ())):
        return True
    if same and other is not None and finding.code in other.data.get("explains", ()):
        return True
    if rule is not None and (
        _is_named(finding, cause, rule) or _of_year_before(finding, cause, rule)
    ):
        return True
    return same and _asks_the_same(finding, cause)


@lru_cache
def _folds() -> dict[tuple[str, str], list[str]]:
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for entry in load("audit")["folds"]:
        found[entry["cause"], entry["follower"]].append(entry["by"])
    return found


def _agrees(finding: AuditFinding, cause: AuditFinding, by: str) -> bool:
    cells = finding.cells[0], cause.cells[0]
    table, other = (cell.partition("/")[0] for cell in cells)
    if by == "before":
        return table == other and cause.report_ids[0] in finding.report_ids[1:]
    if finding.report_ids[0] != cause.report_ids[0]:
        return False
    if by == "gap":
        return abs(_gap(finding) - _gap(cause)) < EPSILON
    if by == "table":
        return table == other
    return cells[0].rpartition("/")[0] == cells[1].rpartition("/")[0]


def _gap(finding: AuditFinding) -> float:
    return float(finding.actual or 0) - float(finding.expected or 0)


def _is_named(finding: AuditFinding, cause: AuditFinding, rule: AuditRule) -> bool:
    """The rule names the other as its cause, in this report or the one it is held against."""
    if cause.code not in rule.data.get("follows", ()):
        return False
    if rule.data.get("same_cell"):
        return cause.report_ids[0] in finding.report_ids and finding.cells[:1] == cause.cells[:1]
    return cause.report_ids[0] == finding.report_ids[0]


def _of_year_before(finding: AuditFinding, cause: AuditFinding, rule: AuditRule) -> bool:
    """The figure that this year was held against is itself what the year before is accused of."""
    if cause.report_ids[0] != finding.report_ids[-1] or len(finding.report_ids) < 2:
        return False
    if rule.data.get("chain") and cause.code == finding.code:
        return finding.cells[:1] == cause.cells[:1] and abs(_gap(finding) + _gap(cause)) < EPSILON
    if rule.data.get("back") and cause.code == finding.code:
        return finding.cells[:1] == cause.cells[:1] and _goes_back(finding, cause)
    carried = rule.data.get("cause_before")
    return carried is not None and cause.cells[:1] == [carried] and cause.expected == finding.actual


def _goes_back(finding: AuditFinding, cause: AuditFinding) -> bool:
    """A figure that went up and came down to about where it was is odd in one year, not in two."""
    first, last = float(cause.expected or 0), float(finding.actual or 0)
    near = abs(last - first) <= _SMALL or max(first, last) <= 2 * min(first, last)
    return finding.expected == cause.actual and near


def _asks_the_same(finding: AuditFinding, cause: AuditFinding) -> bool:
    """Both say of one cell what it is and what it should be; prose and table may say it the other way."""
    figures, others = (finding.expected, finding.actual), (cause.expected, cause.actual)
    if None in figures or finding.cells[:1] != cause.cells[:1] or not finding.cells:
        return False
    return figures in (others, others[::-1])
