"""A PDF as old print drivers write it: a font that is not embedded, codes in GBK, no ToUnicode.

The file is laid out here, so that a table is cut where a page ends, also through a label over several rows.
Source: ISO 32000-1, 9.7.5.2 (predefined CMaps, GBK-EUC-H), 9.7.6.2 (such fonts need no ToUnicode).
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import NamedTuple

from tests.proving.layout import Cell

WIDTH, HEIGHT, MARGIN = 595.0, 842.0, 56.0
SIZE, LEADING, PAD = 9.0, 12.0, 3.0
_FRONT = (0.08, 0.14, 0.29)  # the label columns of table 3

Rows = Sequence[Sequence[Cell]]


class Placed(NamedTuple):
    """A cell on the grid."""

    cell: Cell
    row: int
    column: int


class Sheet:
    """The pages of a file; a pen that goes down and begins a new page where one is full."""

    def __init__(self) -> None:
        """Begin with an empty page."""
        self.pages: list[list[str]] = [[]]
        self.y = HEIGHT - MARGIN

    def turn(self) -> None:
        """End the page with its number."""
        self.text(f"- {len(self.pages)} -", WIDTH / 2 - 12, 30.0, SIZE)
        self.pages.append([])
        self.y = HEIGHT - MARGIN

    def text(self, text: str, x: float, y: float, size: float) -> None:
        """Write a line."""
        codes = text.encode("gbk", "replace").hex()
        self.pages[-1].append(f"BT /F1 {size} Tf {x:.1f} {y:.1f} Td <{codes}> Tj ET")

    def box(self, left: float, top: float, right: float, bottom: float) -> None:
        """Rule the edges of a cell."""
        self.pages[-1].append(f"{left:.1f} {bottom:.1f} {right - left:.1f} {top - bottom:.1f} re S")


def width_of(text: str, size: float) -> float:
    """Give the width of a line in points; letters of ASCII are half as wide."""
    return sum(size / 2 if letter.isascii() else size for letter in text)


def wrapped(text: str, width: float, size: float) -> list[str]:
    """Break a text at the width of its cell; a number stays whole."""
    lines, line = [], ""
    for word in _words(text):
        if line and width_of(line + word, size) > width:
            lines.append(line)
            line = ""
        line += word
    return [*lines, line] if line else lines


def _words(text: str) -> list[str]:
    found: list[str] = []
    for letter in text:
        if found and letter.isascii() and letter.isalnum() and found[-1][-1].isascii():
            found[-1] += letter
        else:
            found.append(letter)
    return found


def paragraph(sheet: Sheet, text: str, *, centred: bool = False) -> None:
    """Write a paragraph, with the indent of two letters; a title is larger and in the middle."""
    size = 15.0 if centred else 10.5
    lines = wrapped(text if centred else "　　" + text, WIDTH - 2 * MARGIN, size)
    for line in lines:
        if sheet.y - size * 1.6 < MARGIN:
            sheet.turn()
        sheet.y -= size * 1.6
        x = (WIDTH - width_of(line, size)) / 2 if centred else MARGIN
        sheet.text(line, x, sheet.y, size)
    sheet.y -= 4


def placed_cells(rows: Rows) -> tuple[list[Placed], int]:
    """Give the cells with their places, and the width of the grid."""
    taken: set[tuple[int, int]] = set()
    found = []
    for at, row in enumerate(rows):
        column = 0
        for cell in row:
            while (at, column) in taken:
                column += 1
            found.append(Placed(cell, at, column))
            taken |= {(at + r, column + c) for r in range(cell.rows) for c in range(cell.columns)}
            column += cell.columns
    return found, max(column for _, column in taken) + 1


def edges_of(columns: int) -> list[float]:
    """Give the edges of the columns; those of table 3 leave room for labels."""
    whole = WIDTH - 2 * MARGIN
    shares = [1 / columns] * columns
    if columns == 10:
        shares = [*_FRONT, *[(1 - sum(_FRONT)) / 7] * 7]
    edges = [MARGIN]
    for share in shares:
        edges.append(edges[-1] + share * whole)
    return edges


def table(sheet: Sheet, rows: Rows) -> None:
    """Draw a table, cut where a page ends."""
    cells, columns = placed_cells(rows)
    edges = edges_of(columns)
    heights = _heights(cells, edges, len(rows))
    start = 0
    while start < len(rows):
        if sheet.y - heights[start] < MARGIN:
            sheet.turn()
        stop, room = start, sheet.y - MARGIN
        while stop < len(rows) and heights[stop] <= room:
            room -= heights[stop]
            stop += 1
        stop = max(stop, start + 1)
        _part(sheet, cells, edges, heights, (start, stop))
        start = stop
    sheet.y -= 8


def _heights(cells: list[Placed], edges: list[float], rows: int) -> list[float]:
    heights = [LEADING + 2 * PAD] * rows
    for cell, row, column in cells:
        if cell.rows == 1:
            lines = _lines(cell, edges, column)
            heights[row] = max(heights[row], len(lines) * LEADING + 2 * PAD)
    return heights


def _lines(cell: Cell, edges: list[float], column: int) -> list[str]:
    return wrapped(cell.text, edges[column + cell.columns] - edges[column] - 2 * PAD, SIZE)


def _part(
    sheet: Sheet,
    cells: list[Placed],
    edges: list[float],
    heights: list[float],
    span: tuple[int, int],
) -> None:
    """Draw the rows of one page; a label that goes on behind the cut gives its last lines to the next."""
    start, stop = span
    for cell, row, column in cells:
        first, last = max(row, start), min(row + cell.rows, stop)
        if first >= last:
            continue
        top = sheet.y - sum(heights[start:first])
        bottom = top - sum(heights[first:last])
        sheet.box(edges[column], top, edges[column + cell.columns], bottom)
        lines = _lines(cell, edges, column)
        shown = _shown(lines, row, (first, last), row + cell.rows, heights)
        middle = (top + bottom) / 2 + (len(shown) * LEADING) / 2 - SIZE
        for number, line in enumerate(shown):
            centre = (edges[column] + edges[column + cell.columns] - width_of(line, SIZE)) / 2
            sheet.text(line, centre, middle - number * LEADING, SIZE)
    sheet.y -= sum(heights[start:stop])


def _shown(
    lines: list[str], row: int, part: tuple[int, int], end: int, heights: list[float]
) -> list[str]:
    """Give the lines of a cell that stand in one part of it."""
    first, last = part
    before = int(sum(heights[row:first]) // LEADING) if first > row else 0
    room = int(sum(heights[first:last]) // LEADING)
    return lines[before:] if last == end else lines[before : before + room]


def write_pdf(sheet: Sheet, encoding: str = "GBK-EUC-H") -> bytes:
    """Give the pages as a file."""
    sheet.turn()
    pages = sheet.pages[:-1]
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {len(pages)}/Kids[{' '.join(f'{6 + 2 * n} 0 R' for n in range(len(pages)))}]>>",
        f"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/{encoding}/DescendantFonts[4 0 R]>>",
        (
            "<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)"
            "/Supplement 2>>/FontDescriptor 5 0 R/DW 1000/W[1 95 500 814 939 500]>>"
        ),
        (
            "<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[-25 -254 1000 880]/ItalicAngle 0"
            "/Ascent 880/Descent -120/CapHeight 880/StemV 93>>"
        ),
    ]
    streams: list[bytes | None] = [None] * 5
    for number, page in enumerate(pages):
        data = zlib.compress(("0.5 w\n" + "\n".join(page)).encode("ascii"))
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {WIDTH:.0f} {HEIGHT:.0f}]"
            f"/Resources<</Font<</F1 3 0 R>>>>/Contents {7 + 2 * number} 0 R>>"
        )
        objects.append(f"<</Length {len(data)}/Filter/FlateDecode>>")
        streams += [None, data]
    return assemble(objects, streams)


def assemble(objects: Sequence[str], streams: Sequence[bytes | None]) -> bytes:
    """Give numbered objects and their streams as a file with a table of places."""
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, (one, data) in enumerate(zip(objects, streams, strict=True), 1):
        places.append(len(out))
        inner = b"" if data is None else b"\nstream\n" + data + b"\nendstream"
        out += f"{number} 0 obj\n{one}".encode("ascii") + inner + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode("ascii")
    out += b"".join(f"{place:010d} 00000 n \n".encode("ascii") for place in places)
    out += f"trailer\n<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n".encode(
        "ascii"
    )
    return bytes(out)
