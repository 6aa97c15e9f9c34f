"""The body of an answer, decompressed within a limit, whole or not at all.

httpx inflates each network piece without a bound and takes a cut gzip body for a whole one
(16 KB of doubled gzip became 8 GB); so it is done here.
"""

from __future__ import annotations

import zlib
from typing import NamedTuple

from scraper.errors import FetchError
from scraper.fetch.faults import failure

_PIECE = 1 << 16
_GZIP = b"\x1f\x8b"
_GZIPS = ("gzip", "x-gzip")
# No text, PDF or Office file begins with one; a damaged head of gzip does.
_CONTROLS = bytes(b for b in range(32) if b not in b"\t\n\x0b\x0c\r")
# A text this size that was this much smaller before is made to harm; markup reaches 40.
_BOMB_SIZE = 16 * 1024 * 1024
_BOMB_RATIO = 100
# Types whose bytes are gzip by themselves, or may be.
_GZIP_TYPES = ("application/gzip", "application/x-gzip", "application/octet-stream")


class Unpacked(NamedTuple):
    """A body without its content coding."""

    data: bytes
    flags: tuple[str, ...] = ()


def unpack(raw: bytes, coding: str, *, limit: int, url: str, kind: str = "") -> Unpacked:
    """Decompress a body.

    Args:
        raw: The body, transfer coding taken off.
        coding: The Content-Encoding header, "" where there is none.
        limit: Largest size in bytes after decompression.
        url: For the error.
        kind: The Content-Type header; gzip that nobody announced is left where the type is gzip.

    Raises:
        FetchError: F.TOO_LARGE, F.TRUNCATED (compressed data that ends too early or is damaged),
            F.ENCODING (a coding that was not asked for, or one in another).
    """
    if len(raw) > limit:
        raise too_large(limit, url)
    codings = [name for part in coding.split(",") if (name := part.strip().lower())]
    codings = [name for name in codings if name not in ("identity", "none")]
    if not raw:
        return Unpacked(raw)
    if not codings:
        if not raw.startswith(_GZIP) or kind.partition(";")[0].strip().lower() in _GZIP_TYPES:
            return Unpacked(raw)
        return _inflated(raw, limit, url, "gzip-unclaimed")
    if len(codings) > 1 or codings[0] not in (*_GZIPS, "deflate"):
        reason = f"the page came in a coding not asked for ({coding.strip()})"
        raise failure("unsupported-encoding", reason, url=url)
    if codings[0] in _GZIPS and raw[0] not in _CONTROLS:
        return Unpacked(raw, ("gzip-claimed-plain",))  # seen on real sites
    return _inflated(raw, limit, url, deflate=codings[0] == "deflate")


def too_large(limit: int, url: str) -> FetchError:
    """Make the error of a body past the limit."""
    return failure("too-large", f"the page has more than {limit:,} bytes", url=url)


def _inflated(raw: bytes, limit: int, url: str, *flags: str, deflate: bool = False) -> Unpacked:
    try:
        data, rest = _inflate(raw, limit, url, deflate=deflate)
    except zlib.error as error:
        reason = f"the compressed page is damaged ({error})"
        raise failure("truncated-encoding", reason, url=url) from error
    # Zeros behind the last member are padding (RFC 1952 leaves it to the medium).
    return Unpacked(data, (*flags, "gzip-garbage") if rest.strip(b"\0") else flags)


def _inflate(raw: bytes, limit: int, url: str, *, deflate: bool) -> tuple[bytes, bytes]:
    """Inflate all members, every one of which must be whole; give the text and what is left."""
    out = bytearray()
    rest = raw
    while True:
        # Servers send deflate with and without the zlib head.
        bits = -15 if deflate and rest[0] & 0x0F != 8 else 47
        member = zlib.decompressobj(bits)
        data = rest
        while not member.eof:
            piece = member.decompress(data, _PIECE)
            out += piece
            if len(out) > limit or (len(out) > _BOMB_SIZE and len(out) > _BOMB_RATIO * len(raw)):
                raise too_large(min(limit, len(out)), url)
            data = member.unconsumed_tail
            if not data and not piece:  # text may still stand in the decoder without input
                break
        if not member.eof:
            raise failure("truncated-encoding", "the compressed page ends too early", url=url)
        rest = member.unused_data
        if deflate or not rest.startswith(_GZIP):
            return bytes(out), rest
