"""The ``pc/list.html`` platform: the rows are data in the page, addresses are JSON inside JSON."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin, urlsplit

from scraper.exchange import Planned, Request
from scraper.families.links import links, report_entries
from scraper.families.model import Entry, Listing, WebPage
from scraper.families.scripts import MOST_PAGES, entry, json_after, json_of
from scraper.families.static import further
from scraper.sites import Site

_TOTAL = re.compile(r"totalPage['\"]?\s*:\s*(\d{1,4})")
_PAGE = re.compile(r"pageNo['\"]?\s*:\s*(\d{1,4})")


class PcList:
    """Lists of the platform."""

    name = "pc_list"

    def score(self, page: WebPage) -> int:
        """The data in the page, or its addresses."""
        return 85 * ("articleList" in page.text) or 60 * ("/pc/content/content_" in page.text)

    def listing(self, page: WebPage, site: Site) -> Listing:  # noqa: ARG002 -- all drivers take it
        """Read the rows of a page."""
        rows = json_after(page.text, "articleList")
        found = links(page)
        if not isinstance(rows, list):
            return Listing(report_entries(found), further(page))
        entries = tuple(one for row in rows if isinstance(row, dict) for one in _entry(page, row))
        return Listing(entries, _pages(page) or further(page))

    def entrances(self, *_told: object) -> tuple[Planned, ...]:
        """There are none."""
        return ()


def _entry(page: WebPage, row: dict[str, Any]) -> Iterator[Entry]:
    urls = row.get("urls")
    told = json_of(urls) if isinstance(urls, str) else urls
    href = told.get("pc") if isinstance(told, dict) else None
    return entry(page.url, href, row.get("title"), row.get("pubDate"), row.get("contentSource"))


def _pages(page: WebPage) -> tuple[Request, ...]:
    total, number = _TOTAL.search(page.text), _PAGE.search(page.text)
    if total is None or (number and int(number[1]) > 1):
        return ()
    stem, _, ending = urlsplit(page.url).path.rpartition(".")
    numbers = range(2, min(int(total[1]), MOST_PAGES) + 1)
    return tuple(Request(urljoin(page.url, f"{stem}_{n}.{ending or 'html'}")) for n in numbers)


DRIVER = PcList()
