"""What a run gave: one line a report, and the verdict on a record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rich.box import SIMPLE_HEAD
from rich.markup import escape
from rich.table import Table

from parsers.record import Report
from scraper.batch import Outcome

INVALID, WARNED, VALID = "INVALID", "VALID with warnings", "VALID"
LONGEST_NAME = 44  # characters of an address or path
STYLES = {INVALID: "bold red", WARNED: "yellow", VALID: "green"}


def verdict(report: Report) -> str:
    """Give the verdict on a record: an error of the published figures makes it INVALID."""
    severities = {finding.severity for finding in report.findings}
    if "error" in severities:
        return INVALID
    return WARNED if "warning" in severities else VALID


def cells_read(report: Report) -> tuple[int, int]:
    """Give how many cells hold a figure, and how many there are."""
    values = [v for rows in report.tables.values() for row in rows.values() for v in row.values()]
    return sum(1 for value in values if value is not None), len(values)


def cells_line(report: Report) -> str:
    """Give the cells that hold a figure, of all; below them how many were published blank."""
    read, there = cells_read(report)
    blank = sum(1 for evidence in report.evidence.values() if evidence.state == "blank")
    return f"{read}/{there}" + (f"\n{blank} blank" if blank else "")


def findings_line(report: Report) -> str:
    """Give the findings by severity: 1 error, 2 warnings, 3 notes."""
    counts: Counter[str] = Counter(finding.severity for finding in report.findings)
    words = (("error", "error"), ("warning", "warning"), ("info", "note"))
    parts = [f"{counts[s]} {w}{'s' if counts[s] > 1 else ''}" for s, w in words if counts[s]]
    return ", ".join(parts) or "none"


def repairs_line(report: Report) -> str:
    """Give the repairs with their counts."""
    return ", ".join(f"{r.code} {r.count}" for r in report.source.repairs) or "none"


def outcome_table(outcomes: Sequence[Outcome]) -> Table:
    """Give the table of a run: report, form, cells read, repairs, findings, verdict."""
    table = Table(pad_edge=False, box=SIMPLE_HEAD, padding=(0, 1, 0, 0), expand=True)
    table.add_column("report", overflow="fold", ratio=5)
    table.add_column("form", width=4)
    table.add_column("cells", width=9, justify="right")
    table.add_column("repairs", ratio=3)
    table.add_column("findings", ratio=3)
    table.add_column("verdict", width=10)
    for outcome in outcomes:
        table.add_row(*_row(outcome))
    return table


def _row(outcome: Outcome) -> list[str]:
    report = outcome.report
    if report is None:
        error = outcome.error
        name = (
            outcome.uri if len(outcome.uri) <= LONGEST_NAME else "…" + outcome.uri[-LONGEST_NAME:]
        )
        return [
            escape(name),
            "",
            "",
            "",
            escape(error.code if error else ""),
            "[red]no record[/red]",
        ]
    word = verdict(report)
    return [
        escape(report.id),
        report.form or "–",
        cells_line(report),
        escape(repairs_line(report)),
        findings_line(report),
        f"[{STYLES[word]}]{word}[/]",
    ]
