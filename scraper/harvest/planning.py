"""What a harvest would do: hosts, requests, verdicts of robots.txt, time, and what is held."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from typing import NamedTuple

from scraper.errors import StoreError
from scraper.fetch import Client, Visitor, host_key
from scraper.fetch.robots import Verdict
from scraper.harvest.options import Options
from scraper.ledger import Ledger
from scraper.ledger.views import by_site
from scraper.sites import Site

# What a site costs that was never visited: home, columns, pages of lists, and a report a year.
_WALK = 12


class SitePlan(NamedTuple):
    """What one site would be asked."""

    site: Site
    host: str
    verdict: Verdict
    pause: float  # seconds between two requests
    held: int  # addresses that are answered already
    waiting: int  # addresses that are known and not answered
    requests: int  # to expect


class Plan(NamedTuple):
    """The whole."""

    sites: list[SitePlan]
    seconds: float  # of the busiest host, which is how long all takes

    @property
    def requests(self) -> int:
        """Requests to expect, over all sites."""
        return sum(plan.requests for plan in self.sites)


def make_plan(sites: Sequence[Site], options: Options) -> Plan:
    """Say what a harvest would ask; only robots.txt is asked for."""
    counts = _held(options)
    verdicts = asyncio.run(_verdicts(sites, options))
    plans = [
        _plan(site, counts.get(site.id, Counter()), verdict, pause, len(options.years))
        for site, (verdict, pause) in zip(sites, verdicts, strict=True)
    ]
    busy: Counter[str] = Counter()
    for plan in plans:
        busy[plan.host] += round(plan.requests * plan.pause * 1000)
    return Plan(plans, max(busy.values(), default=0) / 1000)


def _held(options: Options) -> dict[str, Counter[str]]:
    try:
        with closing(Ledger(options.out, readonly=True)) as ledger:
            return {
                site: Counter("waiting" if row.outcome == "waiting" else "held" for row in rows)
                for site, rows in by_site(ledger).items()
            }
    except StoreError:
        return {}


async def _verdicts(sites: Sequence[Site], options: Options) -> list[tuple[Verdict, float]]:
    places = asyncio.Semaphore(options.active)
    async with Client(options.settings) as client:
        visitor = Visitor(client, options.settings)

        async def one(site: Site) -> tuple[Verdict, float]:
            async with places:
                verdict = await visitor.verdict(site.home)
                return verdict, visitor.manners.host(host_key(site.home)).pause

        return await asyncio.gather(*(one(site) for site in sites))


def _plan(site: Site, counts: Counter[str], verdict: Verdict, pause: float, years: int) -> SitePlan:
    if not verdict.allowed:
        requests = 0
    elif counts:
        requests = counts["waiting"] or counts["held"]
    else:
        requests = _WALK + min(years, _WALK)
    return SitePlan(
        site, host_key(site.home), verdict, pause, counts["held"], counts["waiting"], requests
    )
