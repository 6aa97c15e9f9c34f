"""Word files (.docx): paragraphs and tables of the body, by the XML of the format.

Text that was struck out by a tracked change, and hidden text, is not read; what was inserted is.
Source: ECMA-376, parts 17.3 (paragraphs), 17.4 (tables: gridSpan, vMerge), 17.13.5 (revisions).
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

import lxml.etree

from parsers.errors import DocumentTooLargeError, UnsupportedFormatError
from scraper.documents.blocks import FileBlock, FileCell, FileTable, FileText

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MAIN = "word/document.xml"
_LARGEST = 64 * 1024 * 1024  # bytes of the main part, unpacked
_RATIO = 200  # unpacked to packed; XML of tables packs to a fiftieth
_ENTRIES = 5000
_BREAKS = {f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}tab": "\t"}
_GONE = (f"{_W}del", f"{_W}moveFrom")


def read_word(data: bytes) -> list[FileBlock]:
    """Read the body of a Word file.

    Raises:
        UnsupportedFormatError: It is no Word file, or encrypted.
        DocumentTooLargeError: It unpacks to more than it should; nothing was unpacked.
    """
    root = _main_part(data)
    body = root.find(f"{_W}body")
    return list(_blocks(body)) if body is not None else []


def _main_part(data: bytes) -> lxml.etree._Element:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            entries = package.infolist()
            info = package.getinfo(_MAIN)
            packed = max(info.compress_size, 1)
            if info.file_size > _LARGEST or len(entries) > _ENTRIES:
                raise DocumentTooLargeError(
                    "the Word file unpacks to too much", bytes=info.file_size
                )
            if info.file_size / packed > _RATIO and info.file_size > _LARGEST // 16:
                raise DocumentTooLargeError("the Word file is packed beyond reason")
            with package.open(info) as file:
                xml = file.read(_LARGEST + 1)
    except (zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError, OSError) as error:
        raise UnsupportedFormatError("the Word file is damaged", kind="docx") from error
    parser = lxml.etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        return lxml.etree.fromstring(xml, parser)
    except lxml.etree.XMLSyntaxError as error:
        raise UnsupportedFormatError("the Word file is damaged", kind="docx") from error


def _blocks(parent: lxml.etree._Element) -> Iterator[FileBlock]:
    for child in parent:
        if child.tag == f"{_W}p":
            yield from _paragraph(child)
        elif child.tag == f"{_W}tbl":
            yield FileTable(_rows(child))
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml"):
            yield from _blocks(child)


def _paragraph(paragraph: lxml.etree._Element) -> Iterator[FileBlock]:
    """Give a paragraph; text boxes that are anchored in it stand behind it."""
    text = _text(paragraph)
    if text.strip():
        style = paragraph.find(f"{_W}pPr/{_W}pStyle")
        heading = style is not None and str(style.get(f"{_W}val", "")).lower().startswith("heading")
        yield FileText(text, "h2" if heading else "p")
    for box in paragraph.iter(f"{_W}txbxContent"):
        # A box stands twice, for new and for old programs; the second is the fallback.
        if not any("Fallback" in str(parent.tag) for parent in box.iterancestors()):
            yield from _blocks(box)


def _text(paragraph: lxml.etree._Element) -> str:
    parts = []
    for run in paragraph.iter(f"{_W}r"):
        outside = any(p.tag in _GONE or p.tag == f"{_W}txbxContent" for p in _up(run, paragraph))
        if outside or run.find(f"{_W}rPr/{_W}vanish") is not None:
            continue
        parts += [
            (child.text or "") if child.tag == f"{_W}t" else _BREAKS.get(str(child.tag), "")
            for child in run
        ]
    return "".join(parts)


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
        if next(row.iterancestors(f"{_W}tbl")) is not table:
            continue
        cells: list[FileCell] = []
        column = _skipped(row)
        for cell in _cells_of(row):
            span = _span(cell)
            merge = cell.find(f"{_W}tcPr/{_W}vMerge")
            if merge is not None and merge.get(f"{_W}val") != "restart" and column in open_cells:
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
    lines = (_text(paragraph) for paragraph in cell.iter(f"{_W}p"))
    return "\n".join(line for line in lines if line.strip())
