"""Every place of a document that could be a section's heading."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from parsers.model import Block, Document, Paragraph, RawTable
from parsers.sections.glued import Inline, find_headings
from parsers.sections.headings import (
    CN,
    LONGEST,
    NUMBERED,
    Heading,
    read_heading,
    section_numbers,
    strip_noise,
)
from parsers.vocab import load

MOST_CANDIDATES = 40  # a page with more is a list of headings; the last ones are looked at
LEAST_NUMBERED = 2  # sections numbered 一、 that show how a report numbers its sections
LEAST_PARTS = 3
NEVER_ITEMS = frozenset({"problems", "other"})  # the overview has no part worded like these
LONGEST_PIECE = 30  # characters of each half of a heading that is cut over two paragraphs

_FIRST_HALF = re.compile(rf"^[?\s]*[{CN}]{{1,2}}\s*[\u3001.\uff0e]")
_NUMBERED_LINE = re.compile(rf"^[?\s]*(?:[{CN}]{{1,2}}\s*[\u3001.\uff0e]|[(\uff08][{CN}\d])")
_HAN = re.compile(r"[\u4e00-\u9fff]")


class Candidate(NamedTuple):
    """A place that may be a section's heading: ``text[start:end]`` of a paragraph."""

    block: int
    last: int  # the block that the heading ends in; block + 1 where it is cut over two
    start: int
    end: int
    heading: Heading
    text: str  # as it stands in the source
    whole: bool  # nothing but the heading stands in its block
    content: float = 0.0  # credit for what follows


def gather_candidates(document: Document) -> list[Candidate]:
    """Give the candidates in the order of the source, with credit for what follows each."""
    found = [c for number in range(len(document.blocks)) for c in _of_block(document, number)]
    found = _of_one_style(found)[-MOST_CANDIDATES:]
    if not found:
        return []
    stops = [(c.block, c.start) for c in found[1:]] + [(len(document.blocks), 0)]
    return [
        candidate._replace(content=_content(document, candidate, stop))
        for candidate, stop in zip(found, stops, strict=True)
    ]


def _of_block(document: Document, number: int) -> Iterator[Candidate]:
    block = document.blocks[number]
    if isinstance(block, RawTable):
        yield from _of_table(block, number)
        return
    text = block.text
    cut = _cut_in_two(document.blocks, number)
    if cut is not None:
        yield cut
        return
    for found in find_headings(text):
        whole = _is_alone(text, found)
        start, end = (0, len(text)) if whole else (found.start, found.end)
        yield Candidate(number, number, start, end, found.heading, text[start:end], whole)


def _is_alone(text: str, found: Inline) -> bool:
    """Say whether nothing but marks of lost indents stands around a heading."""
    if len(text) - (found.end - found.start) > LONGEST:
        return False
    return not strip_noise(text[: found.start] + text[found.end :])


def _of_table(table: RawTable, number: int) -> Iterator[Candidate]:
    """Give the heading that a table carries as its first row, one cell across."""
    filled = [cell for cell in table.rows[0] if cell.text] if table.rows else []
    if len(filled) != 1 or len(filled[0].text) > 2 * LONGEST:
        return
    heading = read_heading(filled[0].text)
    if heading is not None and heading.style != "number":
        yield Candidate(number, number, 0, 0, heading, filled[0].text, whole=True)


def _cut_in_two(blocks: tuple[Block, ...], number: int) -> Candidate | None:
    """Give a numbered heading that goes on in the next paragraph (五、存在的主要问题及 / 改进情况)."""
    first = blocks[number]
    if not isinstance(first, Paragraph) or len(first.text) > LONGEST_PIECE:
        return None
    if not _FIRST_HALF.match(first.text) or number + 1 >= len(blocks):
        return None
    second = blocks[number + 1]
    if not isinstance(second, Paragraph) or len(second.text) > LONGEST_PIECE:
        return None
    alone = read_heading(first.text)
    goes_on = second.text.startswith(_connectives())
    if _NUMBERED_LINE.match(second.text) or (alone and alone.exact and not goes_on):
        return None
    text = first.text + second.text
    heading = read_heading(text)
    if heading is None or not heading.exact:
        return None
    return Candidate(number, number + 1, 0, len(text), heading, text, whole=True)


@lru_cache
def _connectives() -> tuple[str, ...]:
    return tuple(load("sections")["glued"]["connectives"])


def _of_one_style(found: list[Candidate]) -> list[Candidate]:
    """Leave out what the document's own way of numbering shows to be an item of a section.

    Where sections are numbered 一、 an item （一）主动公开情况 is none, nor is a line that begins with a
    wording and goes on, as items without numbers do; where only one is, a （三） must at least be worded like the third section.
    """
    parts = {c.heading.code for c in found if c.heading.style == "part"}
    if len(parts) >= LEAST_PARTS:
        return [c for c in found if c.heading.style in ("part", "none")]
    numbered = {c.heading.code for c in found if c.heading.style in NUMBERED}
    if len(numbered) >= LEAST_NUMBERED:
        return [c for c in found if c.heading.style in NUMBERED or _stands_alone(c)]
    if numbered:
        return [c for c in found if c.heading.style not in ("paren", "arabic") or _in_place(c)]
    return found


def _stands_alone(candidate: Candidate) -> bool:
    style = candidate.heading.style
    return style == "number" or (
        style == "none" and (candidate.whole or candidate.heading.code in NEVER_ITEMS)
    )


def _in_place(candidate: Candidate) -> bool:
    return candidate.heading.number == section_numbers()[candidate.heading.code]


def _content(document: Document, candidate: Candidate, stop: tuple[int, int]) -> float:
    """Give credit for the prose and tables between a candidate and the next one."""
    own = document.blocks[candidate.block]
    credit = 1.0 if isinstance(own, RawTable) else 0.0
    between = document.blocks[candidate.last + 1 : stop[0]]
    if any(isinstance(block, RawTable) for block in between):
        return credit + 2.5
    said = any(isinstance(block, Paragraph) and _HAN.search(block.text) for block in between)
    return credit + (1.0 if said or _says_more(document, candidate, stop) else 0.0)


def _says_more(document: Document, candidate: Candidate, stop: tuple[int, int]) -> bool:
    """Say whether words stand behind a glued heading, up to the next one."""
    own = document.blocks[candidate.block]
    if not isinstance(own, Paragraph) or candidate.last != candidate.block:
        return False
    if stop[0] == candidate.block:
        return bool(_HAN.search(own.text, candidate.end, stop[1]))
    if _HAN.search(own.text, candidate.end):
        return True
    following = document.blocks[stop[0]] if stop[0] < len(document.blocks) else None
    return isinstance(following, Paragraph) and bool(_HAN.search(following.text, 0, stop[1]))
