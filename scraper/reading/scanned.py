"""Pages that hold a report as nothing but pictures: each picture is read as a page of a scan is.

Offices print the report, scan it, and paste the pages into a web page or a Word file, whose only text is the
title. Where the title says that it is a report, the text and the tables of the pictures take their place.
"""

from __future__ import annotations

from dataclasses import replace

from parsers.errors import UnsupportedFormatError
from parsers.findings import make_finding
from parsers.model import Block, Document, Link, Paragraph, RawTable
from parsers.record import Finding
from parsers.sections.title import find_title, is_title
from parsers.vocab import load
from scraper.documents.blocks import FileBlock, FileCell, FileTable, FileText, text_of
from scraper.documents.joining import join_pages
from scraper.documents.marks import PAGE_MARK
from scraper.documents.pictures import Picture, read_pictures, require_recogniser
from scraper.documents.reader import places_of, raw_table
from scraper.reading.pictured import MOST_BYTES, FindPicture, Pictured, Places

MOST_PAGES = 40  # pictures of one page that are read; a report has three to twenty
_FRAMES = 1000  # a place is number of the picture times this, and the page of the picture's file
_SHOWN = 3  # pictures that a finding names

Found = list[tuple[Link, bytes]]


def names_report(document: Document) -> bool:
    """Say whether the title of a page, or a line of it, names an annual report."""
    title, _ = find_title(document, len(document.blocks))
    return bool(title) and not any(word in title for word in load("genre")["about_reports"])


def pages_of(document: Document) -> list[Link]:
    """Give the pictures behind the first line that is a title, each address once; above it are the site's own."""
    shown = [link for link in document.links if link.kind == "img"]
    titles = (
        number
        for number, block in enumerate(document.blocks)
        if isinstance(block, Paragraph) and is_title(block.text)
    )
    first = next(titles, -1)
    behind = [link for link in shown if link.block > first] or shown
    once: dict[str, Link] = {}
    for link in behind:
        once.setdefault(link.url, link)
    return list(once.values())[:MOST_PAGES]


def read_scanned(document: Document, find: FindPicture) -> Pictured | None:
    """Read a page whose pictures are the report.

    Args:
        document: The page, texts repaired; it is known to hold neither sections nor tables.
        find: Gives the bytes of a picture.

    Returns:
        The page with what its pictures say; None where it shows none.

    Raises:
        UnsupportedFormatError: The extra for pictures is not installed, or no picture is at hand or can be read.
        DocumentTooLargeError: Reading them passes a limit.
    """
    shown = pages_of(document)
    if not shown:
        return None
    what = f"the source is named a report and holds no text of it, only pictures ({len(shown)})"
    found = _at_hand(shown, find)
    if not found:
        reason = f"{what}; none of them is at hand"
        raise UnsupportedFormatError(reason, kind="picture", missing=True)
    require_recogniser(what)
    seen = read_pictures([data for _, data in found], text=True)
    read = [link for (link, _), one in zip(found, seen, strict=True) if not one.problem]
    if not read:
        raise UnsupportedFormatError(f"{what}; {seen[0].problem}", kind="picture")
    return _assembled(document, found, seen, _told(shown, read))


def _at_hand(shown: list[Link], find: FindPicture) -> Found:
    found: Found = []
    size = 0
    for link in shown:
        data = find(link.url)
        size += len(data or b"")
        if data and size <= MOST_BYTES:
            found.append((link, data))
    return found


def _told(shown: list[Link], read: list[Link]) -> list[Finding]:
    """Tell that the text is recognised, and which pictures are not in it."""
    lost = [link.url[-120:] for link in shown if link not in read]
    told = [make_finding("S.TEXT_RECOGNISED", count=len(read))]
    if lost:
        names = ", ".join(lost[:_SHOWN])
        told.append(make_finding("S.PICTURE_UNREAD", count=len(lost), pictures=names))
    return told


def _assembled(
    document: Document, found: Found, seen: list[Picture], told: list[Finding]
) -> Pictured:
    """Put what the pictures say in the place of the first; halves of tables and paragraphs are joined."""
    pages = [
        [_numbered(block, number) for block in one.blocks if not _is_mark(block)]
        for number, one in enumerate(seen)
    ]
    start = min(found[0][0].block, len(document.blocks))
    first = len(document.parents)
    index = 1 + max((b.index for b in document.blocks if isinstance(b, RawTable)), default=-1)
    inner: list[Block] = []
    places: Places = {}
    for block in join_pages(pages):
        container = first + len(inner)
        if isinstance(block, FileTable):
            inner.append(raw_table(block, container, index))
            for key, (at, *box) in places_of(block, index).items():
                number, frame = divmod(at, _FRAMES)
                places[key] = found[number][0].url[:200], (frame, *box)  # type: ignore[assignment]
            index += 1
        elif isinstance(block, FileText):
            inner.append(Paragraph(block.text, block.text, container, tag=block.tag))
    return Pictured(_with_blocks(document, start, inner, found), places, told)


def _numbered(block: FileBlock, number: int) -> FileBlock:
    """Let the boxes of a table tell the picture as well, since tables of several are joined."""
    if not isinstance(block, FileTable):
        return block
    return block._replace(rows=[[_moved(cell, number) for cell in row] for row in block.rows])


def _moved(cell: FileCell, number: int) -> FileCell:
    if cell.box is None:
        return cell
    return cell._replace(box=(number * _FRAMES + cell.box[0], *cell.box[1:]))


def _is_mark(block: FileBlock) -> bool:
    return isinstance(block, FileText) and bool(PAGE_MARK.fullmatch(text_of(block)))


def _with_blocks(document: Document, start: int, inner: list[Block], found: Found) -> Document:
    read = {link.url for link, _ in found}
    links = tuple(
        replace(link, block=link.block + len(inner)) if link.block >= start else link
        for link in document.links
        if link.url not in read
    )
    return replace(
        document,
        blocks=(*document.blocks[:start], *inner, *document.blocks[start:]),
        links=links,
        parents=(*document.parents, *([0] * len(inner))),
    )
