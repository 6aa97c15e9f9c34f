"""The rule book: rules as data, linear ones compiled to the cells they use."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, NamedTuple

from parsers.checks.model import Instance
from parsers.errors import VocabError
from parsers.vocab import load, table

_MEMBER = re.compile(r"@([\w.]+)")


class Rule(NamedTuple):
    """A rule of the book."""

    id: str
    kind: str
    forms: tuple[str, ...]
    basis: str
    severity: str
    formula_zh: str
    formula_en: str
    en: str
    zh: str
    example: str
    data: dict[str, Any]


@lru_cache
def rule_book() -> dict[str, Rule]:
    """Give every rule by its id, in the order of the file."""
    rules = {}
    for entry in load("rules")["rules"]:
        rules[entry["id"]] = Rule(
            entry["id"], entry["kind"], tuple(entry["forms"]), entry["basis"], entry["severity"],
            entry["formula_zh"], entry["formula_en"], entry["en"], entry["zh"], entry["example"], entry,
        )  # fmt: skip
    return rules


@lru_cache
def members(name: str, whole: frozenset[str]) -> tuple[str, ...]:
    """Give the codes of a set that rules run over.

    Args:
        name: ``requests.columns`` and the like.
        whole: Rows of table 3 that stand for their sub-rows in this report.

    Raises:
        VocabError: The set is not known.
    """
    requests, disputes = table("requests"), table("disputes")
    sets = {
        "requests.columns": [c.code for c in requests.columns if c.kind != "group"],
        "requests.applicants": [c.code for c in requests.columns if c.kind == "leaf"],
        "requests.rows": _measures(whole),
        "requests.outcomes": [
            code
            for code in _measures(whole)
            if code.startswith("outcome.") and code != "outcome.total"
        ],
        "disputes.blocks": [r.code for r in disputes.rows if r.kind == "leaf"],
        "disputes.results": [c.code for c in disputes.columns if c.kind == "leaf"],
        "proactive.documents": ["art20_1.government_rules", "art20_1.normative_documents"],
    }
    if name not in sets:
        raise VocabError("a rule runs over an unknown set", name=name)
    return tuple(sets[name])


def _measures(whole: frozenset[str]) -> list[str]:
    """Give the rows of table 3 that print figures, a whole row in place of its sub-rows."""
    return [
        row.code
        for row in table("requests").rows
        if row.code in whole or (row.kind != "group" and row.parent not in whole)
    ]


@lru_cache
def instances(rule_id: str, whole: frozenset[str]) -> tuple[Instance, ...]:
    """Give a linear rule for every member of the sets it runs over."""
    data = rule_book()[rule_id].data
    ((variable, set_name),) = data["each"].items()
    return tuple(
        Instance(
            rule_id,
            member,
            _expand(data["lhs"], variable, member, whole),
            _expand(data["rhs"], variable, member, whole),
            data["op"],
        )
        for member in members(set_name, whole)
    )


def _expand(
    templates: list[str], variable: str, member: str, whole: frozenset[str]
) -> tuple[str, ...]:
    keys: list[str] = []
    for template in templates:
        key = template.replace("{" + variable + "}", member)
        found = _MEMBER.search(key)
        names = members(found.group(1), whole) if found else ("",)
        keys += [_MEMBER.sub(name, key) if found else key for name in names]
    return tuple(keys)


def describe_rules() -> str:
    """Give the rule book as a Markdown page."""
    lines = [
        "# Rules",
        "",
        "Generated from `parsers/vocab/rules.toml`; a test holds the two equal. A rule that needs a cell",
        "which is blank or unreadable is undecided, never passed.",
        "",
    ]
    for rule in rule_book().values():
        lines += [
            f"## {rule.id}",
            "",
            f"- formula: {rule.formula_en} ({rule.formula_zh})",
            f"- forms: {', '.join(rule.forms)} · basis: {rule.basis} · severity: {rule.severity}",
            f"- {rule.example}",
            "",
        ]
    return "\n".join(lines)
