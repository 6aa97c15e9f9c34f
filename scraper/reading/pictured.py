"""Pages whose tables are pictures: the pictures are found, read, and their tables put in their place."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable, Sequence
from typing import NamedTuple

from parsers.errors import DocumentTooLargeError, UnsupportedFormatError
from parsers.findings import make_finding
from parsers.model import Document, RawTable
from parsers.record import Finding, PagePlace, Report, TablePlace
from parsers.tables.pictures import PlacedPicture, pictures_for, with_tables
from parsers.vocab import tables
from scraper.documents.blocks import Box, FileTable
from scraper.documents.kinds import OFFICE, WORD
from scraper.documents.pictures import Picture, pictures_inside, read_pictures
from scraper.documents.reader import places_of, raw_table
from scraper.pictures.extra import can_recognise

# Gives the bytes of a picture by its address as published; None where it is not at hand.
FindPicture = Callable[[str], bytes | None]
Places = dict[tuple[int, int, int], tuple[str, Box]]

MOST_PICTURES = 12  # of one page; the three tables of the form, each cut in four
MOST_BYTES = 64 * 1024 * 1024  # of all of them


class Pictured(NamedTuple):
    """A document whose pictures were read.

    Attributes:
        document: With the tables of the pictures.
        places: Where each slot of these tables stands: the picture's address, and the box on it.
        findings: What was read from which picture.
    """

    document: Document
    places: Places
    findings: list[Finding]


class InsideFile:
    """Finds the pictures of a Word or office file; other kinds of files hold none that stand for tables.

    Args:
        data: The file.
        kind: One of ``scraper.documents.kinds``.
    """

    def __init__(self, data: bytes, kind: str) -> None:
        self._data = data
        self._kind = kind
        self._held: dict[str, bytes] | None = None

    @property
    def any(self) -> bool:
        """Whether such files hold pictures by names."""
        return self._kind == WORD or self._kind in OFFICE

    def picture(self, name: str) -> bytes | None:
        """Give a picture's bytes by its name in the file; all are taken out with the first."""
        if self._held is None:
            self._held = {}
            if self.any:
                with contextlib.suppress(
                    DocumentTooLargeError
                ):  # S.TABLE_IMAGE tells that none was read
                    self._held = pictures_inside(self._data, self._kind)
        return self._held.get(name)


def is_pictured(report: Report) -> bool:
    """Say whether a table of a report seems to be a picture."""
    return any(finding.code == "S.TABLE_IMAGE" for finding in report.findings)


def read_pictured(document: Document, report: Report, find: FindPicture) -> Pictured | None:
    """Read the pictures that stand where the tables of a report are missing.

    Args:
        document: The page, texts repaired.
        report: Its record without them.
        find: Gives the bytes of a picture.

    Returns:
        None where there is none at hand, none holds a table, or the extra for them is not installed.
    """
    if not can_recognise():
        return None
    missing = [one.code for one in tables() if not report.tables.get(one.code)]
    outlined, wanted = pictures_for(document, missing)
    found = _at_hand(wanted, find)
    if not found:
        return None
    try:
        seen = read_pictures([data for _, data in found])
    except (DocumentTooLargeError, UnsupportedFormatError):
        return None  # S.TABLE_IMAGE stays and tells that the figures were not read
    return _placed(outlined, found, seen)


def _at_hand(
    wanted: Sequence[PlacedPicture], find: FindPicture
) -> list[tuple[PlacedPicture, bytes]]:
    found: list[tuple[PlacedPicture, bytes]] = []
    size = 0
    for picture in wanted[:MOST_PICTURES]:
        data = find(picture.url)
        size += len(data or b"")
        if data and size <= MOST_BYTES:
            found.append((picture, data))
    return found


def _placed(
    document: Document, found: Sequence[tuple[PlacedPicture, bytes]], seen: Sequence[Picture]
) -> Pictured | None:
    """Put the tables in; they are numbered on from those of the page."""
    number = 1 + max((b.index for b in document.blocks if isinstance(b, RawTable)), default=-1)
    places: Places = {}
    findings: list[Finding] = []
    read: list[tuple[PlacedPicture, list[RawTable]]] = []
    for (picture, data), one in zip(found, seen, strict=True):
        own: list[RawTable] = []
        for block in one.blocks:
            if isinstance(block, FileTable):
                name = picture.url[:200]
                own.append(raw_table(block, 0, number))
                places.update({k: (name, box) for k, box in places_of(block, number).items()})
                number += 1
        read.append((picture, own))
        if own:
            findings.append(_told(picture, data, own))
    return Pictured(with_tables(document, read), places, findings) if findings else None


def _told(picture: PlacedPicture, data: bytes, own: Sequence[RawTable]) -> Finding:
    cells = sum(len(row) for one in own for row in one.rows)
    digest = hashlib.sha256(data).hexdigest()[:16]
    return make_finding(
        "S.TABLE_RECOGNISED", picture=picture.url[-120:], digest=digest, count=cells
    )


def place_on_pictures(report: Report, places: Places) -> None:
    """Give the cells of pictures their place: page, box in pixels, and the picture's address or name."""
    for evidence in report.evidence.values():
        at = evidence.at
        if isinstance(at, TablePlace) and (at.table, at.row, at.column) in places:
            picture, box = places[at.table, at.row, at.column]
            evidence.at = PagePlace(page=box[0], bbox=box[1:], picture=picture)
