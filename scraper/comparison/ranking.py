"""One year across bodies: who received how many requests, and how they were decided."""

from __future__ import annotations

from typing import NamedTuple

from parsers.audit.model import Held, hold
from parsers.record import Report
from scraper.comparison.figures import CLOSED, RECEIVED, grant_rate
from scraper.errors import UsageError


class Ranked(NamedTuple):
    """A body in a ranking."""

    held: Held
    received: int | float | None
    closed: int | float | None
    rate: float | None
    errors: int


def rank(reports: list[Report], year: int, region: str | None) -> list[Ranked]:
    """Give the bodies of a year, most requests first; raises UsageError where there are none.

    Args:
        reports: The records.
        year: The reporting year.
        region: The beginning of region codes, None for all.
    """
    chosen = [
        hold(report)
        for report in reports
        if report.identity.year == year
        and (region is None or (report.identity.region_code or "").startswith(region))
    ]
    if not chosen:
        raise UsageError(f"there is no report of {year}" + (f" in {region}" if region else ""))
    found = [
        Ranked(
            one,
            one.stated.get(RECEIVED),
            one.stated.get(CLOSED),
            grant_rate(one),
            sum(finding.severity == "error" for finding in one.report.findings),
        )
        for one in chosen
    ]
    return sorted(found, key=lambda one: (-(one.received or -1), one.held.report.id))
