"""Elements that swallow markup (script, style, title, textarea, select) and were never closed.

The standard reads all that follows as their text, so a report behind an open ``<script>`` is gone and no
parser says so; in a ``<select>`` it drops every tag that is no option. The element is closed in front of the
next tag that begins a block.

Source: HTML Standard, 13.2.5.2 "RCDATA state" and 13.2.5.3 "RAWTEXT state"; 13.2.6.4.16 "The 'in
select' insertion mode"; rows P12, P13 and P20 of the robustness matrix.
"""

from __future__ import annotations

import re

# Written out, because a pattern that ignores case takes twice the time on the many tags of a page.
_SWALLOWING = re.compile(
    r"<(/?)([sS](?:[cC][rR][iI][pP][tT]|[tT][yY][lL][eE])"
    r"|[tT](?:[iI][tT][lL][eE]|[eE][xX][tT][aA][rR][eE][aA]))\b"
)
_BLOCK = re.compile(
    r"<(?:/?(?:p|div|table|tbody|t[dhr]|h[1-6]|section|article|ul|ol)\b|/?head\b|/?body\b|meta\b|link\b)",
    re.IGNORECASE,
)


# One pass over selects, their ends and blocks; letters are written out, as a gate must be quick.
_SELECT = re.compile(
    r"(?P<opens><select\b)|(?P<closes></select\b)|"
    r"<(?:p|div|table|tbody|t[dhr]|h[1-6]|section|article|ul|ol)\b",
    re.IGNORECASE,
)
_SPELLINGS = ("<select", "<SELECT", "<Select")


def close_selects(source: str) -> tuple[str, int]:
    """Close each list of choices in front of a block inside it; gives the source and how many were closed.

    No list of choices holds a block, so one that seems to was left open.

    >>> close_selects("<select><option>1<p>2<select></select>")
    ('<select><option>1</select><p>2<select></select>', 1)
    """
    if not any(spelling in source for spelling in _SPELLINGS):
        return source, 0
    parts, done, is_open = [], 0, False
    for tag in _SELECT.finditer(source):
        if tag["opens"] or tag["closes"]:
            is_open = bool(tag["opens"])
        elif is_open:
            parts += [source[done : tag.start()], "</select>"]
            done, is_open = tag.start(), False
    return "".join([*parts, source[done:]]), len(parts) // 2


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
