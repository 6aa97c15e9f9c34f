"""A file as a document of blocks, with the boxes of its cells."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from parsers.errors import DocumentTooLargeError, UnsupportedFormatError
from parsers.model import Block, Cell, Document, Paragraph, RawTable
from scraper.documents.blocks import Box, FileBlock, FileTable, from_json
from scraper.documents.child import MEGABYTES, NO_MEMORY, SECONDS

WALL = 180.0  # seconds
_ROOT = Path(__file__).resolve().parents[2]
_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
Places = dict[tuple[int, int, int], Box]  # table, row, column of the grid


class DocumentFile(NamedTuple):
    """A file's blocks, and where its cells stand on the pages."""

    document: Document
    places: Places


def read_document(data: bytes, kind: str) -> DocumentFile:
    """Read a PDF or Word file, in a process with limits.

    Args:
        data: The file.
        kind: ``pdf`` or ``docx``, told from the bytes.

    Raises:
        UnsupportedFormatError: It is encrypted, damaged, or has no text.
        DocumentTooLargeError: It passes a limit of size, time or memory.
    """
    blocks = from_json(_in_child(data, kind))
    if not blocks:
        raise UnsupportedFormatError("the file holds no text", kind=kind)
    return as_document(blocks, kind)


def _in_child(data: bytes, kind: str) -> list[list[object]]:
    paths = os.pathsep.join([str(_ROOT), os.environ.get("PYTHONPATH", "")])
    try:
        done = subprocess.run(  # noqa: S603 -- our own module; the file goes to its standard input
            [sys.executable, "-P", "-m", "scraper.documents.child", kind],
            input=data,
            capture_output=True,
            timeout=WALL,
            check=False,
            env={**os.environ, "PYTHONPATH": paths},
        )
    except subprocess.TimeoutExpired as error:
        raise _past_a_limit() from error
    if done.returncode < 0 or done.returncode == NO_MEMORY:
        raise _past_a_limit()
    if done.returncode != 0:
        lines = done.stderr.decode("utf-8", "replace").strip().splitlines() or ["no reason told"]
        raise UnsupportedFormatError(f"the file cannot be read ({lines[-1][:200]})", kind=kind)
    told = json.loads(done.stdout)
    if isinstance(told, dict):
        if told["error"] == "DocumentTooLargeError":
            raise DocumentTooLargeError(told["reason"])
        raise UnsupportedFormatError(told["reason"], kind=kind)
    found: list[list[object]] = told
    return found


def _past_a_limit() -> DocumentTooLargeError:
    reason = f"the file takes over {SECONDS} s or {MEGABYTES} MB to read"
    return DocumentTooLargeError(reason, seconds=SECONDS, megabytes=MEGABYTES)


def as_document(blocks: list[FileBlock], kind: str) -> DocumentFile:
    """Give blocks as a document; each stands in a container of its own."""
    found: list[Block] = []
    places: Places = {}
    tables = 0
    for number, block in enumerate(blocks, 1):
        if isinstance(block, FileTable):
            rows = tuple(
                tuple(Cell(c.text, c.text, c.colspan, c.rowspan) for c in row) for row in block.rows
            )
            found.append(RawTable(rows, number, tables))
            places.update(_places(block, tables))
            tables += 1
        else:
            found.append(Paragraph(block.text, block.text, number, tag=block.tag))
    parents = tuple([0] * (len(blocks) + 1))
    document = Document(tuple(found), _TYPES[kind], kind, parents=parents)
    return DocumentFile(document, places)


def _places(table: FileTable, number: int) -> Places:
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
