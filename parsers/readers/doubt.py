"""Tables that a browser would build otherwise than libxml2 has built them.

Source: HTML Standard, 13.2.6.4.9 "The in table insertion mode" and those behind it.
"""

from __future__ import annotations

from lxml import etree

_ROWS = frozenset({"tr", "thead", "tbody", "tfoot"})
_QUIET = frozenset({"script", "style", "template", "form", "input"})
_OF_GROUP = _QUIET | {"tr"}
# What the standard lets stand in each part of a table; a browser moves all else out of the table.
_CHILDREN = {
    "table": _ROWS | _QUIET | {"caption", "colgroup", "col"},
    "thead": _OF_GROUP,
    "tbody": _OF_GROUP,
    "tfoot": _OF_GROUP,
    "colgroup": frozenset({"col", "template"}),
}
_AROUND_ROW = frozenset({"table", "thead", "tbody", "tfoot", "form"})
_BLANK = " \t\r\n"  # what XML takes for blanks; a no-break space is text
_OTHERWISE = -1
_ROW_TESTS = "self::tr or self::thead or self::tbody or self::tfoot"
_QUIET_TESTS = "self::script or self::style or self::template or self::form or self::input"
_MISPLACED = etree.XPath(
    "count("
    f"//table/*[not({_ROW_TESTS} or self::caption or self::colgroup or self::col or {_QUIET_TESTS})]"
    f" | //*[self::thead or self::tbody or self::tfoot]/*[not(self::tr or {_QUIET_TESTS})]"
    f" | //tr/*[not(self::td or self::th or {_QUIET_TESTS})]"
    " | //*[self::td or self::th][not(parent::tr)]"
    " | //tr[not(parent::table or parent::thead or parent::tbody or parent::tfoot or parent::form)]"
    " | //colgroup/*[not(self::col or self::template)]"
    f" | //*[self::table or self::colgroup or {_ROW_TESTS}]/text()[normalize-space()]"
    ")"
)


def misplaced(root: etree._Element) -> int:
    """Count what stands in the tables of a tree where the standard would not leave it.

    The count asks every element of the page seven times, so it is taken only where there is any.
    """
    return int(_MISPLACED(root)) if in_doubt(root) else 0


def in_doubt(root: etree._Element) -> bool:
    """Say whether a tree holds a table that the standard would build otherwise."""
    for element in root.iter(*_CHILDREN):
        if _holds_more(element, _CHILDREN[str(element.tag)]):
            return True
    cells = 0
    for row in root.iter("tr"):
        around = row.getparent()
        count = _count_cells(row)
        if around is None or around.tag not in _AROUND_ROW or count == _OTHERWISE:
            return True
        cells += count
    return cells != len(list(root.iter("td", "th")))


def _holds_more(element: etree._Element, allowed: frozenset[str]) -> bool:
    """Say whether an element has text of its own or a child that is not ``allowed``."""
    if _has_text(element.text):
        return True
    for child in element:
        tail = child.tail
        if child.tag not in allowed or (tail and tail.strip(_BLANK)):
            return True
    return False


def _count_cells(row: etree._Element) -> int:
    """Give how many cells a row has, or ``_OTHERWISE`` where it holds more than cells."""
    if _has_text(row.text):
        return _OTHERWISE
    count = 0
    for child in row:
        tag, tail = child.tag, child.tail
        if tag == "td" or tag == "th":
            count += 1
        elif tag not in _QUIET:
            return _OTHERWISE
        if tail and tail.strip(_BLANK):
            return _OTHERWISE
    return count


def _has_text(text: str | None) -> bool:
    return bool(text and text.strip(_BLANK))
