"""PDF with a text layer: paragraphs in reading order, ruled tables with their spans and boxes.

Tables that a page break has cut are joined again, also where the break runs through a cell.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfplumber.utils.exceptions import PdfminerException
from pdfplumber.utils.text import extract_text

from parsers.errors import DocumentTooLargeError, UnsupportedFormatError
from scraper.documents.blocks import Box, FileBlock, FileCell, FileTable, FileText, text_of
from scraper.documents.joining import join_pages

_MOST_PAGES = 300
_PAGE_MARK = re.compile(r"[-\u2013\u2014\u2015~\s]*\d{1,4}[-\u2013\u2014\u2015~\s]*$")
_CID = re.compile(r"\(cid:\d+\)")
_CJK = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef"
# Blanks that a layout puts between Chinese and digits are none of the text's.
_GAP = re.compile(rf"(?<=[{_CJK}]) +(?=[{_CJK}\d])|(?<=\d) +(?=[{_CJK}])")
_NEAR = 2.0  # points within which two edges are one
_SMALL = 4  # cells; a table of fewer is a frame
_UNREADABLE = 0.05  # share of characters without a code, beyond which the text layer is none


class Line(NamedTuple):
    """A line of text outside of tables."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    size: float


def read_pdf(data: bytes) -> list[FileBlock]:
    """Read a PDF file.

    Raises:
        UnsupportedFormatError: It is encrypted, damaged, or has no text that can be read (scanned
            pages, fonts without codes).
        DocumentTooLargeError: It has more than 300 pages.
    """
    try:
        with pdfplumber.open(io.BytesIO(data)) as file:
            if len(file.pages) > _MOST_PAGES:
                raise DocumentTooLargeError(f"the PDF has more than {_MOST_PAGES} pages")
            pages = [_page(page) for page in file.pages]
    except PDFPasswordIncorrect as error:
        raise UnsupportedFormatError("the PDF is encrypted", kind="pdf") from error
    except PdfminerException as error:
        reason = "the PDF is encrypted or damaged"
        raise UnsupportedFormatError(reason, kind="pdf") from error
    blocks = join_pages(pages)
    _require_text(blocks)
    return blocks


def _require_text(blocks: list[FileBlock]) -> None:
    text = "".join(map(text_of, blocks))
    lost = sum(len(found) for found in _CID.findall(text))
    private = sum("\ue000" <= letter <= "\uf8ff" for letter in text)
    if not text.strip():
        raise UnsupportedFormatError("the PDF has no text: its pages are pictures", kind="pdf")
    if lost + private > _UNREADABLE * len(text):
        reason = "the PDF's fonts do not say which characters they show"
        raise UnsupportedFormatError(reason, kind="pdf")


def _page(page: Any) -> list[FileBlock]:  # noqa: ANN401 -- of pdfplumber, which has no types
    """Give the blocks of a page from top to bottom."""
    tables = [table for table in page.find_tables() if _is_table(table)]
    boxes = [table.bbox for table in tables]
    rest = page.filter(lambda thing: not _inside(thing, boxes)) if boxes else page
    placed: list[tuple[float, FileBlock]] = [
        (table.bbox[1], FileTable(_rows(page, table))) for table in tables
    ]
    lines = [line for line in _lines(rest) if not _is_mark(line, page)]
    for start, text in _paragraphs(lines, boxes):
        placed.append((start, text))
    return [block for _, block in sorted(placed, key=lambda item: item[0])]


def _is_table(table: Any) -> bool:  # noqa: ANN401 -- of pdfplumber
    """Say whether ruled lines make a table: underlined text and frames have a single column."""
    cells = [cell for cell in table.cells if cell is not None]
    return len(cells) >= _SMALL and len(_edges(cells, 0, 2)) > 2


def _inside(thing: dict[str, Any], boxes: list[tuple[float, float, float, float]]) -> bool:
    x, y = (thing["x0"] + thing["x1"]) / 2, (thing["top"] + thing["bottom"]) / 2
    return any(left <= x <= right and top <= y <= bottom for left, top, right, bottom in boxes)


