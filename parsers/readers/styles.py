"""The style attributes of a page, each once: a page repeats a dozen of them a thousand times.

What a style hides or raises is asked of these few texts, so that the elements of a page need a look only where one
of them does.

Source: CSS Style Attributes, 3 "Syntax and parsing".
"""

from __future__ import annotations

import re
from html import unescape

# Only looked at, not taken: quotes in another attribute must not swallow the next style.
_VALUE = r"""(?=\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+))"""
_LOWER = re.compile("style" + _VALUE)
_ANY = re.compile("style" + _VALUE, re.IGNORECASE)  # three times as slow


def inline_styles(source: str) -> frozenset[str]:
    """Give the values of all style attributes, as the markup has them.

    >>> sorted(inline_styles('<p style="color:red"><b STYLE=color:blue><i style="color:red">'))
    ['color:blue', 'color:red']
    """
    pattern = _ANY if "STYLE" in source or "Style" in source else _LOWER
    return frozenset(unescape(value.strip("\"'")) for value in set(pattern.findall(source)))
