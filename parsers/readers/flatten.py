"""Nesting that no page means: tags past a depth are left out, their text is kept.

libxml2 stops at 2,048 open elements and drops all that follows.
"""

from __future__ import annotations

import re

MAX_NESTED = 200  # open tags of these kinds; saved pages of reports have under 40

_INLINE = frozenset("a b big em font i s small span strong u".split())
_TAG = re.compile(
    r"<(/?)(div|section|article|center|blockquote|ul|ol|dl|form"
    r"|a|b|big|em|font|i|small|span|strong|u)(?=[\s/>])[^<>]*>",
    re.IGNORECASE,
)


def flatten(source: str) -> str:
    """Give the source with the tags past ``MAX_NESTED`` left out; a block leaves a line break.

    Tables, rows and cells are never touched.

    >>> flatten("<b>1</b>")
    '<b>1</b>'
    """
    depth = dropped = 0

    def keep(match: re.Match[str]) -> str:
        nonlocal depth, dropped
        rest = "" if match[2].lower() in _INLINE else "<br>"
        if match[1]:
            if dropped:
                dropped -= 1
                return rest
            depth = max(0, depth - 1)
            return match[0]
        if depth >= MAX_NESTED:
            dropped += 1
            return rest
        depth += 1
        return match[0]

    return _TAG.sub(keep, source)
