"""Numbers of pages: digits alone, dashes around them or not, at the edge of a page."""

from __future__ import annotations

import re

PAGE_MARK = re.compile(r"[-\u2013\u2014\u2015~\s]*\d{1,4}[-\u2013\u2014\u2015~\s]*$")
# A mark that a layout put on one line with the text behind it: only dashes on both sides tell it from a number.
_GLUED = re.compile(r"\A[-\u2013\u2014]\s*\d{1,4}\s*[-\u2013\u2014]\s*(?=\S)")
_HEAD, _FOOT = 0.1, 0.88  # shares of a page's height


def is_page_mark(text: str, top: float, bottom: float, height: float) -> bool:
    """Say whether a line is the number of its page.

    >>> is_page_mark("- 4 -", 790, 800, 842), is_page_mark("- 4 -", 400, 410, 842)
    (True, False)
    """
    return _at_edge(top, bottom, height) and bool(PAGE_MARK.fullmatch(text))


def without_mark(text: str, top: float, bottom: float, height: float) -> str:
    """Take the number of the page from the beginning of a line at its edge.

    >>> without_mark("— 4 —二、主动公开", 40, 50, 842), without_mark("-4-x", 400, 410, 842)
    ('二、主动公开', '-4-x')
    """
    return _GLUED.sub("", text) if _at_edge(top, bottom, height) else text


def _at_edge(top: float, bottom: float, height: float) -> bool:
    return top < height * _HEAD or bottom > height * _FOOT
