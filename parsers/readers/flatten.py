"""Nesting that no page means: tags past a depth are left out, their text is kept.

libxml2 stops at 2,048 open elements and drops all that follows.
"""

from __future__ import annotations

import re

MAX_NESTED = 200  # open tags of these kinds; saved pages of reports have under 40
MAX_TABLES = 30  # tables in tables; layout tables of saved pages have under 8

_INLINE = frozenset("a b big em font i small span strong u".split())
_PARTS = frozenset("tr td th tbody thead tfoot".split())
_TAG = re.compile(
    r"<(/?)(div|section|article|center|blockquote|ul|ol|dl|form|table|tr|td|th|tbody|thead|tfoot"
    r"|a|b|big|em|font|i|small|span|strong|u)(?=[\s/>])[^<>]*>",
    re.IGNORECASE,
)


def flatten(source: str) -> str:
    """Give the source with the tags past the limits left out; a block leaves a line break.

    Only tables that stand more than ``MAX_TABLES`` deep lose their rows and cells.

    >>> flatten("<b>1</b>")
    '<b>1</b>'
    """
    tags, tables = _Depth(MAX_NESTED), _Depth(MAX_TABLES)

    def keep(match: re.Match[str]) -> str:
        name = match[2].lower()
        if name in _PARTS:
            kept = not tables.dropped
        else:
            kept = (tables if name == "table" else tags).passes(closing=bool(match[1]))
        if kept:
            return match[0]
        return "" if name in _INLINE else "<br>"

    return _TAG.sub(keep, source)


class _Depth:
    """How many tags are open, and how many of those past a limit."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._open = 0
        self.dropped = 0

    def passes(self, *, closing: bool) -> bool:
        """Count a tag; gives whether it stays."""
        if closing and self.dropped:
            self.dropped -= 1
            return False
        if closing:
            self._open = max(0, self._open - 1)
        elif self._open >= self._most:
            self.dropped += 1
            return False
        else:
            self._open += 1
        return True
