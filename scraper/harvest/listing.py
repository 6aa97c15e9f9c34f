"""The reports that sites list, without fetching them."""

from __future__ import annotations

import asyncio
import heapq
from collections.abc import AsyncGenerator, Iterator, Sequence
from typing import NamedTuple

from scraper.errors import FetchError
from scraper.exchange import Planned
from scraper.families.registry import Drivers
from scraper.families.titles import publisher_of
from scraper.fetch import Client, Visitor
from scraper.harvest.crawl import first_requests
from scraper.harvest.judge import Judged, judge
from scraper.harvest.options import Options
from scraper.sites import Site
from scraper.urls import normal_url


class Found(NamedTuple):
    """A report that a site lists."""

    site: str
    url: str
    title: str | None
    publisher: str | None
    year: int | None
    published_on: str | None
    family: str | None


class Listed(NamedTuple):
    """What a site lists, and what of its lists could not be had."""

    site: Site
    found: list[Found]
    failed: list[FetchError]


def discover(sites: Sequence[Site], options: Options, drivers: Drivers) -> Iterator[Listed]:
    """Give what each site lists, in the order of the sites.

    Args:
        sites: The sites.
        options: Years, limits and manners.
        drivers: The families to choose from.
    """
    with asyncio.Runner() as runner:
        walk = _walk(sites, options, drivers)
        try:
            while True:
                yield runner.run(_next(walk))
        except StopAsyncIteration:
            return
        finally:
            runner.run(walk.aclose())


async def _next(walk: AsyncGenerator[Listed, None]) -> Listed:
    return await anext(walk)


async def _walk(
    sites: Sequence[Site], options: Options, drivers: Drivers
) -> AsyncGenerator[Listed, None]:
    async with Client(options.settings) as client:
        visitor = Visitor(client, options.settings)
        places = asyncio.Semaphore(options.active)

        async def one(site: Site) -> Listed:
            async with places:
                return await list_site(site, visitor, options.years, drivers)

        tasks = [asyncio.create_task(one(site)) for site in sites]
        try:
            for task in tasks:
                yield await task
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)


async def list_site(site: Site, visitor: Visitor, years: range, drivers: Drivers) -> Listed:
    """Walk one site to its lists and give what they name.

    A link that is worded like a report and tells no year is looked at: it may be the column itself.
    """
    found: dict[str, Found] = {}
    failed: list[FetchError] = []
    queue: list[tuple[int, int, Planned]] = []
    known: set[str] = set()

    def add(items: Sequence[Planned], family: str | None) -> None:
        for item in items:
            key = normal_url(item.request.url) + item.request.method + item.request.body.hex()
            if key in known or item.kind == "attachment":
                continue
            known.add(key)
            if item.kind == "report" and item.year is not None:
                found[key] = _found(site, item, family)
            else:
                heapq.heappush(queue, (-item.score, len(known), item))

    add(first_requests(site), None)
    while queue:
        _, _, item = heapq.heappop(queue)
        try:
            judged = await _judged(site, item, visitor, years, drivers)
        except FetchError as error:
            if item.kind not in ("probe", "guess"):
                failed.append(error)
            continue
        if (judged.kind or item.kind) == "report" and judged.state == "done":
            found[normal_url(item.request.url)] = _found(site, item, judged.family)
        add(judged.children, judged.family)
    return Listed(site, list(found.values()), failed)


async def _judged(
    site: Site, item: Planned, visitor: Visitor, years: range, drivers: Drivers
) -> Judged:
    exchange = await visitor.visit(item.request, transport=site.transport)
    return judge(item, exchange, site, years, drivers)


def _found(site: Site, item: Planned, family: str | None) -> Found:
    return Found(
        site.id,
        item.request.url,
        item.title,
        item.publisher or publisher_of(item.title or ""),
        item.year,
        item.published_on,
        family,
    )
