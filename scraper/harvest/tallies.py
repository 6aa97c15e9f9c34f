"""Counts of a harvest by site, from the ledger."""

from __future__ import annotations

from collections import Counter
from collections.abc import Set as AbstractSet

from scraper.harvest.verdict import Tally
from scraper.ledger import Ledger, Row
from scraper.ledger.views import by_site, sites
from scraper.sites import Site

# Codes of pages that turned out to be no report although a link was worded like one.
_NO_REPORT = frozenset({"F.NOT_A_REPORT"})
_GOT = ("record", "attachment")


def tallies(ledger: Ledger, only: AbstractSet[str] = frozenset()) -> list[Tally]:
    """Give the counts of each site, in the user's order.

    Args:
        ledger: Of the harvest.
        only: Ids of the sites that count; empty for all.
    """
    found = by_site(ledger)
    return [
        _tally(site, found.get(site.id, []))
        for site in sites(ledger)
        if not only or site.id in only
    ]


def _tally(site: Site, rows: list[Row]) -> Tally:
    reports = [row for row in rows if row.kind == "report"]
    listed = [
        row
        for row in reports
        if row.outcome not in ("skipped", "same") and row.code not in _NO_REPORT
    ]
    # The report of a page that only links to it is its file.
    files = [row for row in rows if row.kind == "attachment" and row.outcome == "record"]
    records = Counter(row.year for row in (*reports, *files) if row.outcome == "record")
    failed = Counter(row.code for row in rows if row.code and row.outcome in ("failed", "refused"))
    for code in _NO_REPORT:
        failed.pop(code, None)
    waiting = sum(row.outcome in ("waiting", "unread") for row in rows)
    return Tally(site, len(listed), records, failed, waiting)
