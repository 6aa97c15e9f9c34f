"""Fields of forms inside cells: what a field shows is published as much as text is.

Some systems save a report as the form it was filled in with: every figure is the value of a field.

Source: HTML Standard, 4.10.5 "The input element".
"""

from __future__ import annotations

from lxml import etree

_GATE = "<input"
_SHOWN = frozenset({"", "text", "number"})


def fields_to_text(root: etree._Element, source: str) -> None:
    """Turn the fields of cells into their values, in place.

    >>> root = etree.fromstring('<tr><td><input value="12"/></td></tr>')
    >>> fields_to_text(root, "<input")
    >>> root.findtext("td/span")
    '12'
    """
    if _GATE not in source:
        return
    for field in root.iter("input"):
        is_shown = (field.get("type") or "").lower() in _SHOWN
        if is_shown and next(field.iterancestors("td"), None) is not None:
            field.tag, field.text = "span", field.get("value") or ""
