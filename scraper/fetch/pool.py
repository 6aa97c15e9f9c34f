"""The connections of a client: one transport for each host, the longest unused closed first."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.request import getproxies, proxy_bypass

import httpx

from scraper.fetch.network import Connector
from scraper.fetch.tls import LEGACY, STANDARD, Contexts
from scraper.fetch.transport import HostTransport, proxy_transport
from scraper.fetch.urls import host_key
from scraper.settings import Settings


class Pool:
    """Lends transports; all of them share one context of TLS for each profile.

    Attributes:
        connector: Looks names up and connects.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._contexts = Contexts(settings.ca_file)
        self.connector = Connector(self._contexts, settings.connect)
        self._hosts: OrderedDict[tuple[str, str | None], HostTransport] = OrderedDict()
        self._proxies: dict[tuple[str, str | None], httpx.AsyncBaseTransport] = {}

    @asynccontextmanager
    async def lend(
        self, url: httpx.URL, profile: str | None
    ) -> AsyncIterator[httpx.AsyncBaseTransport]:
        """Lend the transport for an address; what is lent is not closed meanwhile.

        Args:
            url: What is asked.
            profile: Of TLS, None over http.

        Yields:
            A :class:`HostTransport`, or that of a proxy if the settings obey the environment.
        """
        proxy = self._proxy(url, profile)
        if proxy is not None:
            yield proxy
            return
        key = (host_key(url), profile)
        if key not in self._hosts:
            self._hosts[key] = HostTransport(self.connector, profile)
        self._hosts.move_to_end(key)
        transport = self._hosts[key]
        transport.active += 1
        try:
            yield transport
        finally:
            transport.active -= 1
            await self._close_idle()

    async def _close_idle(self) -> None:
        """Close what was used longest ago, beyond the number of hosts that may stay open."""
        over = len(self._hosts) - self._settings.idle_hosts
        if over > 0:
            for key in [key for key, host in self._hosts.items() if not host.active][:over]:
                await self._hosts.pop(key).aclose()

    def _proxy(self, url: httpx.URL, profile: str | None) -> httpx.AsyncBaseTransport | None:
        """Give the proxy of the environment for an address, if the settings obey it."""
        if not self._settings.environment_proxies or proxy_bypass(url.host):
            return None
        proxy = getproxies().get(url.scheme)
        if proxy is None:
            return None
        key = (proxy, profile)
        if key not in self._proxies:
            context = self._contexts.get(profile or STANDARD)
            self._proxies[key] = proxy_transport(proxy, context, str(url))
        return self._proxies[key]

    async def done(self, host: str) -> None:
        """Close the connections to a host (``host_key``) that will not be asked again."""
        for profile in (None, STANDARD, LEGACY):
            transport = self._hosts.pop((host, profile), None)
            if transport is not None:
                await transport.aclose()

    async def aclose(self) -> None:
        """Close all connections."""
        for transport in (*self._hosts.values(), *self._proxies.values()):
            await transport.aclose()
        self._hosts.clear()
        self._proxies.clear()
