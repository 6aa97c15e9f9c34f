"""What is made of an answer: its status judged, its body read whole, its oddities told."""

from __future__ import annotations

import asyncio
import re
from contextlib import AsyncExitStack, aclosing
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import NamedTuple

import httpx

from scraper.errors import FetchError
from scraper.exchange import Exchange, Headers, Request
from scraper.fetch.body import too_large, unpack
from scraper.fetch.faults import failure

REDIRECTS = (301, 302, 303, 307, 308)
LARGE = 1_000_000  # bytes of a body; of more only so many are read at once as memory has room for
EVIDENCE = 256 * 1024  # bytes of a refusing answer that are kept to tell what it is
EVIDENCE_SECONDS = 3.0
_REFUSED = (401, 403, 405, 407, 412, 418, 429, 451, 521)
_GONE = (404, 410)
_TIMED_OUT = 408
# Nothing that can be read stands in these, whatever their size; they are refused by their head.
_UNWANTED = ("video/", "audio/")
# A report in an archive is a few files; what is larger is something else (software, pictures).
_ARCHIVES = ("zip", "x-zip-compressed", "x-rar-compressed", "vnd.rar", "x-7z-compressed", "x-tar")
_LARGEST_ARCHIVE = 16 * 1024 * 1024
_HEAD, _TAIL = 2048, 8192
_END_MARKS = ((b"<html", (b"</html", b"</body")), (b"%pdf", (b"%%eof",)))
_JSON = re.compile(rb"(?:\{\s*[\"}]|\[\s*[\[{\"\]])")


class Answer(NamedTuple):
    """One answer, before it is known whether it is the last of its chain."""

    url: httpx.URL
    status: int
    headers: Headers
    data: bytes
    flags: tuple[str, ...]
    tls: str | None

    def header(self, name: str) -> str:
        """Give the first header of a name, "" where there is none."""
        return next((value for key, value in self.headers if key.lower() == name), "")

    def exchange(self, request: Request) -> Exchange:
        """Give the answer as the value that all parts share, without the chain that led to it."""
        now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        return Exchange(
            request,
            str(self.url),
            self.status,
            self.headers,
            self.data,
            now,
            (),
            self.flags,
            self.tls,
        )


async def receive(
    response: httpx.Response, url: httpx.URL, limit: int, large: asyncio.Semaphore
) -> Answer:
    """Read an answer to its end.

    Args:
        response: As the transport gave it, its body not yet read.
        url: What was asked.
        limit: Largest size of the body in bytes, before and after decompression.
        large: Held while more than ``LARGE`` bytes of a body are read, so that memory is bounded.

    Raises:
        FetchError: The body is too large, cut, or in a coding that was not asked for. The body of
            a status other than 200 is only evidence: what cannot be read of it is left out.
    """
    headers = tuple((k.decode("latin-1"), v.decode("latin-1")) for k, v in response.headers.raw)
    wire = response.extensions.get("wire")
    answer = Answer(url, response.status_code, headers, b"", (), getattr(wire, "tls", None))
    if answer.status not in (httpx.codes.OK, httpx.codes.PARTIAL_CONTENT):
        return answer._replace(data=await _evidence(response, answer))
    _require_wanted(answer, limit)
    raw = await _body(response, limit, large)
    if answer.status == httpx.codes.PARTIAL_CONTENT:
        if len(raw) > limit:
            raise too_large(limit, str(url))
        return answer._replace(data=raw)  # a part of a file; its coding is that of the whole
    coding, kind = answer.header("content-encoding"), answer.header("content-type")
    body = unpack(raw, coding, limit=limit, url=str(url), kind=kind)
    verified = body.data is not raw  # a coding that was taken off tells its own end
    flags = _oddities(answer, body.data, getattr(wire, "trailing", b""), verified=verified)
    return answer._replace(data=body.data, flags=(*body.flags, *flags))


async def _body(
    response: httpx.Response, limit: int, large: asyncio.Semaphore | None = None
) -> bytes:
    """Read a body, at most a piece more of it than the limit; its end alone if it is large."""
    raw = bytearray()
    async with AsyncExitStack() as stack:
        pieces = await stack.enter_async_context(aclosing(aiter(response.stream)))  # type: ignore[arg-type, type-var]
        async for piece in pieces:
            raw += piece
            if len(raw) > limit:
                break
            if large is not None and len(raw) > LARGE:
                await stack.enter_async_context(large)
                large = None
    return bytes(raw)


async def _evidence(response: httpx.Response, answer: Answer) -> bytes:
    """Read what a redirect or refusal says, as far as it comes; its status counts all the same."""
    coding = answer.header("content-encoding")
    try:
        async with asyncio.timeout(EVIDENCE_SECONDS):
            raw = await _body(response, EVIDENCE)
        return unpack(raw, coding, limit=EVIDENCE * 8, url=str(answer.url)).data
    except (FetchError, TimeoutError):
        return b""


