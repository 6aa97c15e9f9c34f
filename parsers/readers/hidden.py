"""Parts of a page that are in the markup and not on the screen.

Only what stands in the markup itself is looked at: styles and attributes of the element. Rules of
style sheets are not read. White letters are hidden only where nothing on the way to the root
declares another ground, and only in a part of a cell or line: a header row takes its dark ground
from a style sheet.

Source: HTML Standard, 4.7.2 ``del`` and 6.1 ``hidden``; row P24 of the robustness matrix.
"""

from __future__ import annotations

import re

from lxml import etree

STRUCK = frozenset({"del", "s", "strike"})
_BLANKS = ("", " ")
# A cheap gate before any style is looked at: the spellings that pages use.
_GATES = (
    *(" hidden", "line-through", "LINE-THROUGH"),
    *(
        spelling.format(blank)
        for spelling in (
            *("display:{}none", "visibility:{}hidden", "DISPLAY:{}none", "DISPLAY:{}NONE"),
            *("VISIBILITY:{}hidden", "VISIBILITY:{}HIDDEN", "font-size:{}0", "FONT-SIZE:{}0"),
            *("color:{}#f", "color:{}#F", "color:{}white", "color:{}rgb(255"),
            *("COLOR:{}#f", "COLOR:{}#F", "COLOR:{}white", "COLOR:{}WHITE", "COLOR:{}rgb(255"),
        )
        for blank in _BLANKS
    ),
    *(f"olor={quote}{white}" for quote in ("", "'", '"') for white in ("#f", "#F", "white")),
)
_GONE = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_UNSEEN = re.compile(
    r"visibility\s*:\s*hidden|line-through|font-size\s*:\s*0(?:\.0+)?(?:[a-z%]+)?\s*(?:;|!|$)",
    re.IGNORECASE,
)
_COLOUR = re.compile(r"(?:^|;)\s*color\s*:\s*([^;!]+)", re.IGNORECASE)
_GROUND = re.compile(r"(?:^|;)\s*background(?:-color)?\s*:\s*([^;!]+)", re.IGNORECASE)
_WHITE = re.compile(r"white|#fff|#ffffff|rgb\(\s*255\s*,\s*255\s*,\s*255\s*\)", re.IGNORECASE)
_CLEAR = frozenset({"", "none", "transparent", "inherit", "initial", "auto"})
_STYLED = etree.XPath("//*[@style or @color or @hidden]")
_CELLS = frozenset({"td", "th"})

Hidden = dict[etree._Element, bool]  # noqa: SLF001 - lxml has no public name


def hidden_elements(root: etree._Element, source: str) -> Hidden:
    """Give the elements that a style or an attribute hides.

    Returns:
        For each, whether its place is gone with it (``display: none``), as a cell's column is.
    """
    if not any(gate in source for gate in _GATES):
        return {}
    found: Hidden = {}
    for element in _STYLED(root):
        style = element.get("style") or ""
        if element.get("hidden") is not None or _GONE.search(style):
            found[element] = True
        elif _UNSEEN.search(style) or _is_white_on_white(element, style):
            found[element] = False
    return found


def _is_white_on_white(element: etree._Element, style: str) -> bool:
    if element.tag in _CELLS:
        return False
    colour = _COLOUR.search(style)
    name = colour.group(1) if colour else element.get("color") or ""
    return _is_white(name) and all(map(_is_white, _grounds(element)))


def _grounds(element: etree._Element) -> list[str]:
    """Give the nearest ground that the element or one around it declares."""
    current: etree._Element | None = element
    while current is not None:
        ground = _GROUND.search(current.get("style") or "")
        name = (ground.group(1) if ground else current.get("bgcolor") or "").strip()
        if name.lower() not in _CLEAR or current.get("background"):
            return [name]
        current = current.getparent()
    return []


def _is_white(colour: str) -> bool:
    return _WHITE.fullmatch(colour.strip()) is not None
