"""The rules of the audit as a page of the documentation."""

from __future__ import annotations

from collections.abc import Iterator

from parsers.audit.model import AuditRule
from parsers.audit.rules import audit_book
from parsers.vocab import load

_INTRO = """\
# Rules of the audit

Generated from `parsers/vocab/audit.toml`; a test holds the two equal. These rules need more than one
report, or are asked only by `gongkai check`; those of a single report are in [rules.md](rules.md).
Blank cells leave a rule undecided. `@-1:` stands for the report of the year before.
"""


def describe_audit() -> str:
    """Give the rules as a Markdown page; ``docs/audit-rules.md`` is this text."""
    lines = [_INTRO]
    for rule in audit_book().rules.values():
        lines += _described(rule)
    lines += ["## Rules of the codebook without a code here", ""]
    lines += [f"- **{code}**: {where}" for code, where in load("audit")["elsewhere"].items()]
    lines.append("")
    return "\n".join(lines)


def _described(rule: AuditRule) -> Iterator[str]:
    data = rule.data
    yield f"## {rule.id}"
    yield ""
    yield f"- formula: {data['formula_en']} ({data['formula_zh']})"
    yield f"- forms: {', '.join(sorted(rule.forms))} · basis: {rule.basis} · severity: {rule.severity}"
    for name in ("lhs", "rhs", "cells", "cell", "part", "whole", "sections"):
        if name in data:
            keys = data[name] if isinstance(data[name], list) else [data[name]]
            yield f"- {name}: {', '.join(f'`{key}`' for key in keys)}"
    numbers = {k: v for k, v in data.items() if isinstance(v, int | float)}
    if numbers:
        yield f"- numbers: {', '.join(f'{key} {value}' for key, value in numbers.items())}"
    if "follows" in data:
        yield f"- folded under: {', '.join(data['follows'])}"
    yield f"- example: {data['example']}"
    yield ""
