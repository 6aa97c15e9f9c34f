"""Where the original of a copied page lies, told from the number of its column.

A hijacked host keeps the paths of the site that it copies, and some systems number their columns over all
their sites: an official address of the same column in this harvest names the host.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit, urlunsplit

from scraper.discovery.scope import is_official
from scraper.ledger import Ledger

# hanweb: /art/2022/1/24/art_1229615310_60460.html, /col/col1229615310/; UCAP: /xjnlk/c112945/
_COLUMNS = (
    re.compile(r"/(art_\d{6,})_\d+\."),
    re.compile(r"/(col\d{6,})/"),
    re.compile(r"/(c\d{6,})/"),
)
_OTHER_WORD = {"art_": "col", "col": "art_"}  # the same number in lists and in articles


def original_of(ledger: Ledger, url: str) -> str | None:
    """Give the address of a copied page at the host that it was copied from.

    Args:
        ledger: Of the harvest.
        url: The copy.

    Returns:
        None where the address has no number of a column, or where none or several official hosts of the
        harvest have it: nothing is guessed.
    """
    parts = urlsplit(url)
    hosts = {
        urlsplit(known).netloc
        for mark in _marks(parts.path)
        for known in ledger.addresses(mark)
        if is_official(known)
    }
    if len(hosts) != 1:
        return None
    return urlunsplit(("http", hosts.pop(), parts.path, parts.query, ""))


def _marks(path: str) -> list[str]:
    """Give how the column of a path may be written in other addresses."""
    found = [match[1] for pattern in _COLUMNS if (match := pattern.search(path))]
    marks = []
    for mark in found:
        marks.append(f"/{mark}")
        for word, other in _OTHER_WORD.items():
            if mark.startswith(word):
                marks.append(f"/{other}{mark.removeprefix(word)}")
    return marks
