"""What an audit works with and what it gives."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple, Protocol

from pydantic import BaseModel, Field

from parsers.checks import facts_of
from parsers.checks.model import Cells
from parsers.record import Finding, Report


class Passage(BaseModel):
    """A piece of a section's text; start and stop count characters of ``sections[].text``."""

    report_id: str
    section: str
    start: int
    stop: int
    text: str


class AuditFinding(Finding):
    """A finding with the reports that it speaks of; the accused one first.

    Attributes:
        report_ids: The accused report, then those that it was held against.
        passages: Reused text, each passage as it stands in the accused report and in the other.
        follow_ons: What was found as well and follows from the same cause.
    """

    report_ids: list[str] = Field(default_factory=list)
    passages: list[tuple[Passage, Passage]] = Field(default_factory=list)
    follow_ons: list[Finding] = Field(default_factory=list)


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


class Body(NamedTuple):
    """All that one body has published.

    Attributes:
        reports: The newest version of each report, with its number on the shelf.
        earlier: Versions that were published before, oldest first.
    """

    reports: list[tuple[int, Report]]
    earlier: list[Report]


class Mark(NamedTuple):
    """Where a text lies, and what orders texts: a later one may have copied an earlier one."""

    year: int
    body: int  # number of the body; a body's own texts are compared elsewhere
    number: int  # of the report on the shelf
    section: int  # index of the section


class Shelf(Protocol):
    """Where the records of an audit lie while it runs: in memory, or on a disk for many of them."""

    def sentences(self) -> Iterator[Iterable[int]]:
        """Give for each body the slots of all sentences of its reports."""

    def bodies(self) -> Iterator[Body]:
        """Give the bodies, those of one region behind each other."""

    def put_bands(self, mark: Mark, bands: list[int]) -> None:
        """Keep the bands of a text, by which texts that are alike find each other."""

    def candidates(self) -> Iterator[tuple[Mark, list[Mark]]]:
        """Give each text that shares a band with earlier ones, and some of those, the likeliest first."""

    def get(self, number: int) -> Report:
        """Give a report by its number."""


def body_key(report: Report) -> str:
    """Give the key of the body that reports: the id without its year.

    A report whose body is not known stands for itself.

    >>> from parsers.record import Identity
    >>> known = Identity.model_construct(publisher="x")
    >>> body_key(Report.model_construct(id="330381-x-2021", identity=known))
    '330381-x'
    """
    if report.identity.publisher is None:
        return f"{report.id} {report.source.url or report.source.sha256}"
    return report.id.rpartition("-")[0]


def region_of(report: Report) -> str:
    """Give the region that the id of a report begins with.

    >>> region_of(Report.model_construct(id="330381-x-2021"))
    '330381'
    """
    return report.id.partition("-")[0]


def hold(report: Report) -> Held:
    """Give a report with the figures that it states, by key."""
    return Held(report, facts_of(report).stated)


def by_year(reports: Iterable[Held]) -> list[Held]:
    """Give the reports of one body by year; of several of one year the fullest counts."""
    years: dict[int, Held] = {}
    for held in reports:
        other = years.get(held.year)
        if held.year and (other is None or len(other.stated) < len(held.stated)):
            years[held.year] = held
    return [years[year] for year in sorted(years)]
