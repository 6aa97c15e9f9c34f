"""Markup to a tree that has lost nothing.

lxml parses the decoded text, written as UTF-8, in the fast lane (never the bytes of the page: libxml2 stops
at the first character outside a declared gb2312). What it drops without a word is looked for afterwards:
the last words of the source must be in the tree. If they are not, the second lane (:mod:`parsers.readers.second`) builds the tree
of the standard; where that has lost them too or is too dear, BeautifulSoup closes what was left open
and the parse is repeated.

Source: HTML Standard, 13.2 "Parsing HTML documents"; the losses were measured with libxml2 2.14
(text after ``</html>``, an unclosed comment, lone surrogates, 255 levels, nodes over 10 MB).
"""

from __future__ import annotations

import re
from typing import NamedTuple

from lxml import etree

from parsers.errors import DocumentTooLargeError, EmptyDocumentError
from parsers.readers.doubt import misplaced
from parsers.readers.flatten import flatten
from parsers.readers.raw_text import close_selects, close_swallowing, survey, without
from parsers.readers.second import MAX_MISPLACED, Guard, closed_markup, second_tree

MAX_CHARACTERS = 32_000_000  # a report is under 2 MB; bombs are not parsed at all
MAX_ROWS = 20_000  # of all tables; the forms have 68, and 100,000 rows take a gigabyte
MAX_CELLS = 250_000  # of all tables; the forms have 500, and a million take a gigabyte
MAX_ATTRIBUTES = 2_000  # of one tag: the parse is quadratic in them (16,000 take 1.3 s)
SUSPICIOUS = 120_000  # characters; below, even one huge tag is parsed in under a second
HUGE_TAG = 6_000  # characters; only longer tags are counted
NEAR_END = 1_000  # characters of the tree's text in which the last words of most pages stand
SECOND_LANE_CHARACTERS = 2_000_000  # BeautifulSoup needs 13 times the time of lxml

_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*>")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_TAG = re.compile(r"<[^>]*>")
_NO_TEXT = re.compile(
    r"<!--.*?-->|<(script|style|title|textarea|template|select)\b.*?</\1\s*>",
    re.IGNORECASE | re.DOTALL,
)
_ENTITY = re.compile(r"&[#\w]+;?")
_HUGE_TAG = re.compile(rf"<[A-Za-z][^<>]{{{HUGE_TAG},}}")


class Tree(NamedTuple):
    """A parsed source and what the parse cost it."""

    root: etree._Element
    losses: tuple[str, ...]
    misplaced: int = 0  # what the standard would move out of tables

    @property
    def in_doubt(self) -> bool:
        """Whether the standard would build some table otherwise."""
        return self.misplaced > 0


def parse_markup(text: str, guard: Guard | None = None) -> Tree:
    """Parse markup so that all of its text is in the tree, or say what is not.

    Args:
        text: The markup, decoded.
        guard: Where the second lane works on a suspicious source; None does it here.

    Raises:
        EmptyDocumentError: There is no markup and no text.
        DocumentTooLargeError: The source is past ``MAX_CHARACTERS``, ``MAX_ROWS``,
            ``MAX_CELLS`` or ``MAX_ATTRIBUTES``.
    """
    source, closed = _prepared(text)
    try:
        root = _lxml_tree(source)
    except _TooDeepError:
        return _flat_tree(flatten(source))
    if _has(root, end_marker(source)):
        return Tree(root, ("second_lane",) if closed else (), misplaced(root))
    if len(source) <= SECOND_LANE_CHARACTERS:
        opened = _open_comments(source)
        again = _closed_tree(opened, guard, misplaced(root))
        if again is not None and _has(again, end_marker(opened)):
            return Tree(again, ("second_lane",))
    return Tree(root, ("text_lost_in_markup",))


def parse_again(text: str, guard: Guard | None = None) -> Tree | None:
    """Parse markup in the second lane; None where it is past a limit of that lane or loses text.

    Raises:
        EmptyDocumentError: There is no markup and no text.
        DocumentTooLargeError: As :func:`parse_markup`.
    """
    source, _ = _prepared(text)
    root = second_tree(source, guard)
    if root is None or not _has(root, end_marker(source)):
        return None
    return Tree(root, ())


