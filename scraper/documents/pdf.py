"""PDF with a text layer: paragraphs in reading order, ruled tables with their spans and boxes.

Tables that a page break has cut are joined again, also where the break runs through a cell.
"""

from __future__ import annotations

import io
import itertools
import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import pdfplumber
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdfpage import PDFPage
from pdfplumber.utils.exceptions import PdfminerException
from pdfplumber.utils.text import extract_text

from parsers.errors import DocumentTooLargeError, UnsupportedFormatError
from scraper.documents.blocks import Box, FileBlock, FileCell, FilePicture, FileTable, text_of
from scraper.documents.cut_header import with_labels
from scraper.documents.edges import edges_of, nearest
from scraper.documents.joining import join_pages
from scraper.documents.layers import is_unreadable, shows_picture, top_of
from scraper.documents.marks import PAGE_MARK, is_page_mark, without_mark
from scraper.documents.paragraphs import Line, paragraphs
from scraper.documents.pdf_notes import pdf_notes
from scraper.documents.ruling import closing_lines
from scraper.documents.unruled import unruled_tables

_MOST_PAGES = 300
_CJK = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef"
# Blanks that a layout puts between Chinese and digits are none of the text's.
_GAP = re.compile(rf"(?<=[{_CJK}]) +(?=[{_CJK}\d])|(?<=\d) +(?=[{_CJK}])")
_SMALL = 4  # cells; a table of fewer is a frame, or a piece of a table


# How a page is looked at as a picture: its number, whether its text is wanted; gives its blocks.
Look = Callable[[int, bool], list[FileBlock]]


def read_pdf(data: bytes, look: Look | None = None) -> list[FileBlock]:
    """Read a PDF file.

    Args:
        data: The file.
        look: Reads a page as a picture, where its text layer is none or a picture stands for a table.
            Without it such a page gives a :class:`FilePicture`.

    Raises:
        UnsupportedFormatError: It is encrypted or damaged.
        DocumentTooLargeError: It has more than 300 pages.
    """
    try:
        with pdfplumber.open(io.BytesIO(data)) as file:
            _require_few_pages(file)
            pages = list(_pages(file.pages, look))
            notes = pdf_notes(file.doc.catalog, [page.page_obj.attrs for page in file.pages])
    except PdfminerException as error:
        cause = error.args[0] if error.args else None
        if isinstance(cause, MemoryError):
            raise cause from error  # a stream that unpacks to more than the process may hold
        encrypted = isinstance(cause, PDFEncryptionError | PDFPasswordIncorrect)
        reason = "the PDF is encrypted" if encrypted else "the PDF is damaged"
        raise UnsupportedFormatError(reason, kind="pdf") from error
    return [*join_pages(pages), *notes]


def _require_few_pages(file: Any) -> None:  # noqa: ANN401 -- of pdfplumber, which has no types
    """Count the pages before any is opened, and no further than the limit."""
    counted = itertools.islice(PDFPage.create_pages(file.doc), _MOST_PAGES + 1)
    if sum(1 for _ in counted) > _MOST_PAGES:
        raise DocumentTooLargeError(f"the PDF has more than {_MOST_PAGES} pages")


class _Opened(NamedTuple):
    """A page whose ruled tables and pictures are taken out."""

    page: Any
    placed: list[tuple[float, FileBlock]]  # by their upper edge
    boxes: list[tuple[float, float, float, float]]  # what is taken

    def rest(self) -> Any:  # noqa: ANN401 -- of pdfplumber, which has no types
        """Give the page without what is taken."""
        boxes = self.boxes
        return self.page.filter(lambda thing: not _inside(thing, boxes)) if boxes else self.page


def _pages(pages: list[Any], look: Look | None) -> Iterator[list[FileBlock]]:
    """Give the blocks of each page from top to bottom."""
    opened = [_opened(page, look) for page in pages]
    for before, after in itertools.pairwise(opened):
        _take_labels(before, after)
    alone = itertools.count()
    # A table without lines runs on over pages that hold no other; one with lines ends it.
    for _, group in itertools.groupby(opened, lambda one: next(alone) if one.boxes else -1):
        following = list(group)
        _take_unruled(following)
        for one in following:
            yield [block for _, block in sorted(one.placed, key=lambda item: item[0])]


