"""What an audit works with and what it gives."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple

from pydantic import Field

from parsers.checks import facts_of
from parsers.checks.model import Cells
from parsers.record import Finding, Report


class AuditFinding(Finding):
    """A finding with the reports that it speaks of; the accused one first."""

    report_ids: list[str] = Field(default_factory=list)


class AuditRule(NamedTuple):
    """A rule of the audit."""

    id: str
    kind: str
    forms: frozenset[str]
    basis: str
    severity: str
    data: dict[str, Any]  # the whole entry


class Held(NamedTuple):
    """A report with its figures at hand."""

    report: Report
    stated: Cells

    @property
    def year(self) -> int:
        """The reporting year; 0 where it is not known."""
        return self.report.identity.year or 0


def body_key(report: Report) -> str:
    """Give the key of the body that reports: the id without its year.

    >>> body_key(Report.model_construct(id="330381-x-2021"))
    '330381-x'
    """
    return report.id.rpartition("-")[0]


def hold(report: Report) -> Held:
    """Give a report with the figures that it states, by key."""
    return Held(report, facts_of(report).stated)


def series(reports: Iterable[Held]) -> dict[str, list[Held]]:
    """Give the reports of each body by year; of several of one year the fullest counts."""
    found: dict[str, dict[int, Held]] = defaultdict(dict)
    for held in reports:
        if held.report.identity.publisher is None:
            continue  # bodies that are not known are not one body
        years = found[body_key(held.report)]
        other = years.get(held.year)
        if held.year and (other is None or len(other.stated) < len(held.stated)):
            years[held.year] = held
    return {body: [years[year] for year in sorted(years)] for body, years in found.items()}
