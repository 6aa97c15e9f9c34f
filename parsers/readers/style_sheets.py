"""What the style sheets inside a page say of parts of its cells: hidden, or raised as a note.

Only rules of one simple selector are read (``.note``, ``span.old``, ``#n1``), and only for what stands
inside a cell: a block that a sheet hides may be a tab that a script shows, a part of a cell is not.
Rules for print and for small screens say nothing of the page that a reader sees.

Source: CSS 2.1, 5 "Selectors" and 11.2 "Visibility".
"""

from __future__ import annotations

import re
from typing import NamedTuple

from lxml import etree

MOST = 100_000  # characters of sheets that are read; longer ones are those of a whole site
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_MEDIA = re.compile(r"@media([^{}]*)\{((?:[^{}]*\{[^{}]*\})*)[^{}]*\}", re.IGNORECASE)
_EVERYWHERE = re.compile(r"\s*(?:only\s+)?(?:all|screen)\s*\Z", re.IGNORECASE)
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_SELECTOR = re.compile(r"\s*([a-zA-Z]*)([.#])([\w-]+)\s*\Z")
_HIDES = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_RAISES = re.compile(r"vertical-align\s*:\s*(?:super|sub|text-top)\b", re.IGNORECASE)
_GATES = ("none", "hidden", "vertical-align", "NONE", "HIDDEN")

Selector = tuple[str, str, str]  # tag or nothing, "." or "#", name


class Sheet(NamedTuple):
    """The simple selectors of a page's own sheets.

    Attributes:
        hidden: Those whose elements are not shown.
        raised: Those whose elements stand above or below the line.
    """

    hidden: frozenset[Selector] = frozenset()
    raised: frozenset[Selector] = frozenset()

    def hides(self, element: etree._Element) -> bool:
        """Say whether a rule hides an element."""
        return bool(self.hidden) and not self.hidden.isdisjoint(_selectors_of(element))

    def raises(self, element: etree._Element) -> bool:
        """Say whether a rule raises an element."""
        return bool(self.raised) and not self.raised.isdisjoint(_selectors_of(element))


def read_sheets(root: etree._Element) -> Sheet:
    """Read the sheets that stand in the page itself.

    >>> root = etree.fromstring("<head><style>.old{display:none} @media print{.p{display:none}}</style></head>")
    >>> sorted(read_sheets(root).hidden)
    [('', '.', 'old')]
    """
    text = "\n".join(element.text or "" for element in root.iter("style"))[:MOST]
    if not any(gate in text for gate in _GATES):
        return Sheet()
    text = _MEDIA.sub(_of_the_screen, _COMMENT.sub("", text))
    hidden: set[Selector] = set()
    raised: set[Selector] = set()
    for selectors, rules in _RULE.findall(text):
        if _HIDES.search(rules):
            hidden |= _simple(selectors)
        elif _RAISES.search(rules):
            raised |= _simple(selectors)
    return Sheet(frozenset(hidden), frozenset(raised))


def _of_the_screen(block: re.Match[str]) -> str:
    return block.group(2) if _EVERYWHERE.match(block.group(1)) else ""


def _simple(selectors: str) -> set[Selector]:
    found = (_SELECTOR.match(selector) for selector in selectors.split(","))
    return {(m.group(1).lower(), m.group(2), m.group(3)) for m in found if m}


def _selectors_of(element: etree._Element) -> set[Selector]:
    """Give every simple selector that an element answers to."""
    names = [(".", name) for name in (element.get("class") or "").split()]
    identifier = element.get("id")
    if identifier:
        names.append(("#", identifier))
    return {(tag, sign, name) for sign, name in names for tag in ("", str(element.tag))}
