"""Visiting the sites: one address after the other in each, many sites at the same time."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence
from typing import Protocol

from scraper.errors import FetchError
from scraper.exchange import OF_REPORT, PART, Exchange, Planned, Request
from scraper.families.registry import Drivers
from scraper.fetch.walls import Wall
from scraper.harvest.archive import Folder
from scraper.harvest.judge import Judged, is_doubtful, judge, pictures_of_parts
from scraper.harvest.options import Options
from scraper.harvest.sources import unlinked
from scraper.harvest.watch import Watch
from scraper.ledger import Settled, Waiting
from scraper.sites import Site

_HOME, _LIST = 100, 150
_NOT_THERE = ("F.NOT_FOUND", "F.SOFT_404", "F.EMPTY", "F.SERVER")
_EVERY = 25  # answers between two counts of what is still to be asked
BUDGET = "F.BUDGET"
REPORTS = ("report", "attachment", *OF_REPORT)
PAGED = ("list", "probe")
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
        self._walked: dict[str, int] = {}
        self.full = False

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
        beyond = self._beyond(site, waiting)
        if beyond is not None:
            self._folder.ledger.settle(waiting, beyond)
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
        judged = await self._judged(site, waiting, exchange)
        if await self._parts(site, waiting, exchange, judged):
            self._keep(site, waiting, exchange, judged)

    async def _parts(
        self, site: Site, waiting: Waiting, exchange: Exchange, judged: Judged
    ) -> bool:
        """Ask for further pages and pictures of a report before it is settled, so that it is read whole.

        What pictures it needs is told from all its pages together.
        Gives False where the run was stopped between them; the report is asked again then.
        """
        pieces = [child for child in judged.children if child.kind in OF_REPORT]
        if not await self._ask(site, waiting, pieces):
            return False
        if not any(child.kind == PART for child in pieces):
            return True
        later = self._folder.later_pages(waiting.key)
        return await self._ask(site, waiting, pictures_of_parts(exchange, later, site))

    async def _ask(self, site: Site, waiting: Waiting, pieces: Sequence[Planned]) -> bool:
        """Ask for pieces of a report; gives False where the run was stopped between them."""
        if not pieces:
            return True
        ledger = self._folder.ledger
        ledger.plan(site.id, pieces, waiting.key)
        while (coming := ledger.next(site.id)) and coming.planned.kind in OF_REPORT:
            if self._stopping:
                return False
            await self._visit(site, coming)
        return True

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

    def _nothing_new(self, site: Site, judged: Judged) -> bool:
        """Say whether a page of a list names only reports that are known.

        Servers that answer any number with their last page would be asked for ever.
        """
        named = [child for child in judged.children if child.kind in REPORTS]
        return bool(named) and self._folder.ledger.knows(site.id, named)

    def _check_space(self) -> None:
        most = self._options.settings.max_archive_mb * 1_000_000
        if most and self._folder.archive_bytes >= most:
            self.full = True
            self.stop()

    def _beyond(self, site: Site, waiting: Waiting) -> Settled | None:
        """Give why an address is not asked: the site has given enough, or was asked enough."""
        kind, limit = waiting.planned.kind, self._options.limit
        if kind == "report" and limit is not None and self._taken[site.id] >= limit:
            return Settled("skipped", LIMIT, f"more than --limit {limit} reports")
        if kind in REPORTS:
            return None
        budget = self._options.settings.max_pages
        if self._count(site) > budget:
            return Settled("refused", BUDGET, f"beyond max_pages, {budget} pages of the site")
        return None

    def _count(self, site: Site) -> int:
        """Count a page of a site that is no report; gives how many there are with it."""
        if site.id not in self._walked:
            self._walked[site.id] = self._folder.ledger.walked(site.id)
        self._walked[site.id] += 1
        return self._walked[site.id]

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
        if waiting.planned.kind in PAGED and self._nothing_new(site, judged):
            trials = [child for child in judged.children if child.kind == "probe"]
            judged = judged._replace(
                children=tuple(child for child in judged.children if child not in trials)
            )
        self._folder.keep(waiting, exchange, judged)
        self._check_space()
        if waiting.planned.kind == "report" and judged.kind in ("list", "cover"):
            self._count(site)  # its link was worded like one of a report
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
