"""Asking an archive at the pace that it wants.

An index and its files are interfaces made for programs; robots.txt, which tells crawlers what not to
walk through, is not asked for them. The pauses are the archive's own, and no request ever leaves its
hosts: a capture that would send on to the site itself is refused.
"""

from __future__ import annotations

import asyncio
import random
import time

from scraper.captures.model import Archive
from scraper.errors import FetchError
from scraper.exchange import Exchange, Request
from scraper.fetch import Client, host_key
from scraper.fetch.faults import failure
from scraper.fetch.manners import Manners
from scraper.fetch.retry import Retry
from scraper.fetch.servers import Clock, Sleep


class Asker:
    """Asks one archive, one request at a time to each of its hosts.

    Args:
        client: Asks servers.
        archive: Addresses, pauses and tries.
        clock: Monotonic seconds.
        sleep: Waits for seconds.
        loopback: Whether the archive may be this machine.
    """

    def __init__(
        self,
        client: Client,
        archive: Archive,
        *,
        clock: Clock = time.monotonic,
        sleep: Sleep = asyncio.sleep,
        loopback: bool = False,
    ) -> None:
        self._client = client
        self._clock = clock
        self._sleep = sleep
        self._loopback = loopback
        self._retry = Retry(archive.tries, archive.first, archive.longest)
        self._dice = random.Random(0)  # noqa: S311 -- only spreads repeated tries
        self._hosts = {host_key(archive.index), host_key(archive.data)}
        self.manners = Manners(0.0, clock=clock, sleep=sleep)
        for address, pause in (
            (archive.index, archive.index_pause),
            (archive.data, archive.data_pause),
        ):
            self.manners.slow_down(host_key(address), pause)

    async def ask(self, request: Request) -> Exchange:
        """Ask, again where that may help; raises FetchError when it is given up."""
        tried = 0
        while True:
            try:
                return await self._once(request)
            except FetchError as error:
                tried += 1
                if not self._retry.again(error, tried):
                    raise
                await self._sleep(self._retry.wait(tried, self._dice))

    async def _once(self, request: Request) -> Exchange:
        host = host_key(request.url)
        await self.manners.take(host, request.url)
        began, failed = self._clock(), None
        try:
            return await self._client.fetch(request, before=self._stay, loopback=self._loopback)
        except FetchError as error:
            failed = error
            raise
        finally:
            self.manners.give(host, self._clock() - began, failed)

    async def _stay(self, url: str) -> None:
        if host_key(url) not in self._hosts:
            reason = f"the capture sends on to {url}, which is not in the archive"
            raise failure("redirect-target", reason, url=url)
