"""Epoint: an empty page, and an interface that takes JSON by POST."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import urljoin

from scraper.exchange import Planned, Request
from scraper.families.links import links, report_entries
from scraper.families.model import Listing, WebPage
from scraper.families.scripts import MOST_PAGES, entry, json_after, json_of, number_of, records_of
from scraper.families.static import further
from scraper.sites import Site

_API = "/rest/lightfrontaction/getgovinfolist"
_PROJECT = "/EWB-FRONT"
_GUID = "7eb5f7f1-9041-43ad-8e13-8fcb82ea831a"
_CATEGORY = re.compile(
    r"(?:categorynum=|[\"']categorynum[\"']?\s*[:=]\s*[\"'])(\d{3,30})", re.IGNORECASE
)
_IN_PATH = re.compile(r"/(\d{6,30})/(?:[^/]*)$")
_DEPARTMENT = re.compile(r"deptcode=([0-9A-Za-z]{6,32})", re.IGNORECASE)
_SIZE = 20
_JSON = (("Content-Type", "application/json"),)


class Epoint:
    """Lists of Epoint."""

    name = "epoint"

    def score(self, page: WebPage) -> int:
        """Its interface, its scripts, its classes, its server's name."""
        if _API in page.asked.url:
            return 95
        server = any(n.lower() == "server" and "epoint" in v.lower() for n, v in page.headers)
        return min(
            60 * ("webBuilderCommon" in page.text) + 30 * ("ewb-" in page.text) + 50 * server, 90
        )

    def listing(self, page: WebPage, site: Site) -> Listing:  # noqa: ARG002 -- all drivers take it
        """Ask for the rows of a page's category, or read a reply."""
        if _API in page.asked.url:
            return _reply(page)
        found = links(page)
        entries = report_entries(found)
        category = _CATEGORY.search(page.url + page.text) or _IN_PATH.search(page.url)
        if entries or category is None:
            return Listing(entries, further(page))
        return Listing((), (_asked(page, category[1]),), hollow=True)

    def entrances(self, *_told: object) -> tuple[Planned, ...]:
        """There are none."""
        return ()


def _asked(page: WebPage, category: str) -> Request:
    told = json_after(page.text, "siteInfo")
    info: dict[str, Any] = told if isinstance(told, dict) else {}
    department = _DEPARTMENT.search(page.url)
    body = {
        "deptcode": department[1] if department else "",
        "categorynum": category,
        "pageIndex": 0,
        "pageSize": _SIZE,
        "siteGuid": info.get("siteGuid") or _GUID,
    }
    url = urljoin(page.url, str(info.get("projectName") or _PROJECT) + _API)
    return Request(url, "POST", json.dumps(body).encode(), _JSON)


def _reply(page: WebPage) -> Listing:
    told, asked = json_of(page.text), json_of(page.asked.body.decode("utf-8", "replace"))
    custom = told.get("custom") if isinstance(told, dict) else None
    if not isinstance(custom, dict) or not isinstance(asked, dict):
        return Listing()
    entries = tuple(
        found
        for row in records_of(custom.get("data"))
        for found in entry(
            page.url,
            row.get("infourl") or row.get("visiturl") or row.get("linkurl"),
            row.get("realtitle") or row.get("title"),
            row.get("infodate"),
        )
    )
    total = number_of(custom.get("total"))
    if asked.get("pageIndex"):
        return Listing(entries, total=total)
    # Some count from one: then page 1 repeats page 0, which costs a request and nothing else.
    numbers = range(1, min(-(-total // _SIZE), MOST_PAGES) + 1) if total > _SIZE else range(0)
    more = tuple(
        page.asked._replace(body=json.dumps({**asked, "pageIndex": number}).encode())
        for number in numbers
    )
    return Listing(entries, more, total, hollow=True)


DRIVER = Epoint()
