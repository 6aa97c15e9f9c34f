"""Tables that a page break has cut in two, put together again.

The second half begins its page, the first ends the one before, and both have the same columns. A cell
that the break runs through stands in both halves: its rows are added up and its texts joined.
Source: case huaian-2024 of the shared cases, whose table 3 breaks inside a label.
"""

from __future__ import annotations

import re

from scraper.documents.blocks import FileBlock, FileCell, FileTable, FileText

# A label that begins with a number of its own is no rest of another: (six), 3., two and a comma.
_NUMBERED = re.compile(
    r"[\uff08(]?[\d\u4e00\u4e8c\u4e09\u56db\u4e94\u516d\u4e03\u516b\u4e5d\u5341]{1,3}[\uff09)\u3001.\uff0e]"
)
_ENDED = tuple("\u3002\uff1b\uff1a\uff01\uff1f;:!?")
_SHORT = 24  # characters; a heading is shorter, and ends without a stop
_NEAR = 6.0  # points within which two halves have the same edges


def join_pages(pages: list[list[FileBlock]]) -> list[FileBlock]:
    """Give the blocks of all pages in order, halves of tables and paragraphs joined."""
    found: list[FileBlock] = []
    for blocks in pages:
        first = blocks[0] if blocks else None
        last = found[-1] if found else None
        if isinstance(first, FileTable) and isinstance(last, FileTable) and _same(last, first):
            found[-1] = _joined(last, first)
            found += blocks[1:]
        elif isinstance(first, FileText) and isinstance(last, FileText) and _runs_on(last, first):
            found[-1] = last._replace(text=last.text + first.text)
            found += blocks[1:]
        else:
            found += blocks
    return found


def _runs_on(last: FileText, first: FileText) -> bool:
    """Say whether a paragraph goes on over the break: it has no end, and no number begins the next."""
    ended = last.text.rstrip().endswith(_ENDED)
    return not ended and len(last.text) > _SHORT and not _NUMBERED.match(first.text)


def _same(upper: FileTable, lower: FileTable) -> bool:
    """Say whether two tables lie within the same outer edges."""
    first, second = _outer(upper), _outer(lower)
    if first is None or second is None:
        return False
    return all(abs(a - b) < _NEAR for a, b in zip(first, second, strict=True))


def _outer(table: FileTable) -> tuple[float, float] | None:
    boxes = [cell.box for row in table.rows for cell in row if cell.box]
    return (min(box[1] for box in boxes), max(box[3] for box in boxes)) if boxes else None


def _joined(upper: FileTable, lower: FileTable) -> FileTable:
    """Put the lower half under the upper one."""
    rows = [list(row) for row in upper.rows]
    below = [list(row) for row in lower.rows]
    split = _is_split(rows, below)
    for cell in list(below[0]):
        above = _above(rows, cell)
        if above is None:
            continue
        at, position = above
        first = rows[at][position]
        if split:
            rowspan = first.rowspan + cell.rowspan - 1
        elif _goes_on(first, cell):
            rowspan = first.rowspan + cell.rowspan
        else:
            continue
        rows[at][position] = first._replace(text=first.text + cell.text, rowspan=rowspan)
        below[0].remove(cell)
    return FileTable([*rows, *(below[1:] if split and not below[0] else below)])


def _goes_on(first: FileCell, cell: FileCell) -> bool:
    """Say whether a cell over several rows is the rest of the one above: it has no number of its own."""
    return max(first.rowspan, cell.rowspan) > 1 and not _NUMBERED.match(cell.text.strip())


def _is_split(rows: list[list[FileCell]], below: list[list[FileCell]]) -> bool:
    """Say whether the break runs through one row: its figures stand in one half only."""
    upper = [cell for cell in rows[-1] if cell.rowspan == 1]
    lower = [cell for cell in below[0] if cell.rowspan == 1]
    if len(upper) < 3 or len(upper) != len(lower):
        return False
    empty_above = all(not cell.text for cell in upper[1:])
    empty_below = all(not cell.text for cell in lower[1:])
    return (empty_above or empty_below) and bool(upper[0].text and lower[0].text)


def _above(rows: list[list[FileCell]], cell: FileCell) -> tuple[int, int] | None:
    """Give the cell that reaches the upper half's lower edge in the same columns."""
    if cell.box is None:
        return None
    for at in range(len(rows) - 1, -1, -1):
        for position, other in enumerate(rows[at]):
            reaches = at + other.rowspan >= len(rows)
            if reaches and other.box is not None and _same_columns(other, cell):
                return at, position
    return None


def _same_columns(first: FileCell, second: FileCell) -> bool:
    if first.box is None or second.box is None:
        return False
    return abs(first.box[1] - second.box[1]) < _NEAR and abs(first.box[3] - second.box[3]) < _NEAR
