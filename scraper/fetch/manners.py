"""Who asks a host when: one request at a time, and a pause behind each.

The pause runs from the END of an answer to the START of the next request, so that a slow server is
never asked faster than it answers. It grows while a host is slow or fails, and shrinks again
afterwards. A host that cannot be reached, or says that it wants no more, is held: what is asked of it
fails at once, to be asked in a later run. Turns are given in the order in which they were asked for.
All by a monotonic clock; a jump of the wall clock changes nothing. Each wait is one timer of the event
loop, so that a turn costs O(log n) among n hosts, and nothing polls.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field

from scraper.errors import FetchError
from scraper.fetch.servers import Clock, Resolve, Server, Servers, Sleep
from scraper.fetch.urls import host_key

AT_ONCE = 256  # requests under way over all hosts
LONGEST_HOLD = 3600.0  # seconds; no server may stop a run for longer by a header
LONGEST_PAUSE = 60.0  # seconds
_UNREACHED = 3  # failures in a row without any answer, after which a host is held
_ERRORS = 9  # failures in a row with an answer, after which it is: three pages, three tries each
_REFUSED = 3  # refusals in a row, after which it is
_HOLD = 600.0  # seconds; twice as long each time the first request afterwards fails again
_RATE_LIMIT = 30.0  # seconds, where a server that was asked too often does not say how long
_SLOW = 2.0  # an answer slower than this (seconds) makes the pause as long as the answer took


@dataclass(slots=True)
class Host:
    """What is known of a host.

    Attributes:
        pause: Seconds between an answer and the next request.
        least: What the pause never goes below.
        ended: When its last answer ended.
        held_until: Until when it is not asked at all.
        code: What is said of the addresses that are not asked meanwhile.
        why: The same in words.
        holds: How often it was held since it last answered.
        failures: In a row, of the kind that may pass.
        refusals: In a row.
        server: The machine behind it, while it is asked.
    """

    pause: float
    least: float
    ended: float = -LONGEST_PAUSE
    held_until: float = 0.0
    code: str = "F.BLOCKED"
    why: str = ""
    holds: int = 0
    failures: int = 0
    refusals: int = 0
    server: Server | None = None
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)


class Manners:
    """Takes turns for all hosts.

    Args:
        delay: Seconds between two requests to a host, at least.
        clock: Monotonic seconds.
        sleep: Waits for seconds.
        at_once: Requests under way over all hosts.
        patience: Seconds for which a held host is waited for.
        resolve: Gives the network address of a host, so that one which many hosts share is spared;
            None where that is not wanted.
    """

    def __init__(
        self,
        delay: float,
        *,
        clock: Clock = time.monotonic,
        sleep: Sleep = asyncio.sleep,
        at_once: int = AT_ONCE,
        patience: float = 60.0,
        resolve: Resolve | None = None,
    ) -> None:
        self.patience = patience
        self._delay = delay
        self._clock = clock
        self._sleep = sleep
        self._hosts: dict[str, Host] = {}
        self._slots = asyncio.Semaphore(at_once)
        self._servers = Servers(delay, resolve, clock, sleep)

    def host(self, key: str) -> Host:
        """Give what is known of a host."""
        if key not in self._hosts:
            self._hosts[key] = Host(self._delay, self._delay)
        return self._hosts[key]

    def slow_down(self, key: str, seconds: float) -> None:
        """Obey a Crawl-delay; one beyond ``LONGEST_PAUSE`` counts as that."""
        host = self.host(key)
        host.least = max(self._delay, min(seconds, LONGEST_PAUSE))
        host.pause = max(host.pause, host.least)

    def held(self, key: str) -> float:
        """Give the seconds for which a host is still held, 0 for not at all."""
        return max(0.0, self.host(key).held_until - self._clock())

    def hold(self, key: str, seconds: float, why: str, code: str = "F.BLOCKED") -> None:
        """Ask a host no more for some time, ``LONGEST_HOLD`` at most."""
        host = self.host(key)
        until = self._clock() + min(max(seconds, 0.0), LONGEST_HOLD)
        if until > host.held_until:
            host.held_until, host.why, host.code = until, why, code

    async def take(self, key: str, url: str) -> None:
        """Wait for the turn of a host and take it; :meth:`give` must follow.

        Raises:
            FetchError: Fault ``held``: the host is held for longer than it is waited for. Its code
                is that of the cause: F.BLOCKED, F.CONNECT, F.SERVER ….
        """
        host = self.host(key)
        await host.turn.acquire()
        try:
            while (wait := self._wait(host, key, url)) > 0:
                await self._sleep(wait)
            host.server = await self._servers.enter(key)
            await self._slots.acquire()
        except BaseException:
            self._leave(host)
            raise

    def _wait(self, host: Host, key: str, url: str) -> float:
        """Give the seconds until a host may be asked; raises FetchError where they are too many."""
        held = self.held(key)
        if held > self.patience:
            reason = f"the host is left alone for {held:.0f} s: {host.why}"
            raise FetchError(host.code, reason, url=url, fault="held", retry_after=held)
        return max(host.ended + host.pause - self._clock(), held)

    def _leave(self, host: Host) -> None:
        self._servers.leave(host.server)
        host.server = None
        host.turn.release()

    def give(self, key: str, seconds: float, error: FetchError | None = None) -> None:
        """Give the turn back.

        Args:
            key: The host.
            seconds: What the request took.
            error: How it failed, if it did.
        """
        host = self.host(key)
        if error is not None and error.transient:
            self._failed(key, host, error)
        elif error is not None and error.fault == "refused":
            self._refused(key, host, error)
        else:
            host.failures = host.refusals = host.holds = 0
            host.pause = max(host.least, host.pause / 2, seconds if seconds > _SLOW else 0.0)
            host.pause = min(host.pause, LONGEST_PAUSE)
        if error is not None and error.retry_after is not None:
            self.hold(key, error.retry_after, "its server asks to wait (Retry-After)", error.code)
        host.ended = self._clock()
        self._slots.release()
        self._leave(host)

    def _failed(self, key: str, host: Host, error: FetchError) -> None:
        host.failures += 1
        host.pause = min(max(host.pause * 2, host.least), LONGEST_PAUSE)
        if error.fault == "rate-limited":
            if error.retry_after is None:
                seconds = _RATE_LIMIT * 2 ** min(host.failures - 1, 8)
                self.hold(key, seconds, "its server was asked too often", error.code)
        elif host.failures >= (_UNREACHED if error.status is None else _ERRORS):
            self._hold_longer(key, host, error, f"it failed {host.failures} times in a row")

    def _refused(self, key: str, host: Host, error: FetchError) -> None:
        """One page may be shut; a host that refuses every page is asked no more."""
        host.refusals += 1
        if host.refusals >= _REFUSED:
            self._hold_longer(key, host, error, f"it refused {host.refusals} times in a row")

    def _hold_longer(self, key: str, host: Host, error: FetchError, why: str) -> None:
        self.hold(key, _HOLD * 2 ** min(host.holds, 8), f"{why} ({error.reason})", error.code)
        host.holds += 1


class Turn:
    """The turns of one request and its redirects: one host's at a time, so that none waits for two.

    Attributes:
        host: Whose turn is taken, None for nobody's.
    """

    def __init__(self, manners: Manners, clock: Clock) -> None:
        self.host: str | None = None
        self._manners = manners
        self._clock = clock
        self._began = 0.0

    async def take(self, url: str) -> None:
        """Give back what is taken and take the turn of an address's host."""
        self.give(None)
        host = host_key(url)
        await self._manners.take(host, url)
        self.host, self._began = host, self._clock()

    def give(self, error: FetchError | None) -> None:
        """Give back what is taken; say how the request failed, if it did."""
        if self.host is not None:
            self._manners.give(self.host, self._clock() - self._began, error)
            self.host = None
