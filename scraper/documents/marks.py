"""Numbers of pages: digits alone, dashes around them or not, at the edge of a page."""

from __future__ import annotations

import re

PAGE_MARK = re.compile(r"[-\u2013\u2014\u2015~\s]*\d{1,4}[-\u2013\u2014\u2015~\s]*$")
_HEAD, _FOOT = 0.1, 0.88  # shares of a page's height


def is_page_mark(text: str, top: float, bottom: float, height: float) -> bool:
    """Say whether a line is the number of its page.

    >>> is_page_mark("- 4 -", 790, 800, 842), is_page_mark("- 4 -", 400, 410, 842)
    (True, False)
    """
    edge = top < height * _HEAD or bottom > height * _FOOT
    return edge and bool(PAGE_MARK.fullmatch(text))
