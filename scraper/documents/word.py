"""Word files (.docx): paragraphs and tables of the body, by the XML of the format.

What a tracked change struck out, and hidden text, is not read; what was inserted is. Both are told. A table
that holds another table is a frame: the inner ones are read, what stands beside them is text.
Source: ECMA-376, parts 17.3 (paragraphs), 17.4 (tables: gridSpan, vMerge), 17.13.5 (revisions).
"""

from __future__ import annotations

from collections.abc import Iterator

import lxml.etree

from parsers.errors import UnsupportedFormatError
from scraper.documents.blocks import FileBlock, FileCell, FileTable, FileText
from scraper.documents.packed import Package, parse_xml
from scraper.documents.word_notes import is_hidden, word_notes
from scraper.documents.word_pictures import PICTURES, picture_of, with_names

_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_COMMON = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_W = f"{{{_COMMON.decode()}}}"
_MAIN = "word/document.xml"
_SIGNS = {f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}tab": "\t", f"{_W}noBreakHyphen": "-"}
_GONE = (f"{_W}del", f"{_W}moveFrom")
_NESTED = 4  # cells; a table inside a cell that has fewer is a part of the cell's text


def read_word(data: bytes) -> list[FileBlock]:
    """Read the body of a Word file.

    Raises:
        UnsupportedFormatError: It is no Word file, encrypted or damaged.
        DocumentTooLargeError: It unpacks to more than it should; nothing was unpacked.
    """
    package = Package(data)
    main = package.part(_MAIN)
    if main is None:
        raise UnsupportedFormatError("the Word file is damaged", kind="docx")
    root = parse_xml(main.replace(_STRICT, _COMMON))
    body = root.find(f"{_W}body")
    blocks = list(_blocks(body)) if body is not None else []
    return [*with_names(blocks, package), *word_notes(package, root)]


def _blocks(parent: lxml.etree._Element) -> Iterator[FileBlock]:
    for child in parent:
        if child.tag == f"{_W}p":
            yield from _paragraph(child)
        elif child.tag == f"{_W}tbl":
            yield from _frame(child) if _is_frame(child) else _table(child)
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml"):
            yield from _blocks(child)


def _is_frame(table: lxml.etree._Element) -> bool:
    """Say whether a table only holds other tables in their place on the page."""
    inner = (other for other in table.iter(f"{_W}tbl") if other is not table)
    return any(sum(1 for _ in other.iter(f"{_W}tc")) >= _NESTED for other in inner)


def _frame(table: lxml.etree._Element) -> Iterator[FileBlock]:
    """Give what stands in the cells of a frame, cell by cell."""
    for cell in table.iter(f"{_W}tc"):
        if next(cell.iterancestors(f"{_W}tbl")) is table:
            yield from _blocks(cell)


def _table(table: lxml.etree._Element) -> Iterator[FileBlock]:
    """Give a table; pictures in its cells stand behind it."""
    yield FileTable(_rows(table))
    for paragraph in table.iter(f"{_W}p"):
        yield from _pictures(paragraph)


def _paragraph(paragraph: lxml.etree._Element) -> Iterator[FileBlock]:
    """Give a paragraph; pictures and text boxes that are anchored in it stand behind it."""
    text = _text(paragraph)
    if text.strip():
        style = paragraph.find(f"{_W}pPr/{_W}pStyle")
        heading = style is not None and str(style.get(f"{_W}val", "")).lower().startswith("heading")
        yield FileText(text, "h2" if heading else "p")
    yield from _pictures(paragraph)
    for box in paragraph.iter(f"{_W}txbxContent"):
        if not _is_fallback(box):
            yield from _blocks(box)


def _pictures(paragraph: lxml.etree._Element) -> Iterator[FileBlock]:
    """Give the pictures of a paragraph itself; what was struck out or is hidden shows none."""
    for element in paragraph.iter(*PICTURES):
        runs = [one for one in _up(element, paragraph) if one.tag == f"{_W}r"]
        shown = not _is_outside(element, paragraph) and not any(map(is_hidden, runs))
        if shown and not _is_fallback(element):
            yield from picture_of(element)


def _is_fallback(element: lxml.etree._Element) -> bool:
    """Say whether something is the copy for old programs: a text box stands twice in the file."""
    return any("Fallback" in str(parent.tag) for parent in element.iterancestors())


def _text(paragraph: lxml.etree._Element) -> str:
    parts = []
    for run in paragraph.iter(f"{_W}r"):
        if _is_outside(run, paragraph) or is_hidden(run):
            continue
        parts += [
            (child.text or "") if child.tag == f"{_W}t" else _SIGNS.get(str(child.tag), "")
            for child in run
        ]
    return "".join(parts)


def _is_outside(run: lxml.etree._Element, paragraph: lxml.etree._Element) -> bool:
    """Say whether something in a paragraph was struck out, or belongs to a text box."""
    return any(p.tag in _GONE or p.tag == f"{_W}txbxContent" for p in _up(run, paragraph))


def _up(element: lxml.etree._Element, stop: lxml.etree._Element) -> Iterator[lxml.etree._Element]:
    for parent in element.iterancestors():
        if parent is stop:
            return
        yield parent


def _rows(table: lxml.etree._Element) -> list[list[FileCell]]:
    """Give the rows; cells that are merged downwards stand once, with their rows counted."""
    rows: list[list[FileCell]] = []
    open_cells: dict[int, tuple[int, int]] = {}  # grid column -> row and position of the first
    for row in table.iter(f"{_W}tr"):
        struck = row.find(f"{_W}trPr/{_W}del") is not None
        if struck or next(row.iterancestors(f"{_W}tbl")) is not table:
            continue
        cells: list[FileCell] = []
        column = _skipped(row)
        for cell in _cells_of(row):
            span = _span(cell)
            merge = cell.find(f"{_W}tcPr/{_W}vMerge")
            across = cell.find(f"{_W}tcPr/{_W}hMerge")
            if across is not None and across.get(f"{_W}val") != "restart" and cells:
                cells[-1] = cells[-1]._replace(colspan=cells[-1].colspan + span)
            elif merge is not None and merge.get(f"{_W}val") != "restart" and column in open_cells:
                at, position = open_cells[column]
                first = rows[at][position]
                rows[at][position] = first._replace(rowspan=first.rowspan + 1)
            else:
                open_cells.pop(column, None)
                if merge is not None:
                    open_cells[column] = (len(rows), len(cells))
                cells.append(FileCell(_cell_text(cell), span))
            column += span
        rows.append(cells)
    return rows


def _cells_of(row: lxml.etree._Element) -> Iterator[lxml.etree._Element]:
    for child in row:
        if child.tag == f"{_W}tc":
            if child.find(f"{_W}tcPr/{_W}cellDel") is None:
                yield child
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent"):
            yield from _cells_of(child)


def _skipped(row: lxml.etree._Element) -> int:
    before = row.find(f"{_W}trPr/{_W}gridBefore")
    return int(before.get(f"{_W}val", "0")) if before is not None else 0


def _span(cell: lxml.etree._Element) -> int:
    span = cell.find(f"{_W}tcPr/{_W}gridSpan")
    told = span.get(f"{_W}val", "1") if span is not None else "1"
    return min(max(int(told), 1), 1000) if told.isdecimal() else 1


def _cell_text(cell: lxml.etree._Element) -> str:
    lines = (_text(one) for one in cell.iter(f"{_W}p") if not _is_fallback(one))
    return "\n".join(line for line in lines if line.strip())
