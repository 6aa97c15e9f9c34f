"""The tables of a report as published: rows of cells with spans, each value cell knowing its key.

The layouts are those of the official forms; form B prints headers of parts five and six over
1/2/1 columns of the grid and the values below them over 2/1/1.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from parsers.vocab import table
from tests.proving.figures import Key, proactive_cells, request_columns, request_rows

Words = Callable[[str, str], str]  # (code, printed label) -> the label as this page words it
MARK, MARK_END = "\x01", "\x02"  # stand around the number of a figure's key until the page is done
BLOCKS_OF_TABLE_4 = ("review", "litigation.direct", "litigation.after_review")
NOTE_CELL = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as published: its text, its spans, and the key of its figure if it holds one."""

    text: str
    columns: int = 1
    rows: int = 1
    key: Key | None = None

    def but(self, **changes: Any) -> Cell:
        """Give the cell with other attributes."""
        return replace(self, **changes)


Row = list[Cell]
Grid = list[Row]
Shown = Callable[[Key], str]  # how this page writes the figure of a key


def proactive_grid(form: str, shown: Shown, words: Words) -> Grid:
    """Give table 2 of a form."""
    definition = table("proactive")
    width = 5 if form == "B" else 4
    rows: Grid = []
    for part in definition.parts:
        if form not in part.forms:
            continue
        cells = [cell for cell in proactive_cells(form) if cell[0].startswith(part.code + ".")]
        columns = list(dict.fromkeys(column for _, column in cells))
        heads = [
            _head(form, code, definition.column(code, part.code).zh, words) for code in columns
        ]
        spans = _spans(form, part.code, len(columns))
        rows.append([Cell(part.zh, width)])
        rows.append([Cell("信息内容"), *(Cell(h, s) for h, s in zip(heads, spans[0], strict=True))])
        for row in dict.fromkeys(row for row, _ in cells):
            keys = [f"proactive/{row}/{column}" for column in columns]
            values = [Cell(shown(k), s, key=k) for k, s in zip(keys, spans[1], strict=True)]
            rows.append([Cell(words(row, definition.row(row).zh)), *values])
    return rows


def _head(form: str, code: str, label: str, words: Words) -> str:
    """Give the label of a column; form B prints 处理决定数量 where form C says of which year."""
    if code == "decisions":
        return label.removeprefix("本年") if form == "B" else label
    return words(code, label)


def _spans(form: str, part: str, columns: int) -> tuple[list[int], list[int]]:
    """Give the spans of header and value cells of a part."""
    if form == "C":
        spans = [1] * 3 if columns == 3 else [3]
        return spans, spans
    if columns == 2:
        return [2, 2], [2, 2]
    return [1, 2, 1], [1, 2, 1] if part == "art20_1" else [2, 1, 1]


def requests_grid(form: str, shown: Shown, words: Words) -> Grid:
    """Give table 3 of a form: three rows of header, then a row for each line of the form."""
    rows = request_header(words)
    codes = request_rows(form)
    outcomes = [code for code in codes if code.startswith("outcome.")]
    definition = table("requests")
    opened: set[str] = set()
    for code in codes:
        label = words(code, definition.row(code).zh)
        values = [
            Cell(shown(k), key=k) for k in (f"requests/{code}/{c}" for c in request_columns())
        ]
        if not code.startswith("outcome."):
            rows.append([Cell(label, 3), *values])
            continue
        front = []
        if not opened:
            front.append(Cell(words("outcome", definition.row("outcome").zh), 1, len(outcomes)))
        group = code.rpartition(".")[0]
        if group == "outcome":
            rows.append([*front, Cell(label, 2), *values])
        else:
            if group not in opened:
                size = sum(other.startswith(group + ".") for other in outcomes)
                front.append(Cell(words(group, definition.row(group).zh), 1, size))
            rows.append([*front, Cell(label), *values])
        opened |= {"outcome", group}
    return rows


def request_header(words: Words) -> Grid:
    """Give the three header rows of table 3."""
    labels = {c.code: words(c.code, c.zh) for c in table("requests").columns}
    organisations = [code for code in request_columns() if code.startswith("org.")]
    return [
        [Cell(NOTE_CELL, 3, 3), Cell("申请人情况", 7)],
        [
            Cell(labels["natural_person"], 1, 2),
            Cell(labels["org"], len(organisations)),
            Cell(labels["total"], 1, 2),
        ],
        [Cell(labels[code]) for code in organisations],
    ]


def disputes_grid(shown: Shown, words: Words) -> Grid:
    """Give table 4: three rows of header and one of fifteen values."""
    definition = table("disputes")
    blocks = BLOCKS_OF_TABLE_4
    results = [words(column.code, column.zh) for column in definition.columns]
    label = {row.code: words(row.code, row.zh) for row in definition.rows}
    keys = [f"disputes/{block}/{column.code}" for block in blocks for column in definition.columns]
    return [
        [Cell(label["review"], 5), Cell(label["litigation"], 10)],
        [
            *(Cell(result, 1, 2) for result in results),
            Cell(label["litigation.direct"], 5),
            Cell(label["litigation.after_review"], 5),
        ],
        [Cell(result) for result in results * 2],
        [Cell(shown(key), key=key) for key in keys],
    ]
