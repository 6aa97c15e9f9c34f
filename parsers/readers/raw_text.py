"""Elements that swallow markup (script, style, title, textarea, template, select) and were never closed.

The standard reads all that follows as their text, so a report behind an open ``<script>`` is gone and no
parser says so; in a ``<template>`` nothing is shown, and in a ``<select>`` it drops every tag that is no option. The element is closed in front of the
next tag that begins a block.

Source: HTML Standard, 13.2.5.2 "RCDATA state" and 13.2.5.3 "RAWTEXT state"; 13.2.6.4.16 "The 'in
select' insertion mode"; rows P12, P13 and P20 of the robustness matrix.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

# One pass over the few tags that are looked for in the source. The letters are written out, because a
# pattern that ignores case takes twice the time on the many tags of a page.
_RARE = re.compile(
    r"<(?=/?[bBhHsStT][oOtTcCeEiI])"  # two letters rule out nearly all tags at once
    r"(?:/(?:(?P<end>[bB][oO][dD][yY]|[hH][tT][mM][lL])\s*>"
    r"|(?P<closes>[sS](?:[cC][rR][iI][pP][tT]|[tT][yY][lL][eE])"
    r"|[tT](?:[iI][tT][lL][eE]|[eE][xX][tT][aA][rR][eE][aA]|[eE][mM][pP][lL][aA][tT][eE]))\b)"
    r"|(?P<opens>[sS](?:[cC][rR][iI][pP][tT]|[tT][yY][lL][eE])"
    r"|[tT](?:[iI][tT][lL][eE]|[eE][xX][tT][aA][rR][eE][aA]|[eE][mM][pP][lL][aA][tT][eE]))\b"
    r"|(?P<select>[sS][eE][lL][eE][cC][tT])\b)"
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


class Survey(NamedTuple):
    """What a source has of the tags that are looked for."""

    ends: tuple[tuple[int, int], ...]  # where ``</body>`` and ``</html>`` stand
    opened: re.Match[str] | None  # the element that swallows all behind it, as nothing closes it
    has_select: bool


def survey(source: str) -> Survey:
    """Look for end tags of the page, for an element that swallows the rest, and for lists of choices."""
    ends: list[tuple[int, int]] = []
    opened: re.Match[str] | None = None
    has_select = False
    for tag in _RARE.finditer(source):
        kind = tag.lastgroup
        if kind == "end":
            ends.append(tag.span())
        elif kind == "select":
            has_select = True
        elif opened is None:
            opened = tag if kind == "opens" else None
        elif kind == "closes" and tag["closes"].lower() == opened["opens"].lower():
            opened = None
    return Survey(tuple(ends), opened, has_select)


def without(source: str, spans: Iterable[tuple[int, int]]) -> str:
    """Give a source without these parts of it."""
    parts, at = [], 0
    for start, end in spans:
        parts.append(source[at:start])
        at = end
    return "".join([*parts, source[at:]])


def close_selects(source: str) -> tuple[str, int]:
    """Close each list of choices in front of a block inside it; gives the source and how many were closed.

    No list of choices holds a block, so one that seems to was left open.

    >>> close_selects("<select><option>1<p>2<select></select>")
    ('<select><option>1</select><p>2<select></select>', 1)
    """
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
    opened = survey(source).opened
    if opened is None:
        return source, 0
    block = _BLOCK.search(source, opened.end())
    if block is None:
        return source, 0
    at, name = block.start(), opened["opens"]
    # Templates stand in templates; the other elements hold no tags.
    times = source.count(f"<{name}", opened.start(), at) if name.lower() == "template" else 1
    return f"{source[:at]}{f'</{name}>' * times}{source[at:]}", times
