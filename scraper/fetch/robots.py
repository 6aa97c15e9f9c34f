"""robots.txt, as RFC 9309 wants it obeyed.

Decisions: 404 and 410 allow all; 401 and 403 refuse all, since a site that shuts its rules away does
not invite; server errors, timeouts and 429 refuse all for this run, and are asked again in the next;
a page of HTML in its place has no rules and allows all. The first 500 KiB count. What one answer said
holds for a day. Source: RFC 9309, 2.3; U1-U3 of docs/faults.md.
"""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from typing import NamedTuple
from urllib.parse import urlsplit

from protego import Protego

from scraper.errors import FetchError
from scraper.exchange import Exchange, Request

AGENT = "gongkai"
LARGEST = 500 * 1024  # bytes that are read
DAY = 86_400.0  # seconds for which an answer holds
_GONE = frozenset({404, 410})
_SHUT = frozenset({401, 403})

Ask = Callable[[Request], Awaitable[Exchange]]


class Verdict(NamedTuple):
    """What a site's robots.txt says of an address."""

    allowed: bool
    reason: str
    crawl_delay: float | None = None  # seconds
    error: FetchError | None = None  # the host cannot be asked at all, for this reason


class Rules(NamedTuple):
    """The rules of one host."""

    parsed: Protego | None  # None where everything is allowed, or nothing
    allowed: bool  # where there are no rules
    reason: str
    error: FetchError | None = None  # why the host could not be asked at all

    def verdict(self, url: str) -> Verdict:
        """Judge an address."""
        if self.parsed is None:
            return Verdict(self.allowed, self.reason, error=self.error)
        delay = self.parsed.crawl_delay(AGENT)
        allowed = bool(self.parsed.can_fetch(url, AGENT))
        reason = "robots.txt allows it" if allowed else "robots.txt of the site forbids it"
        return Verdict(allowed, reason, None if delay is None else float(delay))


class Robots:
    """The rules of all hosts, each asked for once a day.

    Args:
        clock: Monotonic seconds.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._known: dict[str, tuple[float, Rules]] = {}

    async def rules(self, url: str, ask: Ask) -> Rules:
        """Give the rules of an address's host, asking for them where they are not known.

        Args:
            url: Any address of the host.
            ask: Fetches robots.txt; its FetchErrors are judged here.
        """
        parts = urlsplit(url)
        root = f"{parts.scheme}://{parts.netloc}"
        known = self._known.get(root)
        if known is not None and known[0] > self._clock():
            return known[1]
        try:
            answer = await ask(Request(f"{root}/robots.txt"))
            rules = read_rules(answer.data)
        except FetchError as error:
            rules = without_rules(error)
        self._known[root] = (self._clock() + DAY, rules)
        return rules


def read_rules(data: bytes) -> Rules:
    """Read a robots.txt.

    Args:
        data: The file; UTF-8 with or without BOM, or GBK, or a page of HTML.
    """
    head = data[:LARGEST]
    if len(data) > LARGEST:
        head = head[: head.rfind(b"\n") + 1]
    text = _decoded(head)
    if text.lstrip()[:1] == "<":
        return Rules(None, allowed=True, reason="robots.txt is a page of HTML and has no rules")
    return Rules(Protego.parse(text), allowed=True, reason="")


def without_rules(error: FetchError) -> Rules:
    """Judge a host whose robots.txt could not be had."""
    if error.status in _GONE or error.fault == "empty":
        return Rules(None, allowed=True, reason="the site has no robots.txt")
    if error.status in _SHUT:
        return Rules(None, allowed=False, reason=f"robots.txt is shut away (HTTP {error.status})")
    reason = f"robots.txt cannot be had now ({error.reason})"
    unreachable = error if error.status is None else None
    return Rules(None, allowed=False, reason=reason, error=unreachable)


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030", "replace")
