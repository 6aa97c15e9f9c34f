"""The findings of an audit in the terminal: the verdict, then by rule with counts and examples."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from rich.console import Group
from rich.padding import Padding
from rich.text import Text

from parsers.audit import AuditFinding, verdict_of
from scraper.accepted import Accepted, Sorted
from scraper.view.outcomes import STYLES

_EXAMPLES = 2
_ACCEPTED = 20  # accepted findings that are listed
_ORDER = {"error": 0, "warning": 1, "info": 2}
_COLOURS = {"error": "red", "warning": "yellow", "info": "cyan"}


def audit_view(
    found: Sorted,
    reports: int,
    lang: str = "en",
    groups: Sequence[Sequence[AuditFinding]] | None = None,
) -> Group:
    """Give the verdict, and what was found by rule; the gravest first, each with some examples.

    Args:
        found: The findings.
        reports: How many reports were audited.
        lang: ``zh`` or ``en``.
        groups: The open findings as :func:`by_rule` gives them, where they are known.
    """
    groups = by_rule(found.open) if groups is None else groups
    verdict = verdict_of(findings[0] for findings in groups)
    head = Text.assemble(
        (verdict, STYLES[verdict]), f": {len(found.open)} findings in {reports} reports"
    )
    parts: list[Text | Padding] = [head]
    for findings in groups:
        parts += _group(findings, lang)
    if found.accepted:
        parts.append(Text(f"{len(found.accepted)} more are accepted"))
        parts += [Text(f"  {_accepted(*one)}") for one in found.accepted[:_ACCEPTED]]
    return Group(*parts)


def _group(findings: Sequence[AuditFinding], lang: str) -> Iterator[Text | Padding]:
    """Give a rule with its count, and some examples below it."""
    first = findings[0]
    yield Text.assemble(
        "\n",
        (first.severity, _COLOURS[first.severity]),
        " ",
        (first.code, "bold"),
        f" \u00d7 {len(findings)}",
    )
    for finding in findings[:_EXAMPLES]:
        yield Padding(Text(_example(finding, lang)), (0, 0, 0, 2))
    if len(findings) > _EXAMPLES:
        yield Padding(Text(f"and {len(findings) - _EXAMPLES} more", style="dim"), (0, 0, 0, 2))


def _accepted(finding: AuditFinding, entry: Accepted) -> str:
    until = f", until {entry.until}" if entry.until else ""
    return f"{finding.code} {finding.report_ids[0]}: {entry.reason} ({entry.who}{until})"


def by_rule(findings: Iterable[AuditFinding]) -> list[list[AuditFinding]]:
    """Group findings by rule and severity, the gravest and most frequent first."""
    groups: dict[tuple[str, str], list[AuditFinding]] = defaultdict(list)
    for finding in findings:
        groups[finding.severity, finding.code].append(finding)
    ranked = sorted(groups, key=lambda key: (_ORDER[key[0]], -len(groups[key]), key[1]))
    return [groups[key] for key in ranked]


def _example(finding: AuditFinding, lang: str) -> str:
    words = finding.message_zh if lang == "zh" else finding.message
    more = f" (+{len(finding.follow_ons)} that follow)" if finding.follow_ons else ""
    return f"{finding.report_ids[0]}: {words}{more}"
