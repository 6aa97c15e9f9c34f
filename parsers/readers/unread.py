"""Tables that stand in the markup where no table is shown: they are told, and never read.

What stands behind the end of a page is shown, so it is read, and told as well.

A template is shown only where a script copies it, a text field shows its markup as text, and what stands in a comment
was taken out of the page: figures from there would be figures that nobody published. A table for readers without
scripts is published, so it is read as any other.

Source: row P19 of the robustness matrix; HTML Standard, 4.12.2 "The noscript element", 4.12.3 "The template element".
"""

from __future__ import annotations

import re

from lxml import etree

BEHIND_THE_END = "text_behind_the_end"
_TABLE = "<table"
_OPENS = "<!--"
# What stands behind the end tag of a page and is shown; scripts of counters stand there on many pages.
_SHOWN = ("<p", "<table", "<div", "<html", "<body", "<h1", "<td")
_END = re.compile("</[hH][tT][mM][lL]>")
_HOLDERS = ("template", "textarea", "noscript", "script")
UNREAD = (*(f"table_in_{place}" for place in (*_HOLDERS, "comment")), BEHIND_THE_END)


def tables_elsewhere(root: etree._Element, source: str, *, has_tables: bool) -> tuple[str, ...]:
    """Give the places besides the page itself in which tables stand, as names of notes.

    Args:
        root: The tree.
        source: The markup that it was made of; it is looked through for comments.
        has_tables: Whether the page shows a table. Scripts build many things, so a table in a script is
            told only of a page that has none of its own.
    """
    holders = [holder for holder in _HOLDERS if not (has_tables and holder == "script")]
    found = {
        f"table_in_{element.tag!s}" for element in root.iter(*holders) if _holds_table(element)
    }
    if _in_comment(source):
        found.add("table_in_comment")
    if has_text_behind_the_end(source):
        found.add(BEHIND_THE_END)
    return tuple(name for name in UNREAD if name in found)


def _holds_table(element: etree._Element) -> bool:
    if element.tag in ("template", "noscript"):
        return next(element.iter("table"), None) is not None
    return _TABLE in (element.text or "").lower()


def _in_comment(source: str) -> bool:
    """Say whether a comment holds a table.

    The conditional ones of word processors do not count, nor what is never closed: that is read.
    """
    start = source.find(_OPENS)
    while start >= 0:
        following = source.find(_OPENS, start + len(_OPENS))
        stop = following if following >= 0 else len(source)
        end = source.find("-->", start + len(_OPENS), stop)
        comment = source[start + len(_OPENS) : max(end, start)]
        if not comment.startswith("[if") and (_TABLE in comment or "<TABLE" in comment):
            return True
        start = following
    return False


def has_text_behind_the_end(source: str) -> bool:
    """Say whether blocks stand behind the first end tag of the page; they are read as a browser reads them."""
    end = _END.search(source)
    tail = source[end.start() :].lower() if end else ""
    return any(mark in tail for mark in _SHOWN)