def _opened(page: Any, look: Look | None) -> _Opened:  # noqa: ANN401 -- of pdfplumber, which has no types
    number = int(page.page_number)
    if is_unreadable(page):
        whole = (0.0, 0.0, float(page.width), float(page.height))
        blocks = _looked(number, look, text=True)
        return _Opened(page, [(float(at), block) for at, block in enumerate(blocks)], [whole])
    closing = {"explicit_horizontal_lines": closing_lines(page)}
    tables = [table for table in page.find_tables(closing) if _is_table(table)]
    placed: list[tuple[float, FileBlock]] = [
        (table.bbox[1], FileTable(_rows(page, table))) for table in tables
    ]
    boxes = [table.bbox for table in tables]
    if all(len(table.cells) < _SMALL for table in tables) and shows_picture(page):
        looked = _looked(number, look, text=False)
        boxes += [bounds for block in looked if (bounds := _bounds(block)) is not None]
        placed += [((_bounds(block) or (0, top_of(page)))[1], block) for block in looked]
    return _Opened(page, placed, boxes)


def _take_labels(before: _Opened, after: _Opened) -> None:
    """Give the first table of a page the labels of its header that stand on the page before."""
    for at, (top, block) in enumerate(after.placed):
        if isinstance(block, FileTable) and top == min(y for y, _ in after.placed):
            after.placed[at] = (top, with_labels(block, before.rest()))


def _take_unruled(opened: list[_Opened]) -> None:
    """Take the tables without lines, then the paragraphs; a table stands on the page where it begins."""
    by_number = {int(one.page.page_number): one for one in opened}
    for seen in unruled_tables([one.rest() for one in opened]):
        first = min(seen.places)
        by_number[first].placed.append((seen.places[first][0], seen.table))
        for number, (top, bottom) in seen.places.items():
            one = by_number[number]
            one.boxes.append((0.0, top, float(one.page.width), bottom))
    for one in opened:
        lines = [line for line in _lines(one.rest()) if not _is_mark(line, one.page)]
        one.placed.extend(paragraphs(lines, one.boxes))


def _looked(number: int, look: Look | None, *, text: bool) -> list[FileBlock]:
    if look is None:
        return [FilePicture(f"page {number}")]
    seen = look(number, text)
    return [block for block in seen if not PAGE_MARK.fullmatch(text_of(block) or "x")]


def _bounds(block: FileBlock) -> tuple[float, float, float, float] | None:
    """Give the box around the cells of a table that was seen, in points."""
    if not isinstance(block, FileTable):
        return None
    boxes = [cell.box for row in block.rows for cell in row if cell.box]
    edges = list(zip(*boxes, strict=True))
    return (min(edges[1]), min(edges[2]), max(edges[3]), max(edges[4])) if boxes else None


def _is_table(table: Any) -> bool:  # noqa: ANN401 -- of pdfplumber
    """Say whether ruled lines make a table: underlined text and frames have a single column."""
    cells = [cell for cell in table.cells if cell is not None]
    return len(_edges(cells, 0, 2)) > 2


def _inside(thing: dict[str, Any], boxes: list[tuple[float, float, float, float]]) -> bool:
    x, y = (thing["x0"] + thing["x1"]) / 2, (thing["top"] + thing["bottom"]) / 2
    return any(left <= x <= right and top <= y <= bottom for left, top, right, bottom in boxes)


def _lines(page: Any) -> list[Line]:  # noqa: ANN401 -- of pdfplumber
    return [
        Line(
            without_mark(
                _GAP.sub("", line["text"]), line["top"], line["bottom"], float(page.height)
            ),
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
    return is_page_mark(line.text, line.top, line.bottom, float(page.height))


def _rows(page: Any, table: Any) -> list[list[FileCell]]:  # noqa: ANN401 -- of pdfplumber
    """Give the rows of a table; spans follow from the edges that a cell's box covers."""
    cells = [cell for cell in table.cells if cell is not None]
    xs, ys = _edges(cells, 0, 2), _edges(cells, 1, 3)
    rows: list[list[FileCell]] = [[] for _ in range(len(ys) - 1)]
    words = _words_of(page, cells)
    for cell in sorted(cells, key=lambda box: (box[1], box[0])):
        left, right = nearest(xs, cell[0]), nearest(xs, cell[2])
        top, bottom = nearest(ys, cell[1]), nearest(ys, cell[3])
        number = int(page.page_number)
        box: Box = (number, *(round(float(edge), 1) for edge in cell))  # type: ignore[assignment]
        rows[top].append(FileCell(words[cell], max(right - left, 1), max(bottom - top, 1), box))
    return rows


def _edges(cells: list[tuple[float, float, float, float]], low: int, high: int) -> list[float]:
    return edges_of(cell[at] for cell in cells for at in (low, high))


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
