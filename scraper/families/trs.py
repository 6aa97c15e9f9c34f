"""TRS WCM: directories of static pages, counted from zero by a script.

Sources of the number of pages, in order of trust: ``countPage``, then ``createPageHTML``, then the
link to the next page. A commented call is stale. Articles end in ``tYYYYMMDD_id.html``.
"""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

from scraper.exchange import Planned, Request
from scraper.families.links import links, report_entries
from scraper.families.model import Listing, WebPage
from scraper.families.scripts import MOST_PAGES, without_comments
from scraper.families.static import further
from scraper.sites import Site

_COUNT = re.compile(r"\bcountPage\s*=\s*(\d{1,4})")
_CALL = re.compile(
    r"createPageHTML\(\s*(\d{1,5})\s*,\s*(\d{1,5})\s*,\s*(?:\"(\w+)\"|'(\w+)'|(\d+))"
    r"(?:\s*,\s*[\"'](\w+)[\"'])?"
)
_ARTICLE = re.compile(r"/t_?(?:\d{8}_)?\d{6,9}\.s?html?\b")
_LATER = re.compile(r"_\d+\.\w+$")


class Trs:
    """Lists of TRS."""

    name = "trs"

    def score(self, page: WebPage) -> int:
        """The scripts of its lists, or the addresses of its articles."""
        text = without_comments(page.text)
        found = 60 * bool(_COUNT.search(text) or _CALL.search(text))
        found += 30 * bool(_ARTICLE.search(text)) + 5 * ("TRS_" in text)
        return min(found, 95)

    def listing(self, page: WebPage, site: Site) -> Listing:  # noqa: ARG002 -- all drivers take it
        """Read a list; the first page tells all others."""
        found = links(page)
        entries = report_entries(found)
        return Listing(entries, _pages(page) or further(page))

    def entrances(self, *_told: object) -> tuple[Planned, ...]:
        """There are none."""
        return ()


def _pages(page: WebPage) -> tuple[Request, ...]:
    """Give ``index_1.html`` and so on to the last, seen from the first page."""
    text = without_comments(page.text)
    call, count = _CALL.search(text), _COUNT.search(text)
    if call is None and count is None:
        return ()
    pages = int(count[1]) if count else _called(call)
    path = urlsplit(page.url).path
    if _LATER.search(path):
        return ()
    stem, ending = _name(path, call)
    numbers = range(1, min(pages, MOST_PAGES))
    return tuple(Request(urljoin(page.url, f"{stem}_{number}.{ending}")) for number in numbers)


def _called(call: re.Match[str] | None) -> int:
    """Give the pages of a call: the first number, or the second of three (rows, pages, page)."""
    if call is None:
        return 1
    return int(call[2]) if call[5] is not None else int(call[1])


def _name(path: str, call: re.Match[str] | None) -> tuple[str, str]:
    if call is not None and (call[3] or call[4]):
        return call[3] or call[4], call[6] or "html"
    stem, _, ending = path.rpartition("/")[2].rpartition(".")
    return stem or "index", ending or "html"


DRIVER = Trs()