def _prepared(text: str) -> tuple[str, int]:
    """Give the source as it is parsed, and how many elements that swallow markup were closed.

    What stops libxml2 is taken out, and size and rows are held against the limits.
    """
    if len(text) > MAX_CHARACTERS:
        raise DocumentTooLargeError("source has too many characters", characters=len(text))
    source = _plain(text)
    found = survey(source)
    source = without(source, found.ends) if found.ends else source
    if not source or source.isspace():
        raise EmptyDocumentError("source holds no text")
    if _has_more(source, MAX_ROWS, "tr"):
        raise DocumentTooLargeError("source has too many table rows", limit=MAX_ROWS)
    if len(source) > 3 * MAX_CELLS and _has_more(source, MAX_CELLS, "td", "th"):
        raise DocumentTooLargeError("source has too many table cells", limit=MAX_CELLS)
    source, swallowing = close_swallowing(source) if found.opened else (source, 0)
    source, selects = close_selects(source) if found.has_select else (source, 0)
    return source, swallowing + selects


def _has_more(source: str, limit: int, *names: str) -> bool:
    """Say whether there are more start tags than ``limit``; most pages have fewer tags at all."""
    return source.count("<") > limit and sum(_count(source, name) for name in names) > limit


def _count(source: str, name: str) -> int:
    """Count the start tags of a name of two letters, in any mix of cases."""
    spellings = {name.upper(), name.lower(), name.title(), name.title().swapcase()}
    return sum(source.count(f"<{spelling}") for spelling in spellings)


def _closed_tree(source: str, guard: Guard | None, moved: int) -> etree._Element | None:
    """Give a tree in which what the source left open is closed, None where no parser takes it."""
    root = second_tree(source, guard) if moved <= MAX_MISPLACED else None
    if root is not None and _has(root, end_marker(source)):
        return root
    closed = closed_markup(source, guard)
    return None if closed is None else _lxml_tree(closed, strict=False)


def _plain(text: str) -> str:
    """Take out what makes libxml2 stop: NUL, lone surrogates, an XML declaration."""
    if "\x00" in text:
        text = text.replace("\x00", "")
    text = _without_surrogates(text).lstrip("\ufeff")
    if text[:400].lstrip().startswith("<?xml"):
        text = _XML_DECLARATION.sub("", text, count=1)
    _refuse_huge_tags(text)
    return text


def _refuse_huge_tags(text: str) -> None:
    if len(text) < SUSPICIOUS or max(map(len, text.split("<"))) <= HUGE_TAG:
        return
    for tag in _HUGE_TAG.findall(text):
        if len(tag.split()) > MAX_ATTRIBUTES:
            raise DocumentTooLargeError("a tag has too many attributes", limit=MAX_ATTRIBUTES)


def _without_surrogates(text: str) -> str:
    try:
        text.encode("utf-16-le")  # the form nearest to the one in memory
    except UnicodeEncodeError:
        return _SURROGATE.sub("\ufffd", text)
    return text


class _TooDeepError(Exception):
    """libxml2 has stopped at a limit and has dropped what follows."""


def _flat_tree(source: str) -> Tree:
    try:
        return Tree(_lxml_tree(source), ("flattened",))
    except _TooDeepError:
        return Tree(_lxml_tree(source, strict=False), ("flattened", "text_lost_in_markup"))


def _lxml_tree(source: str, *, strict: bool = True) -> etree._Element:
    parser = etree.HTMLParser(
        encoding="utf-8",
        huge_tree=True,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,  # nothing is looked up by its id
    )
    try:
        # libxml2 works in UTF-8: given text it converts it by itself, which takes a tenth longer.
        # A reference to a half of a character, which the second lane may write out, becomes U+FFFD there.
        root = etree.fromstring(source.encode("utf-8", "surrogatepass"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise EmptyDocumentError("source holds no element and no text") from error
    if root is None:
        raise EmptyDocumentError("source holds no element and no text")
    if strict and any(e.type_name == "ERR_RESOURCE_LIMIT" for e in parser.error_log):
        raise _TooDeepError
    return root


def _open_comments(source: str) -> str:
    """Take the opening marks from what is never closed as a comment, so that its text comes back."""
    start = source.find("<!--", source.rfind("-->") + 1)
    if start < 0:
        return source
    return source[:start] + source[start:].replace("<!--", "")


def end_marker(source: str) -> str:
    """Give the last letters of the source's text, blanks left out; "" where it has none.

    Only the last 6,000 characters are looked at: an oracle for lost tails, not a parser.
    """
    tail = _NO_TEXT.sub(" ", source[-6_000:])
    tail = _ENTITY.sub("", _TAG.sub(" ", tail))
    tail = tail.rpartition(">")[2] if ">" in tail else tail
    words = "".join(tail.split())
    return words[-8:]


def _has(root: etree._Element, marker: str) -> bool:
    if not marker:
        return True
    text = etree.tostring(root, method="text", encoding="unicode", with_tail=False)
    if marker in "".join(text[-NEAR_END:].split()):
        return True
    tail = "".join(text[-30_000:].split())
    return marker in tail or marker in _ENTITY.sub("", tail)
