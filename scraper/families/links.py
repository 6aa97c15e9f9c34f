"""The links of a page: address, words, and the date that stands beside them."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import urldefrag, urljoin, urlsplit

import lxml.html

from scraper.families.model import Entry, WebPage
from scraper.families.titles import is_report_title, year_of
from scraper.families.words import words

# 2024-01-19, 2024/1/19, 2024.1.19, and with the words for year and month.
_DATE = re.compile(r"(20\d\d)\s*[-/.\u5e74]\s*(\d{1,2})\s*[-/.\u6708]\s*(\d{1,2})")
_CUT = ("…", "...")
_NEAR = 200  # characters of the surrounding element in which a date still belongs to the link


class Link(NamedTuple):
    """A link as a reader sees it."""

    url: str  # absolute, without fragment
    text: str
    date: str | None  # YYYY-MM-DD


def links(page: WebPage, root: lxml.html.HtmlElement | None = None) -> list[Link]:
    """Give the links of a page, or of a part of it, each address once, in page order."""
    found: dict[str, Link] = {}
    for link in every_link(page, root):
        known = found.get(link.url)
        if known is None or len(known.text) < len(link.text):
            found[link.url] = link if known is None else link._replace(date=link.date or known.date)
    return list(found.values())


def every_link(page: WebPage, root: lxml.html.HtmlElement | None = None) -> list[Link]:
    """Give the links of a page, or of a part of it, as often as they stand there."""
    base = _base(page)
    anchors = (page.tree if root is None else root).iter("a")
    addressed = ((absolute(base, anchor.get("href")), anchor) for anchor in anchors)
    return [Link(url, _words(anchor), _date(anchor)) for url, anchor in addressed if url]


def report_entries(found: list[Link]) -> tuple[Entry, ...]:
    """Give the links that are worded as reports are; twins for telephones are left out."""
    wanted = [link for link in found if is_report_title(link.text)]
    urls = {link.url for link in wanted}
    return tuple(
        Entry(link.url, link.text, link.date, None, year_of(link.text))
        for link in wanted
        if _without_twin(link.url) not in urls - {link.url}
    )


def absolute(base: str, href: str | None) -> str | None:
    """Give a link's address, None where it leads to no page of the web.

    >>> absolute("http://a/b/c.html", "../d.html#x"), absolute("http://a/", "mailto:x@y")
    ('http://a/d.html', None)
    """
    if not href or href.startswith("#"):
        return None
    try:
        url = urldefrag(urljoin(base, href.strip().replace("\\", "/"))).url
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.hostname else None


def _without_twin(url: str) -> str:
    for mark, plain in words()["twins"].items():
        if mark in url:
            return str(url.replace(mark, plain))
    return ""


def _base(page: WebPage) -> str:
    base = page.tree.find(".//base[@href]")
    return urljoin(page.url, base.get("href", "")) if base is not None else page.url


def _words(anchor: lxml.html.HtmlElement) -> str:
    """Give the words of a link: its title where the text is cut off, else the text."""
    text = " ".join(anchor.text_content().split())
    whole = " ".join((anchor.get("title") or "").split())
    cut = text.endswith(_CUT)
    return whole if whole and (cut or len(whole) > len(text)) else text


def _date(anchor: lxml.html.HtmlElement) -> str | None:
    """Give the date beside a link: in its row or list item, where that speaks of this link alone."""
    around = anchor.getparent()
    while around is not None and around.tag not in ("li", "tr", "dd", "div"):
        around = around.getparent()
    if around is None or len(around.findall(".//a")) > 1:
        return None
    text = "".join(around.text_content().split())
    found = _DATE.search(text[: _NEAR * 2])
    return f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}" if found else None
