"""What a driver takes and gives.

A driver does no I/O: it is handed a page and says which reports it lists and what else should be
asked. So live sites, archives and saved pages are read by the same code.
"""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple, Protocol

import lxml.html

from scraper.exchange import Headers, Planned, Request
from scraper.sites import Site


class WebPage:
    """A page as a driver sees it.

    Attributes:
        url: Where it came from, after redirects.
        status: The HTTP status.
        headers: As received.
        text: The body, decoded; HTML, XML, JSON or JSONP.
        asked: The request that led here.
    """

    def __init__(
        self, url: str, text: str, *, status: int = 200, headers: Headers = (), asked: Request
    ) -> None:
        self.url = url
        self.status = status
        self.headers = headers
        self.text = text
        self.asked = asked

    @cached_property
    def tree(self) -> lxml.html.HtmlElement:
        """The page as a tree; an empty ``<html>`` where it is none."""
        try:
            return lxml.html.document_fromstring(self.text)
        except (lxml.etree.ParserError, ValueError):
            return lxml.html.Element("html")


class Entry(NamedTuple):
    """A report that a list names."""

    url: str  # absolute, without fragment
    title: str
    published_on: str | None = None  # YYYY-MM-DD
    publisher: str | None = None
    year: int | None = None  # the reporting year, where the list says it


class Listing(NamedTuple):
    """What one page of a list gave."""

    entries: tuple[Entry, ...] = ()
    more: tuple[Request, ...] = ()  # further pages of the same list, in order
    total: int | None = None  # entries that the list says it has, over all pages
    trials: tuple[Request, ...] = ()  # guesses at further pages; that they fail says nothing
    hollow: bool = False  # the page may hold no rows itself; they come with ``more``


class Driver(Protocol):
    """One family of site systems."""

    name: str

    def score(self, page: WebPage) -> int:
        """Say how surely the page is of this family: 0 not at all, 100 without doubt."""
        ...

    def listing(self, page: WebPage, site: Site) -> Listing:
        """Read a page of a list, or a reply of the family's interface."""
        ...

    def entrances(self, page: WebPage, site: Site, years: range) -> tuple[Planned, ...]:
        """Give short cuts from any page of the site to its lists or reports, if there are."""
        ...
