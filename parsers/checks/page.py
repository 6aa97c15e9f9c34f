"""The rule book as a page of the documentation."""

from __future__ import annotations

from collections.abc import Iterator

from parsers.checks.model import Rule
from parsers.checks.rules import rule_book
from parsers.vocab import load


def describe_rules() -> str:
    """Give the rule book as a Markdown page; ``docs/rules.md`` is this text."""
    lines = [load("rules")["page"]["intro"]]
    for rule in rule_book().values():
        lines += _described(rule)
    return "\n".join(lines)


def _described(rule: Rule) -> Iterator[str]:
    yield f"## {rule.id}"
    yield ""
    yield f"- formula: {rule.formula_en} ({rule.formula_zh})"
    yield f"- forms: {', '.join(sorted(rule.forms))} · basis: {rule.basis} · severity: {rule.severity}"
    yield from _cells(rule)
    yield f"- example: {rule.example}"
    yield ""


def _cells(rule: Rule) -> Iterator[str]:
    """Give the cells of a rule as its entry writes them."""
    data = rule.data
    if rule.kind == "linear":
        sides = [" + ".join(f"`{key}`" for key in data[side]).replace("+ `-", "- `")
                 for side in ("lhs", "rhs")]  # fmt: skip
        over = "".join(f", {{{name}}} in `{group}`" for name, group in data.get("each", {}).items())
        yield f"- cells: {sides[0]} {data['op']} {sides[1]}{over}"
    if "column" in data:
        yield f"- prose may state: `{data['column']}` of a row, from {', or '.join(f'`{key}`' for key in data['of'])}"
    if rule.kind == "annex":
        for cell, rows in data["cells"].items():
            yield f"- prose may state: `{cell}`, and means {', or '.join(f'`{key}`' for key in rows)}"
    for cell, others in data.get("accepts", {}).items():
        also = ", or ".join(f"`{key}`" for key in others)
        yield f"- prose may state: `{cell}`" + (f", and may mean {also}" if also else "")
