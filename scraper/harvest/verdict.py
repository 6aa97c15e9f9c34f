"""How a harvest ended: by site, and as a whole, with an exit status of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from scraper.errors import EXIT_BLOCKED, EXIT_FAILED, EXIT_OK, EXIT_SOME_FAILED
from scraper.sites import Site

COMPLETE, INCOMPLETE, BLOCKED, FAILED = "complete", "incomplete", "blocked", "failed"
EXIT_STATUS = {
    COMPLETE: EXIT_OK,
    INCOMPLETE: EXIT_SOME_FAILED,
    BLOCKED: EXIT_BLOCKED,
    FAILED: EXIT_FAILED,
}
# Refusals that the site's server or its robots.txt make, not the network or the page.
_HELD_BACK = frozenset({"F.BLOCKED", "F.ROBOTS", "F.LOGIN"})


@dataclass(frozen=True, slots=True)
class Tally:
    """What a site gave.

    Attributes:
        site: The site as the user describes it.
        listed: Reports that lists of the site name, within the years asked for.
        by_year: Records, by reporting year.
        failed: Addresses that gave nothing, by code.
        waiting: Addresses that were not asked yet.
    """

    site: Site
    listed: int
    by_year: Mapping[int | None, int] = field(default_factory=dict)
    failed: Mapping[str, int] = field(default_factory=dict)
    waiting: int = 0

    @property
    def reports(self) -> int:
        """Records, over all years."""
        return sum(self.by_year.values())

    def shortfalls(self, years: range) -> list[str]:
        """Say which of the user's minima are not reached."""
        return [
            f"{year}: {got} reports, at least {minimum} expected"
            for year, got, minimum in _minima(self, years)
            if got < minimum
        ]

    def expected(self, years: range) -> int:
        """Give how many reports the site should give: what it lists, or the user's minimum."""
        minimum = sum(minimum for _, _, minimum in _minima(self, years))
        return max(self.listed, minimum)


def _minima(tally: Tally, years: range) -> Iterable[tuple[int | str, int, int]]:
    for rule in tally.site.expect:
        if rule.minimum is None or (rule.year is not None and rule.year not in years):
            continue
        got = tally.reports if rule.year is None else tally.by_year.get(rule.year, 0)
        yield rule.year or "all years", got, rule.minimum


def site_state(tally: Tally, years: range) -> str:
    """Judge one site.

    ``complete``: all it lists was read and every minimum is reached. ``failed``: it gave nothing,
    although an annual report is every body's duty. ``blocked``: all that is missing is held back
    by its server. ``incomplete``: anything else.
    """
    if tally.reports == 0 and not tally.waiting:
        return BLOCKED if _only_held_back(tally) else FAILED
    if not tally.failed and not tally.waiting and not tally.shortfalls(years):
        return COMPLETE
    return BLOCKED if _only_held_back(tally) else INCOMPLETE


def _only_held_back(tally: Tally) -> bool:
    return not tally.waiting and bool(tally.failed) and set(tally.failed) <= _HELD_BACK


def run_state(states: Iterable[str]) -> str:
    """Judge the whole run by its sites; an empty list of sites has failed."""
    counts = Counter(states)
    if not counts or counts[FAILED] == counts.total():
        return FAILED
    if counts[COMPLETE] == counts.total():
        return COMPLETE
    held = counts[BLOCKED] and counts[BLOCKED] + counts[COMPLETE] == counts.total()
    return BLOCKED if held else INCOMPLETE
