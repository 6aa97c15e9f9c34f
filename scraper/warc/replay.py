"""An archived record as the exchange it was, so that archives are read like live sites."""

from __future__ import annotations

import base64
import hashlib

from scraper.errors import ArchiveError
from scraper.exchange import Exchange, Request
from scraper.warc.http import read_response
from scraper.warc.model import Record


def to_exchange(record: Record) -> Exchange:
    """Give the answer that a response record holds.

    Raises:
        ArchiveError: F.ARCHIVE: it is no response, its message is damaged, or its digest is not
            that of its bytes.
    """
    url = (record.header("WARC-Target-URI") or "").strip("<>")
    if record.kind != "response" or not url:
        raise ArchiveError(f"the record at byte {record.offset} is no response", url=url)
    _require_digest(record)
    try:
        message = read_response(record.block)
    except ValueError as error:
        raise ArchiveError(f"{url}: {error}", url=url) from error
    return Exchange(
        Request(url),
        url,
        message.status,
        message.headers,
        message.body,
        record.header("WARC-Date") or "",
    )


def _require_digest(record: Record) -> None:
    told = record.header("WARC-Block-Digest")
    if told is None:
        return
    name, _, value = told.partition(":")
    if value and value.lower() not in _digests(name.lower(), record.block):
        raise ArchiveError(f"the record at byte {record.offset} is not what was written")


def _digests(name: str, block: bytes) -> set[str]:
    """Give the ways in which a digest is written, in small letters; none for unknown names."""
    if name not in ("sha1", "sha256"):
        return set()
    digest = hashlib.new(name, block, usedforsecurity=False)
    return {digest.hexdigest(), base64.b32encode(digest.digest()).decode().lower()}
