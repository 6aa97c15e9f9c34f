"""What an answer is, and what it leads to: pure, so that archives are judged like live sites."""

from __future__ import annotations

from typing import NamedTuple

from scraper.decode import decode_bytes
from scraper.discovery import step
from scraper.exchange import Exchange, Planned
from scraper.families import WebPage
from scraper.families.registry import Drivers
from scraper.reading.sniff import binary_kind
from scraper.sites import Site

_HEAD = 65_536
# Flags of an answer that forbid to take it for the page: code and words.
_SUSPECT = {
    "trailing-bytes": ("F.TRUNCATED", "the page ends before its own end mark"),
    "end-missing": ("F.TRUNCATED", "the page ends before its own end mark"),
    "redirected-away": ("F.REDIRECTED", "the server sends elsewhere, to a login or its home page"),
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
    if planned.kind == "attachment":
        return Judged("done")
    kind = binary_kind(exchange.data[:_HEAD])
    if kind is not None:
        return _document(planned, kind)
    page = web_page(exchange, site)
    found = step(page, planned.kind, site, years, planned.depth, drivers)
    return Judged("done", None, found.note or "", found.kind, found.requests, found.family)


def _moved(exchange: Exchange) -> bool:
    return exchange.suspect == "off-site"


def _document(planned: Planned, kind: str) -> Judged:
    if planned.kind == "report":
        return Judged("done", None, f"the report is {kind}", "attachment")
    return Judged("refused", "F.UNSUPPORTED", f"there is {kind} where a page should be")


def web_page(exchange: Exchange, site: Site) -> WebPage:
    """Give an answer as drivers take it."""
    kind = exchange.header("Content-Type")
    if site.encoding:
        kind = f"{(kind or 'text/html').partition(';')[0]}; charset={site.encoding}"
    text = decode_bytes(exchange.data, content_type=kind).text
    return WebPage(
        exchange.url,
        text,
        status=exchange.status,
        headers=exchange.headers,
        asked=exchange.request,
    )
