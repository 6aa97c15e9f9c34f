"""One year across bodies: who received how many requests, and how they were decided."""

from __future__ import annotations

from typing import NamedTuple

from parsers.audit import Verdict, verdict_of
from parsers.audit.model import Held, hold
from parsers.checks.model import Value
from parsers.identity.region import region_of_code
from parsers.record import Report
from scraper.comparison.distribution import Distribution, of_counts, of_shares
from scraper.comparison.figures import (
    AFTER,
    CARRIED_OUT,
    CLOSED,
    DIRECT,
    RECEIVED,
    REVIEWS,
    grant_rate,
    total,
)
from scraper.errors import UsageError


class Ranked(NamedTuple):
    """A body in a ranking; who is equal has the same rank, who states nothing has none."""

    held: Held
    rank: int | None
    received: Value | None
    closed: Value | None
    rate: float | None
    carried_out: Value | None
    disputes: Value | None
    errors: int
    verdict: Verdict

    @property
    def publisher(self) -> str:
        """The body's name; the id of its report where none is known."""
        return self.held.report.identity.publisher or self.held.report.id


class Ranking(NamedTuple):
    """The bodies of a year, most requests first."""

    year: int
    region: str | None  # the beginning of region codes
    rows: list[Ranked]

    @property
    def region_name(self) -> str:
        """The region's name in the year; empty where the code names none."""
        span = region_of_code((self.region or "").ljust(6, "0"), self.year)
        return span.name if span else ""

    def spreads(self) -> dict[str, Distribution]:
        """Give how requests and grant rates are distributed."""
        return {
            "requests_distribution": of_counts([one.received for one in self.rows]),
            "rate_distribution": of_shares([one.rate for one in self.rows]),
        }


def rank(reports: list[Report], year: int, region: str | None) -> Ranking:
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
    received = sorted(
        (one.stated[RECEIVED] for one in chosen if RECEIVED in one.stated), reverse=True
    )
    first = {value: at for at, value in reversed(list(enumerate(received, 1)))}
    rows = [_ranked(one, first) for one in chosen]
    rows.sort(key=lambda one: (one.rank is None, one.rank, one.held.report.id))
    return Ranking(year, region, rows)


def _ranked(one: Held, first: dict[Value, int]) -> Ranked:
    received, findings = one.stated.get(RECEIVED), one.report.findings
    return Ranked(
        one,
        None if received is None else first[received],
        received,
        one.stated.get(CLOSED),
        grant_rate(one),
        one.stated.get(CARRIED_OUT),
        total(one, (REVIEWS, DIRECT, AFTER)),
        sum(finding.severity == "error" for finding in findings),
        verdict_of(findings),
    )
