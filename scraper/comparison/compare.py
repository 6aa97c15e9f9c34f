"""One body over years: what the page, the terminal and the table are made of."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from parsers.audit import AuditFinding, audit, verdict_of
from parsers.audit.model import Held, hold
from parsers.audit.restated import changed_cells
from parsers.record import Report
from scraper.collection import Collection
from scraper.comparison.figures import Change, KeyNumber, changes, key_numbers, raw
from scraper.comparison.text import SectionDiff, section_diffs
from scraper.errors import UsageError


class Restatement(NamedTuple):
    """A cell that a body changed after it had published the report."""

    year: int
    cell: str
    before: str | None  # as published first
    now: str | None
    seen: tuple[str | None, str | None]  # when each version was retrieved


class Comparison(NamedTuple):
    """Reports of one body side by side."""

    publisher: str
    years: tuple[int, ...]
    held: list[Held]
    verdict: str
    numbers: list[KeyNumber]
    findings: list[AuditFinding]
    changes: list[Change]
    texts: list[SectionDiff]
    restated: list[Restatement]


def compare(collection: Collection, publisher: str, years: Sequence[int]) -> Comparison:
    """Put the reports of one body side by side.

    Args:
        collection: The records.
        publisher: The body's name, or a part of it that names it alone.
        years: Two or more; the last two are compared cell by cell.

    Raises:
        UsageError: No body or several have that name, or a year is missing.
    """
    name = _body(collection.reports, publisher)
    own = [report for report in collection.reports if report.identity.publisher == name]
    chosen = [_of_year(own, year, name) for year in sorted(years)]
    held = [hold(report) for report in chosen]
    earlier = [report for report in collection.earlier if report.identity.publisher == name]
    findings = audit(chosen, earlier=earlier)
    return Comparison(
        name,
        tuple(one.year for one in held),
        held,
        verdict_of(findings),
        key_numbers(held),
        findings,
        changes(held),
        section_diffs(chosen[-2], chosen[-1]) if len(chosen) > 1 else [],
        _restated(earlier, chosen),
    )


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


def _of_year(own: list[Report], year: int, name: str) -> Report:
    found = [report for report in own if report.identity.year == year]
    if not found:
        there = sorted({report.identity.year for report in own if report.identity.year})
        raise UsageError(f"{name} has no report of {year}; there are {there}")
    return max(found, key=lambda report: len(hold(report).stated))


def _restated(earlier: list[Report], chosen: list[Report]) -> list[Restatement]:
    found = []
    for report in chosen:
        versions = [old for old in earlier if old.id == report.id]
        for old, new in pairwise([*versions, report]):
            first, second = hold(old), hold(new)
            seen = (old.source.retrieved_at, new.source.retrieved_at)
            for cell in sorted(changed_cells(first, second)):
                told = (raw(first, cell), raw(second, cell))
                found.append(Restatement(first.year, cell, *told, seen))
    return found
