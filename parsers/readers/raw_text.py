"""Elements that swallow markup (script, style, title, textarea) and were never closed.

The standard reads all that follows as their text, so a report behind an open ``<script>`` is gone and no
parser says so. The element is closed in front of the next tag that begins a block.

Source: HTML Standard, 13.2.5.2 "RCDATA state" and 13.2.5.3 "RAWTEXT state"; rows P12 and P13 of the
robustness matrix.
"""

from __future__ import annotations

import re

_SWALLOWING = re.compile(r"<(/?)(script|style|title|textarea)\b", re.IGNORECASE)
_BLOCK = re.compile(
    r"<(?:/?(?:p|div|table|tbody|t[dhr]|h[1-6]|section|article|ul|ol)\b|/?head\b|/?body\b|meta\b|link\b)",
    re.IGNORECASE,
)


def close_swallowing(source: str) -> tuple[str, int]:
    """Close the last of these elements if nothing closes it; gives the source and how many were closed.

    >>> close_swallowing("<title>年报<p>一</p>")
    ('<title>年报</title><p>一</p>', 1)
    """
    opened: re.Match[str] | None = None
    for tag in _SWALLOWING.finditer(source):
        if opened is None and not tag[1]:
            opened = tag
        elif opened is not None and tag[1] and tag[2].lower() == opened[2].lower():
            opened = None
    if opened is None:
        return source, 0
    block = _BLOCK.search(source, opened.end())
    if block is None:
        return source, 0
    at = block.start()
    return f"{source[:at]}</{opened[2]}>{source[at:]}", 1
