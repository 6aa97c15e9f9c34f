"""One body over years: what the page, the terminal and the table are made of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from parsers.audit import AuditFinding, Book, Verdict, audit, audit_book, verdict_of
from parsers.audit.model import Held, hold
from parsers.record import Report
from scraper.accepted import Accepted, sort_out
from scraper.collection import Collection
from scraper.comparison.figures import Change, KeyNumber, changes, key_numbers
from scraper.comparison.text import SectionDiff, section_diffs
from scraper.comparison.versions import Restatement, Step, steps
from scraper.errors import UsageError


class Comparison(NamedTuple):
    """Reports of one body side by side."""

    publisher: str
    years: tuple[int, ...]
    held: list[Held]
    verdict: Verdict
    numbers: list[KeyNumber]
    findings: list[AuditFinding]  # the gravest first
    accepted: list[tuple[AuditFinding, Accepted]]  # those that a person has looked at
    changes: list[Change]
    texts: list[SectionDiff]
    steps: list[Step]  # from one version of a report to the next
    earlier: list[Held]  # versions before
    others: list[Report]  # of the same body and years, not used: the fullest record of a year is
    book: Book

    @property
    def restated(self) -> list[Restatement]:
        """Every cell that was changed after publication."""
        return [cell for step in self.steps for cell in step.cells]


class Terms(NamedTuple):
    """How findings are asked for and sorted out."""

    book: Book
    accepted: list[Accepted]
    today: date  # on which accepted findings must still hold


_RANK = {"error": 0, "warning": 1, "info": 2}


def compare(
    collection: Collection, publisher: str, years: Sequence[int], terms: Terms | None = None
) -> Comparison:
    """Put the reports of one body side by side.

    Args:
        collection: The records.
        publisher: The body's name, or a part of it that names it alone.
        years: Two or more; the last two are compared cell by cell.
        terms: Rules and accepted findings; without them the rules of the program.

    Raises:
        UsageError: No body or several have that name, in one region or in several, or a year is missing.
    """
    name = _body(collection.reports, publisher)
    own = [report for report in collection.reports if report.identity.publisher == name]
    _of_one_region(own, years, name)
    held = [hold(_of_year(own, year, name)) for year in sorted(years)]
    chosen = [one.report for one in held]
    earlier = [report for report in collection.earlier if report.identity.publisher == name]
    book, accepted, today = terms or Terms(audit_book(), [], date.min)
    found = sort_out(audit(chosen, earlier=earlier, book=book), accepted, today)
    findings = sorted(found.open, key=lambda finding: _RANK[finding.severity])
    versions = [hold(report) for report in earlier]
    return Comparison(
        name,
        tuple(one.year for one in held),
        held,
        verdict_of(findings),
        key_numbers(held),
        findings,
        list(found.accepted),
        changes(held),
        section_diffs(chosen[-2], chosen[-1]) if len(chosen) > 1 else [],
        steps(held, versions),
        versions,
        [r for r in own if r.identity.year in years and all(r is not one for one in chosen)],
        book,
    )


def counts(findings: Sequence[AuditFinding]) -> dict[str, int]:
    """Give how many findings there are of each severity.

    >>> counts([])
    {'error': 0, 'warning': 0, 'info': 0}
    """
    found = Counter(finding.severity for finding in findings)
    return {severity: found[severity] for severity in ("error", "warning", "info")}


def _body(reports: list[Report], publisher: str) -> str:
    names = {report.identity.publisher for report in reports if report.identity.publisher}
    if publisher in names:
        return publisher
    found = sorted(name for name in names if publisher in name)
    if len(found) == 1:
        return found[0]
    if not found:
        raise UsageError(f"there is no report of {publisher}")
    some = ", ".join(found[:5])
    raise UsageError(f"{len(found)} bodies have {publisher} in their name: {some}")


def _of_one_region(own: list[Report], years: Sequence[int], name: str) -> None:
    """Raise UsageError where bodies of several regions report under one name in one year.

    A code that changes from one year to another is a body whose county became a district.
    """
    for year in years:
        codes = {r.identity.region_code for r in own if r.identity.year == year} - {None}
        if len(codes) > 1:
            some = ", ".join(sorted(str(code) for code in codes)[:5])
            raise UsageError(f"{name} reports for {year} in {some}: choose one with --region")


def _of_year(own: list[Report], year: int, name: str) -> Report:
    found = [report for report in own if report.identity.year == year]
    if not found:
        there = sorted({report.identity.year for report in own if report.identity.year})
        raise UsageError(f"{name} has no report of {year}; there are {there}")
    return max(found, key=lambda report: len(hold(report).stated))
