"""Pages that say "not found" and answer as if they were found, told by asking for one that cannot be.

Each host is asked once for a page with a name drawn by chance. If it says 404 or 410, it is honest.
If it gives a page, every page that looks the same is none. Source: S4 of docs/faults.md.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple
from urllib.parse import urlsplit, urlunsplit

from scraper.decode import decode_bytes
from scraper.exchange import Exchange
from scraper.fetch.looks import looks_of

ALIKE = 0.9  # share of the parts of two pages that are the same
FEW = (
    20  # characters; a page with fewer is a shell that a script fills, and alike for all addresses
)
LARGEST = 262_144  # bytes that are compared
_NAME = re.compile(r"[^/]*\Z")
_EXTENSION = re.compile(r"\.[A-Za-z]{2,5}\Z")
_VARYING = re.compile(r"[0-9a-zA-Z]+")  # the address itself, dates, numbers of the request


class Shape(NamedTuple):
    """What of a page stays the same from one address to the next."""

    tags: Counter[str]
    words: Counter[str]  # pairs of characters of the text, without ASCII letters and digits


def shape_of(exchange: Exchange) -> Shape:
    """Give the shape of a page."""
    kind = exchange.header("Content-Type")
    markup = decode_bytes(exchange.data[:LARGEST], content_type=kind).text
    looks = looks_of(markup)
    text = _VARYING.sub("", looks.text)
    pairs = Counter(text[i : i + 2] for i in range(len(text) - 1))
    return Shape(looks.tags, pairs)


def alike(a: Shape, b: Shape) -> bool:
    """Say whether two pages are the same but for what varies with each request."""
    if min(a.words.total(), b.words.total()) < FEW:
        return False
    return _shared(a.tags, b.tags) >= ALIKE and _shared(a.words, b.words) >= ALIKE


def _shared(a: Counter[str], b: Counter[str]) -> float:
    return (a & b).total() / max(1, (a | b).total())


def impossible(url: str, name: str) -> str:
    """Give the address of a page beside another that cannot be there.

    >>> impossible("http://x.gov.cn/a/art_1.html?q=1", "zq")
    'http://x.gov.cn/a/zq.html'
    """
    parts = urlsplit(url)
    extension = _EXTENSION.search(parts.path)
    path = _NAME.sub(name + (extension.group() if extension else ""), parts.path or "/", count=1)
    return urlunsplit((parts.scheme, parts.netloc, path, "", ""))
