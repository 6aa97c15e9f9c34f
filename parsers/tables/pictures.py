"""Pictures that stand where a table of the form should stand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from parsers.assembly import assemble_tables
from parsers.model import Document, Link, Outline, RawTable, SectionSpan
from parsers.sections import outline_document
from parsers.vocab import table


class PlacedPicture(NamedTuple):
    """A picture and where its tables belong.

    Attributes:
        link: Its number among the links of the outlined document.
        url: As published.
        block: Where tables are put in: before this block.
    """

    link: int
    url: str
    block: int


def pictures_of(document: Document, section: SectionSpan) -> list[Link]:
    """Give the pictures of a section; those in its heading's own paragraph only where it has no other.

    A picture beside a heading is more often the end of the section before (fixture 210381).
    """
    found = [link for link in document.links if link.kind == "img"]
    inside = [link for link in found if section.start <= link.block <= section.stop]
    return inside or [link for link in found if link.block == section.start - 1]


def pictures_for(
    document: Document, missing: Iterable[str]
) -> tuple[Document, list[PlacedPicture]]:
    """Give the pictures of the sections whose table is missing, in the order of the source.

    Args:
        document: Blocks, texts repaired.
        missing: Codes of the tables that were not found.

    Returns:
        The outlined document, which the blocks are numbered in, and the pictures.
    """
    document, outline = outline_document(assemble_tables(document))
    placed: dict[int, PlacedPicture] = {}
    for code in missing:
        section = _section(outline, code)
        for link in pictures_of(document, section) if section else ():
            number = next(i for i, other in enumerate(document.links) if other is link)
            start, stop = (section.start, section.stop) if section else (0, 0)
            block = min(max(link.block, start), stop)
            placed.setdefault(number, PlacedPicture(number, link.url, block))
    return document, [placed[number] for number in sorted(placed)]


def _section(outline: Outline, code: str) -> SectionSpan | None:
    return next((s for s in outline.sections if s.code == table(code).section), None)


def with_tables(
    document: Document, read: Iterable[tuple[PlacedPicture, list[RawTable]]]
) -> Document:
    """Put the tables of pictures in the place of the pictures, which are then no links any more.

    Args:
        document: As :func:`pictures_for` gave it.
        read: Pictures with their tables; without one a picture stays what it is.
    """
    wanted = sorted(((one.block, one.link, tables) for one, tables in read if tables), key=_order)
    blocks = list(document.blocks)
    moved = 0
    starts: list[tuple[int, int]] = []
    for block, _, tables in wanted:
        blocks[block + moved : block + moved] = tables
        moved += len(tables)
        starts.append((block, len(tables)))
    gone = {link for _, link, _ in wanted}
    links = tuple(
        replace(link, block=link.block + sum(count for at, count in starts if at <= link.block))
        for number, link in enumerate(document.links)
        if number not in gone
    )
    return replace(document, blocks=tuple(blocks), links=links)


def _order(entry: tuple[int, int, list[RawTable]]) -> tuple[int, int]:
    return entry[0], entry[1]
