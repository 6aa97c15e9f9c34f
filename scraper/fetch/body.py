"""The body of an answer, decompressed within a limit, whole or not at all.

httpx inflates each network piece without a bound and takes a cut gzip body for a whole one
(16 KB of doubled gzip became 8 GB); so it is done here.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable

from scraper.errors import FetchError

_PIECE = 1 << 16
_GZIP = b"\x1f\x8b"


def read_body(pieces: Iterable[bytes], coding: str, *, limit: int, url: str) -> bytes:
    """Read and decompress a body.

    Args:
        pieces: Raw bytes as they come.
        coding: The Content-Encoding header, "" where there is none.
        limit: Largest size in bytes, before and after decompression.
        url: For the error.

    Raises:
        FetchError: F.TOO_LARGE, F.TRUNCATED (compressed data that ends too early or is damaged),
            F.ENCODING (a coding that was not asked for).
    """
    raw = b"".join(_limited(pieces, limit, url))
    coding = coding.strip().lower()
    if coding in ("", "identity") or not raw:
        return raw
    if coding not in ("gzip", "x-gzip", "deflate"):
        raise FetchError(
            "F.ENCODING", f"the page came in a coding not asked for ({coding})", url=url
        )
    if coding != "deflate" and not raw.startswith(_GZIP):
        return raw  # said to be gzip and is not; seen on real sites
    try:
        return _inflate(raw, limit, url, deflate=coding == "deflate")
    except zlib.error as error:
        raise FetchError("F.TRUNCATED", "the compressed page is damaged", url=url) from error


def _limited(pieces: Iterable[bytes], limit: int, url: str) -> Iterable[bytes]:
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > limit:
            raise _too_large(limit, url)
        yield piece


def _too_large(limit: int, url: str) -> FetchError:
    return FetchError("F.TOO_LARGE", f"the page has more than {limit:,} bytes", url=url)


def _inflate(raw: bytes, limit: int, url: str, *, deflate: bool) -> bytes:
    """Inflate all members; every one must be whole."""
    parts: list[bytes] = []
    size = 0
    while raw:
        # Servers send deflate with and without the zlib head.
        bits = -15 if deflate and raw[0] & 0x0F != 8 else 47
        member = zlib.decompressobj(bits)
        data = raw
        while data and not member.eof:
            parts.append(member.decompress(data, _PIECE))
            size += len(parts[-1])
            if size > limit:
                raise _too_large(limit, url)
            data = member.unconsumed_tail
        if not member.eof:
            raise FetchError("F.TRUNCATED", "the compressed page ends too early", url=url)
        raw = member.unused_data if member.unused_data.startswith(_GZIP) else b""
    return b"".join(parts)
