"""Connections that keep a deadline and go only where they may.

httpx knows four separate timeouts and no total one: a server that sends a byte a second is read
for ever. Here every wait, the name look-up included, is cut to what is left of the page's time.
The address is checked where the connection is made, so that the checked one is the one used.
"""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Iterable
from typing import Any

import httpcore
import httpx

from scraper.errors import FetchError
from scraper.fetch.addresses import is_loopback, is_public


class Deadline:
    """The time that is left for one page; ``seconds`` from now on."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        """Give the seconds left; raises httpcore.ReadTimeout when there are none."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("the time for this page is over")
        return left


class Policy:
    """Who may be asked: the public web, and this machine if the user named it."""

    def __init__(self, *, private: bool) -> None:
        self.private = private
        self.loopback = False  # set while the address that the user gave is on this machine

    def allows(self, address: str) -> bool:
        """Say whether a resolved address may be connected to."""
        return self.private or is_public(address) or (self.loopback and is_loopback(address))


class GuardedBackend(httpcore.NetworkBackend):
    """Resolves, checks and connects; every stream keeps the deadline."""

    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        self.deadline = Deadline(0)
        self._backend = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first address of a host that answers; raises FetchError if none may."""
        failure: Exception = httpcore.ConnectError("the name has no address")
        for address in self._addresses(host, port):
            wait = min(self.deadline.left(), timeout or self.deadline.left())
            try:
                stream = self._backend.connect_tcp(
                    address, port, wait, local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                return _TimedStream(stream, self)
        raise failure

    def _addresses(self, host: str, port: int) -> list[str]:
        found = look_up(host, port, self.deadline.left())
        allowed = [address for address in found if self.policy.allows(address)]
        if found and not allowed:
            reason = f"{host} is an address of a private network ({found[0]})"
            raise FetchError("F.PRIVATE_ADDRESS", reason, url=host)
        return allowed


class _TimedStream(httpcore.NetworkStream):
    """A connection whose every wait is cut to the time left."""

    def __init__(self, stream: httpcore.NetworkStream, backend: GuardedBackend) -> None:
        self._stream = stream
        self._backend = backend

    def _wait(self, timeout: float | None) -> float:
        left = self._backend.deadline.left()
        return left if timeout is None else min(left, timeout)

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read what has come."""
        return self._stream.read(max_bytes, self._wait(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Write all of it."""
        self._stream.write(buffer, self._wait(timeout))

    def close(self) -> None:
        """Close the connection."""
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        """Go over to TLS on the same connection."""
        wait = self._wait(timeout)
        return _TimedStream(
            self._stream.start_tls(ssl_context, server_hostname, wait), self._backend
        )

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401 -- the interface's own type
        """Give what is known of the connection."""
        return self._stream.get_extra_info(info)


def look_up(host: str, port: int, seconds: float) -> list[str]:
    """Give the addresses of a host within a time.

    Raises:
        httpcore.ConnectError: The name has no address.
        httpcore.ConnectTimeout: The look-up took too long; it goes on in a thread of its own.
    """
    found: list[str] = []
    failed: list[OSError] = []

    def ask() -> None:
        try:
            infos = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            found.extend(dict.fromkeys(str(info[4][0]) for info in infos))
        except (OSError, UnicodeError) as error:
            failed.append(error if isinstance(error, OSError) else OSError(str(error)))

    thread = threading.Thread(target=ask, daemon=True)
    thread.start()
    thread.join(seconds)
    if thread.is_alive():
        raise httpcore.ConnectTimeout("the name look-up took too long")
    if failed:
        raise httpcore.ConnectError(str(failed[0])) from failed[0]
    return found


class GuardedTransport(httpx.BaseTransport):
    """An httpx transport over :class:`GuardedBackend`; exceptions stay those of httpcore."""

    def __init__(self, backend: GuardedBackend) -> None:
        self._pool = httpcore.ConnectionPool(
            ssl_context=httpx.create_ssl_context(trust_env=False),
            network_backend=backend,
            max_keepalive_connections=0,  # a stale connection would fail the next page
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request; the body is read by the caller, piece by piece."""
        url = httpcore.URL(
            scheme=request.url.raw_scheme,
            host=request.url.raw_host,
            port=request.url.port,
            target=request.url.raw_path,
        )
        answer = self._pool.handle_request(
            httpcore.Request(
                request.method,
                url,
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        return httpx.Response(
            answer.status,
            headers=answer.headers,
            stream=_Body(answer),
            extensions=answer.extensions,
        )

    def close(self) -> None:
        """Close all connections."""
        self._pool.close()


class _Body(httpx.SyncByteStream):
    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Any:  # noqa: ANN401 -- an iterator of bytes, as httpcore gives it
        return self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()
