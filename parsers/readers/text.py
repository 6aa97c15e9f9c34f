"""Text as a browser shows it, and numbers as HTML reads them."""

from __future__ import annotations

import re
from functools import lru_cache

_INTEGER = re.compile(r"[ \t\n\f\r]*([+-]?\d+)", re.ASCII)
# Digits that stand above or below the line, as the characters that Unicode has for them.
RAISED = {
    "sup": str.maketrans(
        "0123456789", "\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079"
    ),
    "sub": str.maketrans("0123456789", "".join(chr(0x2080 + digit) for digit in range(10))),
}
_CJK = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef"
_WRAPPED = re.compile(rf"(?<=[{_CJK}])[ \t]*[\r\n]\s*(?=[{_CJK}])")


def tidy(text: str) -> str:
    r"""Fold blanks as a browser shows them; a line break between two CJK characters is no blank.

    >>> tidy(" 商业\n   企业 A  B ")
    '商业企业 A B'
    """
    words = text.split()
    if len(words) < 2:  # by far the most cells
        return words[0] if words else ""
    if "\n" in text or "\r" in text:
        words = _WRAPPED.sub("", text.strip()).split()
    return " ".join(words)


@lru_cache(maxsize=1024)
def parse_span(value: str | None, limit: int, floor: int = 1) -> int:
    """Give a colspan or rowspan after the HTML rules for parsing non-negative integers.

    >>> parse_span("2;", 1000), parse_span("abc", 1000), parse_span("0", 9, floor=0)
    (2, 1, 0)
    """
    match = _INTEGER.match(value) if value else None
    number = int(match.group(1)[:12]) if match else 1
    if number < 0 or (number == 0 and floor == 1):
        return 1
    return min(number, limit)
