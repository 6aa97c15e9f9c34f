"""The client: one request, its redirects, and every failure with its name.

It keeps the limits of one request and the connections of all hosts. It does not know manners: who
asks how often is the business of its caller, who may look in before every request of a chain.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import Self

import httpx

from scraper.errors import FetchError
from scraper.exchange import Exchange, Request
from scraper.fetch.answer import LARGE, REDIRECTS, Answer, receive, require_page
from scraper.fetch.chain import Chain
from scraper.fetch.faults import failure
from scraper.fetch.network import Policy, Stage
from scraper.fetch.pool import Pool
from scraper.fetch.tls import LEGACY, MENDED_BY_LEGACY, STANDARD
from scraper.fetch.transport import HostTransport, told
from scraper.fetch.urls import host_key
from scraper.settings import Settings, user_agent

Before = Callable[[str], Awaitable[None]]
_HEADERS = {
    "Accept": "text/html, application/xhtml+xml, text/plain;q=0.8, */*;q=0.5",
    "Accept-Encoding": "gzip",
    "Accept-Language": "zh-CN, zh;q=0.9",
}


def large_answers(settings: Settings) -> int:
    """Give how many large answers may be read at once: each is held packed and unpacked.

    >>> large_answers(Settings(max_memory_mb=1024)), large_answers(Settings(max_memory_mb=64))
    (5, 1)
    """
    room = settings.max_memory_mb * 1_000_000 - settings.connections * LARGE
    return max(1, room // (2 * settings.max_bytes))


class Client:
    """Asks the servers of the web; to be used as an asynchronous context manager.

    One transport, with its connections, for each host; one context of TLS for all. Nothing is kept
    from one request to the next but connections, and which hosts need old TLS.
    """

    def __init__(self, settings: Settings | None = None) -> None:
        self.settings = settings or Settings()
        self._headers = {"User-Agent": user_agent(self.settings.contact), **_HEADERS}
        self._pool = Pool(self.settings)
        self._turns: dict[str, asyncio.Semaphore] = {}
        self._slots = asyncio.Semaphore(self.settings.connections)
        self._large = asyncio.Semaphore(large_answers(self.settings))
        self._legacy: set[str] = set()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close all connections."""
        await self._pool.aclose()

    async def done(self, host: str) -> None:
        """Close the connections to a host (``host_key``) that will not be asked again."""
        await self._pool.done(host)
        self._turns.pop(host, None)

    async def address(self, host: str) -> str | None:
        """Give the first network address of a host (``host_key``), None where it is not known."""
        if self.settings.environment_proxies:
            return None  # the proxy looks names up
        name, _, port = host.rpartition(":")
        try:
            async with asyncio.timeout(self.settings.connect):
                found = await self._pool.connector.addresses(name, int(port), host)
        except (FetchError, TimeoutError):
            return None
        return found[0] if found else None

    async def fetch(
        self,
        request: Request,
        *,
        etag: str | None = None,
        last_modified: str | None = None,
        transport: str = "auto",
        before: Before | None = None,
        loopback: bool = False,
    ) -> Exchange:
        """Ask for a page and follow its redirects.

        Args:
            request: What is asked.
            etag: The validator of a copy at hand; with one of the two the server may answer 304.
            last_modified: The other validator.
            transport: ``auto`` (old TLS where the server knows no other), ``standard``, ``legacy``,
                or ``http`` (an https address is asked without TLS).
            before: Awaited with the address of every request of the chain, the first included;
                what it raises ends the chain. Its time does not count against the deadline.
            loopback: Whether the user named this machine, which is refused otherwise.

        Returns:
            The answer: status 200 with a body, 304 without one if a validator was given, or 206 if
            a Range was asked for.

        Raises:
            FetchError: With its fault, a name of ``scraper.fetch.faults``.
        """
        chain = Chain.of(request, self.settings, loopback=loopback)
        chain.conditions(etag, last_modified)
        if transport == "http":
            chain.without_tls()
        try:
            return await self._follow(chain, transport, before)
        except FetchError as error:
            error.hops = tuple(chain.hops)
            raise

    async def _follow(self, chain: Chain, transport: str, before: Before | None) -> Exchange:
        while True:
            if before is not None:
                await before(str(chain.url))
            answer = await self._ask(chain, transport)
            if answer.status in REDIRECTS:
                chain.moved(answer)
                continue
            require_page(answer, chain.asked, conditional=chain.conditional)
            if answer.status == httpx.codes.PARTIAL_CONTENT or not chain.sent_on(answer):
                return chain.exchange(answer)

    async def _ask(self, chain: Chain, transport: str) -> Answer:
        """Send one request, over old TLS where the host needs it and it is allowed."""
        if chain.url.scheme == "http":
            return await self._once(chain, None)
        host = host_key(chain.url)
        if transport == LEGACY or (transport == "auto" and host in self._legacy):
            return await self._once(chain, LEGACY)
        try:
            return await self._once(chain, STANDARD)
        except FetchError as error:
            if transport != "auto" or error.fault not in MENDED_BY_LEGACY:
                raise
            return await self._over_old_tls(chain, host, error)

    async def _over_old_tls(self, chain: Chain, host: str, first: FetchError) -> Answer:
        try:
            answer = await self._once(chain, LEGACY)
        except FetchError as error:
            if error.fault in (*MENDED_BY_LEGACY, "tls-closed"):
                raise first from error  # the weaker profile did not help; it is not the cause
            raise
        self._legacy.add(host)
        return answer

    async def _once(self, chain: Chain, profile: str | None) -> Answer:
        """Wait for a slot and ask within the time that the chain has left."""
        host = host_key(chain.url)
        turn = self._turns.setdefault(host, asyncio.Semaphore(self.settings.host_connections))
        async with turn, self._slots:
            stage = Stage()
            began = time.monotonic()
            try:
                async with asyncio.timeout(max(0.0, chain.left)):
                    return await self._exchange(chain, profile, stage)
            except TimeoutError as error:
                reason = f"the server did not answer in time ({self.settings.deadline:g} s)"
                raise failure(stage.name, reason, url=str(chain.url)) from error
            finally:
                chain.left -= time.monotonic() - began

    async def _exchange(self, chain: Chain, profile: str | None, stage: Stage) -> Answer:
        request = chain.http_request(self._headers)
        policy = Policy(private=self.settings.allow_private, loopback=chain.loopback)
        request.extensions = {"policy": policy, "stage": stage}
        async with self._pool.lend(chain.url, profile) as transport:
            if not isinstance(transport, HostTransport):
                chain.through_proxy(policy)
            try:
                response = await transport.handle_async_request(request)
                try:
                    answer = await receive(
                        response, chain.url, self.settings.max_bytes, self._large
                    )
                finally:
                    await response.aclose()
            except httpx.HTTPError as error:
                raise told(error, str(chain.url)) from error
        chain.keep_cookies(request, response)
        return answer
