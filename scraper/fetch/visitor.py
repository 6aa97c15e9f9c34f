"""A polite visit: robots.txt, the turn of the host, the request, and another try where it may help."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from typing import Any

from scraper.errors import FetchError
from scraper.exchange import Exchange, Request
from scraper.fetch.client import Client
from scraper.fetch.faults import failure
from scraper.fetch.manners import Manners, Turn
from scraper.fetch.refusing import named, require_page
from scraper.fetch.retry import Retry
from scraper.fetch.robots import Robots, Verdict
from scraper.fetch.servers import Clock, Resolve, Sleep
from scraper.fetch.soft404 import Shape, alike, impossible, shape_of
from scraper.fetch.urls import host_key
from scraper.fetch.walls import HOLD, Wall
from scraper.settings import Settings

_LETTERS = "bcdfghjkmnpqrstvwxz"
_NOT_CHANGED = 304


class Visitor:
    """Visits addresses with manners; the client does the asking.

    Args:
        client: Asks servers.
        settings: Limits and manners.
        clock: Monotonic seconds.
        sleep: Waits for seconds.
        seed: For the jitter of repeated tries and the names of pages that cannot be.
        resolve: Gives the network address of a host; the client's own look-up by default.
        retry: How often a request is tried.
    """

    def __init__(  # noqa: PLR0913 -- what a test replaces, all of it by name
        self,
        client: Client,
        settings: Settings,
        *,
        clock: Clock = time.monotonic,
        sleep: Sleep = asyncio.sleep,
        seed: int = 0,
        resolve: Resolve | None = None,
        retry: Retry | None = None,
    ) -> None:
        self.manners = Manners(
            settings.delay,
            clock=clock,
            sleep=sleep,
            at_once=settings.connections,
            patience=settings.patience,
            resolve=resolve or client.address,
        )
        self.robots = Robots(clock)
        self._client = client
        self._settings = settings
        self._clock = clock
        self._sleep = sleep
        self._retry = retry or Retry()
        self._dice = random.Random(seed)  # noqa: S311 -- only spreads repeated tries
        self._nothing: dict[str, Shape | None] = {}

    async def visit(
        self,
        request: Request,
        *,
        etag: str | None = None,
        last_modified: str | None = None,
        transport: str = "auto",
    ) -> Exchange:
        """Ask for an address.

        Args:
            request: What is asked.
            etag: The validator of the copy that is kept.
            last_modified: The other validator.
            transport: As :meth:`Client.fetch` takes it.

        Raises:
            FetchError: F.ROBOTS where the site forbids it; F.BLOCKED for a wall (fault ``wall``);
                F.LOGIN, F.SOFT_404 for pages that are those in plain words; fault ``held`` where the
                host is left alone; and all that the client raises, after so many tries as may help.
        """

        async def asked() -> Exchange:
            return await self._once(
                request, etag=etag, last_modified=last_modified, transport=transport
            )

        return await self._repeated(asked, host_key(request.url))

    async def verdict(self, url: str, *, transport: str = "auto") -> Verdict:
        """Give what robots.txt says of an address; it is asked for as the page would be."""

        async def ask(request: Request) -> Exchange:
            return await self._ask_robots(request, transport)

        rules = await self.robots.rules(url, ask)
        verdict = rules.verdict(url)
        if verdict.crawl_delay is not None:
            self.manners.slow_down(host_key(url), verdict.crawl_delay)
        return verdict

    def held(self, host: str) -> float:
        """Give the seconds for which a host is left alone."""
        return self.manners.held(host)

    async def soft_404(self, exchange: Exchange) -> Wall | None:
        """Say whether a page is what its host gives for any address that is not there.

        The first page of a host costs one request, for a page that cannot be.

        Args:
            exchange: A page that should be a report and is not plainly one.
        """
        if exchange.status == _NOT_CHANGED or not exchange.data:
            return None
        host = host_key(exchange.url)
        if host not in self._nothing:
            self._nothing[host] = await self._shape_of_nothing(exchange.url)
        nothing = self._nothing[host]
        if nothing is None or not alike(nothing, shape_of(exchange)):
            return None
        reason = "the site gives the same page for an address that cannot be"
        return Wall("", "F.SOFT_404", reason)

    async def _shape_of_nothing(self, url: str) -> Shape | None:
        name = "".join(self._dice.choices(_LETTERS, k=16))
        try:
            return shape_of(await self.visit(Request(impossible(url, name))))
        except FetchError as error:
            told = error.fault == "soft-404" and error.answer is not None
            return shape_of(error.answer) if told and error.answer else None

    async def _repeated(self, asked: Callable[[], Awaitable[Exchange]], host: str) -> Exchange:
        tried = 0
        while True:
            try:
                return await asked()
            except FetchError as error:
                tried += 1
                if (
                    not self._retry.again(error, tried)
                    or self.manners.held(host) > self.manners.patience
                ):
                    raise
            await self._sleep(self._retry.wait(tried, self._dice))

    async def _once(self, request: Request, **told: Any) -> Exchange:  # noqa: ANN401 -- passed on
        turn = Turn(self.manners, self._clock)

        async def before(url: str) -> None:
            turn.give(None)  # the rules of the next host may have to be asked for
            await self._require_allowed(url, str(told["transport"]))
            await turn.take(url)

        async def page() -> Exchange:
            got = await self._client.fetch(request, before=before, loopback=loopback, **told)
            require_page(got)
            return got

        loopback = self._settings.allow_private
        return await self._in_turn(turn, page)

    async def _require_allowed(self, url: str, transport: str) -> None:
        verdict = await self.verdict(url, transport=transport)
        if verdict.allowed:
            return
        cause = verdict.cause
        if cause is None:
            raise failure("robots", verdict.reason, url=url, retry_after=verdict.again)
        # The host is out of reach, not its rules alone; that is what the user should be told.
        raise FetchError(
            cause.code, cause.reason, url=url, fault=cause.fault, retry_after=cause.retry_after
        )

    async def _ask_robots(self, request: Request, transport: str) -> Exchange:
        turn = Turn(self.manners, self._clock)
        loopback = self._settings.allow_private

        async def file() -> Exchange:
            try:
                return await self._client.fetch(
                    request, before=turn.take, transport=transport, loopback=loopback
                )
            except FetchError as error:
                if error.fault == "empty" and error.answer is not None:
                    return error.answer  # no page, but a robots.txt without a rule
                raise

        async def asked() -> Exchange:
            return await self._in_turn(turn, file)

        return await self._repeated(asked, host_key(request.url))

    async def _in_turn(self, turn: Turn, ask: Callable[[], Awaitable[Exchange]]) -> Exchange:
        """Ask, the turn of each host being taken on the way; judge how it ended and give it back."""
        error: FetchError | None = None
        try:
            return await ask()
        except FetchError as caught:
            error = named(caught)
            if error.fault == "wall":
                why = f"it has put a check before its pages ({error.reason})"
                self.manners.hold(host_key(error.url), HOLD, why)
            if error is caught:
                raise
            raise error from caught
        finally:
            turn.give(error)
