"""Pages one after the other, for callers that are not asynchronous."""

from __future__ import annotations

import asyncio
import time
from types import TracebackType
from typing import NamedTuple, Self

from scraper.exchange import Request
from scraper.fetch.client import Client
from scraper.fetch.faults import failure
from scraper.fetch.urls import host_key, names_loopback, parse
from scraper.settings import Settings


class Fetched(NamedTuple):
    """What an address gave."""

    data: bytes
    content_type: str | None
    url: str  # after redirects
    status: int
    retrieved_at: str  # ISO 8601, UTC, seconds


class Fetcher:
    """Fetches pages one after the other; to be used as a context manager."""

    def __init__(self, settings: Settings | None = None) -> None:
        self.settings = settings or Settings()
        self._runner = asyncio.Runner()
        self._client = Client(self.settings)
        self._last: dict[str, float] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._runner.run(self._client.aclose())
        self._runner.close()

    def fetch(self, url: str) -> Fetched:
        """Fetch the page at an address.

        Args:
            url: An ``http`` or ``https`` address. This machine is asked only if this very address
                names it, never because a page of the web leads there.

        Raises:
            FetchError: With one of the codes of ``scraper.fetch.faults``.
        """
        loopback = names_loopback(parse(url))

        async def polite(address: str) -> None:
            if not loopback:
                await asyncio.sleep(self._wait(host_key(address)))

        request = Request(url.strip())
        got = self._runner.run(self._client.fetch(request, before=polite, loopback=loopback))
        if got.suspect in ("trailing-bytes", "end-missing"):
            raise failure("short-body", "the page ends before its own end mark", url=got.url)
        return Fetched(got.data, got.header("content-type"), got.url, got.status, got.retrieved_at)

    def _wait(self, host: str) -> float:
        """Give the seconds until a host of the web may be asked again, and note the request."""
        now = time.monotonic()
        wait = max(0.0, self._last.get(host, now - self.settings.delay) + self.settings.delay - now)
        self._last[host] = now + wait
        return wait
