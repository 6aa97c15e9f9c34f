"""A file as a document of blocks, with the boxes of its cells."""

from __future__ import annotations

import json
from typing import NamedTuple

from parsers.errors import DocumentTooLargeError, UnsupportedFormatError
from parsers.findings import make_finding
from parsers.model import Block, Cell, Document, Link, Paragraph, RawTable
from parsers.record import Finding
from scraper.documents.blocks import (
    Box,
    FileBlock,
    FileNote,
    FilePicture,
    FileTable,
    from_json,
    text_of,
)
from scraper.documents.child import PICTURE, SCAN, limits_of
from scraper.documents.pictures import require_recogniser
from scraper.limits import run_limited
from scraper.pictures.extra import can_recognise

_TYPES = {
    "pdf": "application/pdf",
    "picture": "image/*",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "doc": "application/msword",
    "rtf": "application/rtf",
    "wordml": "application/msword",
    "odt": "application/vnd.oasis.opendocument.text",
}
Places = dict[tuple[int, int, int], Box]  # table, row, column of the grid


class DocumentFile(NamedTuple):
    """A file's blocks, where its cells stand on the pages, and what is to be told of it."""

    document: Document
    places: Places
    findings: list[Finding]


def read_document(data: bytes, kind: str) -> DocumentFile:
    """Read a PDF, Word or picture file, in a process with limits.

    Args:
        data: The file.
        kind: One of ``scraper.documents.kinds`` or ``picture``, told from the bytes.

    Raises:
        UnsupportedFormatError: It is encrypted, damaged, has no text, or needs LibreOffice where that is
            not installed.
        DocumentTooLargeError: It passes a limit of size, time or memory.
    """
    if kind == PICTURE:
        require_recogniser("this is a picture")
    blocks = from_json(_in_child(data, kind))
    if kind == "pdf" and any(isinstance(block, FilePicture) for block in blocks):
        if can_recognise():
            blocks = from_json(_in_child(data, SCAN))
        elif not any(map(text_of, blocks)):
            require_recogniser("the PDF has no text that can be read: its pages are pictures")
    # A Word file that shows nothing but pictures may be a scan: they are read by their names in it.
    pictured = kind != "pdf" and any(isinstance(block, FilePicture) for block in blocks)
    if not any(map(text_of, blocks)) and not pictured:
        raise UnsupportedFormatError("the file holds no text", kind=kind)
    return as_document(blocks, kind)


def _in_child(data: bytes, kind: str) -> list[list[object]]:
    done = run_limited("scraper.documents.child", kind, data, limits_of(kind), "reading the file")
    if done.status != 0:
        lines = done.complaint.strip().splitlines() or ["no reason told"]
        raise UnsupportedFormatError(f"the file cannot be read ({lines[-1][:200]})", kind=kind)
    told = json.loads(done.output)
    if isinstance(told, dict):
        if told["error"] == "DocumentTooLargeError":
            raise DocumentTooLargeError(told["reason"])
        raise UnsupportedFormatError(told["reason"], kind=kind)
    found: list[list[object]] = told
    return found


def as_document(blocks: list[FileBlock], kind: str) -> DocumentFile:
    """Give blocks as a document; each stands in a container of its own."""
    found: list[Block] = []
    links: list[Link] = []
    places: Places = {}
    told: list[Finding] = []
    tables = 0
    for number, block in enumerate(blocks, 1):
        if isinstance(block, FileTable):
            found.append(raw_table(block, number, tables))
            places.update(places_of(block, tables))
            tables += 1
        elif isinstance(block, FileNote):
            told.append(make_finding(block.code, detail=block.detail, detail_zh=block.detail_zh))
        elif isinstance(block, FilePicture):
            links.append(Link(block.name, "", "img", len(found)))
        else:
            found.append(Paragraph(block.text, block.text, number, tag=block.tag))
    parents = tuple([0] * (len(blocks) + 1))
    document = Document(tuple(found), _TYPES[kind], kind, links=tuple(links), parents=parents)
    return DocumentFile(document, places, told)


def raw_table(table: FileTable, container: int, index: int) -> RawTable:
    """Give a table of a file as the parsers take it."""
    rows = tuple(
        tuple(
            Cell(
                cell.text,
                cell.text,
                cell.colspan,
                cell.rowspan,
                score=cell.score,
                readings=cell.readings,
            )
            for cell in row
        )
        for row in table.rows
    )
    return RawTable(rows, container, index)


def places_of(table: FileTable, number: int) -> Places:
    """Give the box of every slot of a table's grid."""
    found: Places = {}
    for at, row in enumerate(table.rows):
        column = 0
        for cell in row:
            while (number, at, column) in found:
                column += 1
            if cell.box is not None:
                for down in range(cell.rowspan):
                    for right in range(cell.colspan):
                        found.setdefault((number, at + down, column + right), cell.box)
            column += cell.colspan
    return found
