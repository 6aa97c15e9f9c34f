"""VSB: pages are numbered backwards, so that old ones keep their address."""

from __future__ import annotations

import re

from scraper.exchange import Planned, Request
from scraper.families.links import links, report_entries
from scraper.families.model import Listing, WebPage
from scraper.families.scripts import MOST_PAGES, with_query
from scraper.families.static import further
from scraper.sites import Site

_SIGNS = (
    "pb_sys_common",
    "/system/resource/",
    "vsb_content",
    "_showDynClickBatch",
    "v_news_content",
)
_ARTICLE = re.compile(r"info/\d{4,6}/\d+\.htm\b")
_DYNAMIC = re.compile(r"[?&](a\d+)t=(\d+)&(?:amp;)?a\d+p=\d+")


class Vsb:
    """Lists of VSB."""

    name = "vsb"

    def score(self, page: WebPage) -> int:
        """Its classes and scripts, and the addresses of its articles."""
        found = 25 * sum(sign in page.text for sign in _SIGNS)
        return min(found + 30 * bool(_ARTICLE.search(page.text)), 90)

    def listing(self, page: WebPage, site: Site) -> Listing:  # noqa: ARG002 -- all drivers take it
        """Read a list; the links to its pages hold the last number and the next."""
        found = links(page)
        return Listing(report_entries(found), _dynamic(page) or further(page))

    def entrances(self, *_told: object) -> tuple[Planned, ...]:
        """There are none."""
        return ()


def _dynamic(page: WebPage) -> tuple[Request, ...]:
    """Give the pages of a list that is made when it is asked for; the first page tells all."""
    if _DYNAMIC.search(page.asked.url):
        return ()
    for link in links(page):
        told = _DYNAMIC.search(link.url)
        if told:
            numbers = range(2, min(int(told[2]), MOST_PAGES) + 1)
            return tuple(Request(with_query(link.url, **{f"{told[1]}p": n})) for n in numbers)
    return ()


DRIVER = Vsb()
