"""TrueCMS: the first rows lie in the page, all rows behind ``getMessage.do``, as JSONP.

The interface wants a Referer and gives windows of ten to fifty rows. Some sites have taken it away,
so it is only tried where the page has rows of its own.
"""

from __future__ import annotations

import re
from urllib.parse import urljoin

import lxml.html

from scraper.exchange import Planned, Request
from scraper.families.links import links, report_entries
from scraper.families.model import Listing, WebPage
from scraper.families.scripts import json_of, number_of, pages_after_first, with_query
from scraper.sites import Site

_API = re.compile(r"[\"']([^\"'\s]*/messageController/getMessage\.do)")
_COLUMN = re.compile(r"columnId['\"]?\s*[=:]\s*['\"]?([\w-]+)", re.IGNORECASE)
_RECORD = re.compile(r"<record>\s*<!\[CDATA\[(.*?)\]\]>\s*</record>", re.DOTALL)
_FIRST = re.compile(r"[?&]startrecord=1(?:&|$)")
_PATH = "/messageController/getMessage.do"
_ROWS = 50


class TrueCms:
    """Lists of TrueCMS."""

    name = "truecms"

    def score(self, page: WebPage) -> int:
        """Its interface."""
        if _PATH in page.asked.url:
            return 95
        return 80 * bool(_API.search(page.text)) or 30 * ("TrueCMS" in page.text)

    def listing(self, page: WebPage, site: Site) -> Listing:  # noqa: ARG002 -- all drivers take it
        """Read the rows of a page and ask for all, or read a reply."""
        if _PATH in page.asked.url:
            return _reply(page)
        entries, asked = report_entries(links(page)), _asked(page)
        if entries:
            return Listing(entries, trials=asked)
        return Listing(entries, asked, hollow=bool(asked))

    def entrances(self, *_told: object) -> tuple[Planned, ...]:
        """There are none."""
        return ()


def _asked(page: WebPage) -> tuple[Request, ...]:
    api, column = _API.search(page.text), _COLUMN.search(page.text)
    if api is None or column is None:
        return ()
    query = f"startrecord=1&endrecord={_ROWS}&perpage={_ROWS}&columnId={column[1]}&callback=cb"
    url = f"{urljoin(page.url, api[1])}?{query}"
    return (Request(url, headers=(("Referer", page.url),)),)


def _reply(page: WebPage) -> Listing:
    told = json_of(page.text)
    if not isinstance(told, dict):
        return Listing()
    rows = "".join(_RECORD.findall(str(told.get("result") or "")))
    tree = lxml.html.fromstring(f"<div>{rows}</div>")
    total = number_of(told.get("total"))
    numbers = pages_after_first(total, _ROWS) if _FIRST.search(page.asked.url) else range(0)
    more = tuple(
        page.asked._replace(
            url=with_query(
                page.asked.url, startrecord=(number - 1) * _ROWS + 1, endrecord=number * _ROWS
            )
        )
        for number in numbers
    )
    return Listing(report_entries(links(page, tree)), more, total, hollow=bool(more))


DRIVER = TrueCms()
