"""Links to annual reports on a list page, told by their words."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import urldefrag, urljoin, urlsplit

from bs4 import BeautifulSoup, Tag

from parsers.normal import squeeze
from parsers.vocab import load


class ReportLink(NamedTuple):
    """A link that should lead to a report."""

    url: str  # absolute, without fragment
    title: str


def find_report_links(html: str, base_url: str) -> list[ReportLink]:
    """Give the links of a page that are worded as reports are, each address once, in page order.

    Args:
        html: The list page, decoded.
        base_url: Its address, for relative links; ``<base href>`` goes before it.
    """
    soup = BeautifulSoup(html, "lxml")
    base = _base(soup, base_url)
    found: dict[str, str] = {}
    for anchor in soup.find_all("a", href=True):
        url = _address(base, str(anchor["href"]))
        title = _title(anchor)
        if url is not None and is_report_title(title):
            found.setdefault(url, title)
    return [ReportLink(url, title) for url, title in found.items()]


def is_report_title(title: str) -> bool:
    """Say whether words name an annual report, with or without a year.

    >>> is_report_title("某某县教育局2023年政府信息公开工作年度报告"), is_report_title("信息公开年报")
    (True, True)
    >>> is_report_title("2023年度报告解读"), is_report_title("2023年政府工作报告")
    (False, False)
    """
    text = squeeze(title)
    words = load("links")
    if any(word in text for word in words["not_reports"]):
        return False
    return bool(_genre().search(text) or _year_only().match(text))


@lru_cache
def _genre() -> re.Pattern[str]:
    words = load("links")
    subjects = "|".join(map(re.escape, words["subjects"]))
    genres = "|".join(map(re.escape, words["genres"]))
    return re.compile(rf"(?:{subjects}).{{0,16}}?(?:{genres})")


@lru_cache
def _year_only() -> re.Pattern[str]:
    return re.compile(str(load("links")["year_only"]))


def _base(soup: BeautifulSoup, base_url: str) -> str:
    base = soup.find("base", href=True)
    return urljoin(base_url, str(base["href"])) if isinstance(base, Tag) else base_url


def _title(anchor: Tag) -> str:
    """Give the words of a link: its title where the text is cut off, else the text."""
    text = " ".join(anchor.get_text(" ", strip=True).split())
    whole = str(anchor.get("title") or "").strip()
    return whole if len(whole) > len(text) else text


def _address(base: str, href: str) -> str | None:
    try:
        url = urldefrag(urljoin(base, href.strip())).url
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.netloc else None
