"""Mirrors: hosts that show a report without being its publisher."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import urlsplit

from parsers.identity.labels import meta_values
from parsers.model import Document, Paragraph

_OFFICIAL = re.compile(r"(?:^|\.)gov\.cn\.?$|(?:^|\.)mil\.cn$|(?:^|\.)edu\.cn$", re.IGNORECASE)
_LOCAL = re.compile(r"^(?:localhost|127\.|\[::1\]|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.)")
_ADDRESS = re.compile(r"https?://[\w.-]+\.gov\.cn(?:/[\w./%?=&~-]*)?", re.ASCII)
_ARTICLE = re.compile(r"\.(?:s?html?|phtml|jsp|aspx)(?:$|[?#])|/(?:post|art|t\d{8}|content)_", re.I)  # noqa: FURB167


class Mirror(NamedTuple):
    """Whether a page is a mirror, and where the original lies if the page says so."""

    mirror: bool
    canonical_url: str | None


def judge_mirror(document: Document, url: str | None) -> Mirror:
    """Judge by host and by what the page says of itself.

    A page on a host that is no government's, of a site whose own metadata or links name one, is
    a mirror; so is any page on such a host. Without an address, or on the local machine, nothing
    is claimed. The canonical address is the article's own address if the page prints one on a
    government host, else the official host with the mirrored path.
    """
    if not url:
        return Mirror(False, None)
    parts = urlsplit(url)
    host = parts.hostname or ""
    if not host or _OFFICIAL.search(host) or _LOCAL.match(host):
        return Mirror(False, None)
    printed = _printed_article(document)
    if printed:
        return Mirror(True, printed)
    for domain in meta_values(document, "site_domain"):
        official = urlsplit(domain if "//" in domain else f"//{domain}").hostname
        if official and _OFFICIAL.search(official):
            query = f"?{parts.query}" if parts.query else ""
            return Mirror(True, f"http://{official}{parts.path}{query}")
    return Mirror(True, None)


def _printed_article(document: Document) -> str | None:
    for block in document.blocks:
        if isinstance(block, Paragraph) and "gov.cn" in block.text:
            for match in _ADDRESS.finditer(block.text):
                if _ARTICLE.search(match.group()):
                    return match.group()
    return None
