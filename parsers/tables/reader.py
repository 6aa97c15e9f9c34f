"""Grids to figures: which tables are read, and in which order.

All rows of all tables are read in one pass, in source order (:mod:`parsers.tables.under_way`). What is
left over in a table that was read becomes a finding with its text.
"""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Set as AbstractSet

from parsers.grid import build_grid
from parsers.model import Document, Outline, RawTable
from parsers.tables.belonging import belongs
from parsers.tables.known import Lesson, read_known, shape_of
from parsers.tables.reading import TableReading
from parsers.tables.recognised import report_doubts
from parsers.tables.rows import kind, view_rows
from parsers.tables.settling import report_unknown_columns, report_unplaced
from parsers.tables.under_way import UnderWay
from parsers.vocab import tables

Recovery = Callable[[TableReading], None]


def read_grids(
    document: Document,
    outline: Outline,
    recover: Recovery | None = None,
    taken: AbstractSet[int] = frozenset(),
) -> TableReading:
    """Read every table of the document that belongs to the form.

    Args:
        document: Blocks, texts repaired.
        outline: Where the sections stand.
        recover: Places rows of the whole reading that could not be placed alone.
        taken: Blocks that are known to hold something else.

    Hidden tables (drafts, copies) count only where the visible ones lack a table of the form: scripts
    may show them.

    Returns:
        Figures, evidence and findings; blocks that hold nothing of the form are not claimed.
    """
    found = [
        (block, raw)
        for block, raw in enumerate(document.blocks)
        if isinstance(raw, RawTable) and block not in taken
    ]
    shown = [(block, raw) for block, raw in found if not raw.hidden]
    reading = _read(shown, outline, recover)
    if len(shown) < len(found) and any(t.code not in reading.tables for t in tables()):
        return _read(found, outline, recover)
    return reading


def _read(
    found: list[tuple[int, RawTable]], outline: Outline, recover: Recovery | None
) -> TableReading:
    hints = _hints(outline)
    state = UnderWay()
    for block, raw in found:
        _read_table(state, block, raw, hints.get(block))
    state.close()
    _finish(state.reading, recover)
    return state.reading


def _read_table(state: UnderWay, block: int, raw: RawTable, hint: str | None) -> None:
    """Read the rows of a source table if it holds a part of a form table."""
    shape = shape_of(raw, hint, state.state())
    if shape is not None and read_known(shape, state, block, raw):
        return
    lesson = None if shape is None else Lesson(shape, state.reading)
    grid = build_grid(raw)
    rows = view_rows(grid)
    kinds = [kind(row) for row in rows]
    goes_on = state.table == "disputes" and bool(state.columns)
    if not belongs(rows, kinds, hint, goes_on=goes_on):
        return
    state.begin(block, raw, hint)
    read = [state.row(row, what) for row, what in zip(rows, kinds, strict=True)]
    state.end(claimed=any(read))
    if lesson is not None and any(read):
        lesson.keep(state, raw, grid)


def _finish(reading: TableReading, recover: Recovery | None) -> None:
    """Place what the sums can place, tell what has no place, and put all into the codebook's order."""
    if recover is not None and (reading.unplaced or reading.doubtful):
        recover(reading)
    report_doubts(reading)
    report_unknown_columns(reading)
    report_unplaced(reading)
    reading.sort()


def _hints(outline: Outline) -> dict[int, str]:
    """Give the section code of every block inside a section."""
    return {
        block: section.code
        for section in outline.sections
        for block in range(section.start, section.stop)
    }
