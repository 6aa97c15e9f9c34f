"""What the tables stage gathers: figures, their evidence, findings, and which blocks it used."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple, NotRequired, TypedDict

from parsers.figures import Figure
from parsers.findings import make_finding
from parsers.model import GridCell, RawTable
from parsers.record import Finding, Tables
from parsers.vocab import cell_key, key_order, table

Key = tuple[str, str, str]  # table, row, column


class EvidenceData(TypedDict):
    """Evidence before the record is validated; plain, because a page has two hundred of it."""

    raw: str
    state: str
    at: dict[str, int]
    score: NotRequired[float]


class Doubt(NamedTuple):
    """A cell of a picture whose text is not certain.

    Attributes:
        readings: What it may say, the likeliest first.
        values: The figures of these readings.
    """

    readings: tuple[str, ...]
    values: tuple[int | float, ...]


class Unplaced(NamedTuple):
    """A row whose cells could not be given to its columns."""

    text: str
    keys: tuple[str, ...]
    row: str = ""
    columns: tuple[str, ...] = ()  # empty where a column has no code
    cells: tuple[GridCell, ...] = ()  # empty where the cells themselves are in doubt
    raw: RawTable | None = None
    places: tuple[str, ...] = ()  # keys of the cells of ``columns``, in their order
    expected: int | float | None = None  # what the sums ask for in the only cell that is left


@dataclass(slots=True)
class TableReading:
    """Figures of the three tables as they are read."""

    tables: Tables = field(default_factory=dict)
    evidence: dict[str, EvidenceData] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    claimed: set[int] = field(default_factory=set)  # blocks that held a part of a form table
    labels: set[str] = field(default_factory=set)  # cores of the labels seen, for the form
    unknown: dict[tuple[str, str], list[str]] = field(default_factory=dict)  # unknown columns
    unplaced: dict[str, list[Unplaced]] = field(default_factory=dict)  # by table
    doubtful: dict[str, Doubt] = field(default_factory=dict)  # cells of pictures that wait for sums

    def put(
        self, key: Key, cell: GridCell, raw: RawTable, figure: Figure, name: str | None = None
    ) -> None:
        """Enter a figure; a second, different figure for the same cell makes both unreadable.

        A blank gives way to a figure: pages cut in two repeat a row without its values.

        Args:
            key: Table, row and column.
            cell: The cell.
            raw: Its table.
            figure: What it says.
            name: The key as one text, where it is known.
        """
        table_code, row, column = key
        name = name or cell_key(table_code, row, column)
        old = self.evidence.get(name)
        if old is not None and old["raw"]:
            self._meet(key, old, cell)
            return
        try:
            self.tables[table_code][row][column] = figure.value
        except KeyError:
            self.tables.setdefault(table_code, {}).setdefault(row, {})[column] = figure.value
        found = self.evidence[name] = {
            "raw": cell.cell.published,
            "state": figure.state,
            "at": place_of(cell, raw),
        }
        if cell.cell.score is not None:
            found["score"] = round(cell.cell.score, 2)

    def _meet(self, key: Key, old: EvidenceData, cell: GridCell) -> None:
        raw = cell.cell.published
        if old["raw"] == raw or not raw:
            return
        both = f"{old['raw']} \u2016 {raw}"
        self.tables[key[0]][key[1]][key[2]] = None
        name = cell_key(*key)
        self.evidence[name] = {"raw": both, "state": "unreadable", "at": old["at"]}
        self.findings.append(
            make_finding("S.CELL_UNREADABLE", cells=[name], severity="error", cell=name, text=both)
        )

    def add(self, other: TableReading) -> None:
        """Take over what was read elsewhere of other tables."""
        self.tables |= other.tables
        self.evidence |= other.evidence
        self.findings += other.findings
        self.claimed |= other.claimed

    def sort(self) -> None:
        """Put tables, rows, columns and evidence into the order of the codebook."""
        order = key_order()
        if self.evidence.keys() <= order.keys():
            by_rank = sorted(self.evidence, key=order.__getitem__)
        else:
            last = len(order)
            by_rank = sorted(self.evidence, key=lambda key: (order.get(key, last), key))
        if by_rank == list(self.evidence):  # as most pages print them; the tables are in order then
            return
        self.evidence = {key: self.evidence[key] for key in by_rank}
        ordered: Tables = {}
        for key in by_rank:
            table_code, row, column = key.split("/")
            value = self.tables[table_code][row][column]
            ordered.setdefault(table_code, {}).setdefault(row, {})[column] = value
        self.tables = ordered


class Older(NamedTuple):
    """What was read of an annex, the only table of the older forms."""

    reading: TableReading
    form: str | None  # "A0" | "A", None where there is no annex


def place_of(cell: GridCell, raw: RawTable) -> dict[str, int]:
    """Give where a cell stands in the source, with the keys of the record."""
    if cell.cell.line is not None:
        return {"line": cell.cell.line}
    return {"table": raw.index, "row": raw.first_row + cell.row, "column": cell.column}


def table_words(table_code: str) -> dict[str, Any]:
    """Give the words that findings about a table are filled with."""
    definition = table(table_code)
    return {"table": definition.en, "table_zh": definition.zh, "number": definition.number}
