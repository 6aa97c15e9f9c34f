"""UCAP: static lists counted from one, and an interface that gives the same rows as JSON."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

from scraper.exchange import Planned, Request
from scraper.families.links import links, report_entries
from scraper.families.model import Listing, WebPage
from scraper.families.scripts import (
    MOST_PAGES,
    entry,
    json_of,
    number_of,
    pages_after_first,
    record_of,
    records_of,
    with_query,
    without_comments,
)
from scraper.families.static import further
from scraper.sites import Site

_CALL = re.compile(
    r"createPageHTML\(\s*['\"][\w-]+['\"]\s*,\s*(\d{1,4})\s*,\s*(\d+)\s*,\s*"
    r"['\"]([\w-]+)['\"]\s*,\s*['\"](\w+)['\"]"
)
_CHANNEL = re.compile(
    r"(?:channelId['\"]?\s*[=:]\s*['\"]|<meta\s+name=['\"]channelId['\"]\s+content=['\"])([0-9a-f]{32})",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"/(?:[0-9a-f]{32}|c\d\d_\d+)\.shtml\b")
_ROWS = 20
_API = "/common/search/{channel}?_isAgg=true&_isJson=true&_pageSize={rows}&_template=index&page=1"


class Ucap:
    """Lists of UCAP."""

    name = "ucap"

    def score(self, page: WebPage) -> int:
        """The call of its script has a string first; its tags and addresses are its own."""
        if "/common/search/" in page.asked.url and "_isJson" in page.asked.url:
            return 95
        text = page.text
        found = 65 * bool(_CALL.search(without_comments(text))) + 20 * bool(_ARTICLE.search(text))
        found += 20 * ("ucap" in text.lower()) + 10 * bool(_CHANNEL.search(text))
        return min(found, 95)

    def listing(self, page: WebPage, site: Site) -> Listing:  # noqa: ARG002 -- all drivers take it
        """Read a list or a reply; a list without rows is asked for by its channel."""
        told = json_of(page.text) if page.text.lstrip()[:1] == "{" else None
        if told is not None:
            return _reply(page, told)
        found = links(page)
        entries = report_entries(found)
        channel = _CHANNEL.search(page.text)
        if not entries and channel:
            api = _API.format(channel=channel[1], rows=_ROWS)
            return Listing((), (Request(urljoin(page.url, api)),), hollow=True)
        return Listing(entries, _pages(page) or further(page))

    def entrances(self, *_told: object) -> tuple[Planned, ...]:
        """There are none."""
        return ()


def _pages(page: WebPage) -> tuple[Request, ...]:
    call = _CALL.search(without_comments(page.text))
    if call is None or int(call[2]) > 1 or re.search(r"_\d+\.\w+$", urlsplit(page.url).path):
        return ()
    numbers = range(2, min(int(call[1]), MOST_PAGES) + 1)
    return tuple(Request(urljoin(page.url, f"{call[3]}_{number}.{call[4]}")) for number in numbers)


def _reply(page: WebPage, told: dict[str, object]) -> Listing:
    data = record_of(told.get("data"))
    rows = records_of(data.get("results"))
    entries = tuple(
        found
        for row in rows
        for found in entry(
            page.url, row.get("url"), row.get("title"), row.get("publishedTimeStr"), _body(row)
        )
    )
    total, size = number_of(data.get("total")), number_of(data.get("rows"), _ROWS)
    first = number_of(data.get("page"), 1) == 1
    numbers = pages_after_first(total, size) if first else range(0)
    more = tuple(Request(with_query(page.asked.url, page=number)) for number in numbers)
    return Listing(entries, more, total, hollow=first)


def _body(row: dict[str, object]) -> object:
    """Give the publisher, which stands among named values three levels down."""
    for domain in records_of(row.get("domainMetaList")):
        for item in records_of(domain.get("resultList")):
            if item.get("key") == "fbjg":
                return item.get("value")
    return None


DRIVER = Ucap()
