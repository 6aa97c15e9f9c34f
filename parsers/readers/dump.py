"""Text dumps: one paragraph a line, so that every figure keeps the line it came from.

Pipes are left in place; :mod:`parsers.assembly` makes tables of them or takes them away.
"""

from __future__ import annotations

import re

from parsers.errors import DocumentTooLargeError, EmptyDocumentError
from parsers.model import Document, Paragraph
from parsers.readers.vertical import join_upright

MAX_CHARACTERS = 32_000_000
MAX_LINES = 150_000  # a report has under 3,000; 100,000 lines of cells take 2.4 s
MAX_PIPES = 250_000  # as many as cells of a page, see parsers.readers.markup
# Only these end a line: U+2028, NEL and form feed stand inside lines of real dumps.
_LINE_END = re.compile(r"\r\n|\n|\r")
_MARKDOWN = re.compile(r"^\s{0,3}#{1,6}\s+|\*\*|__|^\s*>\s?|^\s*[-+*]\s+(?=\D)")
_RULE = re.compile(r"^[\s|:+=-]*-{3,}[\s|:+=-]*$")
_SURROGATE = re.compile(r"[\ud800-\udfff]")


def read_dump(text: str) -> Document:
    """Read a text dump into paragraphs.

    Args:
        text: A ``.txt`` or ``.md`` source, decoded.

    Returns:
        One paragraph per line that is not blank, with its 1-based line. Marks of Markdown stay
        in ``published`` and are left out of ``text``; lines that only draw a rule are left out.

    Raises:
        EmptyDocumentError: There is no text.
        DocumentTooLargeError: There are more than ``MAX_CHARACTERS``, ``MAX_LINES`` or ``MAX_PIPES``.
    """
    _refuse_large(text)
    source = _SURROGATE.sub("\ufffd", text).replace("\x00", "").lstrip("\ufeff")
    blocks = []
    for number, line in enumerate(_LINE_END.split(source), start=1):
        published = line.strip()
        if not published or _RULE.match(published):
            continue
        plain = _MARKDOWN.sub("", published).strip()
        if plain:
            blocks.append(Paragraph(published, plain, 0, number))
    if len(blocks) > MAX_LINES:
        raise DocumentTooLargeError("source has too many lines", limit=MAX_LINES)
    if not any(block.text.strip("| ") for block in blocks):
        raise EmptyDocumentError("source holds no text")
    return Document(tuple(join_upright(blocks)), media_type="text/plain", reader="text")


def _refuse_large(text: str) -> None:
    if len(text) > MAX_CHARACTERS:
        raise DocumentTooLargeError("source has too many characters", characters=len(text))
    if text.count("\n") + text.count("\r") > 2 * MAX_LINES:  # CRLF is two
        raise DocumentTooLargeError("source has too many lines", limit=MAX_LINES)
    if text.count("|") > MAX_PIPES:
        raise DocumentTooLargeError("source has too many table cells", limit=MAX_PIPES)
