"""The second lane: the tree that a browser builds, for pages whose first tree is in doubt.

html5lib follows the tree construction of the standard to the letter (what stands between the cells
of a table goes before the table, cells without a row get one) and takes ten times as long as lxml.
Its blow-ups (20,000 open elements take 40 s, 100,000 attributes as long) are kept out by size and
depth before it starts.

Source: HTML Standard, 13.2.6 "Tree construction"; suite html5lib/tree-construction.
"""

from __future__ import annotations

import re
import warnings

import html5lib
from html5lib.constants import DataLossWarning
from lxml import etree

MAX_SECOND = 1_000_000  # characters; a report is under 300,000
MAX_DEPTH = 500  # open elements, estimated; 1,000 take 0.1 s, 20,000 take 40 s

# What no tree of lxml can hold; the first lane drops or keeps it, and no figure is made of it.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)")
# Void elements, and elements that the next one of their kind closes: they do not add depth.
_FLAT = frozenset(
    "area base br col embed hr img input link meta param source track wbr"
    " p li dd dt option optgroup rp rt td th tr tbody thead tfoot html head body".split()
)
_ROWS = "self::tr or self::thead or self::tbody or self::tfoot"
_QUIET = "self::script or self::style or self::template or self::form or self::input"
# Signs that a browser would build the table otherwise than libxml2 has done.
_DOUBT = etree.XPath(
    "boolean("
    f"//table/*[not({_ROWS} or self::caption or self::colgroup or self::col or {_QUIET})]"
    f" | //*[self::thead or self::tbody or self::tfoot]/*[not(self::tr or {_QUIET})]"
    f" | //tr/*[not(self::td or self::th or {_QUIET})]"
    " | //*[self::td or self::th][not(parent::tr)]"
    " | //tr[not(parent::table or parent::thead or parent::tbody or parent::tfoot or parent::form)]"
    " | //colgroup/*[not(self::col or self::template)]"
    f" | //*[self::table or self::colgroup or {_ROWS}]/text()[normalize-space()]"
    ")"
)


def in_doubt(root: etree._Element) -> bool:
    """Say whether a tree holds a table that the standard would build otherwise."""
    return bool(_DOUBT(root))


def second_tree(source: str) -> etree._Element | None:
    """Give the tree of the standard, or None where the source is past a limit of this lane."""
    if len(source) > MAX_SECOND or _is_deep(source):
        return None
    builder = html5lib.getTreeBuilder("lxml")
    parser = html5lib.HTMLParser(tree=builder, namespaceHTMLElements=False)
    with warnings.catch_warnings():
        # Names that XML cannot hold are rewritten; no text is touched.
        warnings.simplefilter("ignore", DataLossWarning)
        try:
            root: etree._Element = parser.parse(_CONTROL.sub("", source)).getroot()
        except ValueError:  # a reference (&#1;) named a control, which no tree of lxml can hold
            return None
    etree.strip_tags(root, etree.Comment)
    return root


def _is_deep(source: str) -> bool:
    depth = 0
    for closing, name in _TAG.findall(source):
        if name.lower() in _FLAT:
            continue
        depth = max(0, depth - 1) if closing else depth + 1
        if depth > MAX_DEPTH:
            return True
    return False
