"""Tables that a page break has cut in two, put together again.

The second half begins its page, the first ends the one before, and both lie within the same edges. A cell
that the break runs through stands in both halves: its rows are added up and its texts joined. Whether a cell is
the rest of the one above is told from what stands beside it, and from the labels of the forms.
Source: case huaian-2024 of the shared cases, whose table 3 breaks inside a label; files of LibreOffice, which
also breaks headers and rows.
"""

from __future__ import annotations

import re

from parsers.labels import is_known
from scraper.documents.blocks import FileBlock, FileCell, FileTable, FileText, text_of
from scraper.documents.edges import edges_of, nearest

# A label that begins with a number of its own is no rest of another: (six), 3., two and a comma.
_NUMBERED = re.compile(
    r"[\uff08(]?[\d\u4e00\u4e8c\u4e09\u56db\u4e94\u516d\u4e03\u516b\u4e5d\u5341]{1,3}[\uff09)\u3001.\uff0e]"
)
_ENDED = tuple("\u3002\uff1b\uff1a\uff01\uff1f;:!?")
_SHORT = 24  # characters; a heading is shorter, and ends without a stop
_NEAR = 6.0  # points within which two halves have the same edges
_SMALL = 4  # cells; a table of fewer is a frame, or a piece of a table
_LETTER = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff]")


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
    return [FileText(text_of(one)) if _is_piece(one) else one for one in found]


def _is_piece(block: FileBlock) -> bool:
    """Say whether a table is too small to be one; a piece of a table has been joined before."""
    return isinstance(block, FileTable) and sum(map(len, block.rows)) < _SMALL


def _runs_on(last: FileText, first: FileText) -> bool:
    """Say whether a paragraph goes on over the break: it has no end, and no number begins the next."""
    ended = last.text.rstrip().endswith(_ENDED)
    return not ended and len(last.text) > _SHORT and not _NUMBERED.match(first.text)


def _same(upper: FileTable, lower: FileTable) -> bool:
    """Say whether two tables lie within the same outer edges; without lines nobody can tell."""
    if not upper.ruled or not lower.ruled:
        return False
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
    for cell, at, position in _rests(rows, below[0], split=split):
        first = rows[at][position]
        rowspan = first.rowspan + cell.rowspan - split
        rows[at][position] = first._replace(text=first.text + cell.text, rowspan=rowspan)
        below[0].remove(cell)
    return _on_one_grid([*rows, *(below[1:] if split and not below[0] else below)])


def _rests(
    rows: list[list[FileCell]], row: list[FileCell], *, split: bool
) -> list[tuple[FileCell, int, int]]:
    """Give the cells of the lower half's first row that are the rest of one above, with its place.

    Labels that go on stand before the row's own label; where a row has none, its cells are figures.
    """
    pairs = [(cell, *above) for cell in row if (above := _above(rows, cell)) is not None]
    if split:
        return pairs
    found = []
    if any(_completes(rows[at][position], cell) for cell, at, position in pairs):
        found = [one for one in pairs if _fits(rows[one[1]][one[2]], one[0])]
    for number, cell in enumerate(row):
        above = _above(rows, cell)
        labelled = any(_LETTER.search(other.text) for other in row[number + 1 :])
        if above is None or not labelled or not _goes_on(rows[above[0]][above[1]], cell):
            break
        if (cell, *above) not in found:
            found.append((cell, *above))
    return found


def _completes(first: FileCell, cell: FileCell) -> bool:
    """Say whether two halves of a label make one of the forms, which the upper half alone is not."""
    return bool(cell.text.strip()) and _fits(first, cell) and not is_known(first.text)


def _fits(first: FileCell, cell: FileCell) -> bool:
    """Say whether both make a label of the forms; a blank below a blank is a figure that is not there."""
    return is_known(first.text + cell.text)


def _on_one_grid(rows: list[list[FileCell]]) -> FileTable:
    """Count the columns that cells cover anew: the halves may not have had the same."""
    boxes = [cell.box for row in rows for cell in row if cell.box]
    xs = edges_of(edge for box in boxes for edge in (box[1], box[3]))
    return FileTable([[_spanning(cell, xs) for cell in row] for row in rows])


def _spanning(cell: FileCell, xs: list[float]) -> FileCell:
    if cell.box is None:
        return cell
    return cell._replace(colspan=max(nearest(xs, cell.box[3]) - nearest(xs, cell.box[1]), 1))


def _goes_on(first: FileCell, cell: FileCell) -> bool:
    """Say whether a cell is the rest of one above: it is no figure and has no number of its own."""
    text = cell.text.strip()
    long = max(first.rowspan, cell.rowspan) > 1
    return long and not _NUMBERED.match(text) and (not text or bool(_LETTER.search(text)))


def _is_split(rows: list[list[FileCell]], below: list[list[FileCell]]) -> bool:
    """Say whether the break runs through one row: its figures stand in one half only."""
    upper = [cell for cell in rows[-1] if cell.rowspan == 1]
    lower = [cell for cell in below[0] if cell.rowspan == 1]
    if len(upper) < 3 or len(upper) != len(lower):
        return False
    empty_above = all(not cell.text for cell in upper[1:])
    empty_below = all(not cell.text for cell in lower[1:])
    labelled = bool(upper[0].text and lower[0].text) and not _NUMBERED.match(lower[0].text.strip())
    return labelled and (empty_above or empty_below)


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
