"""Cells to rows: by lines where a line is a row, else by labels.

A dump that prints one cell a line has no rows. A row begins with the label of a part, row or
column; what follows are its values. Blank cells are kept where pipes prove that they stand there.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise, takewhile
from typing import NamedTuple

from parsers.assembly.tokens import Line, is_figure
from parsers.labels import lookup
from parsers.model import Cell
from parsers.vocab import table

DEDUPLICATED = "deduplicated_lines"
INLINE_CELLS = 3  # a line with as many cells is a row of its own
EDGE_SHARE = 0.8
LEAST_LABELS = 6  # rows a table must show before its missing repetitions mean anything

Rows = list[list[Cell]]


class Found(NamedTuple):
    """Rows of a table that stood as text, and what the text has lost."""

    rows: Rows
    incomplete: str | None


def build_rows(lines: Sequence[Line]) -> Found:
    """Give the rows of a run of tabular lines."""
    if _is_inline(lines):
        edges = _edges(lines)
        return Found([_inline_row(line, edges) for line in lines if line.plain], None)
    piped = any(line.piped for line in lines)
    cells = _piped_stream(lines) if piped else [c for line in lines for c in line.cells if c.text]
    rows = _group(cells)
    if piped:
        return Found(_with_first_blanks(_without_closing(rows)), None)
    if _is_deduplicated(lines, rows):
        return Found(rows, DEDUPLICATED)
    return Found(rows, None)


def _is_inline(lines: Sequence[Line]) -> bool:
    """Say whether lines are rows: most lines that hold a row label hold values as well."""
    labelled = [line for line in lines if any(_axes(c.text) & {"row"} for c in line.cells)]
    if not labelled:
        filled = [line for line in lines if line.plain]
        return bool(filled) and all(len(_trim(line.cells)) >= 2 for line in filled)
    rows = [line for line in labelled if len(_trim(line.cells)) >= INLINE_CELLS or _valued(line)]
    return 2 * len(rows) > len(labelled)


def _valued(line: Line) -> bool:
    return any(is_figure(c.text) for c in line.cells)


def _trim(cells: Sequence[Cell]) -> list[Cell]:
    """Give cells without the empty ones that a leading and a closing pipe make."""
    kept = list(cells)
    if kept and not kept[0].text:
        kept = kept[1:]
    if kept and not kept[-1].text:
        kept = kept[:-1]
    return kept


def _edges(lines: Sequence[Line]) -> tuple[bool, bool]:
    """Say whether the rows of a run are opened, and closed, by a pipe.

    An empty cell at an edge is a blank cell of the table unless nearly all rows have it.
    """
    piped = [line for line in lines if line.piped and line.plain]
    opened = sum(1 for line in piped if not line.cells[0].text)
    closed = sum(1 for line in piped if not line.cells[-1].text)
    return opened > EDGE_SHARE * len(piped), closed > EDGE_SHARE * len(piped)


def _inline_row(line: Line, edges: tuple[bool, bool]) -> list[Cell]:
    cells = list(line.cells)
    if not line.piped:
        return cells
    if edges[0] and len(cells) > 1 and not cells[0].text:
        cells = cells[1:]
    if edges[1] and len(cells) > 1 and not cells[-1].text:
        cells = cells[:-1]
    return cells


def _piped_stream(lines: Sequence[Line]) -> list[Cell]:
    """Give the cells between pipes over all lines; a cell may be broken over lines."""
    cells: list[Cell] = []
    open_cell: Cell | None = None
    for line in lines:
        first, *rest = line.cells
        open_cell = _extend(open_cell, first)
        for cell in rest:
            cells.append(open_cell)
            open_cell = cell
    if open_cell is not None and open_cell.text:
        cells.append(open_cell)
    return cells[1:] if cells and not cells[0].text else cells


def _with_first_blanks(rows: Rows) -> Rows:
    """Give the row of table 4, which has no label, the blanks that were taken for the header's.

    Only where they are exactly the cells that it lacks.
    """
    width = len(_blocks()) * len(table("disputes").columns)
    for above, row in pairwise(rows):
        if len(row) >= width or any(_axes(cell.text) for cell in row):
            continue
        blanks = list(takewhile(lambda cell: not cell.text, reversed(above)))
        if len(blanks) == width - len(row) < len(above):
            row[:0] = reversed(blanks)
            del above[-len(blanks) :]
    return rows


def _blocks() -> list[str]:
    """Give the rows of table 4, which its one row of figures holds side by side."""
    return [row.code for row in table("disputes").rows if row.kind != "group"]


def _without_closing(rows: Rows) -> Rows:
    """Leave out the empty cell behind every row, where headers have it as well as values.

    It is the pipe that closes a row; a last column that is blank has a label in the header right above
    its figures: table 2 has headers of their own for parts that fill fewer columns.
    """
    valued = [row for row in rows if any(is_figure(cell.text) for cell in row)]
    ends = [not row[-1].text for row in valued]
    headers = _headers_of(rows, valued)
    closed = bool(headers) and not any(row[-1].text for row in headers)
    if not closed or sum(ends) <= EDGE_SHARE * len(ends):
        return rows
    return [row[:-1] if len(row) > 1 and not row[-1].text else row for row in rows]


def _headers_of(rows: Rows, valued: Rows) -> Rows:
    """Give the header rows right above rows with figures, else the last header."""
    headers = [row for row in rows if any("column" in _axes(cell.text) for cell in row)]
    above = [row for row, below in pairwise(rows) if row in headers and below in valued]
    return above or headers[-1:]


def _extend(open_cell: Cell | None, cell: Cell) -> Cell:
    if open_cell is None or not open_cell.text:
        return cell
    if not cell.text:
        return open_cell
    return open_cell._replace(
        published=f"{open_cell.published}\n{cell.published}", text=f"{open_cell.text}\n{cell.text}"
    )


def _axes(text: str) -> frozenset[str]:
    """Give what a text can be: part, row, column, note."""
    return frozenset(hit.axis for hit in lookup(text)) if text else frozenset()


def _group(cells: Sequence[Cell]) -> Rows:
    rows: Rows = []
    state = "start"  # what the row under way ends with: part | header | group | labels | values
    for cell in cells:
        axes = _axes(cell.text)
        kind = _kind(cell.text, axes, state)
        if _begins_row(kind, state):
            rows.append([])
            state = "start"
        if not rows:
            rows.append([])
        rows[-1].append(cell)
        state = _next_state(kind, state)
    return [row for row in rows if any(cell.text for cell in row)]


def _kind(text: str, axes: frozenset[str], state: str) -> str:
    """Give the part that a cell plays; 其他 and 总计 are columns only while a header is read."""
    if not text:
        return "blank"
    if is_figure(text) and not axes:
        return "figure"
    if "part" in axes:
        return "part"
    if "column" in axes and (state == "header" or "row" not in axes):
        return "column"
    if axes == {"note"}:
        return "column"
    if "row" not in axes:
        return "text"
    return "group" if _is_group(text) else "row"


def _is_group(text: str) -> bool:
    """Say whether a label heads a group of rows and prints no figures of its own."""
    hit = next(hit for hit in lookup(text) if hit.axis == "row")
    return table(hit.table).row(hit.code).kind == "group"


def _begins_row(kind: str, state: str) -> bool:
    if state == "start":
        return False
    if kind == "part":
        return True
    if kind == "column":
        return state != "header"
    if kind in ("row", "group"):
        return state in ("values", "header", "part", "labels")
    if kind == "text":
        return state in ("values", "header", "part")
    if kind == "figure":
        return state == "header"
    return False


def _next_state(kind: str, state: str) -> str:
    if kind == "column":
        return "header"
    if kind == "part":
        return "part"
    if kind == "group":
        return "group"
    if kind in ("row", "text"):
        return "labels"
    if kind == "blank":
        return state if state in ("header", "part") else "values"
    return "values"


def _is_deduplicated(lines: Sequence[Line], rows: Rows) -> bool:
    """Say whether every line stands only once although a table of this size must repeat some.

    Zeros and labels such as 信息内容 repeat in every real table; where rows of labels follow one
    another without any value and nothing repeats, an extractor has dropped repeated lines.
    """
    texts = [line.plain for line in lines if line.plain]
    labels = [row for row in rows if any("row" in _axes(c.text) for c in row)]
    bare = [row for row in labels if not any(is_figure(c.text) for c in row)]
    return len(set(texts)) == len(texts) and len(labels) >= LEAST_LABELS and len(bare) >= 2