def _lines(page: Any) -> list[Line]:  # noqa: ANN401 -- of pdfplumber
    return [
        Line(
            _GAP.sub("", line["text"]),
            line["x0"],
            line["x1"],
            line["top"],
            line["bottom"],
            max(char["size"] for char in line["chars"]),
        )
        for line in page.extract_text_lines(x_tolerance=2)
        if line["text"].strip()
    ]


def _is_mark(line: Line, page: Any) -> bool:  # noqa: ANN401 -- of pdfplumber
    """Say whether a line is the number of its page: digits alone, at the page's edge."""
    height = float(page.height)
    edge = line.top < height * 0.1 or line.bottom > height * 0.88
    return edge and bool(_PAGE_MARK.fullmatch(line.text))


def _paragraphs(
    lines: list[Line], boxes: list[tuple[float, float, float, float]]
) -> Iterator[tuple[float, FileText]]:
    """Join lines to paragraphs: a new one begins with an indent, after a short line or a table."""
    if not lines:
        return
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    begun: list[Line] = []
    for line in lines:
        if begun and _begins(begun[-1], line, (left, right), boxes):
            yield begun[0].top, FileText("".join(one.text for one in begun))
            begun = []
        begun.append(line)
    yield begun[0].top, FileText("".join(one.text for one in begun))


def _begins(
    before: Line,
    line: Line,
    margins: tuple[float, float],
    boxes: list[tuple[float, float, float, float]],
) -> bool:
    left, right = margins
    if any(
        before.bottom <= top + _NEAR and line.top >= bottom - _NEAR for _, top, _, bottom in boxes
    ):
        return True
    if before.size > line.size * 1.15 or line.size > before.size * 1.15:
        return True
    if _centred(before, margins) and _centred(line, margins):
        return False  # a title over two lines
    return line.left > left + line.size * 1.2 or before.right < right - before.size * 1.5


def _centred(line: Line, margins: tuple[float, float]) -> bool:
    left, right = margins
    before, behind = line.left - left, right - line.right
    return before > line.size * 2 and abs(before - behind) < line.size * 2


def _rows(page: Any, table: Any) -> list[list[FileCell]]:  # noqa: ANN401 -- of pdfplumber
    """Give the rows of a table; spans follow from the edges that a cell's box covers."""
    cells = [cell for cell in table.cells if cell is not None]
    xs, ys = _edges(cells, 0, 2), _edges(cells, 1, 3)
    rows: list[list[FileCell]] = [[] for _ in range(len(ys) - 1)]
    words = _words_of(page, cells)
    for cell in sorted(cells, key=lambda box: (box[1], box[0])):
        left, right = _at(xs, cell[0]), _at(xs, cell[2])
        top, bottom = _at(ys, cell[1]), _at(ys, cell[3])
        number = int(page.page_number)
        box: Box = (number, *(round(float(edge), 1) for edge in cell))  # type: ignore[assignment]
        rows[top].append(FileCell(words[cell], max(right - left, 1), max(bottom - top, 1), box))
    return rows


def _edges(cells: list[tuple[float, float, float, float]], low: int, high: int) -> list[float]:
    found: list[float] = []
    for edge in sorted(cell[at] for cell in cells for at in (low, high)):
        if not found or edge - found[-1] > _NEAR:
            found.append(edge)
    return found


def _at(edges: list[float], value: float) -> int:
    return min(range(len(edges)), key=lambda at: abs(edges[at] - value))


def _words_of(page: Any, cells: list[Any]) -> dict[Any, str]:  # noqa: ANN401 -- of pdfplumber
    """Give the text of every cell: its characters by line, lines joined."""
    found: dict[Any, str] = {}
    for cell in cells:
        chars = [
            char
            for char in page.chars
            if cell[0] <= (char["x0"] + char["x1"]) / 2 <= cell[2]
            and cell[1] <= (char["top"] + char["bottom"]) / 2 <= cell[3]
        ]
        text = extract_text(chars) if chars else ""
        found[cell] = _GAP.sub("", text.strip())
    return found
