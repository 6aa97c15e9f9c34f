"""Who asks a host when: one request at a time, and a pause behind each.

The pause runs from the end of an answer to the next request, so that a slow server is never asked
faster than it answers. It grows while a host is slow or fails, and shrinks again afterwards. A host
that cannot be reached, or says that it wants no more, is held: its addresses fail at once, to be
asked in a later run. All by a monotonic clock; a jump of the wall clock changes nothing.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from scraper.errors import FetchError
from scraper.fetch.faults import failure

Clock = Callable[[], float]
Sleep = Callable[[float], Awaitable[None]]

LONGEST_HOLD = 3600.0  # seconds; no server may stop a run for longer by a header
LONGEST_PAUSE = 60.0  # seconds
PATIENCE = 60.0  # seconds for which a held host is waited for within a run
_FAILURES = 3  # in a row, after which a host is held
_HOLD = 600.0  # seconds
_SLOW = 2.0  # an answer slower than this (seconds) makes the pause as long as the answer took


@dataclass(slots=True)
class Host:
    """What is known of a host.

    Attributes:
        pause: Seconds between an answer and the next request.
        least: What the pause never goes below.
        ended: When its last answer ended.
        held_until: Until when it is not asked at all.
        why: Why it is held.
        failures: In a row.
    """

    pause: float
    least: float
    ended: float = -LONGEST_PAUSE
    held_until: float = 0.0
    why: str = ""
    failures: int = 0
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)


class Manners:
    """Takes turns for all hosts.

    Args:
        delay: Seconds between two requests to a host, at least.
        clock: Monotonic seconds.
        sleep: Waits for seconds.
    """

    def __init__(
        self, delay: float, *, clock: Clock = time.monotonic, sleep: Sleep = asyncio.sleep
    ) -> None:
        self._delay = delay
        self._clock = clock
        self._sleep = sleep
        self._hosts: dict[str, Host] = {}

    def host(self, key: str) -> Host:
        """Give what is known of a host."""
        return self._hosts.setdefault(key, Host(self._delay, self._delay))

    def slow_down(self, key: str, seconds: float) -> None:
        """Obey a Crawl-delay; one beyond ``LONGEST_PAUSE`` counts as that."""
        host = self.host(key)
        host.least = max(self._delay, min(seconds, LONGEST_PAUSE))
        host.pause = max(host.pause, host.least)

    def held(self, key: str) -> float:
        """Give the seconds for which a host is still held, 0 for not at all."""
        return max(0.0, self.host(key).held_until - self._clock())

    def hold(self, key: str, seconds: float, why: str) -> None:
        """Ask a host no more for some time."""
        host = self.host(key)
        until = self._clock() + min(max(seconds, 0.0), LONGEST_HOLD)
        if until > host.held_until:
            host.held_until, host.why = until, why

    async def take(self, key: str, url: str) -> None:
        """Wait for the turn of a host and take it; :meth:`give` must follow.

        Raises:
            FetchError: F.BLOCKED, fault ``held``: the host is held for longer than it is waited for.
        """
        host = self.host(key)
        await host.turn.acquire()
        try:
            wait = max(host.ended + host.pause - self._clock(), self._patiently(key, url))
            if wait > 0:
                await self._sleep(wait)
        except BaseException:
            host.turn.release()
            raise

    def _patiently(self, key: str, url: str) -> float:
        """Give the seconds to wait for a held host; raises FetchError where they are too many."""
        held = self.held(key)
        if held > PATIENCE:
            reason = f"the host is left alone for {held:.0f} s: {self.host(key).why}"
            raise failure("held", reason, url=url)
        return held

    def give(self, key: str, seconds: float, error: FetchError | None = None) -> None:
        """Give the turn back.

        Args:
            key: The host.
            seconds: What the request took.
            error: How it failed, if it did.
        """
        host = self.host(key)
        if error is None or not error.transient:
            host.failures = 0
            host.pause = max(host.least, host.pause / 2, seconds if seconds > _SLOW else 0.0)
            host.pause = min(host.pause, LONGEST_PAUSE)
        else:
            self._failed(key, host, error)
        host.ended = self._clock()
        host.turn.release()

    def _failed(self, key: str, host: Host, error: FetchError) -> None:
        host.failures += 1
        host.pause = min(max(host.pause * 2, host.least), LONGEST_PAUSE)
        if error.retry_after is not None:
            self.hold(key, error.retry_after, "its server asks to wait (Retry-After)")
        elif host.failures >= _FAILURES and error.status is None:
            self.hold(key, _HOLD, f"it could not be reached {host.failures} times ({error.reason})")
