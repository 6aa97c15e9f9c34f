"""A connection as bytes that come and go; what has come is held back beyond a bound.

asyncio's own stream reader does not say whether bytes wait that nobody asked for, which is what
tells a connection that can be used again from one that cannot.
"""

from __future__ import annotations

import asyncio
from typing import cast

HIGH = 256 * 1024  # bytes that wait to be read before the other side is held back


class Stream(asyncio.Protocol):
    """The bytes of one connection."""

    def __init__(self) -> None:
        self._transport: asyncio.Transport | None = None
        self._buffer = bytearray()
        self._ended = False
        self._error: Exception | None = None
        self._waiter: asyncio.Future[None] | None = None
        self._paused = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        """Keep what has come."""
        self._buffer += data
        if len(self._buffer) > HIGH and self._transport is not None and not self._paused:
            self._paused = True
            self._transport.pause_reading()
        self._wake()

    def eof_received(self) -> bool:
        """Note that nothing more will come; the transport closes itself."""
        self._ended = True
        self._wake()
        return False

    def connection_lost(self, exc: Exception | None) -> None:
        """Note how the connection ended."""
        self._ended = True
        self._error = self._error or exc
        self._wake()

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)

    async def read(self) -> bytes:
        """Give all that has come, at least a byte; b"" at the end.

        Raises:
            OSError: The connection broke; ssl.SSLError is one.
        """
        if not self._buffer and not self._ended:
            self._waiter = asyncio.get_running_loop().create_future()
            try:
                await self._waiter
            finally:
                self._waiter = None
        if not self._buffer and self._error is not None:
            raise self._error
        data = bytes(self._buffer)
        self._buffer.clear()
        if self._paused and self._transport is not None:
            self._paused = False
            self._transport.resume_reading()
        return data

    def write(self, data: bytes) -> None:
        """Send; requests are small, so that nobody waits for it."""
        if self._transport is not None and not self._transport.is_closing():
            self._transport.write(data)

    def quiet(self) -> bool:
        """Say whether the connection stands and nothing waits that was not asked for."""
        closing = self._transport is None or self._transport.is_closing()
        return not (closing or self._ended or self._buffer)

    def abort(self) -> None:
        """End the connection at once; nothing of ours waits to be sent."""
        if self._transport is not None:
            self._transport.abort()