def _require_wanted(answer: Answer, limit: int) -> None:
    """Refuse a page by what its head says, before any of its body is read."""
    kind = answer.header("content-type").partition(";")[0].strip().lower()
    limit = (
        min(limit, _LARGEST_ARCHIVE) if kind.removeprefix("application/") in _ARCHIVES else limit
    )
    announced = answer.header("content-length")
    if announced.isdecimal() and int(announced) > limit:
        reason = f"the page has {int(announced):,} bytes, the limit is {limit:,}"
        raise failure("too-large", reason, url=str(answer.url), status=answer.status)
    if kind.startswith(_UNWANTED):
        reason = f"nothing can be read in this kind of file ({kind})"
        raise failure("unwanted-type", reason, url=str(answer.url), status=answer.status)


def _oddities(answer: Answer, data: bytes, trailing: bytes, *, verified: bool) -> list[str]:
    """Give the flags of the framing; a page that may be cut is held against its own end mark.

    What stands behind the end is the rest of the page only if a length said where that end is: not a
    line end, another answer, or what follows chunks or a packed page, which say it themselves.
    """
    flags: list[str] = []
    lengths = bool(answer.header("content-length"))
    chunked = "chunked" in answer.header("transfer-encoding").lower()
    if lengths and chunked:
        flags.append("length-and-chunked")
    if trailing:
        whole = chunked or verified or ends(data) or not trailing.strip()
        whole = whole or trailing.lstrip().startswith(b"HTTP/")
        flags.append("extra-bytes" if whole else "trailing-bytes")
    if not lengths and not chunked:
        flags.append("length-unknown")
        if ends(data) is False:
            flags.append("end-missing")
    return flags


def ends(data: bytes) -> bool | None:
    """Say whether a page carries the mark of its own end; None where its kind has none.

    >>> ends(b"<html>x</html>"), ends(b"<html>x"), ends(b"some words")
    (True, False, None)
    """
    head, tail = data[:_HEAD].lstrip(b"\xef\xbb\xbf \t\r\n").lower(), data[-_TAIL:].lower()
    if _JSON.match(head):
        return tail.rstrip().endswith(b"}" if head.startswith(b"{") else b"]")
    for begin, marks in _END_MARKS:
        if head.startswith(begin) or (begin == b"<html" and begin in head):
            return any(mark in tail for mark in marks)
    return None


def require_page(answer: Answer, request: Request, *, conditional: bool) -> None:
    """Refuse an answer that is no page.

    Raises:
        FetchError: With the answer as evidence and the server's Retry-After.
    """
    not_changed = conditional and answer.status == httpx.codes.NOT_MODIFIED
    if not_changed or (answer.data and answer.status in _wanted(request)):
        return
    fault, reason = _verdict(answer)
    raise failure(
        fault,
        f"{reason} (HTTP {answer.status})",
        url=str(answer.url),
        status=answer.status,
        retry_after=retry_after(answer.header("retry-after")),
        answer=answer.exchange(request),
    )


def _wanted(request: Request) -> tuple[int, ...]:
    """Give the statuses of an answer that is what was asked for; a part only where one was."""
    part = any(name.lower() == "range" for name, _ in request.headers)
    return (httpx.codes.OK, httpx.codes.PARTIAL_CONTENT) if part else (httpx.codes.OK,)


def _verdict(answer: Answer) -> tuple[str, str]:
    status = answer.status
    if status == httpx.codes.OK:
        return "empty", "the server gave a page without a byte"
    if status in _GONE:
        return "not-found", "there is no such page on the server"
    if status == httpx.codes.TOO_MANY_REQUESTS:
        return "rate-limited", "the server was asked too often"
    if status in _REFUSED:
        return "refused", "the server refuses this program"
    if status >= httpx.codes.INTERNAL_SERVER_ERROR or status == _TIMED_OUT:
        return "server-error", "the server failed"
    return "unexpected-status", "the server gave no page"


_SECONDS = re.compile(r"\s*(\d+)\s*\Z", re.ASCII)  # however many: who asks decides the most


def retry_after(text: str) -> float | None:
    """Read a Retry-After header: seconds, or a date; None where it is neither.

    >>> retry_after("120"), retry_after("Fri, 31 Dec 1999 23:59:59 GMT"), retry_after("soon")
    (120.0, 0.0, None)
    """
    if (number := _SECONDS.match(text)) is not None:
        return float(number.group(1))
    try:
        when = parsedate_to_datetime(text)
    except (TypeError, ValueError):
        return None
    when = when if when.tzinfo else when.replace(tzinfo=UTC)
    return max(0.0, (when - datetime.now(UTC)).total_seconds())
