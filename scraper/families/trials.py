"""Trial addresses of a list's second page, where the page itself says nothing of one."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from scraper.exchange import Request
from scraper.families.model import WebPage
from scraper.families.scripts import MOST_PAGES, with_query

FEWEST = 10  # reports on a page from which on a second page is likely
_NUMBERED = re.compile(r"^(.*_)(\d{1,2})(\.\w+)$")
_QUERY = re.compile(r"([?&]page=)(\d{1,2})$")


def trials(page: WebPage, entries: int) -> tuple[Request, ...]:
    """Give addresses that may be the next page of a list; most of them will not exist.

    Args:
        page: A page of a list that links to no other.
        entries: How many reports it names.
    """
    url = page.asked.url
    numbered = _QUERY.search(url) or _NUMBERED.match(url)
    if page.asked.method != "GET" or page.text.lstrip()[:1] in ("{", "["):
        return ()
    if numbered:
        return _after(url, numbered) if entries else ()
    if entries < FEWEST:
        return ()
    parts = urlsplit(url)
    stem, dot, ending = parts.path.rpartition(".")
    if not dot or "/" in ending:
        base = url if parts.path.endswith("/") else url + "/"
        found = [f"{base}index_1.html", f"{base}index_2.html"]
    else:
        root = f"{parts.scheme}://{parts.netloc}"
        found = [f"{root}{stem}_1.{ending}", f"{root}{stem}_2.{ending}"]
    return tuple(Request(one) for one in (*found, with_query(url, page=2)))


def _after(url: str, numbered: re.Match[str]) -> tuple[Request, ...]:
    number = int(numbered[2]) + 1
    if number > MOST_PAGES:
        return ()
    return (Request(url[: numbered.start(2)] + str(number) + url[numbered.end(2) :]),)
