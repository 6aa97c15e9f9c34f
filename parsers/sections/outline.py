"""Title, lead, sections, head and tail of a report.

Every line that could be a section's heading is a candidate. The best chain of candidates wins: each
section once, in the order of the source, with credit for the numeral style and number of the form,
for content that follows, and against steps back. So a table of contents, an item （一）主动公开情况
inside the overview, or a restarted numbering do not win over the real headings.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from parsers.model import Block, Document, Outline, Paragraph, RawTable, SectionSpan
from parsers.sections.headings import Heading, inline_headings, read_heading
from parsers.sections.title import find_title, is_chrome
from parsers.vocab import load

MOST_CANDIDATES = 40  # a page with more is a list of headings; the last ones are looked at
MIN_INLINE = 12  # characters; a shorter text holds nothing beside a heading
STYLE_CREDIT = {"cn": 3.0, "part": 3.0, "bare": 2.0, "none": 1.5, "arabic": 1.0, "paren": 1.0}
STEP_BACK = 2.0  # cost of a section that stands before one of a smaller number


class Candidate(NamedTuple):
    """A line that may be a section's heading."""

    block: int
    heading: Heading
    text: str
    content: float  # credit for what follows


def outline_document(document: Document) -> tuple[Document, Outline]:
    """Find the parts of a report.

    Args:
        document: Blocks with repaired texts; tables that stood as text already assembled.

    Returns:
        The document with every section heading as a paragraph of its own (tag ``heading``), and
        the outline in block numbers of that document.
    """
    document = _split_at_headings(document)
    chain = _best_chain(_candidates(document))
    first = chain[0].block if chain else len(document.blocks)
    title, title_block = find_title(document, first)
    stop = _end_of_report(document, chain)
    sections = _spans(chain, stop)
    lead_start = title_block + 1 if title_block >= 0 else first
    head_stop = title_block if title_block >= 0 else first
    return document, Outline(
        title=title,
        title_block=title_block,
        lead=(lead_start, first),
        sections=sections,
        head=(0, head_stop),
        tail=(stop, len(document.blocks)),
    )


def _split_at_headings(document: Document) -> Document:
    """Give headings that are glued into text a paragraph of their own."""
    blocks: list[Block] = []
    moved: list[int] = []
    changed = False
    for block in document.blocks:
        moved.append(len(blocks))
        pieces = _pieces(block)
        changed = changed or len(pieces) > 1
        blocks += pieces
    if not changed:
        return document
    moved.append(len(blocks))
    links = tuple(
        replace(link, block=moved[min(link.block, len(moved) - 1)]) for link in document.links
    )
    return replace(document, blocks=tuple(blocks), links=links)


def _pieces(block: Block) -> Sequence[Block]:
    if isinstance(block, RawTable) or len(block.text) < MIN_INLINE:
        return (block,)
    found = inline_headings(block.text)
    if not found:
        return (block,)
    cuts = [0]
    for heading in found:
        cuts += [heading.start, heading.end]
    cuts.append(len(block.text))
    pieces = []
    for start, end in pairwise(cuts):
        text = block.text[start:end].strip(" |")
        if text:
            whole = read_heading(text) is not None and any(h.start == start for h in found)
            tag = "heading" if whole else block.tag
            published = block.published[start:end] if block.published == block.text else text
            pieces.append(replace(block, text=text, published=published.strip(" |"), tag=tag))
    return pieces or (block,)


def _candidates(document: Document) -> list[Candidate]:
    found: list[tuple[int, Heading, str]] = []
    for number, block in enumerate(document.blocks):
        text = block.text if isinstance(block, Paragraph) else _first_row(block)
        if not text or len(text) > 100:
            continue
        heading = read_heading(text)
        if heading is not None:
            found.append((number, heading, text))
    found = _of_one_style(found)[-MOST_CANDIDATES:]
    if not found:
        return []
    ends = [number for number, _, _ in found[1:]] + [len(document.blocks)]
    return [
        Candidate(number, heading, text, _content(document, number, end))
        for (number, heading, text), end in zip(found, ends, strict=True)
    ]


