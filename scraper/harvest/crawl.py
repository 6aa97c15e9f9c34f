"""Visiting the sites: one address after the other in each, many sites at the same time."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence
from typing import Protocol

from scraper.errors import FetchError
from scraper.exchange import Exchange, Planned, Request
from scraper.families.registry import Drivers
from scraper.fetch.walls import Wall
from scraper.harvest.archive import Folder
from scraper.harvest.judge import Judged, is_doubtful, judge
from scraper.harvest.options import Options
from scraper.harvest.sources import unlinked
from scraper.harvest.watch import Watch
from scraper.ledger import Settled, Waiting
from scraper.sites import Site

_HOME, _LIST = 100, 150
_NOT_THERE = ("F.NOT_FOUND", "F.SOFT_404", "F.EMPTY", "F.SERVER")
_EVERY = 25  # answers between two counts of what is still to be asked
LIMIT = "LIMIT"  # in the place of a code: left out on the user's own word


class Guest(Protocol):
    """Who visits addresses: the sites themselves, or an archive in their place."""

    async def visit(
        self,
        request: Request,
        *,
        etag: str | None = None,
        last_modified: str | None = None,
        transport: str = "auto",
    ) -> Exchange:
        """Ask for an address; raises FetchError."""
        ...

    async def soft_404(self, exchange: Exchange) -> Wall | None:
        """Say whether a page only says that it is not there."""
        ...


class Crawl:
    """One run over all sites.

    Args:
        folder: Where answers and outcomes are kept.
        visitor: Asks the servers.
        options: What the user wants.
        drivers: The families to choose from.
        watch: Told of everything.
    """

    def __init__(
        self, folder: Folder, visitor: Guest, options: Options, drivers: Drivers, watch: Watch
    ) -> None:
        self._folder = folder
        self._visitor = visitor
        self._options = options
        self._drivers = drivers
        self._watch = watch
        self._stopping = False
        self._taken: Counter[str] = Counter()

    def stop(self) -> None:
        """Begin no more requests; those under way come to their end."""
        self._stopping = True

    async def run(self, sites: Sequence[Site]) -> None:
        """Visit all sites until none has anything left to ask.

        Raises:
            StoreError: Something cannot be written; all requests are given up.
        """
        places = asyncio.Semaphore(self._options.active)
        self._watch.sites = len(sites)
        try:
            async with asyncio.TaskGroup() as group:
                for site in sites:
                    group.create_task(self._one(site, places))
        except ExceptionGroup as failed:
            # Several sites may fail at the same full disk; the user is told of it once.
            raise failed.exceptions[0] from failed

    async def _one(self, site: Site, places: asyncio.Semaphore) -> None:
        async with places:
            if self._stopping:
                return
            self._watch.active += 1
            await self._walk(site, first_requests(site))
            if not self._stopping:
                await self._walk(site, await unlinked(self._visitor, site))
            self._watch.active -= 1
            self._watch.done += 1
            self._watch.tell("site", site=site.id)

    async def _walk(self, site: Site, planned: list[Planned]) -> None:
        """Ask until nothing of a site waits."""
        self._folder.ledger.plan(site.id, planned)
        while not self._stopping:
            waiting = self._folder.ledger.next(site.id)
            if waiting is None:
                break
            await self._visit(site, waiting)

    async def _visit(self, site: Site, waiting: Waiting) -> None:
        if self._is_over(site, waiting):
            reason = f"more than --limit {self._options.limit} reports"
            self._folder.ledger.settle(waiting, Settled("skipped", LIMIT, reason))
            return
        try:
            exchange = await self._visitor.visit(
                waiting.planned.request,
                etag=waiting.etag,
                last_modified=waiting.last_modified,
                transport=site.transport,
            )
        except FetchError as error:
            self._failed(waiting, error)
            return
        self._keep(site, waiting, exchange, await self._judged(site, waiting, exchange))

    async def _judged(self, site: Site, waiting: Waiting, exchange: Exchange) -> Judged:
        """Judge an answer; one that is nothing of what was hoped for may be what the site has for all."""
        if not exchange.data:
            return Judged("done")
        judged = judge(waiting.planned, exchange, site, self._options.years, self._drivers)
        if judged.leads_nowhere and is_doubtful(waiting.planned, exchange, site):
            soft = await self._visitor.soft_404(exchange)
            if soft is not None:
                return Judged("refused", soft.code, soft.reason)
        return judged

    def _is_over(self, site: Site, waiting: Waiting) -> bool:
        """Say whether a site has given as many reports as the user wants of it."""
        if self._options.limit is None or waiting.planned.kind != "report":
            return False
        return self._taken[site.id] >= self._options.limit

    def _failed(self, waiting: Waiting, error: FetchError) -> None:
        if waiting.planned.kind in ("probe", "guess") and error.code in _NOT_THERE:
            reason = f"an address that was only guessed ({error.reason})"
            self._folder.ledger.settle(waiting, Settled("skipped", None, reason))
            return
        if error.answer is not None and error.answer.data:
            judged = Judged("failed", error.code, error.reason)
            self._folder.keep(waiting, error.answer, judged)  # what was said in the page's place
        else:
            self._folder.ledger.settle(waiting, Settled("failed", error.code, error.reason))
        self._watch.failed[error.code] += 1
        self._watch.tell(
            "failed", url=waiting.planned.request.url, code=error.code, reason=error.reason
        )

    def _keep(self, site: Site, waiting: Waiting, exchange: Exchange, judged: Judged) -> None:
        self._folder.keep(waiting, exchange, judged)
        self._taken[site.id] += waiting.planned.kind == "report" and judged.kind != "list"
        self._watch.fetched += 1
        if self._watch.fetched % _EVERY == 1:
            self._watch.queued = self._folder.ledger.waiting()
        self._watch.unchanged += not exchange.data
        self._watch.found += sum(child.kind == "report" for child in judged.children)
        if judged.code:
            self._watch.refused[judged.code] += 1
        self._watch.tell("fetched", url=exchange.url, kind=waiting.planned.kind)


def first_requests(site: Site) -> list[Planned]:
    """Give where the walk of a site begins: the user's lists, or its home page."""
    if site.lists:
        return [Planned(Request(url), "list", 0, _LIST) for url in site.lists]
    return [Planned(Request(site.home), "home", 0, _HOME)]
