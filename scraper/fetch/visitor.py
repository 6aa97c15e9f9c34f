"""A polite visit: robots.txt, the turn of the host, the request, and another try where it may help."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Awaitable, Callable

from scraper.errors import FetchError
from scraper.exchange import Exchange, Request
from scraper.fetch.client import Client
from scraper.fetch.faults import failure
from scraper.fetch.manners import Clock, Manners, Sleep
from scraper.fetch.robots import Robots, Verdict
from scraper.fetch.urls import host_key
from scraper.fetch.walls import HOLD, wall
from scraper.settings import Settings

TRIES = 3  # of one request in a run


class Visitor:
    """Visits addresses with manners; the client does the asking.

    Args:
        client: Asks servers.
        settings: Limits and manners.
        clock: Monotonic seconds.
        sleep: Waits for seconds.
        seed: For the jitter of repeated tries.
    """

    def __init__(
        self,
        client: Client,
        settings: Settings,
        *,
        clock: Clock = time.monotonic,
        sleep: Sleep = asyncio.sleep,
        seed: int = 0,
    ) -> None:
        self.manners = Manners(settings.pause, clock=clock, sleep=sleep)
        self.robots = Robots(clock)
        self._client = client
        self._settings = settings
        self._clock = clock
        self._sleep = sleep
        self._dice = random.Random(seed)  # noqa: S311 -- only spreads repeated tries

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
            FetchError: F.ROBOTS where the site forbids it, F.BLOCKED for a wall or a host that is
                held, and all that the client raises, after so many tries as may help.
        """

        async def asked() -> Exchange:
            return await self._once(
                request, etag=etag, last_modified=last_modified, transport=transport
            )

        return await self._repeated(asked, host_key(request.url))

    async def verdict(self, url: str) -> Verdict:
        """Give what robots.txt says of an address."""
        rules = await self.robots.rules(url, self._ask_robots)
        verdict = rules.verdict(url)
        if verdict.crawl_delay is not None:
            self.manners.slow_down(host_key(url), verdict.crawl_delay)
        return verdict

    def held(self, host: str) -> float:
        """Give the seconds for which a host is left alone."""
        return self.manners.held(host)

    async def _repeated(self, asked: Callable[[], Awaitable[Exchange]], host: str) -> Exchange:
        for left in reversed(range(TRIES)):
            try:
                return await asked()
            except FetchError as error:
                if not error.transient or not left or self.manners.held(host):
                    raise
                await self._sleep(self._dice.random() * self.manners.host(host).pause)
        raise AssertionError("the last try returns or raises")

    async def _once(self, request: Request, **told: str | None) -> Exchange:
        turn = _Turn(self.manners, self._clock)

        async def before(url: str) -> None:
            turn.give(None)  # the rules of the next host may have to be asked for
            verdict = await self.verdict(url)
            if verdict.error is not None:
                raise _of(verdict.error, url)
            if not verdict.allowed:
                raise failure("robots", verdict.reason, url=url)
            await turn.take(url)

        error: FetchError | None = None
        try:
            got = await self._client.fetch(
                request,
                before=before,
                etag=told["etag"],
                last_modified=told["last_modified"],
                transport=told["transport"] or "auto",
                loopback=self._settings.allow_private,
            )
            self._stop_at_wall(got)
        except FetchError as caught:
            error = caught
            self._hold_at_wall(caught)
            raise
        finally:
            turn.give(error)
        return got

    async def _ask_robots(self, request: Request) -> Exchange:
        async def asked() -> Exchange:
            turn = _Turn(self.manners, self._clock)
            error: FetchError | None = None
            try:
                return await self._client.fetch(
                    request, before=turn.take, loopback=self._settings.allow_private
                )
            except FetchError as caught:
                error = caught
                raise
            finally:
                turn.give(error)

        return await self._repeated(asked, host_key(request.url))

    def _stop_at_wall(self, got: Exchange) -> None:
        found = wall(got.status, got.headers, got.data)
        if found is not None:
            raise failure("wall", found.reason, url=got.url, status=got.status, answer=got)

    def _hold_at_wall(self, error: FetchError) -> None:
        """Leave a host alone that has put a wall before its pages."""
        answer = error.answer
        if error.fault == "wall" or (
            answer is not None and wall(answer.status, answer.headers, answer.data)
        ):
            self.manners.hold(host_key(error.url), HOLD, "it has put a check before its pages")


class _Turn:
    """The turn of one host; taken before a request, given back after it."""

    def __init__(self, manners: Manners, clock: Clock) -> None:
        self.host: str | None = None
        self._manners = manners
        self._clock = clock
        self._began = 0.0

    async def take(self, url: str) -> None:
        self.give(None)
        host = host_key(url)
        await self._manners.take(host, url)
        self.host, self._began = host, self._clock()

    def give(self, error: FetchError | None) -> None:
        if self.host is not None:
            self._manners.give(self.host, self._clock() - self._began, error)
            self.host = None


def _of(error: FetchError, url: str) -> FetchError:
    """Give the failure of a host as that of one of its addresses; it is not tried again."""
    return FetchError(error.code, error.reason, url=url, fault=error.fault)
