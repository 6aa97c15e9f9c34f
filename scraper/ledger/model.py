"""What goes into the ledger and comes out of it."""

from __future__ import annotations

from typing import NamedTuple

from scraper.exchange import Planned
from scraper.warc import Place

# States of an address.
WAITING, DONE, FAILED, REFUSED, SKIPPED = "waiting", "done", "failed", "refused", "skipped"


class Waiting(NamedTuple):
    """An address that is to be asked."""

    key: int
    site: str
    planned: Planned
    attempts: int
    etag: str | None = None  # of the newest answer that was kept
    last_modified: str | None = None


class Fetched(NamedTuple):
    """An answer that lies in the archive."""

    url: str
    status: int
    retrieved_at: str
    sha256: str
    size: int  # bytes of the body
    digest: str  # payload digest, as the archive writes it
    place: Place
    media_type: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    flags: tuple[str, ...] = ()
    tls: str | None = None
    whole: str | None = None  # sha256 of the body and its further pages, where it has any


class Settled(NamedTuple):
    """What became of a request; written in one piece with all that it brought.

    Attributes:
        state: ``done``, ``failed``, ``refused`` or ``skipped``.
        code: One of the ``F.*`` codes, None where it went well.
        reason: In words; "" where it went well.
        fetched: The answer, where there is one.
        children: Requests that the answer leads to.
        family: The family of site systems the page is of, where it was told.
        kind: What the answer turned out to be, where that is not what was asked for.
    """

    state: str
    code: str | None = None
    reason: str = ""
    fetched: Fetched | None = None
    children: tuple[Planned, ...] = ()
    family: str | None = None
    kind: str | None = None


class Version(NamedTuple):
    """A published version of a report that is kept."""

    key: int  # of the fetch
    site: str
    url: str
    number: int  # 1 for the first
    kind: str  # report or attachment
    place: Place
    sha256: str
    media_type: str | None
    year: int | None  # as the list told
    title: str | None


class Piece(NamedTuple):
    """What belongs to a report and was asked for with it."""

    kind: str  # part or picture
    url: str
    place: Place


class Row(NamedTuple):
    """What became of one address."""

    site: str
    url: str
    kind: str
    outcome: str  # record, attachment, page, failed, refused, skipped, waiting
    code: str | None
    reason: str
    sha256: str | None
    year: int | None
    publisher: str | None
    versions: int
    record: str | None  # id of the record
