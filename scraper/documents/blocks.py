"""What a file is taken apart into before it becomes a document: plain values that can cross a pipe."""

from __future__ import annotations

from typing import NamedTuple

Box = tuple[int, float, float, float, float]  # page from 1; left, top, right, bottom in points


class FileCell(NamedTuple):
    """A cell with its spans and, where the format has places, its box."""

    text: str
    colspan: int = 1
    rowspan: int = 1
    box: Box | None = None


class FileTable(NamedTuple):
    """The rows of a table; a cell stands in the row in which it begins."""

    rows: list[list[FileCell]]


class FileText(NamedTuple):
    """A paragraph."""

    text: str
    tag: str = "p"


class FileNote(NamedTuple):
    """Something to be told of the file: the code of a finding, and what fills its message."""

    code: str
    detail: str
    detail_zh: str


FileBlock = FileTable | FileText | FileNote


def to_json(blocks: list[FileBlock]) -> list[object]:
    """Give blocks as JSON values."""
    return [_told(block) for block in blocks]


def _told(block: FileBlock) -> list[object]:
    if isinstance(block, FileTable):
        return ["t", block.rows]
    return ["n" if isinstance(block, FileNote) else "p", *block]


def text_of(block: FileBlock) -> str:
    """Give the text of a block, cells joined."""
    if isinstance(block, FileTable):
        return "".join(cell.text for row in block.rows for cell in row)
    return block.text if isinstance(block, FileText) else ""


def from_json(told: list[list[object]]) -> list[FileBlock]:
    """Give the blocks of JSON values."""
    found: list[FileBlock] = []
    for kind, *rest in told:
        if kind == "t":
            rows = [[_cell(cell) for cell in row] for row in rest[0]]  # type: ignore[attr-defined]
            found.append(FileTable(rows))
        elif kind == "n":
            found.append(FileNote(*map(str, rest)))
        else:
            found.append(FileText(*map(str, rest)))
    return found


def _cell(told: list[object]) -> FileCell:
    text, colspan, rowspan, box = told
    return FileCell(str(text), int(str(colspan)), int(str(rowspan)), tuple(box) if box else None)  # type: ignore[arg-type]
