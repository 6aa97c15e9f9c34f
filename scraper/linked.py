"""Files that a saved page links to, by the names that they would have beside it."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from urllib.parse import unquote_to_bytes, urlsplit

_MOST = 50  # links that are looked at


def linked_names(data: bytes, endings: tuple[str, ...]) -> Iterator[str]:
    """Give the last part of each link of a page to a file with one of these endings.

    >>> list(linked_names(b'<a href="/a/b.PDF?v=2">1</a><a href=c.html>2</a>', ("pdf",)))
    ['b.PDF']
    """
    wanted = b"|".join(ending.encode("ascii") for ending in endings)
    link = re.compile(
        rb"href\s*=\s*[\"']?([^\"'<>\s]{1,500}\.(?:%b))(?=[\"'\s>?#])" % wanted, re.IGNORECASE
    )
    for match in itertools.islice(link.finditer(data), _MOST):
        name = _name(unquote_to_bytes(match.group(1)))
        if name:
            yield name


def _name(link: bytes) -> str:
    """Give the last part as text: addresses are written in UTF-8, or in the page's GBK; blank where it is none."""
    for codec in ("utf-8", "gb18030"):
        try:
            return PurePosixPath(urlsplit(link.decode(codec)).path).name
        except ValueError:
            continue
    return ""
