"""Lonsun and the openness system: rows by a label's address, reports inside the column page."""

from __future__ import annotations

import html
import re
from urllib.parse import urljoin

from scraper.exchange import Planned, Request
from scraper.families.links import links, report_entries
from scraper.families.model import Listing, WebPage
from scraper.families.scripts import MOST_PAGES, with_query
from scraper.families.static import further
from scraper.sites import Site

_PAGES = re.compile(r"pageCount\s*[:=]\s*['\"]?(\d{1,4})")
_LABEL = re.compile(r"[\"']([^\"']*/site/label/\d+\?[^\"']*labelName=[^\"']*)[\"']")
_COLUMN = re.compile(r"/public/column/\d+\?[^\"'<>\s]*\btype=3\b[^\"'<>\s]*")
_SIGNS = ("/public/column/", "/site/label/", "j-fontContent", "/openness/", "Ls.pagination")
_MOST_YEARS = 30
_SCORE = 190


class Lonsun:
    """Lists of lonsun."""

    name = "lonsun"

    def score(self, page: WebPage) -> int:
        """Its addresses and classes; the reply of its label by what was asked."""
        if "/site/label/" in page.asked.url:
            return 90
        return min(30 * sum(sign in page.text for sign in _SIGNS), 85)

    def listing(self, page: WebPage, site: Site) -> Listing:  # noqa: ARG002 -- all drivers take it
        """Read a list or the reply of its label."""
        found = links(page)
        entries = report_entries(found)
        if "/site/label/" in page.asked.url:
            return Listing(entries)
        more = _pages(page)
        return Listing(entries, more or further(page), hollow=bool(more) and not entries)

    def entrances(self, page: WebPage, site: Site, years: range) -> tuple[Planned, ...]:  # noqa: ARG002
        """Give the column pages that hold a report of a year themselves."""
        if len(years) > _MOST_YEARS:
            return ()
        columns = dict.fromkeys(html.unescape(found[0]) for found in _COLUMN.finditer(page.text))
        return tuple(
            Planned(
                Request(with_query(urljoin(page.url, column), timeFrame=year, hasContent="true")),
                *("guess", 0, _SCORE, None, year),
            )
            for column in list(columns)[:MOST_PAGES]
            for year in years
        )


def _pages(page: WebPage) -> tuple[Request, ...]:
    count, label = _PAGES.search(page.text), _LABEL.search(page.text)
    if count is None or "pageIndex" in page.asked.url:
        return ()
    numbers = range(2, min(int(count[1]), MOST_PAGES) + 1)
    base = urljoin(page.url, html.unescape(label[1])) if label else page.url
    return tuple(Request(with_query(base, pageIndex=number)) for number in numbers)


DRIVER = Lonsun()
