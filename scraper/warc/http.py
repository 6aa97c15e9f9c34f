"""HTTP messages as bytes, to and from an archive.

The client has taken transfer and content coding off before a body is kept; as in Common Crawl's
files the original headers stay readable under ``X-Crawl-…`` and Content-Length is the true one.
Foreign archives may hold the message as it came over the wire; both are read.
Source: RFC 9112; WARC/1.1 (ISO 28500), section 6.3.
"""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import NamedTuple

from scraper.errors import FetchError
from scraper.exchange import Exchange, Headers, Request
from scraper.fetch.body import unpack
from scraper.settings import MAX_BYTES

# Secrets of a session are nobody's business in an archive that is handed on.
_SECRET = frozenset({"cookie", "set-cookie", "authorization", "proxy-authorization"})
_CODED = {
    "content-encoding": "X-Crawl-Content-Encoding",
    "transfer-encoding": "X-Crawl-Transfer-Encoding",
    "content-length": "X-Crawl-Content-Length",
}
_STATUS = re.compile(rb"\AHTTP/\d(?:\.\d)?[ \t]+(\d{3})[^\r\n]*\r?\n")
_END = re.compile(rb"\r?\n\r?\n")


class Message(NamedTuple):
    """A response taken apart.

    Attributes:
        status: Of HTTP.
        headers: As they stand in the archive.
        body: Without transfer and content coding.
        stages: The body as it lies there, without its transfer coding, without its content coding;
            programs differ in which of them they take the digest of the payload.
    """

    status: int
    headers: Headers
    body: bytes
    stages: tuple[bytes, bytes, bytes]


def response_bytes(status: int, headers: Headers, body: bytes) -> bytes:
    """Write a response with its body as the client gave it, without coding."""
    kept = [(_CODED.get(name.lower(), name), value) for name, value in headers if _public(name)]
    kept.append(("Content-Length", str(len(body))))
    return _status_line(status) + _lines(kept) + b"\r\n" + body


def request_bytes(request: Request) -> bytes:
    """Write a request."""
    _, _, rest = request.url.partition("://")
    host, slash, path = rest.partition("/")
    line = f"{request.method} {slash + path or '/'} HTTP/1.1\r\n".encode("utf-8", "replace")
    headers = [("Host", host), *((n, v) for n, v in request.headers if _public(n))]
    return line + _lines(headers) + b"\r\n" + request.body


def read_response(block: bytes) -> Message:
    """Take a response apart and its codings off.

    Raises:
        ValueError: It is no HTTP response, or its body does not fit its codings.
    """
    status = _STATUS.match(block)
    end = _END.search(block)
    if status is None or end is None:
        raise ValueError("the block is no HTTP response")
    headers = tuple(_fields(block[status.end() : end.start()]))
    known = {name.lower(): value for name, value in headers}
    stored = joined = block[end.end() :]
    if "chunked" in known.get("transfer-encoding", "").lower():
        joined = _dechunked(stored)
    body = _inflated(joined, known.get("content-encoding", ""), known.get("content-type", ""))
    return Message(int(status[1]), headers, body, (stored, joined, body))


def _public(name: str) -> bool:
    return name.lower() not in _SECRET


def _status_line(status: int) -> bytes:
    try:
        phrase = HTTPStatus(status).phrase
    except ValueError:
        phrase = ""
    return f"HTTP/1.1 {status} {phrase}".rstrip().encode() + b"\r\n"


def _lines(headers: list[tuple[str, str]]) -> bytes:
    clean = (f"{name}: {' '.join(value.splitlines())}\r\n" for name, value in headers)
    return "".join(clean).encode("latin-1", "replace")


def _fields(head: bytes) -> list[tuple[str, str]]:
    fields: list[tuple[str, str]] = []
    for line in head.decode("latin-1").splitlines():
        name, colon, value = line.partition(":")
        if line[:1] in " \t" and fields:
            fields[-1] = (fields[-1][0], f"{fields[-1][1]} {line.strip()}")
        elif colon:
            fields.append((name.strip(), value.strip()))
    return fields


def _dechunked(body: bytes) -> bytes:
    """Join chunks; a body that is not chunked, though it was said to be, is given as it is."""
    parts: list[bytes] = []
    rest = body
    while rest:
        line, _, rest = rest.partition(b"\r\n")
        try:
            size = int(line.partition(b";")[0], 16)
        except ValueError:
            if parts:
                raise ValueError("a chunk is damaged") from None
            return body
        if size == 0:
            return b"".join(parts)
        if len(rest) < size:
            raise ValueError("the chunks end too early")
        parts.append(rest[:size])
        rest = rest[size:].removeprefix(b"\r\n")
    raise ValueError("the chunks end too early")


def _inflated(body: bytes, coding: str, kind: str) -> bytes:
    """Take the content coding off, within the limit of a page."""
    codings = coding.replace(",", " ").split()
    if codings and body.lstrip()[:1] in (b"<", b"{"):
        return body  # some archives keep the header and store the page without its coding
    try:
        return unpack(body, coding, limit=MAX_BYTES, url="", kind=kind).data
    except FetchError as error:
        raise ValueError(error.reason) from error


def response_of(exchange: Exchange) -> bytes:
    """Write the answer of an exchange."""
    return response_bytes(exchange.status, exchange.headers, exchange.data)
