"""Pictures as blocks of a file: picture files, pages of a scan, pictures that a web page shows for tables."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable

from parsers.errors import DocumentTooLargeError, ParserError
from scraper.documents.blocks import Box, FileBlock, FileCell, FileTable, to_json
from scraper.documents.paragraphs import Line, paragraphs

MOST_LOOKS = 60  # pages of one file that are recognised; a report has three to twenty
_DPI = 200
_POINTS = 72

Bounds = tuple[float, float, float, float]


def read_picture_file(data: bytes, *, text: bool = True) -> list[FileBlock]:
    """Read a picture file: its text and tables from top to bottom; boxes are in its pixels.

    Args:
        data: The file.
        text: Whether the lines around the tables are read as well.

    Raises:
        UnsupportedFormatError: It is damaged.
        DocumentTooLargeError: It has too many pixels or pages.
    """
    from scraper.pictures.opening import open_picture

    found: list[FileBlock] = []
    for number, grey in enumerate(open_picture(data), 1):
        found += _blocks(grey, number, 1.0, text=text)
    return found


def look_at(data: bytes) -> Callable[[int, bool], list[FileBlock]]:
    """Give how a page of a PDF is drawn and read: number from 1, and whether its text is wanted.

    Raises:
        DocumentTooLargeError: At the call, where too many pages are looked at.
    """
    import pypdfium2

    file = pypdfium2.PdfDocument(data)
    looked: list[int] = []

    def look(number: int, text: bool) -> list[FileBlock]:
        import numpy as np

        looked.append(number)
        if len(looked) > MOST_LOOKS:
            reason = f"the PDF has more than {MOST_LOOKS} pages that are pictures"
            raise DocumentTooLargeError(reason)
        page = file[number - 1]
        drawn = page.render(scale=_DPI / _POINTS, grayscale=True).to_numpy()
        grey = np.ascontiguousarray(drawn.reshape(drawn.shape[0], drawn.shape[1]))
        return _blocks(grey, number, _POINTS / _DPI, text=text)

    return look


def _blocks(grey: object, number: int, unit: float, *, text: bool) -> list[FileBlock]:
    from scraper.pictures.page import SeenPage, read_picture
    from scraper.pictures.recogniser import recogniser

    seen: SeenPage = read_picture(grey, recogniser(), text=text)  # type: ignore[arg-type]
    placed: list[tuple[float, FileBlock]] = []
    for table in seen.tables:
        rows: list[list[FileCell]] = [[] for _ in range(1 + max(c.row for c in table.cells))]
        for cell in table.cells:
            box = _box(number, cell.box, unit)
            told = cell.told
            rows[cell.row].append(
                FileCell(told.text, cell.colspan, cell.rowspan, box, told.score, told.readings)
            )
        placed.append((table.box[1], FileTable(rows)))
    lines = [
        Line(one.text, one.box[0], one.box[2], one.box[1], one.box[3], one.size)
        for one in seen.lines
    ]
    placed += paragraphs(lines, [table.box for table in seen.tables])
    return [block for _, block in sorted(placed, key=lambda item: item[0])]


def _box(number: int, box: Bounds, unit: float) -> Box:
    left, top, right, bottom = (round(edge * unit, 1) for edge in box)
    return number, left, top, right, bottom


def read_packed(packed: bytes, *, text: bool) -> list[object]:
    """Read packed pictures, their text as well or their tables alone; each gives blocks or why it has none."""
    told: list[object] = []
    for one in json.loads(packed):
        try:
            told.append(to_json(read_picture_file(base64.b64decode(one), text=text)))
        except ParserError as error:
            told.append({"reason": error.reason})
    return told
