"""The way from the home page to the column of annual reports, by words and paths of links."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from scraper.discovery.scope import in_reach
from scraper.exchange import Planned, Request
from scraper.families.links import Link
from scraper.families.model import WebPage
from scraper.families.words import words
from scraper.sites import Site

DEEPEST = 3  # clicks from the home page
_WIDEST = 12  # links that are followed from one page
_LEAST = 10  # score under which a link is not followed
_AGAIN = re.compile(r"/([^/]+/[^/]+)/(?:[^/]+/)*?\1/")


def ways(page: WebPage, found: list[Link], site: Site, depth: int) -> tuple[Planned, ...]:
    """Give the links that may lead to the column, the most promising first."""
    if depth >= DEEPEST:
        return ()
    rated = sorted(
        ((rate(link), number, link) for number, link in enumerate(found)),
        key=lambda item: (-item[0], item[1]),
    )
    chosen = [
        (score, link)
        for score, _, link in rated
        if score >= _LEAST and in_reach(link.url, page.url, site.home) and link.url != page.url
    ]
    return tuple(
        Planned(Request(link.url), "column", depth + 1, score - depth, title=link.text)
        for score, link in chosen[:_WIDEST]
    )


def rate(link: Link) -> int:
    """Say how likely a link leads to annual reports: 0 not at all, 125 surely."""
    table = words()
    path = urlsplit(link.url).path.lower()
    if any(word in link.text for word in table["never"]["words"]) or _AGAIN.search(path):
        return 0
    if any(part in link.url.lower() for part in table["never"]["paths"]):
        return 0
    text = "".join(link.text.split())
    said = max((score for word, score in table["columns"].items() if word in text), default=0)
    if not said:
        said = max((score for word, score in table["ways"].items() if word in text), default=0)
    return int(said) + _path_score(path)


def is_column_path(url: str) -> bool:
    """Say whether an address lies in a column of annual reports, by the parts of its path.

    >>> is_column_path("http://x/zwgk/ndbg/1.html"), is_column_path("http://x/zwgk/1.html")
    (True, False)
    """
    return _path_score(urlsplit(url).path.lower()) >= int(words()["slugs"]["column"])


def _path_score(path: str) -> int:
    slugs = words()["slugs"]
    parts = [re.sub(r"\d+n?b?$", "", part) or part for part in path.split("/") if part]
    if any(part in slugs["names"] for part in parts):
        return int(slugs["column"])
    return int(slugs["way"]) if any(part in slugs["ways"] for part in parts) else 0
