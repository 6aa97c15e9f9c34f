"""What a page prints about the report: label and value, in tables, lines and metadata."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from parsers.model import Document, Outline, Paragraph, RawTable
from parsers.normal import squeeze
from parsers.vocab import load

LONGEST_VALUE = 120
_COLON = re.compile("[:\uff1a]")


class Labelled(NamedTuple):
    """A labelled value of the page."""

    field: str  # index_number | document_number | publisher | published_on
    value: str
    source: str  # "table" | "line" | "meta"
    label: str


@lru_cache
def _fields() -> dict[str, str]:
    """Give the field of every label, blanks left out; labels that must not count have none."""
    data = load("identity")["labels"]
    known = {squeeze(label): "" for label in data["not_published"]}
    for field in ("published_on", "publisher", "document_number", "index_number"):
        known |= {squeeze(label): field for label in data[field]}
    return known


@lru_cache
def _line_pattern() -> re.Pattern[str]:
    """Give a pattern for labels that follow one another on one line, letters may be spaced."""
    labels = sorted(_fields(), key=len, reverse=True)
    spaced = ("[ \u3000\u00a0]*".join(map(re.escape, label)) for label in labels)
    return re.compile(rf"(?<![\u4e00-\u9fff])({'|'.join(spaced)})[ \u3000]*[:\uff1a]")


def labelled_values(document: Document, outline: Outline) -> list[Labelled]:
    """Give the labelled values around the report, in the order of the source.

    Only what stands before the first section counts: the report's own tables and text do not
    describe the page.
    """
    stop = outline.sections[0].start - 1 if outline.sections else len(document.blocks)
    found: list[Labelled] = []
    for block in document.blocks[: max(stop, 0)]:
        if isinstance(block, RawTable):
            found += _of_table(block)
        elif len(block.text) <= 4 * LONGEST_VALUE:
            found += _of_line(block)
    return found


def _of_table(table: RawTable) -> Iterator[Labelled]:
    for row in table.rows:
        for cell, after in zip(row, (*row[1:], None), strict=False):
            field = _fields().get(squeeze(cell.text).rstrip(":"))
            if field and after is not None and after.text:
                yield Labelled(field, after.text.strip(), "table", squeeze(cell.text))
            elif _COLON.search(cell.text):
                yield from _values(cell.text, "table")


def _of_line(paragraph: Paragraph) -> Iterator[Labelled]:
    if _COLON.search(paragraph.text):
        yield from _values(paragraph.text, "line")


def _values(text: str, source: str) -> Iterator[Labelled]:
    matches = list(_line_pattern().finditer(text))
    ends = [match.start() for match in matches[1:]] + [len(text)]
    for match, end in zip(matches, ends, strict=False):  # no match, no end
        label = squeeze(match.group(1))
        value = text[match.end() : end].strip(" \u3000|,\uff0c;\uff1b[]\u3010\u3011")
        field = _fields().get(label)
        if field and value and len(value) <= LONGEST_VALUE:
            yield Labelled(field, value, source, label)


def meta_values(document: Document, kind: str) -> list[str]:
    """Give the values of the page's metadata of one kind (``site_code``, ``published_on``, …)."""
    names = load("identity")["metas"][kind]
    return [
        value.strip() for name, value in document.metas if name.lower() in names and value.strip()
    ]
