"""Jpaas: the list is a script that names its unit; the reply is HTML inside JSON."""

from __future__ import annotations

import html
import json
import re
from urllib.parse import urlencode, urljoin

import lxml.html

from scraper.exchange import Planned, Request
from scraper.families.links import links, report_entries
from scraper.families.model import Listing, WebPage
from scraper.families.scripts import json_of, pages_after_first, with_query
from scraper.sites import Site

_UNIT = "front/page/build/unit"
_SIZE = 15
_PAGING = re.compile(r"rows=\"(\d+)\"\s+count=\"(\d+)\"|count=\"(\d+)\"\s+rows=\"(\d+)\"")


class Jpaas:
    """Lists of jpaas."""

    name = "jpaas"

    def score(self, page: WebPage) -> int:
        """The address of its unit."""
        return 85 if _UNIT in page.text or _UNIT in page.asked.url else 0

    def listing(self, page: WebPage, site: Site) -> Listing:  # noqa: ARG002 -- all drivers take it
        """Ask for the units that a page names, or read a reply."""
        if _UNIT in page.asked.url:
            return _reply(page)
        units = [
            script for script in page.tree.iter("script") if _UNIT in (script.get("url") or "")
        ]
        more = tuple(request for unit in units for request in _asked(page, unit))
        return Listing(report_entries(links(page)), more, hollow=bool(more))

    def entrances(self, *_told: object) -> tuple[Planned, ...]:
        """There are none."""
        return ()


def _asked(page: WebPage, unit: lxml.html.HtmlElement) -> list[Request]:
    """Give the request for the first rows; a bare page number would be ignored."""
    told = html.unescape(unit.get("querydata") or unit.get("queryData") or "")
    try:
        values = json.loads(told.replace("'", '"'))
    except ValueError:
        return []
    query = urlencode({**values, "paramJson": json.dumps({"pageNo": 1, "pageSize": _SIZE})})
    return [Request(urljoin(page.url, f"{unit.get('url')}?{query}"))]


def _reply(page: WebPage) -> Listing:
    told = json_of(page.text)
    data = told.get("data") if isinstance(told, dict) else None
    text = str(data.get("html") or "") if isinstance(data, dict) else ""
    if not text.strip():
        return Listing()
    entries = report_entries(links(page, lxml.html.fromstring(f"<div>{text}</div>")))
    paging = _PAGING.search(text)
    if paging is None or '"pageNo": 1,' not in _param(page.asked.url):
        return Listing(entries)
    size, total = int(paging[1] or paging[4]), int(paging[2] or paging[3])
    more = tuple(
        Request(with_query(page.asked.url, paramJson=json.dumps({"pageNo": n, "pageSize": _SIZE})))
        for n in pages_after_first(total, size)
    )
    return Listing(entries, more, total, hollow=True)


def _param(url: str) -> str:
    from urllib.parse import parse_qs, urlsplit

    return parse_qs(urlsplit(url).query).get("paramJson", [""])[0]


DRIVER = Jpaas()
