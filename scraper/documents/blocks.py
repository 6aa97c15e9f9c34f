"""What a file is taken apart into before it becomes a document: plain values that can cross a pipe."""

from __future__ import annotations

from typing import NamedTuple

Box = tuple[int, float, float, float, float]  # page from 1; left, top, right, bottom in points


class FileCell(NamedTuple):
    """A cell with its spans and, where the format has places, its box.

    Score and readings are those of a picture's cell, as in :class:`parsers.model.Cell`.
    """

    text: str
    colspan: int = 1
    rowspan: int = 1
    box: Box | None = None
    score: float | None = None
    readings: tuple[str, ...] = ()


class FileTable(NamedTuple):
    """The rows of a table; a cell stands in the row in which it begins.

    ``ruled`` says whether the boxes of its cells touch, as those between lines do.
    """

    rows: list[list[FileCell]]
    ruled: bool = True


class FileText(NamedTuple):
    """A paragraph."""

    text: str
    tag: str = "p"


class FileNote(NamedTuple):
    """Something to be told of the file: the code of a finding, and what fills its message."""

    code: str
    detail: str
    detail_zh: str


class FilePicture(NamedTuple):
    """A picture that was not read, where a table may stand: ``page 3``, or its name in the file."""

    name: str


FileBlock = FileTable | FileText | FileNote | FilePicture


def to_json(blocks: list[FileBlock]) -> list[object]:
    """Give blocks as JSON values."""
    return [_told(block) for block in blocks]


def _told(block: FileBlock) -> list[object]:
    if isinstance(block, FileTable):
        return ["t", block.rows]
    marks = {FileText: "p", FileNote: "n", FilePicture: "i"}
    return [marks[type(block)], *block]


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
        elif kind == "i":
            found.append(FilePicture(str(rest[0])))
        else:
            found.append(FileText(*map(str, rest)))
    return found


def _cell(told: list[object]) -> FileCell:
    text, colspan, rowspan, box, score, readings = told
    return FileCell(
        str(text),
        int(str(colspan)),
        int(str(rowspan)),
        tuple(box) if box else None,  # type: ignore[arg-type]
        None if score is None else float(str(score)),
        tuple(map(str, readings)),  # type: ignore[call-overload]
    )
