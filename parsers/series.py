"""Measures over the generations of the form: one figure a report, and how well two of them join.

Source: the codebook's table of comparability (``vocab/crosswalk.toml``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from parsers.record import Report
from parsers.vocab import load

Value = int | float
ORDER = ("A0", "A", "B", "C")
GRADES = ("good", "approximate", "none")


class Join(NamedTuple):
    """How well the figure of a form goes on with that of the form before."""

    grade: str  # "good" | "approximate" | "none"
    note_en: str = ""
    note_zh: str = ""


class Measure(NamedTuple):
    """A figure that several generations of the form have."""

    code: str
    zh: str
    en: str
    unit: str
    cells: dict[str, tuple[str, ...]]  # by form; a key that begins with - is taken away
    joins: dict[str, Join]  # by the later form


class Point(NamedTuple):
    """A measure of one report."""

    measure: str
    year: int | None
    form: str
    value: Value | None  # None where one of its cells has no figure
    join: Join | None = None  # with the point before it in a series; None for the first


@lru_cache
def measures() -> tuple[Measure, ...]:
    """Give the measures in the order of the crosswalk."""
    return tuple(
        Measure(
            m["code"], m["zh"], m["en"], m["unit"],
            {form: tuple(cells) for form, cells in m["forms"].items()},
            {form: Join(**join) for form, join in m["breaks"].items()},
        )
        for m in load("crosswalk")["measures"]
    )  # fmt: skip


def points(report: Report) -> Iterator[Point]:
    """Give every measure that a report's form has.

    A report that mixes forms B and C has the measures whose cells are in it, as of the form that they
    are worded in; nothing is given where both are.
    """
    for measure in measures():
        forms = [f for f in (report.form or "").split("+") if f in measure.cells]
        alike = {measure.cells[form] for form in forms}
        if len(alike) == 1:
            value = _value(report, measure.cells[forms[-1]])
            yield Point(measure.code, report.identity.year, forms[-1], value)


def _value(report: Report, cells: tuple[str, ...]) -> Value | None:
    total: Value = 0
    for key in cells:
        table, row, column = key.removeprefix("-").split("/")
        value = report.tables.get(table, {}).get(row, {}).get(column)
        if value is None:
            return None
        total += -value if key.startswith("-") else value
    return total


def series(reports: Iterable[Report], measure: str) -> list[Point]:
    """Give one measure of a body's reports by year, each point with how it joins the one before.

    Args:
        reports: Reports of one body, one a year, in any order; those without a year are left out.
        measure: Code of a measure.

    Raises:
        KeyError: There is no such measure.
    """
    known = {m.code: m for m in measures()}[measure]
    found = [p for r in reports for p in points(r) if p.measure == measure and p.year is not None]
    found.sort(key=lambda point: (point.year or 0, ORDER.index(point.form)))
    return [
        point._replace(join=joined(known, before.form, point.form) if before else None)
        for before, point in zip([None, *found], found, strict=False)
    ]


def joined(measure: Measure, before: str, after: str) -> Join:
    """Give how well figures of two forms join: the worst of the joins between them.

    >>> joined(measures()[2], "A", "C").grade
    'approximate'
    """
    first, last = sorted((ORDER.index(before), ORDER.index(after)))
    passed = [_join(measure, form) for form in ORDER[first + 1 : last + 1]]
    return max(passed, key=lambda join: GRADES.index(join.grade), default=Join("good"))


def _join(measure: Measure, form: str) -> Join:
    """Give the join of a form with the one before; that of A with the local tables is told apart."""
    if form != "A":
        return measure.joins.get(form, Join("none"))
    local = load("crosswalk")["local"]
    return Join(**local)
