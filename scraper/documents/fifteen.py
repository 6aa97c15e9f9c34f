"""Table 4 without lines: a header whose last lines name fifteen columns, and one line of figures.

Where a page ends between the two, the header is a table of its own, which says where its columns stand.
"""

from __future__ import annotations

from collections.abc import Sequence

from scraper.documents.blocks import FileCell
from scraper.documents.columns import Seen, hits_of, row_of, seen_of, spread, stacks_of
from scraper.documents.words import Line, values_of

_DISPUTES = 15  # columns of table 4
_REACH = 6  # lines of a header


def disputes(lines: list[Line], at: int, number: int) -> tuple[Seen, int] | None:
    """Read table 4, or its header alone where the page ends with it; gives the line behind it."""
    if not any(hits_of(word.text, "disputes", "row") for word in lines[at]):
        return None
    for stop in range(at + 2, min(at + _REACH + 2, len(lines))):
        if _is_figures(lines[stop]):
            return _whole(lines[at : stop + 1], number, stop + 1)
    if len(lines) - at > _REACH:
        return None
    found = _header(lines[at:], number)
    if found is None:
        return None
    rows, middles = found
    seen = seen_of(rows, lines[at:])
    return seen._replace(table=seen.table._replace(columns=tuple(middles))), len(lines)


def figures_below(lines: list[Line], middles: Sequence[float], number: int) -> Seen | None:
    """Read the figures that begin a page whose header ended the page before; None where they do not."""
    if len(middles) != _DISPUTES or not lines or not _is_figures(lines[0]):
        return None
    cells = spread(lines[0], middles)
    return None if cells is None else seen_of([row_of(lines[0], cells, number)], lines[:1])


def _is_figures(line: Line) -> bool:
    return len(values_of(line)) == len(line)


def _whole(lines: list[Line], number: int, stop: int) -> tuple[Seen, int] | None:
    found = _header(lines[:-1], number)
    if found is None:
        return None
    rows, middles = found
    cells = spread(lines[-1], middles)
    if cells is None:
        return None
    return seen_of([*rows, row_of(lines[-1], cells, number)], lines), stop


def _header(lines: list[Line], number: int) -> tuple[list[list[FileCell]], list[float]] | None:
    """Give the two rows of the header that name the columns, and where these stand."""
    words = [word for line in lines for word in line]
    blocks = [w for w in words if hits_of(w.text, "disputes", "row")]
    leaves = [w for w in blocks if hits_of(w.text, "disputes", "row")[0].code != "litigation"]
    stacks = stacks_of([word for word in words if word not in blocks])
    middles = sorted(stacks)
    known = all(hits_of(stacks[m], "disputes", "column") for m in middles)
    if not known or len(middles) != _DISPUTES or len(leaves) != 3:
        return None
    leaves.sort(key=lambda word: word.middle)
    heads = [FileCell(word.text, _DISPUTES // 3) for word in leaves]
    return [heads, row_of(lines[-1], [stacks[m] for m in middles], number)], middles
