"""Parts of a page that are in the markup and not on the screen.

Only what stands in the page itself is looked at: styles and attributes of the element, and inside a cell
the simple rules of the page's own sheets and the class names that all sheets hide. White letters are hidden only where nothing on the way to the root
declares another ground, and only in a part of a cell or line: a header row takes its dark ground
from a style sheet.

Source: HTML Standard, 4.7.2 ``del`` and 6.1 ``hidden``; row P24 of the robustness matrix.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from lxml import etree

from parsers.readers.style_sheets import Sheet

STRUCK = frozenset({"del", "s", "strike"})
_COLOUR_GATE = re.compile("""olor=["']?(?:#[fF]|white)""")
_GONE = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_UNSEEN = re.compile(
    r"visibility\s*:\s*hidden|line-through|font-size\s*:\s*0(?:\.0+)?(?:[a-z%]+)?\s*(?:;|!|$)"
    r"|(?:^|;)\s*opacity\s*:\s*0(?:\.0+)?\s*(?:;|!|$)"
    r"|(?:left|top|text-indent)\s*:\s*-\d{4,}|(?:^|;)\s*clip\s*:\s*rect\(\s*[01]"
    r"|(?=.*overflow\s*:\s*hidden).*?(?:^|;)\s*(?:width|height)\s*:\s*0(?:px|pt|em)?\s*(?:;|!|$)",
    re.IGNORECASE,
)
# What common frameworks call text for voices only.
_VOICES = frozenset({"sr-only", "visually-hidden", "screen-reader-text"})
_COLOUR = re.compile(r"(?:^|;)\s*color\s*:\s*([^;!]+)", re.IGNORECASE)
_GROUND = re.compile(r"(?:^|;)\s*background(?:-color)?\s*:\s*([^;!]+)", re.IGNORECASE)
_WHITE = re.compile(r"white|#fff|#ffffff|rgb\(\s*255\s*,\s*255\s*,\s*255\s*\)", re.IGNORECASE)
_CLEAR = frozenset({"", "none", "transparent", "inherit", "initial", "auto"})
_CELLS = frozenset({"td", "th"})

_LARGE = frozenset({"table", "tbody", "thead", "tfoot", "tr", "td", "th"})  # no part of a cell
_NO_SHEET = Sheet()

Styles = frozenset[str]
Hidden = dict[etree._Element, bool]  # noqa: SLF001 - lxml has no public name


def hidden_elements(
    root: etree._Element, source: str, styles: Styles, sheet: Sheet = _NO_SHEET
) -> Hidden:
    """Give the elements that a style or an attribute hides.

    Args:
        root: The tree.
        source: Its markup.
        styles: The style attributes in it.
        sheet: What the style sheets of the page say of parts of cells.

    Returns:
        For each, whether its place is gone with it (``display: none``), as a cell's column is.
    """
    found = _hidden_by_style(root, source, styles)
    if sheet.hidden or any(name in source for name in _VOICES):
        found |= dict.fromkeys(_hidden_in_cells(root, sheet), True)
    return found


def _hidden_in_cells(root: etree._Element, sheet: Sheet) -> list[etree._Element]:
    inside = root.iterfind(".//td//*[@class]"), root.iterfind(".//td//*[@id]")
    return [
        element
        for element in chain(*inside)
        if element.tag not in _LARGE
        and (sheet.hides(element) or not _VOICES.isdisjoint((element.get("class") or "").split()))
    ]


def _hidden_by_style(root: etree._Element, source: str, styles: Styles) -> Hidden:
    attributes = _has_attributes(source)
    if not attributes and not any(map(_hides, styles)):
        return {}
    found: Hidden = {}
    for element in root.iter():
        style = _read_style(element.get("style") or "")
        if style.gone or (attributes and element.get("hidden") is not None):
            found[element] = True
        elif style.unseen or (
            (style.white or attributes) and _is_white_on_white(element, style.white)
        ):
            found[element] = False
    return found


def _hides(style: str) -> bool:
    """Say whether a style may hide what it stands at."""
    return any(_read_style(style))


def _has_attributes(source: str) -> bool:
    """Say whether an attribute may hide something; ``overflow: hidden`` stands in most style sheets."""
    hides = source.count(" hidden") > source.count(": hidden")
    return hides or _COLOUR_GATE.search(source) is not None


class _Style(NamedTuple):
    gone: bool
    unseen: bool
    white: bool | None  # None: the style names no colour


@lru_cache(maxsize=1024)
def _read_style(style: str) -> _Style:
    """Give what a style hides; a page repeats a few styles a thousand times."""
    colour = _COLOUR.search(style)
    white = _is_white(colour.group(1)) if colour else None
    return _Style(_GONE.search(style) is not None, _UNSEEN.search(style) is not None, white)


def _is_white_on_white(element: etree._Element, white: bool | None) -> bool:
    if element.tag in _CELLS:
        return False
    if white is None:
        white = _is_white(element.get("color") or "")
    return white and all(map(_is_white, _grounds(element)))


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
