"""Markup to a tree that has lost nothing.

lxml parses text (never bytes: libxml2 stops at the first character outside a declared gb2312) in
the fast lane. What it drops without a word is looked for afterwards: the last words of the source
must be in the tree. If they are not, BeautifulSoup closes what was left open and the parse is
repeated.

Source: HTML Standard, 13.2 "Parsing HTML documents"; the losses were measured with libxml2 2.14
(text after ``</html>``, an unclosed comment, lone surrogates, 255 levels, nodes over 10 MB).
"""

from __future__ import annotations

import re
from typing import NamedTuple

from bs4 import BeautifulSoup
from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from parsers.errors import DocumentTooLargeError, EmptyDocumentError

MAX_CHARACTERS = 32_000_000  # a report is under 2 MB; bombs are not parsed at all
MAX_ATTRIBUTES = 2_000  # of one tag: the parse is quadratic in them (16,000 take 1.3 s)
SECOND_LANE_CHARACTERS = 2_000_000  # BeautifulSoup needs 13 times the time of lxml

_END_TAGS = re.compile(r"</(?:body|html)\s*>", re.IGNORECASE)
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*>")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_TAG = re.compile(r"<[^>]*>")
_NO_TEXT = re.compile(
    r"<!--.*?(?:-->|$)|<(script|style|title|textarea|template|select)\b.*?</\1\s*>",
    re.IGNORECASE | re.DOTALL,
)
_ENTITY = re.compile(r"&[#\w]+;?")
_LONG_TAG = re.compile(rf"<\w[^<>]*?(?:\s+[^\s<>=]+(?:=\S*)?){{{MAX_ATTRIBUTES},}}")


class Tree(NamedTuple):
    """A parsed source and what the parse cost it."""

    root: HtmlElement
    losses: tuple[str, ...]


def parse_markup(text: str) -> Tree:
    """Parse markup so that all of its text is in the tree, or say what is not.

    Raises:
        EmptyDocumentError: There is no markup and no text.
        DocumentTooLargeError: The source is past ``MAX_CHARACTERS`` or ``MAX_ATTRIBUTES``.
    """
    if len(text) > MAX_CHARACTERS:
        raise DocumentTooLargeError("source has too many characters", characters=len(text))
    source = _plain(text)
    if not source.strip():
        raise EmptyDocumentError("source holds no text")
    marker = end_marker(source)
    root = _lxml_tree(source)
    if _has(root, marker):
        return Tree(root, ())
    if len(source) <= SECOND_LANE_CHARACTERS:
        again = _lxml_tree(str(BeautifulSoup(_open_comments(source), "html.parser")))
        if _has(again, marker):
            return Tree(again, ("second_lane",))
    return Tree(root, ("text_lost_in_markup",))


def _plain(text: str) -> str:
    """Take out what makes libxml2 stop: NUL, lone surrogates, end tags, an XML declaration."""
    if "\x00" in text:
        text = text.replace("\x00", "")
    if _SURROGATE.search(text):
        text = _SURROGATE.sub("\ufffd", text)
    text = _XML_DECLARATION.sub("", text.lstrip("\ufeff"), count=1)
    if len(text) > 200_000 and _LONG_TAG.search(text):
        raise DocumentTooLargeError("a tag has too many attributes", limit=MAX_ATTRIBUTES)
    return _END_TAGS.sub("", text)


def _lxml_tree(source: str) -> HtmlElement:
    parser = HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True, encoding=None)
    try:
        return document_fromstring(source, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise EmptyDocumentError("source holds no element and no text") from error


def _open_comments(source: str) -> str:
    """Take the opening mark from a comment that is never closed, so that its text comes back."""
    start = source.rfind("<!--")
    if start >= 0 and "-->" not in source[start:]:
        return source[:start] + source[start + 4 :]
    return source


def end_marker(source: str) -> str:
    """Give the last letters of the source's text, blanks left out; "" where it has none.

    Only the last 20,000 characters are looked at: an oracle for lost tails, not a parser.
    """
    tail = _NO_TEXT.sub(" ", source[-20_000:])
    tail = _ENTITY.sub("", _TAG.sub(" ", tail))
    tail = tail.rpartition(">")[2] if ">" in tail else tail
    words = "".join(tail.split())
    return words[-8:]


def _has(root: HtmlElement, marker: str) -> bool:
    if not marker:
        return True
    tail = ""
    for piece in reversed(list(root.itertext())):
        tail = "".join(piece.split()) + tail
        if len(tail) > 20_000:
            break
    return marker in tail or marker in _ENTITY.sub("", tail)
