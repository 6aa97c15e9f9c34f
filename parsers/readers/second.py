"""The second lane: the tree that a browser builds, for pages whose first tree is in doubt.

html5lib follows the tree construction of the standard to the letter (what stands between the cells
of a table goes before the table, cells without a row get one) and takes ten times as long as lxml.
Its blow-ups are kept out before it starts: by size, by depth (20,000 open elements take 40 s) and by what it
would have to move out of tables (20,000 paragraphs take over 30 s, because each is put into a list by a search).
What is under these limits and still suspicious is given to a guard, which can be ended.

Source: HTML Standard, 13.2.6 "Tree construction"; suite html5lib/tree-construction.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable
from copy import deepcopy
from typing import Literal

import html5lib
from bs4 import BeautifulSoup
from bs4.exceptions import ParserRejectedMarkup
from html5lib.constants import DataLossWarning
from lxml import etree

MAX_SECOND = 600_000  # characters; a report is under 300,000
MAX_DEPTH = 500  # open elements, estimated; 1,000 take 0.1 s, 20,000 take 40 s
MAX_MISPLACED = 2_000  # nodes between the cells of tables; 3,000 take 0.8 s, 20,000 take 39 s
# Past these the lane works in a process of its own, if there is a guard.
LONG = 250_000  # characters
MANY_REFERENCES = 3_000  # each splits a text, and the joins are quadratic where all stand in one
SOUP_LONG = 30_000  # characters; html.parser is quadratic in tags whose quotes are left open

Task = Literal["standard", "closed"]
# Does a task elsewhere under limits; gives the markup, None where no parser takes the source.
Guard = Callable[[Task, str], str | None]

# What no tree of lxml can hold; the first lane drops or keeps it, and no figure is made of it.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)")
# Void elements, and elements that the next one of their kind closes: they do not add depth.
_FLAT = frozenset(
    "area base br col embed hr img input link meta param source track wbr"
    " p li dd dt option optgroup rp rt td th tr tbody thead tfoot html head body".split()
)


def second_tree(source: str, guard: Guard | None = None) -> etree._Element | None:
    """Give the tree of the standard, or None where the source is past a limit of this lane.

    Args:
        source: The markup, without what stops libxml2.
        guard: Where the work on a suspicious source is done; None does it here.
    """
    if len(source) > MAX_SECOND or _is_deep(source):
        return None
    markup = (guard if guard and _is_suspicious(source) else perform)("standard", source)
    return None if markup is None else etree.fromstring(markup, _parser())


def closed_markup(source: str, guard: Guard | None = None) -> str | None:
    """Give markup in which all that was left open is closed, None where no parser takes it."""
    return (guard if guard and len(source) > SOUP_LONG else perform)("closed", source)


def perform(task: Task, source: str) -> str | None:
    """Do the work of this lane: the tree of the standard as XML, or the source with all tags closed."""
    if task == "standard":
        return _standard(source)
    try:
        return str(BeautifulSoup(source, "html.parser"))
    except ParserRejectedMarkup:  # ``<![`` without a name, which html.parser refuses
        return None


def _standard(source: str) -> str | None:
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
    # A copy has no document type: for one of XHTML libxml2 would write a namespace and a meta into it.
    return etree.tostring(deepcopy(root), encoding="unicode", with_tail=False)


def _parser() -> etree.XMLParser:
    return etree.XMLParser(huge_tree=True, resolve_entities=False, no_network=True)


def _is_suspicious(source: str) -> bool:
    """Say whether a source is long, or has thousands of places at which the tokenizer splits a text."""
    if len(source) > LONG:
        return True
    splits = source.count("&")
    if splits <= MANY_REFERENCES:  # a < that begins no tag splits a text as a reference does
        splits += source.count("<") - sum(1 for _ in _TAG.finditer(source))
    return splits > MANY_REFERENCES


def _is_deep(source: str) -> bool:
    depth = 0
    for closing, name in _TAG.findall(source):
        if name.lower() in _FLAT:
            continue
        depth = max(0, depth - 1) if closing else depth + 1
        if depth > MAX_DEPTH:
            return True
    return False
