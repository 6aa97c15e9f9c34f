"""Title, lead, sections, head and tail of a report, in the blocks of its document."""

from __future__ import annotations

import re
from collections.abc import Sequence

from parsers.model import Document, Outline, Paragraph, RawTable, SectionSpan
from parsers.sections.candidates import Candidate, gather_candidates
from parsers.sections.carried import cut_tables
from parsers.sections.chain import best_chain
from parsers.sections.ending import common_container, end_of_report
from parsers.sections.headings import strip_noise
from parsers.sections.splitting import Cut, Piece, split_blocks, split_headings
from parsers.sections.title import find_title, glued_title, is_chrome

MOST_LEAD_BLOCKS = 6  # blocks before the first heading that are the lead where no title is found
_STOP = re.compile("\u3002")


def outline_document(document: Document) -> tuple[Document, Outline]:
    """Find the parts of a report.

    All lines worded like headings compete (:mod:`parsers.sections.chain`); only those that win
    are cut off the text they are glued to.

    Args:
        document: Blocks with repaired texts; tables that stood as text already assembled.

    Returns:
        The document with every section heading as a paragraph of its own (tag ``heading``), and
        the outline in block numbers of that document. A heading that is the first row of a table
        stays there, and its section begins with that table; a table with headings further down is
        cut at all of them.
    """
    document = cut_tables(document)
    document, chain = split_headings(document, best_chain(gather_candidates(document)))
    first = chain[0].block if chain else len(document.blocks)
    title, title_block = find_title(document, first)
    if title_block < 0:
        document, chain, first = _cut_title(document, chain, first)
        title, title_block = find_title(document, first)
    stop = end_of_report(document, chain)
    lead_start = title_block + 1 if title_block >= 0 else _untitled_lead(document, chain, first)
    return document, Outline(
        title=title,
        title_block=title_block,
        lead=(lead_start, first),
        sections=_spans(document, chain, stop),
        head=(0, title_block if title_block >= 0 else lead_start),
        tail=(stop, len(document.blocks)),
    )


def _cut_title(
    document: Document, chain: list[Candidate], first: int
) -> tuple[Document, list[Candidate], int]:
    """Cut off a title that is glued to the text of the lead."""
    glued = glued_title(document, first)
    if glued is None:
        return document, chain, first
    number, length = glued
    block = document.blocks[number]
    size = len(block.text) if isinstance(block, Paragraph) else length
    pieces = (Piece(0, length), Piece(length, size))
    split = split_blocks(document, [Cut(number, number, pieces)])
    chain = [c._replace(block=split.moved[c.block], last=split.moved[c.block]) for c in chain]
    return split.document, chain, split.moved[first]


def _untitled_lead(document: Document, chain: Sequence[Candidate], first: int) -> int:
    """Give the first block of the sentences right before the first heading."""
    if not chain:
        return first
    common = common_container(document, [document.blocks[c.block].container for c in chain])
    start = first
    for number in range(first - 1, max(first - MOST_LEAD_BLOCKS, 0) - 1, -1):
        block = document.blocks[number]
        if isinstance(block, RawTable) or is_chrome(block.text):
            break
        if common and block.container < common:  # containers are numbered as they open
            break
        if _STOP.search(block.text):
            start = number
    return start


def _spans(document: Document, chain: Sequence[Candidate], stop: int) -> tuple[SectionSpan, ...]:
    if not chain:
        return ()
    starts = [
        c.block if isinstance(document.blocks[c.block], RawTable) else c.block + 1 for c in chain
    ]
    ends = [*(c.block for c in chain[1:]), stop]
    return tuple(
        SectionSpan(c.heading.code, _shown(c.text), start, max(start, end))
        for c, start, end in zip(chain, starts, ends, strict=True)
    )


def _shown(text: str) -> str:
    return " ".join(strip_noise(text).split())
