"""The ``info/iList.jsp`` system: lists by category, pages by ``cur_page``."""

from __future__ import annotations

import re

from scraper.exchange import Planned, Request
from scraper.families.links import links, report_entries
from scraper.families.model import Listing, WebPage
from scraper.families.scripts import MOST_PAGES, with_query
from scraper.families.static import further
from scraper.sites import Site

_LIST = re.compile(r"/info/iList\.jsp\?", re.IGNORECASE)
_ARTICLE = re.compile(r"/info/i?Content\.jsp\?", re.IGNORECASE)
_PAGES = re.compile("\u5171\\s*(\\d{1,4})\\s*\u9875")  # how many pages there are, in words
_LATER = re.compile(r"[?&]cur_page=(?!1(?:&|$))", re.IGNORECASE)


class IList:
    """Lists of the system."""

    name = "ilist"

    def score(self, page: WebPage) -> int:
        """The addresses of its lists and articles."""
        asked = 50 * bool(_LIST.search(page.asked.url))
        return min(asked + 30 * bool(_LIST.search(page.text) or _ARTICLE.search(page.text)), 90)

    def listing(self, page: WebPage, site: Site) -> Listing:  # noqa: ARG002 -- all drivers take it
        """Read a list; the first page tells how many there are."""
        entries = report_entries(links(page))
        return Listing(entries, _pages(page) or further(page))

    def entrances(self, *_told: object) -> tuple[Planned, ...]:
        """There are none."""
        return ()


def _pages(page: WebPage) -> tuple[Request, ...]:
    count = _PAGES.search(page.text)
    if count is None or not _LIST.search(page.asked.url) or _LATER.search(page.asked.url):
        return ()
    numbers = range(2, min(int(count[1]), MOST_PAGES) + 1)
    return tuple(Request(with_query(page.asked.url, cur_page=number)) for number in numbers)


DRIVER = IList()
