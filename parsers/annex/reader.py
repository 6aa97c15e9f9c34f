"""The annex from tables: each row by its label, each figure by the column it stands in."""

from __future__ import annotations

from collections import Counter

from parsers.annex.index import Meaning, choose, meanings
from parsers.annex.layout import Panel, find_panels, is_unit, looks_like_annex
from parsers.figures import COUNT, Expected, parse_figure
from parsers.findings import make_finding
from parsers.grid import build_grid
from parsers.labels import LONGEST_LABEL
from parsers.model import Document, Grid, GridCell, RawTable
from parsers.tables.reading import Older, TableReading, table_words
from parsers.vocab import ANNEX, cell_key

MONEY = frozenset({"\u5143", "\u4e07\u5143"})  # 元, 万元


def read_annex(document: Document) -> Older:
    """Read every table of a document that is an annex, or a part of one.

    Args:
        document: Blocks, texts repaired.

    Returns:
        Figures under ``annex``, their evidence, findings and the blocks used, and the form that the labels
        tell. A label that the codebook only recalls is told in ``S.ROW_RECALLED``.
    """
    reader = AnnexReader()
    for block, raw in enumerate(document.blocks):
        if isinstance(raw, RawTable) and not raw.hidden and looks_like_annex(raw):
            reader.read(build_grid(raw))
            reader.reading.claimed.add(block)
    reader.close()
    return Older(reader.reading, reader.form if reader.reading.tables else None)


class AnnexReader:
    """The rows of an annex as they come; the row before decides between equal labels."""

    def __init__(self) -> None:
        self.reading = TableReading()
        self.form = "A"
        self.last: str | None = None
        self.recalled: list[str] = []

    def read(self, grid: Grid) -> None:
        """Read one grid, panel by panel."""
        panels = find_panels(grid)
        self.form = form_of(
            [c.cell.text for p in panels for c in _column(grid, p) if c is not None]
        )
        for panel in panels:
            for number in range(panel.first, len(grid.slots)):
                self._row(grid, panel, number)
            for column, text in panel.unknown:
                self._unknown_column(grid, panel, column, text)

    def _row(self, grid: Grid, panel: Panel, number: int) -> None:
        label = grid.slots[number][panel.label]
        if label is None or label.row != number or not label.cell.text:
            return
        cells = [(grid.slots[number][column], code) for column, code in panel.figures]
        values = [(cell, code) for cell, code in cells if cell is not None and cell is not label]
        meaning = choose(meanings(label.cell.text), self.form, self.last)
        strange = any(panel.is_strange(c.column, c.cell.text) for c in grid.own[number])
        if meaning is None or strange or not (values or meaning.kind == "group"):
            self._left_over(grid, number, label)
            return
        for cell, code in values:
            self.enter(meaning, code, cell, grid.table)
        self.last = meaning.code

    def enter(self, meaning: Meaning, column: str, cell: GridCell, raw: RawTable) -> None:
        """Enter the figure of a cell; rows that head a group have none, and no cell then."""
        expected = Expected(meaning.unit) if meaning.unit in MONEY else COUNT
        figure = parse_figure(cell.cell.text, expected)
        if figure.value is None and meaning.kind == "group":
            return
        key = (ANNEX, meaning.code, column)
        self.reading.put(key, cell, raw, figure)
        if meaning.recalled:
            self.recalled.append(cell_key(*key))
        if figure.state == "unreadable":
            self._unreadable(cell_key(*key), cell)

    def _unreadable(self, name: str, cell: GridCell) -> None:
        text = cell.cell.text.replace("\n", "\u23ce")
        self.reading.findings.append(
            make_finding("S.CELL_UNREADABLE", cells=[name], cell=name, text=text)
        )

    def _left_over(self, grid: Grid, number: int, label: GridCell) -> None:
        """Tell a row that has figures and no known label; captions and notes have none."""
        own = grid.own[number]
        if len(own) < 2 or len(label.cell.text) > LONGEST_LABEL or is_unit(label.cell.text):
            return
        text = " | ".join(cell.cell.text.replace("\n", "") for cell in own)
        self.reading.findings.append(make_finding("S.ROW_UNKNOWN", text=text, **table_words(ANNEX)))

    def _unknown_column(self, grid: Grid, panel: Panel, column: int, text: str) -> None:
        cells = [row[column] for row in grid.slots[panel.first :]]
        values = [c.cell.text for c in cells if c is not None and c.cell.text]
        if not values:
            return
        detail = f"{text}: {', '.join(values[:3])}"
        self.reading.findings.append(
            make_finding("S.COLUMN_UNKNOWN", text=detail, **table_words(ANNEX))
        )

    def close(self) -> None:
        """Tell the rows known from memory alone, and put everything into the codebook's order."""
        if self.recalled:
            self.reading.findings.append(
                make_finding("S.ROW_RECALLED", cells=self.recalled, count=len(self.recalled))
            )
        self.reading.sort()


def _column(grid: Grid, panel: Panel) -> list[GridCell | None]:
    return [row[panel.label] for row in grid.slots]


def form_of(texts: list[str]) -> str:
    """Give the form that most labels belong to which only one form has: ``A`` or ``A0``.

    >>> form_of(["申请总次数", "对申请的答复总数", "当面申请数"])
    'A0'
    """
    votes: Counter[str] = Counter()
    for text in texts:
        forms = {meaning.form for meaning in meanings(text)}
        if len(forms) == 1:
            votes.update(forms)
    return votes.most_common(1)[0][0] if votes else "A"
