"""The rules of the audit, as data, and how their findings are worded."""

from __future__ import annotations

from functools import lru_cache

from parsers.audit.model import AuditFinding, AuditRule, Held
from parsers.checks.model import Value
from parsers.errors import VocabError
from parsers.vocab import load

FIELDS = tuple("id kind forms basis severity formula_zh formula_en en zh example".split())


@lru_cache
def audit_rules() -> dict[str, AuditRule]:
    """Give the rules by id, in the order of the file; raises VocabError for one that lacks a field."""
    found = {}
    for entry in load("audit")["rules"]:
        missing = [name for name in FIELDS if name not in entry]
        if missing:
            raise VocabError("a rule of the audit lacks fields", rule=entry, missing=missing)
        found[entry["id"]] = AuditRule(
            entry["id"],
            entry["kind"],
            frozenset(entry["forms"]),
            entry["basis"],
            entry["severity"],
            entry,
        )
    return found


def rules_of_kind(kind: str) -> list[AuditRule]:
    """Give the rules of a kind."""
    return [rule for rule in audit_rules().values() if rule.kind == kind]


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
    )
