"""The findings of an audit in the terminal: the verdict, then by rule with counts and examples."""

from __future__ import annotations

from collections import defaultdict

from rich.box import SIMPLE_HEAD
from rich.console import Group
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from parsers.audit import AuditFinding, verdict_of
from scraper.accepted import Sorted
from scraper.view.outcomes import STYLES

_EXAMPLES = 2
_ORDER = {"error": 0, "warning": 1, "info": 2}
_COLOURS = {"error": "red", "warning": "yellow", "info": "cyan"}


def audit_view(found: Sorted, reports: int, lang: str = "en") -> Group:
    """Give the verdict and a table by rule; the gravest first, each with some examples."""
    verdict = verdict_of(found.open)
    head = Text.assemble(
        (verdict, STYLES[verdict]), f": {len(found.open)} findings in {reports} reports"
    )
    table = Table(pad_edge=False, box=SIMPLE_HEAD, padding=(0, 1, 0, 0))
    for name in ("severity", "rule", "count", "example"):
        table.add_column(name, overflow="fold")
    for findings in by_rule(found.open):
        first = findings[0]
        examples = "\n".join(_example(finding, lang) for finding in findings[:_EXAMPLES])
        colour = _COLOURS[first.severity]
        table.add_row(f"[{colour}]{first.severity}[/]", first.code, str(len(findings)), examples)
    parts: list[Text | Table] = [head]
    if found.open:
        parts.append(table)
    if found.accepted:
        parts.append(Text(f"{len(found.accepted)} more are accepted"))
    return Group(*parts)


def by_rule(findings: list[AuditFinding]) -> list[list[AuditFinding]]:
    """Group findings by rule and severity, the gravest and most frequent first."""
    groups: dict[tuple[str, str], list[AuditFinding]] = defaultdict(list)
    for finding in findings:
        groups[finding.severity, finding.code].append(finding)
    ranked = sorted(groups, key=lambda key: (_ORDER[key[0]], -len(groups[key]), key[1]))
    return [groups[key] for key in ranked]


def _example(finding: AuditFinding, lang: str) -> str:
    words = finding.message_zh if lang == "zh" else finding.message
    return f"{escape(finding.report_ids[0])}: {escape(words)}"
