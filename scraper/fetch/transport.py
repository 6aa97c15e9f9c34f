"""The transport of one host: its connections, used again while they stand."""

from __future__ import annotations

import ssl
import time
from collections.abc import AsyncIterator
from contextlib import aclosing
from typing import cast

import httpx

from scraper.errors import FetchError
from scraper.fetch.faults import failure
from scraper.fetch.network import Connector, Policy, Stage, Target, allowed
from scraper.fetch.urls import DEFAULT_PORTS
from scraper.fetch.wire import Wire

# Firewalls forget a connection that is idle for longer and tell nobody; a request on it hangs.
KEEP_SECONDS = 20.0
_BEFORE_ANY_BYTE = ("closed", "reset")


class HostTransport(httpx.AsyncBaseTransport):
    """Sends the requests to one host over connections of its own.

    A pool for each host, and not one for all: looking for a connection among those of hundreds of
    hosts took three times what the rest of a request takes.

    Attributes:
        active: Requests under way.
    """

    def __init__(self, connector: Connector, profile: str | None) -> None:
        self.active = 0
        self._connector = connector
        self._profile = profile
        self._idle: list[Wire] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request; the body is read by the caller, who closes the response.

        The extensions ``policy`` and ``stage`` of the request are a Policy and a Stage.

        Raises:
            FetchError: The request failed before its body.
        """
        url = request.url
        port = url.port or DEFAULT_PORTS[url.scheme]
        target = Target(url.host, port, self._profile, str(url))
        policy = cast("Policy", request.extensions["policy"])
        stage = cast("Stage", request.extensions["stage"])
        # A form goes out on a connection of its own: it must not be sent twice.
        wire = self._take(target, policy) if request.method == "GET" else None
        if wire is not None:
            try:
                return await self._send(wire, request)
            except FetchError as error:
                # The server closed an idle connection at the moment it was used again.
                if error.fault not in _BEFORE_ANY_BYTE:
                    raise
        return await self._send(await self._connector.open(target, policy, stage), request)

    def _take(self, target: Target, policy: Policy) -> Wire | None:
        """Give a connection that stands; its address is checked as that of a new one is."""
        while self._idle:
            allowed([self._idle[-1].peer], policy, target)
            wire = self._idle.pop()
            if wire.quiet() and time.monotonic() - wire.idle_since < KEEP_SECONDS:
                return wire
            wire.abort()
        return None

    async def _send(self, wire: Wire, request: httpx.Request) -> httpx.Response:
        try:
            head = await wire.ask(request)
        except BaseException:
            wire.abort()
            raise
        return httpx.Response(
            head.status_code,
            headers=head.headers.raw_items(),
            stream=Body(wire, self),
            extensions={"wire": wire, "http_version": head.http_version},
        )

    def give_back(self, wire: Wire) -> None:
        """Keep a connection for the next request, or close it."""
        if wire.reusable():
            wire.idle_since = time.monotonic()
            self._idle.append(wire)
        else:
            wire.abort()

    async def aclose(self) -> None:
        """Close the connections that are idle; those in use close with their response."""
        while self._idle:
            self._idle.pop().abort()


class Body(httpx.AsyncByteStream):
    """The body of an answer; closing it gives the connection back."""

    def __init__(self, wire: Wire, home: HostTransport) -> None:
        self._wire = wire
        self._home = home
        self._whole = False

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """Give the body piece by piece."""
        async with aclosing(self._wire.pieces()) as pieces:  # type: ignore[type-var]
            async for piece in pieces:
                yield piece
        self._whole = True

    async def aclose(self) -> None:
        """Give the connection back, or close it where the body was not read to its end."""
        if self._whole:
            self._home.give_back(self._wire)
        else:
            self._wire.abort()


def proxy_transport(proxy: str, context: ssl.SSLContext, url: str) -> httpx.AsyncBaseTransport:
    """Give a transport that asks a proxy; raises FetchError where the environment names none."""
    try:
        return httpx.AsyncHTTPTransport(proxy=proxy, verify=context, trust_env=False)
    except (httpx.InvalidURL, ValueError, ImportError) as error:
        reason = f"the proxy of the environment cannot be used: {proxy} ({error})"
        raise failure("proxy", reason, url=url) from error


def told(error: httpx.HTTPError, url: str) -> FetchError:
    """Turn what httpx raises behind a proxy into the project's error."""
    kinds: tuple[tuple[type[httpx.HTTPError], str], ...] = (
        (httpx.TimeoutException, "timeout"),
        (httpx.ProxyError, "proxy"),
        (httpx.ConnectError, "proxy"),
        (httpx.RemoteProtocolError, "framing"),
        (httpx.NetworkError, "reset"),
    )
    fault = next((fault for kind, fault in kinds if isinstance(error, kind)), "proxy")
    return failure(fault, f"through a proxy: {error}", url=url)