def _first_row(table: RawTable) -> str:
    """Give the text of a first row that is one cell: tables may carry their section's heading."""
    filled = [cell for cell in table.rows[0] if cell.text] if table.rows else []
    return filled[0].text if len(filled) == 1 else ""


def _of_one_style(found: list[tuple[int, Heading, str]]) -> list[tuple[int, Heading, str]]:
    """Leave out （一） and 1. where the document numbers its sections with 一、."""
    styles = {heading.code for _, heading, _ in found if heading.style in ("cn", "part")}
    if len(styles) < 2:
        return found
    return [item for item in found if item[1].style not in ("paren", "arabic")]


def _content(document: Document, number: int, end: int) -> float:
    """Give credit for what stands between a heading and the next candidate."""
    between = document.blocks[number + 1 : end]
    own = 1.0 if isinstance(document.blocks[number], RawTable) else 0.0
    tables = sum(1 for block in between if isinstance(block, RawTable))
    return own + (1.5 if tables else 0.0) + (1.0 if between else 0.0)


@lru_cache
def section_numbers() -> dict[str, int]:
    """Give the place of each section on the form, from 1."""
    return {s["code"]: s["number"] for s in load("sections")["sections"]}


def _credit(candidate: Candidate) -> float:
    heading = candidate.heading
    credit = STYLE_CREDIT[heading.style] + candidate.content
    if heading.number == section_numbers()[heading.code]:
        credit += 1.0
    return credit + (1.0 if heading.exact else 0.0)


def _best_chain(candidates: list[Candidate]) -> list[Candidate]:
    """Choose each section at most once so that the credit of all is the greatest.

    Dynamic programming over (sections used, last candidate); at most 64 x 40 states.
    """
    numbers = section_numbers()
    best: dict[tuple[int, int], tuple[float, tuple[int, ...]]] = {(0, -1): (0.0, ())}
    for index, candidate in enumerate(candidates):
        bit = 1 << numbers[candidate.heading.code]
        for (mask, last), (score, chain) in list(best.items()):
            if mask & bit:
                continue
            gain = score + _credit(candidate) - _step_cost(candidates, last, candidate)
            key = (mask | bit, index)
            if key not in best or best[key][0] < gain:
                best[key] = (gain, (*chain, index))
    _, chain = max(best.values(), key=lambda item: item[0])
    return [candidates[index] for index in chain]


def _step_cost(candidates: list[Candidate], last: int, candidate: Candidate) -> float:
    if last < 0:
        return 0.0
    numbers = section_numbers()
    before = numbers[candidates[last].heading.code]
    return STEP_BACK if before > numbers[candidate.heading.code] else 0.0


def _spans(chain: list[Candidate], stop: int) -> tuple[SectionSpan, ...]:
    if not chain:
        return ()
    ends = [candidate.block for candidate in chain[1:]] + [stop]
    return tuple(
        SectionSpan(c.heading.code, " ".join(c.text.split()), c.block + 1, max(end, c.block + 1))
        for c, end in zip(chain, ends, strict=True)
    )


def _end_of_report(document: Document, chain: list[Candidate]) -> int:
    """Give the block at which the report is over: out of its container, or page chrome."""
    if not chain:
        return len(document.blocks)
    common = _common_container(document, [document.blocks[c.block].container for c in chain])
    for number in range(chain[-1].block + 1, len(document.blocks)):
        block = document.blocks[number]
        if not _inside(document, block.container, common):
            return number
        if isinstance(block, Paragraph) and is_chrome(block.text):
            return number
    return len(document.blocks)


def _ancestors(document: Document, container: int) -> list[int]:
    line = [container]
    while line[-1] != document.parents[line[-1]]:
        line.append(document.parents[line[-1]])
    return line


def _common_container(document: Document, containers: list[int]) -> int:
    """Give the innermost container that holds all given ones; one alone gives its parent."""
    if len(containers) == 1:
        return document.parents[containers[0]]
    shared = _ancestors(document, containers[0])
    for container in containers[1:]:
        own = set(_ancestors(document, container))
        shared = [number for number in shared if number in own]
    return shared[0] if shared else 0


def _inside(document: Document, container: int, outer: int) -> bool:
    return outer in _ancestors(document, container)
