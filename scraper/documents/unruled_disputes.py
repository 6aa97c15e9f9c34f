"""Table 4 without lines between its columns: a header whose last lines name fifteen of them, and one row of figures."""

from __future__ import annotations

from scraper.documents.blocks import FileCell
from scraper.documents.columns import (
    Column,
    between,
    columns_of,
    cut,
    hits,
    labels_of,
    row_of,
    spread,
    stacks_of,
)
from scraper.documents.words import Line, Word, values_of

_COLUMNS = 15
_REACH = 8  # lines of a header
_STEP = 1.7  # of a word's height, from one line of wrapped figures to the next
_UNIT = 2  # characters


def disputes_table(lines: list[Line], at: int) -> tuple[list[list[FileCell]], int] | None:
    """Read the table that begins at a line.

    Returns:
        Its rows and the line behind it; None where none begins.
    """
    if not any(hits(word.text, "disputes", "row") for word in lines[at]):
        return None
    for first in range(at + 2, min(at + _REACH, len(lines))):
        values = values_of(lines[first])
        if values and len(values) == len(lines[first]):
            stop = _end(lines, first)
            rows = _rows(lines[at:first], [w for line in lines[first:stop] for w in line])
            return (rows, stop) if rows else None
    return None


def _end(lines: list[Line], first: int) -> int:
    """Give the line behind the figures: they and their units may be wrapped."""
    stop = first + 1
    while stop < len(lines) and _goes_on(lines[stop - 1], lines[stop]):
        stop += 1
    return stop


def _goes_on(before: Line, line: Line) -> bool:
    near = line[0].height - before[0].height < _STEP * before[0].size
    return near and all(word.is_value or len(word.text) <= _UNIT for word in line)


def _rows(lines: list[Line], values: list[Word]) -> list[list[FileCell]] | None:
    header = [word for line in lines for word in line]
    blocks = [w for w in header if hits(w.text, "disputes", "row")]
    leaves = [w for w in blocks if hits(w.text, "disputes", "row")[0].code != "litigation"]
    columns = _columns([word for word in header if word not in blocks], values)
    known = all(hits(text, "disputes", "column") for text in columns.values())
    cells = spread(values, sorted(columns)) if len(columns) == _COLUMNS else None
    if not known or cells is None or len(leaves) != 3:
        return None
    leaves.sort(key=lambda word: word.middle)
    return [
        [FileCell(word.text, _COLUMNS // 3) for word in leaves],
        row_of(lines[-1], [columns[column] for column in sorted(columns)]),
        row_of(values, cells),
    ]


def _columns(header: list[Word], values: list[Word]) -> dict[Column, str]:
    """Give the labels by their columns; labels that touch are cut where the figures tell."""
    stacks = stacks_of(header)
    columns = columns_of(word for word in values if word.is_value)
    if len(stacks) == _COLUMNS or len(columns) != _COLUMNS:
        return stacks
    parts = [part for word in header for part in cut(word, between(columns))]
    return dict(zip(columns, labels_of(parts, columns, "disputes"), strict=True))
