"""What an answer is, and what it leads to: pure, so that archives are judged like live sites."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from scraper.decode import decode_bytes, with_charset
from scraper.discovery import step
from scraper.discovery.pictures import table_pictures
from scraper.discovery.step import is_list
from scraper.errors import DriverError
from scraper.exchange import PART, PICTURE, Exchange, Planned
from scraper.families import WebPage
from scraper.families.registry import Drivers
from scraper.families.words import words
from scraper.reading.sniff import A_PICTURE, binary_kind
from scraper.sites import Site

_HEAD = 65_536
# Flags of an answer that forbid to take it for the page: code and words.
_SUSPECT = {
    "trailing-bytes": ("F.TRUNCATED", "the page ends before its own end mark"),
    "end-missing": ("F.TRUNCATED", "the page ends before its own end mark"),
    "redirected-away": ("F.REDIRECTED", "the server sends elsewhere, to a login or its home page"),
    "warc-truncated": ("F.TRUNCATED", "the archive kept only the beginning of the page"),
    "off-site": ("F.REDIRECTED", "the server sends to a site of another owner"),
    "js-redirect": ("F.SCRIPTED", "the page only loads another by a script"),
}


class Judged(NamedTuple):
    """What became of an answer.

    Attributes:
        state: ``done`` or ``refused``.
        code: Why it was refused, else None.
        reason: In words.
        kind: What it turned out to be, None for what was asked.
        children: What it leads to.
        family: The family it was read by.
    """

    state: str
    code: str | None = None
    reason: str = ""
    kind: str | None = None
    children: tuple[Planned, ...] = ()
    family: str | None = None

    @property
    def leads_nowhere(self) -> bool:
        """Whether an answer that was taken is nothing but what was asked for."""
        return self.state == "done" and self.kind is None and not self.children


def judge(
    planned: Planned, exchange: Exchange, site: Site, years: range, drivers: Drivers
) -> Judged:
    """Judge an answer of a site.

    Args:
        planned: Why it was asked for.
        exchange: The answer.
        site: Whose it is.
        years: Reporting years that are wanted.
        drivers: The families to choose from.
    """
    if exchange.suspect in _SUSPECT and not (planned.kind == "home" and _moved(exchange)):
        code, reason = _SUSPECT[exchange.suspect or ""]
        return Judged("refused", code, reason)
    if planned.kind in ("attachment", PART):
        return Judged("done")
    kind = binary_kind(exchange.data[:_HEAD])
    if planned.kind == PICTURE:
        return _picture(kind)
    if kind is not None:
        return _document(planned, kind)
    page = web_page(exchange, site)
    try:
        found = step(page, planned.kind, site, years, planned.depth, drivers)
    except DriverError as error:
        return Judged("refused", error.code, error.reason)
    return Judged("done", None, found.note or "", found.kind, found.requests, found.family)


def is_doubtful(planned: Planned, exchange: Exchange, site: Site) -> bool:
    """Say whether a page that should be a report bears no mark of one and next to no words.

    The marks are looked for in its bytes first, in the two encodings that such pages have, so that a
    plain report costs nothing. What is doubtful costs its host one request a run, for a page that
    cannot be.
    """
    if planned.kind != "report" or not exchange.data or exchange.suspect:
        return False
    if any(mark in exchange.data for mark in _marks()) or binary_kind(exchange.data[:_HEAD]):
        return False
    return is_list(web_page(exchange, site))


@lru_cache
def _marks() -> tuple[bytes, ...]:
    marks = words()["report"]["marks"]
    return tuple(mark.encode(codec) for mark in marks for codec in ("utf-8", "gb18030"))


def _moved(exchange: Exchange) -> bool:
    return exchange.suspect == "off-site"


def _picture(kind: str | None) -> Judged:
    if kind is not None and kind.startswith(A_PICTURE):
        return Judged("done")
    return Judged(
        "refused", "F.UNSUPPORTED", f"there is {kind or 'text'} where a picture should be"
    )


def _document(planned: Planned, kind: str) -> Judged:
    if planned.kind == "report":
        return Judged("done", None, f"the report is {kind}", "attachment")
    return Judged("refused", "F.UNSUPPORTED", f"there is {kind} where a page should be")


def pictures_of_parts(
    exchange: Exchange, later: Sequence[bytes], site: Site
) -> tuple[Planned, ...]:
    """Give the pictures that a report needs whose site cuts it into several pages.

    Args:
        exchange: The answer with its first page.
        later: The further pages, in order.
        site: Whose it is.
    """
    pages = [web_page(exchange._replace(data=data), site) for data in later if data]
    return table_pictures(web_page(exchange, site), site, pages)


def web_page(exchange: Exchange, site: Site) -> WebPage:
    """Give an answer as drivers take it."""
    kind = with_charset(exchange.header("Content-Type"), site.encoding)
    text = decode_bytes(exchange.data, content_type=kind).text
    return WebPage(
        exchange.url,
        text,
        status=exchange.status,
        headers=exchange.headers,
        asked=exchange.request,
    )
