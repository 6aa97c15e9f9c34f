"""Machines that many hosts share: the sites of one prefecture often stand on one server.

A machine is asked as if it were ``SHARE`` hosts, however many names it has: at most so many requests at
once, and so many within one delay. This machine itself is spared nothing; its hosts are the user's own.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from scraper.fetch.addresses import is_loopback

Clock = Callable[[], float]
Sleep = Callable[[float], Awaitable[None]]
Resolve = Callable[[str], Awaitable[str | None]]  # "host:port" to a network address

SHARE = 4  # hosts of one machine that are asked as if each were alone


@dataclass(slots=True)
class Server:
    """One network address.

    Attributes:
        places: For the requests that are under way at once.
        free_at: When the next request may begin.
    """

    places: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(SHARE))
    free_at: float = 0.0


class Servers:
    """All machines that have been asked.

    Args:
        delay: Seconds between two requests to a host.
        resolve: Gives the address of a host, None where it is not known; asked once for each host.
        clock: Monotonic seconds.
        sleep: Waits for seconds.
    """

    def __init__(self, delay: float, resolve: Resolve | None, clock: Clock, sleep: Sleep) -> None:
        self._apart = delay / SHARE
        self._resolve = resolve
        self._clock = clock
        self._sleep = sleep
        self._known: dict[str, Server | None] = {}
        self._by_address: dict[str, Server] = {}

    async def enter(self, host: str) -> Server | None:
        """Wait for a place at the machine behind a host; :meth:`leave` must follow."""
        server = await self._of(host)
        if server is None:
            return None
        await server.places.acquire()
        try:
            now = self._clock()
            begin = max(now, server.free_at)
            server.free_at = begin + self._apart
            if begin > now:
                await self._sleep(begin - now)
        except BaseException:
            server.places.release()
            raise
        return server

    def leave(self, server: Server | None) -> None:
        """Give a place back."""
        if server is not None:
            server.places.release()

    async def _of(self, host: str) -> Server | None:
        if host not in self._known:
            address = await self._resolve(host) if self._resolve else None
            here = address is not None and is_loopback(address)
            self._known[host] = (
                self._by_address.setdefault(address, Server()) if address and not here else None
            )
        return self._known[host]
