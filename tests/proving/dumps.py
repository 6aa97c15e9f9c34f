"""Tables that lost their markup: the shapes in which real pages keep them as text.

The shapes are those counted on real pages: pipes in line, a leading pipe, one cell a line with its
pipe, a pipe on a line of its own, one cell a paragraph, all glued, repeated lines left out.
"""

from __future__ import annotations

import re

from tests.proving.layout import MARK, MARK_END, Cell, Grid, Row

SHAPES = {
    "pipes": 2.0,
    "leading pipes": 1.0,
    "cell lines": 1.5,
    "pipe lines": 0.7,
    "mixed lines": 0.7,
    "paragraphs": 1.0,
    "glued": 0.4,
    "no repeats": 0.3,
    "bars": 0.3,
    "picture": 0.4,
}
MARKER = re.compile(f"{MARK}\\d+{MARK_END}")


def dump(grid: Grid, shape: str) -> list[str]:
    """Give a table as the lines that are left of it."""
    return [line for row in grid for line in _LINES[shape](row)]


def _pipes(row: Row) -> list[str]:
    cells = "".join(f"{cell.text} |" + "|" * (cell.columns - 1) + " " for cell in row)
    return [cells.rstrip()]


def _leading(row: Row) -> list[str]:
    return ["| " + " | ".join(_padded(row)) + " |"]


def _padded(row: Row) -> list[str]:
    return [text for cell in row for text in [cell.text, *[""] * (cell.columns - 1)]]


def _cell_lines(row: Row) -> list[str]:
    lines: list[str] = []
    for cell in row:
        lines.append(f"{cell.text} |" if _visible(cell) else "|")
        if cell.columns > 1:
            lines.append("|" * (cell.columns - 1))
    return lines


def _pipe_lines(row: Row) -> list[str]:
    return [line for cell in row for line in ((cell.text, "|") if _visible(cell) else ("|",))]


def _mixed(row: Row) -> list[str]:
    first, rest = row[0], row[1:]
    return [
        f"{first.text} |",
        *(f"{c.text} |" for c in rest[:-1]),
        *(f"{c.text} | |" for c in rest[-1:]),
    ]


def _paragraphs(row: Row) -> list[str]:
    return [cell.text for cell in row if _visible(cell)]


def _glued(row: Row) -> list[str]:
    return ["".join(cell.text for cell in row)]


def _bars(row: Row) -> list[str]:
    return ["|" * sum(cell.columns for cell in row)]


def _visible(cell: Cell) -> bool:
    return bool(MARKER.sub("", cell.text).replace("&nbsp;", "").strip(" 　"))


_LINES = {
    "pipes": _pipes,
    "leading pipes": _leading,
    "cell lines": _cell_lines,
    "pipe lines": _pipe_lines,
    "mixed lines": _mixed,
    "paragraphs": _paragraphs,
    "no repeats": _paragraphs,
    "glued": _glued,
    "bars": _bars,
}


def without_repeats(lines: list[str]) -> list[str]:
    """Leave out every line that stood before, as some extractors do."""
    seen: dict[str, str] = {}
    for line in lines:
        seen.setdefault(MARKER.sub("", line), line)
    return list(seen.values())
