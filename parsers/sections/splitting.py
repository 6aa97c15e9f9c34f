"""Headings get paragraphs of their own.

Only the headings that were chosen are cut off; an enumeration of the report's parts in its lead
stays one sentence. The published text is cut at the same places as the repaired one: repairs may
change Chinese characters but keep their number, so each cut goes before or behind the same one.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from parsers.model import Block, Document, Paragraph, RawTable
from parsers.sections.candidates import Candidate
from parsers.sections.headings import strip_noise

HEADING_TAG = "heading"

_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")
_READING = re.compile(r"\s?[(\uff08][a-z\u00e0-\u01dc\u0261]{1,7}[)\uff09]")  # glued pinyin
_EDGE = " |\u3000"


class Piece(NamedTuple):
    """A part of a paragraph that becomes one: ``text[start:end]``."""

    start: int
    end: int
    tag: str | None = None  # None: as it was


class Cut(NamedTuple):
    """How blocks become others: those from ``block`` to ``last`` are joined, then cut."""

    block: int
    last: int
    pieces: tuple[Piece, ...]


class Split(NamedTuple):
    """A document after cuts."""

    document: Document
    moved: list[int]  # for every old block, and the end, the number of its first new block
    headings: list[int]  # the new blocks that are headings


def split_headings(
    document: Document, chain: Sequence[Candidate]
) -> tuple[Document, list[Candidate]]:
    """Cut the chosen headings off.

    Returns:
        The document with every heading as a paragraph of its own, tag ``heading``, and the
        headings in block numbers of that document. Headings inside tables stay there.
    """
    split = split_blocks(document, _cuts(document, chain))
    headings = iter(split.headings)
    placed = []
    for candidate in chain:
        in_table = isinstance(document.blocks[candidate.block], RawTable)
        number = split.moved[candidate.block] if in_table else next(headings)
        placed.append(candidate._replace(block=number, last=number))
    return split.document, placed


def _cuts(document: Document, chain: Sequence[Candidate]) -> Iterator[Cut]:
    for number in dict.fromkeys(c.block for c in chain):
        block = document.blocks[number]
        if isinstance(block, RawTable):
            continue
        inside = [c for c in chain if c.block == number]
        last = inside[-1].last
        size = inside[-1].end if last > number else len(block.text)
        edges = [0, *(edge for c in inside for edge in (c.start, c.end)), size]
        tags = (None, HEADING_TAG)
        pieces = (Piece(*span, tags[place % 2]) for place, span in enumerate(pairwise(edges)))
        yield Cut(number, last, tuple(pieces))


def split_blocks(document: Document, cuts: Iterable[Cut]) -> Split:
    """Make cuts, which stand in the order of the blocks; links follow to the first piece."""
    blocks: list[Block] = []
    moved: list[int] = []
    headings: list[int] = []
    done = 0
    for cut in cuts:
        moved += range(len(blocks), len(blocks) + cut.block - done)
        blocks += document.blocks[done : cut.block]
        moved += [len(blocks)] * (cut.last + 1 - cut.block)
        done = cut.last + 1
        pieces = _pieces(_joined(document.blocks[cut.block : done]), cut.pieces)
        tags = enumerate((piece.tag for piece in pieces), len(blocks))
        headings += [number for number, tag in tags if tag == HEADING_TAG]
        blocks += pieces
    moved += range(len(blocks), len(blocks) + len(document.blocks) + 1 - done)
    blocks += document.blocks[done:]
    return Split(_with_blocks(document, blocks, moved), moved, headings)


def _with_blocks(document: Document, blocks: list[Block], moved: Sequence[int]) -> Document:
    links = document.links
    if len(blocks) != len(document.blocks):
        end = len(moved) - 1
        links = tuple(replace(link, block=moved[min(link.block, end)]) for link in links)
    return replace(document, blocks=tuple(blocks), links=links)


def _joined(blocks: Sequence[Block]) -> Paragraph:
    first, *others = [block for block in blocks if isinstance(block, Paragraph)]
    if not others:
        return first
    return replace(
        first,
        text=first.text + "".join(block.text for block in others),
        published=first.published + "".join(block.published for block in others),
    )


def _pieces(block: Paragraph, pieces: Sequence[Piece]) -> list[Paragraph]:
    """Give the pieces that hold anything; marks of lost indents alone are nothing."""
    raws = _published_pieces(block, pieces)
    found = []
    for piece, raw in zip(pieces, raws, strict=True):
        text = block.text[piece.start : piece.end].strip(_EDGE)
        if piece.tag or strip_noise(text):
            tag = piece.tag or block.tag
            found.append(replace(block, text=text, published=raw.strip(_EDGE), tag=tag))
    return found


def _published_pieces(block: Paragraph, pieces: Sequence[Piece]) -> list[str]:
    """Give the published text of each piece; all of it in the first where it cannot be cut."""
    if block.published == block.text:
        return [block.text[piece.start : piece.end] for piece in pieces]
    told = [piece.start < piece.end for piece in pieces]
    if told.count(True) == 1:
        return [block.published if filled else "" for filled in told]
    own, places = _Characters.of(block.text), _Characters.of(block.published)
    if own.total != places.total:
        return [block.published, *("" for _ in pieces[1:])]
    edges = [0]
    for piece in pieces[:-1]:
        behind = own.before(piece.end)
        edges.append(_edge(block.published, places, behind, ends_heading=piece.tag is not None))
    edges.append(len(block.published))
    return [block.published[start:end] for start, end in pairwise(edges)]


class _Characters(NamedTuple):
    """Where the Chinese characters of a text stand, as runs of them."""

    starts: list[int]
    before_run: list[int]  # how many stand before each run
    total: int
    size: int  # length of the text

    @classmethod
    def of(cls, text: str) -> _Characters:
        """Find the runs of a text."""
        starts: list[int] = []
        before: list[int] = []
        total = 0
        for run in _HAN.finditer(text):
            starts.append(run.start())
            before.append(total)
            total += run.end() - run.start()
        return cls(starts, before, total, len(text))

    def before(self, place: int) -> int:
        """Give how many stand before a place."""
        run = bisect_left(self.starts, place) - 1
        if run < 0:
            return 0
        size = (*self.before_run[run + 1 : run + 2], self.total)[0] - self.before_run[run]
        return self.before_run[run] + min(place - self.starts[run], size)

    def place(self, number: int) -> int:
        """Give the place of one of them, counted from 0; the end of the text past the last."""
        if number >= self.total:
            return self.size
        run = bisect_right(self.before_run, number) - 1
        return self.starts[run] + number - self.before_run[run]


def _edge(published: str, places: _Characters, behind: int, *, ends_heading: bool) -> int:
    """Give the place of a cut: behind the last character of a heading, or before its first."""
    if not ends_heading:
        place = places.place(behind)
        return place - 1 if published[place - 1 : place] in ("(", "\uff08") else place
    place = places.place(behind - 1) + 1
    reading = _READING.match(published, place)
    return reading.end() if reading else place
