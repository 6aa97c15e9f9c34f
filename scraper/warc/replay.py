"""An archived record as the exchange it was, so that archives are read like live sites."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable

from scraper.errors import ArchiveError
from scraper.exchange import Exchange, Request
from scraper.warc.http import read_response
from scraper.warc.model import FLAGS, Record


def to_exchange(record: Record) -> Exchange:
    """Give the answer that a response record holds.

    Raises:
        ArchiveError: F.ARCHIVE: it is no response, its message is damaged, or its digest is not
            that of its bytes.
    """
    url = (record.header("WARC-Target-URI") or "").strip("<>")
    if record.kind != "response" or not url:
        raise ArchiveError(f"the record at byte {record.offset} is no response", url=url)
    _require_digest(record, "WARC-Block-Digest", (record.block,))
    try:
        message = read_response(record.block)
    except ValueError as error:
        raise ArchiveError(f"{url}: {error}", url=url) from error
    _require_digest(record, "WARC-Payload-Digest", message.stages)
    return Exchange(
        Request(url),
        url,
        message.status,
        message.headers,
        message.body,
        record.header("WARC-Date") or "",
        flags=_flags(record),
        tls=_tls(record),
    )


def _flags(record: Record) -> tuple[str, ...]:
    """Give what was odd when it was fetched, and whether the archive kept only the beginning."""
    told = tuple(flag for flag in (record.header(FLAGS) or "").split(",") if flag)
    return (*told, "warc-truncated") if record.header("WARC-Truncated") else told


def _tls(record: Record) -> str | None:
    scheme, _, profile = (record.header("WARC-Protocol") or "").partition("/")
    return profile if scheme == "tls" and profile in ("standard", "legacy") else None


def _require_digest(record: Record, field: str, candidates: Iterable[bytes]) -> None:
    """Refuse a record whose digest fits none of the bytes that it may have been taken of."""
    name, _, value = (record.header(field) or "").partition(":")
    known = [_digests(name.lower(), data) for data in dict.fromkeys(candidates)]
    if value and any(known) and not any(value.lower() in digests for digests in known):
        raise ArchiveError(f"the record at byte {record.offset} is not what was written ({field})")


def _digests(name: str, block: bytes) -> set[str]:
    """Give the ways in which a digest is written, in small letters; none for unknown names."""
    if name not in ("sha1", "sha256"):
        return set()
    digest = hashlib.new(name, block, usedforsecurity=False).digest()
    ways = (base64.b16encode, base64.b32encode, base64.b64encode, base64.urlsafe_b64encode)
    return {way(digest).decode().lower() for way in ways}
