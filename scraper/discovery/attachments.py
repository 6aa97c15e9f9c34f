"""Reports that are files: links to PDF, Word, WPS or OFD inside a page."""

from __future__ import annotations

import re

from scraper.exchange import Planned, Request
from scraper.families.links import links
from scraper.families.model import WebPage
from scraper.families.titles import year_of

_FILE = re.compile(r"\.(?:pdf|docx?|wps|ofd|rtf|zip|rar|ceb)(?:$|[?#])", re.IGNORECASE)
_DOWNLOAD = re.compile(r"/(?:download|downfile)\.jsp|/files/", re.IGNORECASE)
_SCORE = 180
_MOST = 5


def is_file(url: str, title: str = "") -> bool:
    """Say whether an address or its words are those of a document.

    >>> is_file("http://a/b.PDF?x=1"), is_file("http://a/b.html"), is_file("http://a/x", "r.docx")
    (True, False, True)
    """
    return bool(_FILE.search(url) or _FILE.search(title) or _DOWNLOAD.search(url))


def attachments(page: WebPage) -> tuple[Planned, ...]:
    """Give the documents that a page links to."""
    found = [link for link in links(page) if is_file(link.url, link.text)]
    return tuple(
        Planned(Request(link.url), "attachment", 0, _SCORE, link.text, year_of(link.text))
        for link in found[:_MOST]
    )
