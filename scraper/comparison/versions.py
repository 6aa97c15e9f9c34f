"""Versions of a report that a harvest kept: what changed after publication, and when it was seen."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from parsers.audit.model import Held
from parsers.audit.restated import changed_cells
from parsers.checks.model import Value
from scraper.comparison.figures import raw
from scraper.comparison.text import SectionDiff, section_diffs


class Restatement(NamedTuple):
    """A cell that a body changed after it had published the report."""

    year: int
    cell: str
    before: str | None  # as published first
    now: str | None
    seen: tuple[str | None, str | None]  # when each version was retrieved


class Step(NamedTuple):
    """Two versions of a report, one after the other."""

    year: int
    before: Held
    now: Held
    cells: list[Restatement]
    texts: list[SectionDiff]  # of the sections whose text differs


def steps(chosen: Sequence[Held], earlier: Sequence[Held]) -> list[Step]:
    """Give every step from one version to the next of the reports that are compared.

    Args:
        chosen: The newest versions.
        earlier: Versions before, oldest first.
    """
    return [
        _step(old, new)
        for one in chosen
        for old, new in pairwise([*(e for e in earlier if _same(e, one)), one])
    ]


def _same(earlier: Held, one: Held) -> bool:
    """Two records are versions of a report where the id and the address are the same."""
    first, second = earlier.report, one.report
    return (first.id, first.source.url) == (second.id, second.source.url)


def _step(old: Held, new: Held) -> Step:
    seen = (old.report.source.retrieved_at, new.report.source.retrieved_at)
    cells = [
        Restatement(new.year, cell, _text(old, cell), _text(new, cell), seen)
        for cell in changed_cells(old, new)
    ]
    texts = [diff for diff in section_diffs(old.report, new.report) if diff.changed]
    return Step(new.year, old, new, cells, texts)


def _text(held: Held, cell: str) -> str | None:
    """Give a cell as published; its figure where the record holds no text of it."""
    told, value = raw(held, cell), held.stated.get(cell)
    return told if told is not None else _plain(value)


def _plain(value: Value | None) -> str | None:
    return None if value is None else str(value)
