"""SiteServer: channels and contents by number, and lists that a script asks for by POST.

The value ``stlPageContentsElement`` is encrypted and is handed back as the page has it. Whether pages
are counted from zero or one differs, so the number behind the last is tried as well.
"""

from __future__ import annotations

import json
import re
from urllib.parse import urljoin

from scraper.exchange import Planned, Request
from scraper.families.links import links, report_entries
from scraper.families.model import Listing, WebPage
from scraper.families.scripts import MOST_PAGES
from scraper.families.static import further
from scraper.sites import Site

_API = re.compile(r"/api/(?:sys/)?stl/actions/pagecontents")
_ARTICLE = re.compile(r"/contents/\d+/\d+\.html\b")
_CHANNEL = re.compile(r"/channels/\d+(?:_\d+)?\.html\b")
_ELEMENT = re.compile(r"stlPageContentsElement['\"]?\s*:\s*['\"]([^'\"]+)['\"]")
_NUMBERS = ("siteId", "pageChannelId", "templateId", "totalNum", "pageCount")
_JSON = (("Content-Type", "application/json"),)


class SiteServer:
    """Lists of SiteServer."""

    name = "siteserver"

    def score(self, page: WebPage) -> int:
        """Its interface, and the addresses of its channels and contents."""
        if _API.search(page.asked.url):
            return 90
        found = 40 * bool(_API.search(page.text)) + 25 * bool(_ARTICLE.search(page.text))
        return min(found + 20 * bool(_CHANNEL.search(page.asked.url)), 85)

    def listing(self, page: WebPage, site: Site) -> Listing:  # noqa: ARG002 -- all drivers take it
        """Read a list or a reply; the script is asked where no link leads on."""
        entries = report_entries(links(page))
        if _API.search(page.asked.url):
            return Listing(entries)
        more = further(page)
        if more:
            return Listing(entries, more)
        asked = _asked(page)
        return Listing(entries, asked[:-1], trials=asked[-1:], hollow=bool(asked))

    def entrances(self, *_told: object) -> tuple[Planned, ...]:
        """There are none."""
        return ()


def _asked(page: WebPage) -> tuple[Request, ...]:
    api, element = _API.search(page.text), _ELEMENT.search(page.text)
    told = {name: _number(page.text, name) for name in _NUMBERS}
    if api is None or element is None or told["pageCount"] < 2:
        return ()
    url, count = urljoin(page.url, api[0]), min(told["pageCount"], MOST_PAGES)
    bodies = (
        {**told, "currentPageIndex": number, "stlPageContentsElement": element[1]}
        for number in range(1, count + 1)
    )
    return tuple(Request(url, "POST", json.dumps(body).encode(), _JSON) for body in bodies)


def _number(text: str, name: str) -> int:
    found = re.search(rf"\b{name}['\"]?\s*:\s*['\"]?(\d+)", text)
    return int(found[1]) if found else 0


DRIVER = SiteServer()
