"""One HTTP/1.1 connection: a request out, a head and a body in, and what stood behind the body.

h11 does the protocol. It is driven here and not by httpcore, because httpcore does not tell what
came behind the end of an answer, and a page whose Content-Length is too short looks whole then.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator

import h11
import httpx

from scraper.errors import FetchError
from scraper.fetch.faults import failure
from scraper.fetch.stream import Stream

MAX_HEAD = 64 * 1024  # bytes of status line and headers
MAX_HEADERS = 256
_CHUNK = re.compile(rb"[0-9a-fA-F]+[ \t]*(?:[;\r\n]|\Z)")
_VERSIONS = (b"1.0", b"1.1")
_TOO_BIG = 431  # how h11 tells that a head has no end


class Wire:
    """A connection to one address.

    Attributes:
        peer: The address that was checked and connected to.
        tls: Profile of the connection, None over http.
        idle_since: When it was last given back, on the monotonic clock.
        trailing: The bytes that had come behind the end of the last answer.
    """

    def __init__(self, stream: Stream, peer: str, tls: str | None) -> None:
        self.peer = peer
        self.tls = tls
        self.idle_since = 0.0
        self.trailing = b""
        self._stream = stream
        self._http = h11.Connection(h11.CLIENT, max_incomplete_event_size=MAX_HEAD)
        self._url = ""
        self._received = False  # any byte of this answer
        self._in_body = False
        self._some_body = False
        self._ended = False

    async def ask(self, request: httpx.Request) -> h11.Response:
        """Send a request and read the head of its answer.

        Raises:
            FetchError: ``closed``, ``reset``, ``framing``, ``headers-too-big``, ``bad-url``.
        """
        self._url = str(request.url)
        self._received = self._in_body = self._some_body = False
        try:
            self._stream.write(self._written(request))
        except h11.LocalProtocolError as error:
            raise failure("bad-url", f"it cannot be asked for ({error})", url=self._url) from error
        while True:
            event = await self._event()
            if isinstance(event, h11.Response):
                self._require_usual(event)
                self._in_body = True
                return event

    def _written(self, request: httpx.Request) -> bytes:
        head = h11.Request(
            method=request.method, target=request.url.raw_path, headers=request.headers.raw
        )
        data = self._http.send(head) or b""
        if request.content:
            data += self._http.send(h11.Data(data=request.content)) or b""
        return data + (self._http.send(h11.EndOfMessage()) or b"")

    def _require_usual(self, head: h11.Response) -> None:
        if head.http_version not in _VERSIONS:
            reason = f"the answer is of HTTP {head.http_version.decode('latin-1')}"
            raise failure("framing", reason, url=self._url)
        size = sum(len(name) + len(value) for name, value in head.headers)
        if size > MAX_HEAD or len(head.headers) > MAX_HEADERS:
            reason = f"the answer has {len(head.headers)} headers of {size:,} bytes"
            raise failure("headers-too-big", reason, url=self._url, status=head.status_code)

    async def pieces(self) -> AsyncIterator[bytes]:
        """Give the body as it comes, the transfer coding taken off.

        Raises:
            FetchError: ``short-body``, ``chunks``, ``reset``, ``framing``.
        """
        while True:
            event = await self._event()
            if isinstance(event, h11.Data):
                self._some_body = True
                yield bytes(event.data)
            elif isinstance(event, h11.EndOfMessage):
                break
        self.trailing = self._http.trailing_data[0]

    async def _event(self) -> object:
        try:
            event = self._http.next_event()
            while event is h11.NEED_DATA:
                await self._feed()
                event = self._http.next_event()
        except h11.RemoteProtocolError as error:
            raise self._told(error) from error
        except OSError as error:
            reason = f"the connection broke off ({error})"
            raise failure("reset", reason, url=self._url) from error
        if event is h11.PAUSED:
            raise failure("framing", "the server speaks another protocol now", url=self._url)
        return event

    async def _feed(self) -> None:
        data = await self._stream.read()
        if not data and not self._received:
            raise failure("closed", "the server closed without an answer", url=self._url)
        self._ended = not data
        if not self._received:
            # Line ends left over from the answer before (RFC 9112, 2.2, says it of requests).
            data = data.lstrip(b"\r\n")
            self._received = bool(data)
            if not data and not self._ended:
                return
        self._http.receive_data(data)

    def _told(self, error: h11.RemoteProtocolError) -> FetchError:
        if error.error_status_hint == _TOO_BIG:
            fault, reason = "headers-too-big", "the head of the answer has no end"
        elif self._ended and not self._odd():
            fault = "short-body" if self._in_body else "closed"
            reason = f"the answer ends too early ({error})"
        else:
            fault = "chunks" if self._some_body else "framing"
            reason = f"the answer is no whole HTTP ({error})"
        return failure(fault, reason, url=self._url)

    def _odd(self) -> bool:
        """Say whether what was received last is the beginning of nothing that may stand there."""
        rest = self._http.trailing_data[0]
        if self._in_body:
            return not self._some_body and bool(rest) and not _CHUNK.match(rest)
        return not b"HTTP/".startswith(rest[:5])

    def reusable(self) -> bool:
        """Make the connection ready for another request; say whether it is."""
        if self.trailing or self._http.our_state is not h11.DONE:
            return False
        if self._http.their_state is not h11.DONE or not self._stream.quiet():
            return False
        self._http.start_next_cycle()
        return True

    def quiet(self) -> bool:
        """Say whether an idle connection still stands."""
        return self._stream.quiet()

    def abort(self) -> None:
        """Close the connection."""
        self._stream.abort()
