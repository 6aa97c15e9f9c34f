"""Connections that go only where they may: looked up, checked, connected to that very address.

Every wait here ends with the time of the request, the look-up of the name included: it runs in a
thread of its own, which nobody waits for any longer.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import ssl
import threading
from dataclasses import dataclass
from typing import NamedTuple

from scraper.errors import FetchError
from scraper.fetch.addresses import is_loopback, is_public
from scraper.fetch.faults import failure
from scraper.fetch.stream import Stream
from scraper.fetch.tls import Contexts, explain
from scraper.fetch.wire import Wire

LOOK_UPS = 32  # names that are looked up at once; each costs a thread


class Policy(NamedTuple):
    """Who may be asked: the public web, private networks, this machine if the user named it."""

    private: bool = False
    loopback: bool = False

    def allows(self, address: str) -> bool:
        """Say whether an address may be connected to."""
        return self.private or is_public(address) or (self.loopback and is_loopback(address))


@dataclass(slots=True)
class Stage:
    """What a request is waiting for, so that a deadline can say it."""

    name: str = "timeout"


class Connector:
    """Opens the connections of a client."""

    def __init__(self, contexts: Contexts, seconds: float) -> None:
        self._contexts = contexts
        self._seconds = seconds
        self._look_ups = asyncio.Semaphore(LOOK_UPS)

    async def open(self, url: Target, policy: Policy, stage: Stage) -> Wire:
        """Connect to the first address of a host that answers.

        Raises:
            FetchError: ``dns``, ``address``, ``connect``, ``connect-timeout``, ``tls-…``.
        """
        stage.name = "dns-timeout"
        found = await self.addresses(url.host, url.port, url.text)
        failed: FetchError | None = None
        for address in allowed(found, policy, url):
            stage.name = "connect-timeout"
            try:
                sock = await self._connect(address, url)
            except FetchError as error:
                failed = error
                continue
            stage.name = "tls-timeout" if url.profile else "timeout"
            stream = await self._secured(sock, url)
            stage.name = "timeout"
            return Wire(stream, address, url.profile)
        raise failed or failure("dns", f"{url.host} has no address", url=url.text)

    async def addresses(self, host: str, port: int, url: str) -> list[str]:
        """Give the addresses of a host; raises FetchError ``dns`` where there are none."""
        found = known(host)
        if found:
            return found
        async with self._look_ups:
            return await look_up(host, port, url)

    async def _connect(self, address: str, url: Target) -> socket.socket:
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        try:
            sock = socket.socket(family, socket.SOCK_STREAM)
        except OSError as error:  # no file descriptor is left
            reason = f"no connection can be opened ({error.strerror or error})"
            raise failure("connect", reason, url=url.text) from error
        try:
            sock.setblocking(False)
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            async with asyncio.timeout(self._seconds):
                await asyncio.get_running_loop().sock_connect(sock, (address, url.port))
        except TimeoutError as error:
            sock.close()
            reason = f"the server did not take the connection within {self._seconds:g} s"
            raise failure("connect-timeout", reason, url=url.text) from error
        except OSError as error:
            sock.close()
            reason = f"the server cannot be reached ({error.strerror or error})"
            raise failure("connect", reason, url=url.text) from error
        except BaseException:
            sock.close()
            raise
        return sock

    async def _secured(self, sock: socket.socket, url: Target) -> Stream:
        loop = asyncio.get_running_loop()
        context = self._contexts.get(url.profile) if url.profile else None
        name = url.host.rstrip(".") if context else None
        try:
            _, stream = await loop.create_connection(
                Stream, sock=sock, ssl=context, server_hostname=name
            )
        except (ssl.SSLError, ssl.CertificateError, OSError, EOFError) as error:
            sock.close()
            fault, reason = explain(error)
            raise failure(fault, reason, url=url.text) from error
        return stream


class Target(NamedTuple):
    """Where a connection leads."""

    host: str
    port: int
    profile: str | None  # of TLS, None over http
    text: str  # the address for errors


def allowed(found: list[str], policy: Policy, url: Target) -> list[str]:
    """Give the addresses that may be connected to; raises FetchError where there are none."""
    those = [address for address in found if policy.allows(address)]
    if found and not those:
        reason = f"{url.host} is an address of a private network ({found[0]})"
        raise failure("address", reason, url=url.text)
    return those


def known(host: str) -> list[str]:
    """Give the address of a host that needs no look-up; a name below ``localhost`` is this machine.

    >>> known("10.0.0.1"), known("a.localhost"), known("www.example.org")
    (['10.0.0.1'], ['127.0.0.1'], [])
    """
    if host.rstrip(".").endswith(".localhost"):
        return ["127.0.0.1"]
    try:
        return [str(ipaddress.ip_address(host))]
    except ValueError:
        return []


async def look_up(host: str, port: int, url: str) -> list[str]:
    """Give the addresses of a name.

    Raises:
        FetchError: ``dns``: the name has no address.
    """
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[list[str]] = loop.create_future()
    try:
        threading.Thread(target=_ask, args=(host, port, loop, answer), daemon=True).start()
        return await answer
    except (OSError, UnicodeError, RuntimeError) as error:  # RuntimeError: no thread is left
        raise failure("dns", f"{host} has no address ({error})", url=url) from error


def _ask(
    host: str, port: int, loop: asyncio.AbstractEventLoop, answer: asyncio.Future[list[str]]
) -> None:
    """Ask the system's resolver; it knows no time limit, hence the thread."""
    found: list[str] | OSError | UnicodeError
    try:
        infos = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        found = list(dict.fromkeys(str(info[4][0]) for info in infos))
    except (OSError, UnicodeError) as error:
        found = error

    def tell() -> None:
        if answer.done():
            return
        if isinstance(found, list):
            answer.set_result(found)
        else:
            answer.set_exception(found)

    try:
        loop.call_soon_threadsafe(tell)
    except RuntimeError:
        return  # the run is over; nobody waits any more
