"""Scores of many pages, added up as a whole and by trait."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from tests.proving.score import LOST_NULL, LOST_RECOVERED, MISSING, RIGHT, SILENT, WARNED, Score

AXES = ("form", "platform", "tables", "numbers", "script", "charset", "wording", "damage", "markup")
UNDOABLE = (RIGHT, MISSING, WARNED, SILENT)


@dataclass(slots=True)
class Tally:
    """What a group of pages came to; shares are in per cent and None where nothing was counted."""

    cells: Counter[str] = field(default_factory=Counter)
    pages: int = 0
    pages_right: int = 0
    tables: int = 0
    tables_right: int = 0
    years: int = 0
    publishers: int = 0
    clean_pages: int = 0
    false: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    missed: int = 0
    unsaid: int = 0

    def add(self, score: Score) -> None:
        """Count a page in."""
        self.cells += score.cells
        self.pages += 1
        self.pages_right += score.page_right
        self.tables_right += score.tables[0]
        self.tables += score.tables[1]
        self.years += score.identity[0]
        self.publishers += score.identity[1]
        self.clean_pages += score.clean
        self.false.update(score.false)
        self.refused.update([score.refused] if score.refused else [])
        self.missed += bool(score.missed)
        self.unsaid += score.unsaid

    @property
    def undoable(self) -> int:
        """Give the number of cells whose figure and place can be told from the page."""
        return sum(self.cells[verdict] for verdict in UNDOABLE)

    @property
    def cell_share(self) -> float | None:
        """Give how many of them were read right."""
        return _share(self.cells[RIGHT], self.undoable)

    @property
    def page_share(self) -> float | None:
        """Give the pages without a mistake."""
        return _share(self.pages_right, self.pages)

    @property
    def table_share(self) -> float | None:
        """Give the tables without a mistake."""
        return _share(self.tables_right, self.tables)

    @property
    def silent(self) -> int:
        """Give the wrong figures that no finding names."""
        return self.cells[SILENT]


def _share(part: int, whole: int) -> float | None:
    return 100 * part / whole if whole else None


Groups = dict[tuple[str, str], Tally]


def tally(scores: Iterable[Score]) -> tuple[Tally, Groups]:
    """Add scores up, as a whole and for every value of every trait."""
    whole, groups = Tally(), {}
    for score in scores:
        whole.add(score)
        for axis in AXES:
            groups.setdefault((axis, score.traits[axis]), Tally()).add(score)
    return whole, groups


HEADER = ("trait", "pages", "right %", "cells", "right %", "missing", "wrong, warned", "wrong, silent",
          "lost", "of them recovered")  # fmt: skip


def table(whole: Tally, groups: Groups) -> Iterator[str]:
    """Give the tally as lines of a Markdown table."""
    yield "| " + " | ".join(HEADER) + " |"
    yield "|---|" + "---:|" * (len(HEADER) - 1)
    yield _line("**all**", whole)
    for axis in AXES:
        for (of_axis, name), counted in sorted(groups.items()):
            if of_axis == axis:
                yield _line(f"{axis}: {name}", counted)


def _line(name: str, counted: Tally) -> str:
    lost = counted.cells[LOST_NULL] + counted.cells[LOST_RECOVERED]
    cells = (name, counted.pages, _told(counted.page_share), counted.undoable,
             _told(counted.cell_share), counted.cells[MISSING], counted.cells[WARNED], counted.silent,
             lost, counted.cells[LOST_RECOVERED])  # fmt: skip
    return "| " + " | ".join(str(cell) for cell in cells) + " |"


def _told(share: float | None) -> str:
    """Write a share so that only a full hundred reads as 100."""
    if share is None:
        return "–"
    return f"{int(share * 1000) / 1000:.3f}"
