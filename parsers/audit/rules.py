"""The rules of the audit, as data, and how their findings are worded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from parsers.audit.kinds import refuse_wrong
from parsers.audit.model import AuditFinding, AuditRule, Held
from parsers.checks.model import Value
from parsers.checks.rules import expand, rule_book
from parsers.errors import VocabError
from parsers.vocab import load


class Book:
    """The rules that an audit asks, in their order."""

    def __init__(self, rules: Iterable[AuditRule]) -> None:
        self.rules: Mapping[str, AuditRule] = {rule.id: rule for rule in rules}
        self._order = {code: at for at, code in enumerate(self.rules)}

    def of_kind(self, kind: str) -> list[AuditRule]:
        """Give the rules of a kind."""
        return [rule for rule in self.rules.values() if rule.kind == kind]

    def order(self, code: str) -> int:
        """Give where the findings of a rule stand among those of a report; -1 for those of the record."""
        return self._order.get(code, -1)

    def with_own(self, entries: Iterable[dict[str, Any]]) -> Book:
        """Give a book with a user's own rules behind those of the program.

        Args:
            entries: Tables as in ``vocab/audit.toml``; kind ``linear`` is as in ``vocab/rules.toml``.

        Raises:
            VocabError: One is no rule, or has an id that is taken.
        """
        rules = dict(self.rules)
        for entry in entries:
            refuse_wrong(entry, free=True)
            if entry["id"] in rules or entry["id"] in rule_book():
                raise VocabError(f"{entry['id']}: this id is taken", rule=entry["id"])
            if entry["kind"] == "linear":
                list(expand(entry, frozenset()))  # refuses cells that no form has
            rules[entry["id"]] = _rule(entry)
        return Book(rules.values())


def _rule(entry: dict[str, Any]) -> AuditRule:
    forms = frozenset(entry["forms"])
    return AuditRule(entry["id"], entry["kind"], forms, entry["basis"], entry["severity"], entry)


@lru_cache
def audit_book() -> Book:
    """Give the program's own rules; raises VocabError for an entry that is none."""
    entries = load("audit")["rules"]
    for entry in entries:
        refuse_wrong(entry, free=False)
    return Book(map(_rule, entries))


def holds_for(rule: AuditRule, held: Held) -> bool:
    """Say whether a rule is about reports of this form."""
    form = held.report.form
    return form is None or bool(rule.forms & frozenset(form.split("+")))


def make(
    rule: AuditRule,
    reports: list[Held],
    cells: list[str],
    figures: tuple[Value | str | None, Value | str | None] = (None, None),
    severity: str | None = None,
    **words: object,
) -> AuditFinding:
    """Make a finding.

    Args:
        rule: What failed.
        reports: Whom it speaks of, the accused first.
        cells: Keys of the accused report.
        figures: Expected and actual.
        severity: Where it differs from the rule's.
        words: Fill the messages.
    """
    expected, actual = figures
    told = {"expected": expected, "actual": actual, **words}
    return AuditFinding.model_construct(
        code=rule.id,
        severity=severity or rule.severity,
        message=rule.data["en"].format_map(told),
        message_zh=rule.data["zh"].format_map(told),
        cells=cells,
        expected=expected,
        actual=actual,
        report_ids=[held.report.id for held in reports],
        passages=[],
        follow_ons=[],
    )
