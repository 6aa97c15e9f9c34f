"""Guangdong's catalogue platform: a shell with a tree of columns, and JSON behind it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin

from scraper.exchange import Planned, Request
from scraper.families.links import links, report_entries
from scraper.families.model import Listing, WebPage
from scraper.families.scripts import (
    MOST_PAGES,
    entry,
    json_after,
    json_of,
    number_of,
    pages_after_first,
    record_of,
    records_of,
    with_query,
)
from scraper.families.static import further
from scraper.families.words import words
from scraper.sites import Site

_SID = re.compile(r"\bSID\s*:\s*['\"]?(\w+)")
_PREFIX = re.compile(r"\bLINK_PRE\s*:\s*['\"]([^'\"]*)")
_API = "/api/all/"
_PAGE = re.compile(r"[?&]page=(\d{1,4})(?:&|$)")
_SIZE = 100
_SURE = 60  # score of a column's name from which on it is one of annual reports
_SCORE = 150


class Gkmlpt:
    """Lists of the catalogue platform and of the site system that goes with it."""

    name = "gkmlpt"

    def score(self, page: WebPage) -> int:
        """The tree in the page, the interface's address, or the system's own marks."""
        if _API in page.asked.url or ("_CONFIG" in page.text and "TREE" in page.text):
            return 90
        return 40 * ("/content/post_" in page.text) + 20 * ("NFCMS" in page.text)

    def listing(self, page: WebPage, site: Site) -> Listing:  # noqa: ARG002 -- all drivers take it
        """Read a reply, or a static list."""
        if _API in page.asked.url:
            return _reply(page)
        found = links(page)
        return Listing(report_entries(found), further(page))

    def entrances(self, page: WebPage, site: Site, years: range) -> tuple[Planned, ...]:  # noqa: ARG002
        """Give the interface's address of every column that is named like annual reports."""
        sid, prefix = _SID.search(page.text), _PREFIX.search(page.text)
        tree = json_after(page.text, "TREE")
        if sid is None or not isinstance(tree, list):
            return ()
        base = urljoin(page.url, (prefix[1] if prefix else "/gkmlpt") + _API)
        return tuple(
            Planned(Request(f"{base}{column['id']}?page=1&sid={sid[1]}"), "list", 0, _SCORE)
            for column in _columns(tree)
        )


def _columns(tree: object) -> Iterator[dict[str, Any]]:
    names = words()["columns"]
    for node in records_of(tree):
        name = str(node.get("name") or "")
        if any(word in name and score >= _SURE for word, score in names.items()) and "id" in node:
            yield node
        yield from _columns(node.get("children"))


def _reply(page: WebPage) -> Listing:
    told = json_of(page.text)
    if not isinstance(told, dict):
        return Listing()
    rows = records_of(told.get("articles"))
    entries = tuple(
        found
        for row in rows
        for found in entry(
            page.url, row.get("url"), row.get("title"), row.get("create_time"), row.get("publisher")
        )
    )
    total = number_of(record_of(told.get("classify")).get("post_count"))
    asked = _PAGE.search(page.asked.url)
    number = int(asked[1]) if asked else 1
    numbers = pages_after_first(total, _SIZE) if number == 1 else range(0)
    more = tuple(Request(with_query(page.asked.url, page=n)) for n in numbers)
    # The count holds posts that are not shown, and behind the last page there is none: so pages
    # beyond those that must be there are tried one after the other.
    last = not rows or number * len(rows) >= total or number >= MOST_PAGES
    trials = () if more or last else (Request(with_query(page.asked.url, page=number + 1)),)
    return Listing(entries, more, total, trials, hollow=number == 1)


DRIVER = Gkmlpt()
