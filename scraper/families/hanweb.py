"""Hanweb jpage: the rows lie in an island of XML, further ones behind ``dataproxy.jsp``.

Of the address of the next group only ``page`` is changed, which works also where column and unit
are encrypted. Some sites ignore startrecord and obey page, so both are never mixed.
"""

from __future__ import annotations

import html
import re
from urllib.parse import urljoin

import lxml.html

from scraper.exchange import Planned, Request
from scraper.families.links import links, report_entries
from scraper.families.model import Listing, WebPage
from scraper.families.scripts import pages_after_first
from scraper.families.static import further
from scraper.sites import Site

_RECORD = re.compile(r"<record>\s*<!\[CDATA\[(.*?)\]\]>\s*</record>", re.DOTALL)
_GROUP = re.compile(r"<nextgroup>.*?href=[\"']([^\"']*dataproxy\.jsp[^\"']*)[\"']", re.DOTALL)
_TOTAL = re.compile(r"(?:totalRecord\s*[:=]\s*|<totalrecord>\s*)(\d+)", re.IGNORECASE)
_SIZE = re.compile(r"perPage\s*[:=]\s*(\d+)", re.IGNORECASE)
_PAGE = re.compile(r"([?&])page=\d+")
_NAMES = ("columnid", "unitid", "webid")
_PROXY = "/module/web/jpage/dataproxy.jsp"
_ARTICLE = re.compile(r"/art/\d{4}/(?:\d{1,2}/\d{1,2}/)?art_")


class Hanweb:
    """Lists of hanweb's jpage."""

    name = "hanweb"

    def score(self, page: WebPage) -> int:
        """Its island of XML, its script, its addresses."""
        text = page.text
        if _RECORD.search(text) and "<datastore" in text:
            return 90
        return 50 * ("jpage" in text) + 30 * bool(_ARTICLE.search(text))

    def listing(self, page: WebPage, site: Site) -> Listing:  # noqa: ARG002 -- all drivers take it
        """Read a list or a reply of the proxy."""
        island = "".join(_RECORD.findall(page.text))
        rows = links(page, lxml.html.fromstring(f"<div>{island}</div>")) if island.strip() else []
        plain = links(page)
        urls = {row.url for row in rows}
        entries = report_entries([*rows, *(link for link in plain if link.url not in urls)])
        if _PROXY in page.asked.url:
            return Listing(entries)
        total = _number(_TOTAL, page.text)
        more = _pages(page, total, len(_RECORD.findall(page.text)))
        return Listing(entries, more or further(page), total or None, hollow=bool(more))

    def entrances(self, *_told: object) -> tuple[Planned, ...]:
        """There are none; those of the information module are a family of their own."""
        return ()


def _number(pattern: re.Pattern[str], text: str) -> int:
    found = pattern.search(text)
    return int(found[1]) if found else 0


def _pages(page: WebPage, total: int, shown: int) -> tuple[Request, ...]:
    size = _number(_SIZE, page.text) or shown
    if not total or not size:
        return ()
    first = 2 if shown else 1
    numbers = [*range(1, 2 if first == 1 else 1), *pages_after_first(total, size)]
    group = _GROUP.search(page.text)
    if group:
        address = urljoin(page.url, html.unescape(group[1]))
        return tuple(Request(_PAGE.sub(rf"\g<1>page={number}", address)) for number in numbers)
    return tuple(_by_records(page, number, size) for number in numbers)


def _by_records(page: WebPage, number: int, size: int) -> Request:
    """Ask for rows by their numbers, where no address of a next group is given."""
    told = (
        (name, re.search(rf"\b{name}\s*[:=]\s*['\"]?(\w+)", page.text, re.IGNORECASE))
        for name in _NAMES
    )
    known = "".join(f"&{name}={found[1]}" for name, found in told if found)
    start = (number - 1) * size + 1
    query = f"startrecord={start}&endrecord={start + size - 1}&perpage={size}&col=1&appid=1&path=/"
    return Request(urljoin(page.url, f"{_PROXY}?{query}{known}"))


DRIVER = Hanweb()
