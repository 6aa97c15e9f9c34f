"""robots.txt, as RFC 9309 wants it obeyed.

Decisions (U1-U3 of docs/faults.md; RFC 9309, 2.3):

- 404, 410 and other answers of 4xx that only say "not here", and more than five redirects: everything
  is allowed.
- 401, 403, and a check in its place: nothing is allowed. The RFC would let us in, but a site that shuts
  even its rules away does not invite. It is asked again after an hour.
- Server errors, timeouts, 429: nothing is allowed now; it is asked again after ten minutes, or when the
  server says. Rules that were read before then go on to hold.
- A page of HTML in its place has no rules and allows all, unless lines of it are rules.
- The first 500 KiB count, a BOM does not. Paths in GBK forbid what they name in both ways of writing it.
- Crawl-delay and Request-rate are obeyed, whichever is slower, up to ``LONGEST_PAUSE``.
- What one answer said holds for a day.
"""

from __future__ import annotations

import asyncio
import math
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable
from typing import NamedTuple
from urllib.parse import urlsplit

from protego import Protego

from scraper.errors import FetchError
from scraper.exchange import Exchange, Request
from scraper.fetch.manners import LONGEST_HOLD, LONGEST_PAUSE
from scraper.fetch.robots_file import AGENT, crawl_delay, robots_text
from scraper.fetch.walls import wall

MOST_HOPS = 5
DAY = 86_400.0  # seconds for which an answer holds
_SOON, _LATER = 600.0, 3600.0  # seconds after which one that could not be had is asked for again
_LEAST = 10.0  # seconds, however soon a server wants to be asked again
# What is told as the host's own failure: the user would look for a rule otherwise.
_OUT_OF_REACH = frozenset({"F.CONNECT", "F.TLS", "F.TIMEOUT", "F.PRIVATE_ADDRESS", "F.BAD_URL"})
_NO_ANSWER = frozenset({"closed", "reset", "held"})
_NOT_HERE = frozenset({"not-found", "unexpected-status", "redirects", "redirect-target", "empty"})

Ask = Callable[[Request], Awaitable[Exchange]]


class Verdict(NamedTuple):
    """What a site's robots.txt says of an address.

    Attributes:
        allowed: Whether it may be asked for.
        reason: Why, in words.
        crawl_delay: Seconds between requests that the site wishes; more than ``LONGEST_PAUSE`` is
            obeyed up to that.
        again: Seconds after which robots.txt is asked for again, where it could not be had.
        cause: What robots.txt failed with, where the whole host seems to be out of reach.
    """

    allowed: bool
    reason: str
    crawl_delay: float | None = None
    again: float | None = None
    cause: FetchError | None = None


class Rules(NamedTuple):
    """The rules of one host; ``parsed`` is None where everything is allowed, or nothing."""

    parsed: Protego | None
    allowed: bool = True
    reason: str = ""
    lasts: float = DAY  # seconds
    cause: FetchError | None = None
    passing: bool = False  # it could not be had now; the site has said nothing

    def verdict(self, url: str) -> Verdict:
        """Judge an address."""
        if self.parsed is None:
            again = None if self.allowed else self.lasts
            return Verdict(self.allowed, self.reason, None, again, self.cause)
        allowed = bool(self.parsed.can_fetch(url, AGENT))
        reason = "robots.txt allows it" if allowed else "robots.txt of the site forbids it"
        delay = crawl_delay(self.parsed)
        if delay is not None and delay > LONGEST_PAUSE:
            reason += f"; its Crawl-delay of {delay:g} s is obeyed up to {LONGEST_PAUSE:g} s"
        return Verdict(allowed, reason, delay)


class Robots:
    """The rules of all hosts, each asked for once a day.

    Args:
        clock: Monotonic seconds.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._known: dict[str, tuple[float, Rules]] = {}
        self._asking: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def rules(self, url: str, ask: Ask) -> Rules:
        """Give the rules of an address's host, asking for them where they are not known.

        However many ask for them at once, one request is made.

        Args:
            url: Any address of the host.
            ask: Fetches robots.txt; its FetchErrors are judged here.
        """
        parts = urlsplit(url)
        root = f"{parts.scheme}://{parts.netloc}".lower()
        fresh = self._fresh(root)
        if fresh is None:
            async with self._asking[root]:
                fresh = self._fresh(root) or await self._renewed(root, ask)
            self._asking.pop(root, None)
        return fresh

    def _fresh(self, root: str) -> Rules | None:
        until, rules = self._known.get(root, (-math.inf, None))
        return rules if until > self._clock() else None

    async def _renewed(self, root: str, ask: Ask) -> Rules:
        try:
            rules = rules_of(await ask(Request(f"{root}/robots.txt")))
        except FetchError as error:
            rules = without_rules(error)
        lasts = rules.lasts
        _, before = self._known.get(root, (0.0, None))
        if rules.passing and before is not None and before.parsed is not None:
            rules = before
        self._known[root] = (self._clock() + lasts, rules)
        return rules


def rules_of(answer: Exchange) -> Rules:
    """Give the rules that an answer holds; a check in the place of robots.txt shuts everything."""
    found = wall(answer)
    if found is not None and found.code == "F.BLOCKED":
        return Rules(None, False, f"robots.txt is shut away ({found.reason})", _LATER)
    if len(answer.hops) > MOST_HOPS:
        return Rules(None, True, f"robots.txt lies behind more than {MOST_HOPS} redirects")
    return read_rules(answer.data)


def read_rules(data: bytes) -> Rules:
    """Read a robots.txt: UTF-8 with or without BOM, GBK, or a page of HTML."""
    parsed = Protego.parse(robots_text(data))
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<" and parsed.can_fetch("/", AGENT):
        return Rules(None, True, "robots.txt is a page of HTML and has no rules")
    return Rules(parsed)


def without_rules(error: FetchError) -> Rules:
    """Judge a host whose robots.txt could not be had."""
    found = wall(error.answer) if error.answer is not None else None
    walled = error.fault == "wall" or (found is not None and found.code == "F.BLOCKED")
    if not walled and error.fault in _NOT_HERE and not _is_odd_success(error):
        return Rules(None, True, f"the site has no robots.txt ({error.reason})")
    if walled or error.fault == "refused":
        reason = f"robots.txt is shut away ({error.reason})"
        return Rules(None, False, reason, _LATER, error if walled else None)
    lasts = (
        _SOON if error.retry_after is None else min(max(error.retry_after, _LEAST), LONGEST_HOLD)
    )
    away = error.code in _OUT_OF_REACH or error.fault in _NO_ANSWER
    cause = error if away and error.status is None else None
    reason = f"robots.txt cannot be had now ({error.reason})"
    return Rules(None, False, reason, lasts, cause, passing=True)


def _is_odd_success(error: FetchError) -> bool:
    """Say whether an unexpected status is none of 4xx and not 204: it says nothing of the rules."""
    odd = error.fault == "unexpected-status" and error.status is not None
    return odd and error.status != 204 and not 400 <= (error.status or 0) < 500
