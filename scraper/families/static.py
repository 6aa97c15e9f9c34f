"""Any site of plain pages: links by their words, further pages by what the page says of them.

Order of trust: the number of the last page, then the link to the next page, then trial addresses,
of which the first that brings a new link is kept. Source: section on the generic driver of the
study of site systems; 44 % of county sites have no better one.
"""

from __future__ import annotations

import re
from urllib.parse import urljoin

from scraper.exchange import Planned, Request
from scraper.families.links import Link, absolute, every_link, links, report_entries
from scraper.families.model import Listing, WebPage
from scraper.families.trials import trials
from scraper.families.words import words
from scraper.sites import Site

_NUMBER = re.compile(r"^(.*?[_/=-]|.*?[a-z])(\d{1,3})(\.[a-z]+|/)?$", re.IGNORECASE)
_MOST = 50  # pages of one list


class Static:
    """The floor on which all other families stand."""

    name = "static"

    def score(self, page: WebPage) -> int:
        """Every page of HTML can be read like this, and every other family is surer."""
        return 1 if "<" in page.text[:2000] else 0

    def listing(self, page: WebPage, site: Site) -> Listing:  # noqa: ARG002 -- all drivers take it
        """Read a list by the words of its links."""
        entries, more = report_entries(links(page)), further(page)
        return Listing(entries, more, trials=() if more else trials(page, len(entries)))

    def entrances(self, *_told: object) -> tuple[Planned, ...]:
        """There are none that hold for every site."""
        return ()


def further(page: WebPage) -> tuple[Request, ...]:
    """Give the requests for the pages that follow this one in its list."""
    table = words()["next"]
    found = every_link(page)  # the last page may stand there by its number as well as by its name
    numbered = _up_to_last(page, found, table["last"])
    if numbered:
        return numbered
    for link in found:
        if link.text.strip().lower() in table["words"] and link.url != page.url:
            return (Request(link.url),)
    frames = (frame.get("src") for frame in page.tree.iter("iframe"))
    inside = (absolute(page.url, src) for src in frames)
    return tuple(Request(url) for url in inside if url)


def _up_to_last(page: WebPage, found: list[Link], names: list[str]) -> tuple[Request, ...]:
    """Fill in the addresses between the next page and the last, where both have a number."""
    last = next((link.url for link in found if link.text.strip().lower() in names), None)
    after = [link.url for link in found if link.text.strip().lower() in words()["next"]["words"]]
    numbers = [link.url for link in found if link.text.strip().isdecimal()]
    if last is None:
        return ()
    end = _NUMBER.match(last)
    for url in (*after, *numbers):
        start = _NUMBER.match(url)
        if end and start and start[1] == end[1] and start[3] == end[3] and url != page.url:
            return _between(page, start, end)
    return ()


def _between(page: WebPage, start: re.Match[str], end: re.Match[str]) -> tuple[Request, ...]:
    low, high = sorted((int(start[2]), int(end[2])))
    if high - low > _MOST:
        high = low + _MOST
    urls = (f"{start[1]}{number}{start[3] or ''}" for number in range(low, high + 1))
    return tuple(Request(urljoin(page.url, url)) for url in urls if url != page.url)
