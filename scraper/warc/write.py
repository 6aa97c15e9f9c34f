"""Appending to the archive.

One gzip member a record, so that a file cut anywhere loses only what lies behind the cut. What was
written is on the disk before its place is given: the ledger never names bytes that are not there.
Source: WARC/1.1 (ISO 28500:2017); what other crawlers lost is in docs/harvest.md.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import os
import uuid
import zlib
from pathlib import Path
from typing import BinaryIO, Self

from scraper.errors import StoreError
from scraper.exchange import Exchange, Headers
from scraper.settings import user_agent
from scraper.warc.http import request_bytes, response_bytes, response_of
from scraper.warc.model import FLAGS, Earlier, Place

LIMIT = 1 << 30  # bytes of a file, after which the next one is begun
_LEVEL = 6
_Part = tuple[Headers, bytes]  # headers of a record without its identifier, and its block
_IDENTICAL = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
_NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
_NOT_CHANGED = 304


class WarcWriter:
    """Appends exchanges to the WARC files of a folder; to be used as a context manager.

    Args:
        folder: Made if it is not there.
        limit: Size in bytes after which a file is followed by the next.

    Raises:
        StoreError: The folder cannot be made or written.
    """

    def __init__(self, folder: Path, *, limit: int = LIMIT) -> None:
        self._folder = folder
        self._limit = limit
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise _failed(folder, error) from error
        self._number = max((number_of(path.name) for path in folder.glob("*.warc.gz")), default=1)
        self._file: BinaryIO | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *problem: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file that is open."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def append(self, exchange: Exchange, *, same_as: Earlier | None = None) -> Place:
        """Keep an answer, its request and the redirects that led to it.

        Args:
            exchange: What was asked and answered.
            same_as: Where the same body was kept before; then a revisit record is written.

        Raises:
            StoreError: It cannot be written whole; the file is then as it was before.
        """
        file = self._ready()
        offset = file.tell()
        first = _revisit(exchange, same_as) if same_as else _response(exchange)
        parts = [first, *_hops(exchange), _request(exchange)]
        place = f"{self._name()}@{offset}"
        members = [
            _member(_joined(*part, f"{place}.{number}")) for number, part in enumerate(parts)
        ]
        self._write(file, offset, b"".join(members))
        end = offset + sum(map(len, members))
        return Place(self._name(), offset, len(members[0]), end)

    def _name(self) -> str:
        return f"gongkai-{self._number:05d}.warc.gz"

    def _ready(self) -> BinaryIO:
        """Give the file to append to; a full one is followed by the next."""
        if self._file is not None and self._file.tell() >= self._limit:
            self.close()
            self._number += 1
        if self._file is None:
            path = self._folder / self._name()
            try:
                self._file = path.open("ab", buffering=0)
            except OSError as error:
                raise _failed(path, error) from error
            if self._file.tell() == 0:
                self._write(self._file, 0, _member(_joined(*_info(path.name), path.name)))
        return self._file

    def _write(self, file: BinaryIO, offset: int, data: bytes) -> None:
        """Write all or nothing: a disk that is full must not leave half a record behind."""
        try:
            view = memoryview(data)
            while view:
                view = view[file.write(view) :]
            os.fsync(file.fileno())
        except OSError as error:
            with contextlib.suppress(OSError):
                file.truncate(offset)
                file.seek(offset)  # the next place is told from here
            raise _failed(self._folder / self._name(), error) from error


def number_of(name: str) -> int:
    """Give the number in a file's name, 1 where there is none.

    >>> number_of("gongkai-00012.warc.gz"), number_of("other.warc.gz")
    (12, 1)
    """
    digits = name.partition(".")[0].rpartition("-")[2]
    return int(digits) if digits.isdecimal() else 1


def _failed(path: Path, error: OSError) -> StoreError:
    return StoreError(
        f"{path} cannot be written ({error.strerror or error})", path=str(path), errno=error.errno
    )


def _member(data: bytes) -> bytes:
    packer = zlib.compressobj(_LEVEL, wbits=31)
    return packer.compress(data) + packer.flush()


def _response(exchange: Exchange) -> _Part:
    block = response_of(exchange)
    extra = (
        ("Content-Type", "application/http;msgtype=response"),
        ("WARC-Payload-Digest", payload_digest(exchange.data)),
        (FLAGS, ",".join(exchange.flags)) if exchange.flags else None,
        ("WARC-Protocol", f"tls/{exchange.tls}") if exchange.tls else None,
    )
    return _record("response", exchange.url, exchange, tuple(e for e in extra if e), block)


def _revisit(exchange: Exchange, same_as: Earlier) -> _Part:
    profile = _NOT_MODIFIED if exchange.status == _NOT_CHANGED else _IDENTICAL
    extra = (
        ("Content-Type", "application/http;msgtype=response"),
        ("WARC-Profile", profile),
        ("WARC-Refers-To-Target-URI", same_as.url),
        ("WARC-Refers-To-Date", same_as.retrieved_at),
        ("WARC-Payload-Digest", same_as.digest),
    )
    block = response_bytes(exchange.status, exchange.headers, b"")
    return _record("revisit", exchange.url, exchange, extra, block)


def _request(exchange: Exchange) -> _Part:
    extra = (("Content-Type", "application/http;msgtype=request"),)
    return _record(
        "request", exchange.request.url, exchange, extra, request_bytes(exchange.request)
    )


def _hops(exchange: Exchange) -> list[_Part]:
    extra = (("Content-Type", "application/http;msgtype=response"),)
    return [
        _record(
            "response",
            hop.url,
            exchange,
            extra,
            response_bytes(hop.status, (("Location", hop.location),), b""),
        )
        for hop in exchange.hops
    ]


def _info(name: str) -> _Part:
    block = f"software: {user_agent()}\r\nformat: WARC File Format 1.1\r\n".encode()
    headers = (
        ("WARC-Type", "warcinfo"),
        # The beginning of the epoch: a file's first bytes must not depend on the clock.
        ("WARC-Date", "1970-01-01T00:00:00Z"),
        ("WARC-Filename", name),
        ("Content-Type", "application/warc-fields"),
    )
    return headers, block


def _record(kind: str, url: str, exchange: Exchange, extra: Headers, block: bytes) -> _Part:
    sha256 = hashlib.sha256(block).hexdigest()
    headers = (
        ("WARC-Type", kind),
        ("WARC-Date", exchange.retrieved_at),
        ("WARC-Target-URI", url),
        ("WARC-Block-Digest", f"sha256:{sha256}"),
        *extra,
    )
    return headers, block


def _joined(headers: Headers, block: bytes, seed: str) -> bytes:
    """Give a record; its identifier is made of its headers and of where it stands.

    So no two records of an archive share one, and the same answers give the same bytes.
    """
    told = " ".join(value for _, value in headers)
    named = uuid.uuid5(uuid.NAMESPACE_URL, f"{seed} {told}")
    kind, *others = headers
    all_headers = (kind, ("WARC-Record-ID", f"<urn:uuid:{named}>"), *others)
    lines = "".join(f"{name}: {value}\r\n" for name, value in all_headers)
    head = f"WARC/1.1\r\n{lines}Content-Length: {len(block)}\r\n\r\n"
    return head.encode("utf-8", "replace") + block + b"\r\n\r\n"


def payload_digest(data: bytes) -> str:
    """Give the digest by which archives know a body: SHA-1 in base 32, as crawlers write it."""
    digest = hashlib.sha1(data, usedforsecurity=False).digest()
    return f"sha1:{base64.b32encode(digest).decode()}"
