"""Digits that stand beside a figure and are no part of it: notes, readings, buttons, what is shown without scripts.

``5<sup>2</sup>`` is no 52. Word processors and editors raise a note's number with a style instead of a
tag, set it as a link to the foot of the page, or as the reading of a ``ruby``; all of them become ``sup``
in the tree before it is walked, so that their digits cannot be joined to the figure.

Source: HTML Standard, 4.5.11 ``rt``, 4.12.2 ``noscript``; CSS 2.1, 10.8.1 ``vertical-align``; Word's ``mso-text-raise``.
"""

from __future__ import annotations

import re
from functools import lru_cache

from lxml import etree

from parsers.readers.style_sheets import Sheet

_RARE = ("rt", "bdo", "noscript", "button")
_RAISING = re.compile(
    r"vertical-align\s*:\s*(?:super|sub|text-top|text-bottom|[1-9])"
    r"|mso-text-raise\s*:\s*-?[1-9]"
    r"|position\s*:\s*relative.*?(?:top|bottom)\s*:\s*-?[1-9]",
    re.IGNORECASE | re.DOTALL,
)
_MARK = re.compile(r"[\[(\u3010\uff08]?\d{1,3}[\])\u3011\uff09]?\Z", re.ASCII)
_CELLS = frozenset({"td", "th"})
_BLOCKS = frozenset({"p", "div", "table", "tr", "td", "th", "li", "ul", "ol", "body"})


def raise_notes(root: etree._Element, styles: frozenset[str], sheet: Sheet) -> None:
    """Rename what stands beside a figure to ``sup``, in place.

    Args:
        root: The tree.
        styles: The style attributes of the page.
        sheet: What the style sheets of the page say.

    >>> root = etree.fromstring('<td>12<span style="vertical-align:super">3</span></td>')
    >>> raise_notes(root, frozenset({"vertical-align:super"}), Sheet())
    >>> etree.tostring(root[0])
    b'<sup style="vertical-align:super">3</sup>'
    """
    everywhere = sheet.raised or any(map(_raises, styles))
    for element in root.iter(etree.Element) if everywhere else root.iter("a", *_RARE):
        if element.tag not in _BLOCKS and _stands_beside(element, sheet):
            element.tag = "sup"


def _stands_beside(element: etree._Element, sheet: Sheet) -> bool:
    tag = element.tag
    if tag == "rt" or (tag == "bdo" and element.get("dir") == "rtl"):
        return True  # a reading, or digits that are shown in another order than they stand
    if tag in ("noscript", "button"):  # what a button says is no text of the cell
        return next(element.iterancestors(*_CELLS), None) is not None and not _is_alone(element)
    if tag == "a":
        return (element.get("href") or "").startswith("#") and _is_note(element)
    raised = _raises(element.get("style") or "") or sheet.raises(element)
    return raised and not _is_alone(element)


def _is_alone(element: etree._Element) -> bool:
    """Say whether an element holds all text of its cell: word processors shift whole figures by a point."""
    cell = next(element.iterancestors(*_CELLS), None)
    return cell is not None and _words(cell) == _words(element)


def _words(element: etree._Element) -> list[str]:
    return "".join(map(str, element.itertext())).split()


def _is_note(link: etree._Element) -> bool:
    """Say whether a link is a number behind other text: the mark of a note at the foot of the page."""
    before = link.getprevious()
    parent = link.getparent()
    text = before.tail if before is not None else parent.text if parent is not None else ""
    return bool((text or "").strip()) and _MARK.match("".join(link.itertext()).strip()) is not None


@lru_cache(maxsize=1024)
def _raises(style: str) -> bool:
    return bool(style) and _RAISING.search(style) is not None
