"""Cells of a picture that are in doubt, decided by the sums of the form where one reading alone fits.

A sum whose other figures are all known asks for one figure. It is entered only where every such sum of the
cell asks for the same, and that figure is one of those that the cell may say: arithmetic chooses between
readings and never makes one. What it cannot decide stays null.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from parsers.checks import whole_rows
from parsers.checks.model import Instance, Value
from parsers.checks.rules import instances, rules_of
from parsers.findings import make_finding
from parsers.recovery.requests import solution
from parsers.tables.forms import tell_form
from parsers.tables.reading import Doubt, TableReading
from parsers.tables.recognised import SEPARATOR
from parsers.vocab import cell_key, load


def decide_doubtful(reading: TableReading) -> None:
    """Enter the figures in doubt that the sums choose, each with ``S.CELL_RECOVERED`` as information.

    A figure that was decided may decide the next one, until nothing changes.

    Source: the identities of tables 3 and 4 in ``vocab/rules.toml``.
    """
    sums = [one for one in identities(reading) if reading.doubtful.keys() & _cells(one)]
    decided = True
    while decided:
        stated = _stated(reading)
        asked = {name: _asked(name, sums, stated) for name in reading.doubtful}
        decided = False
        for name, figures in asked.items():
            doubt = reading.doubtful[name]
            if len(figures) == 1 and figures <= set(doubt.values):
                _enter(reading, name, doubt, next(iter(figures)))
                decided = True


def identities(reading: TableReading) -> Iterator[Instance]:
    """Give the equations between the cells of one table in the form at hand."""
    form = tell_form(reading.labels)[0]
    whole = whole_rows(reading.tables)
    for rule in rules_of(form):
        if rule.kind == "linear" and rule.data["op"] == "==":
            yield from instances(rule.id, whole)


def _cells(instance: Instance) -> set[str]:
    return {*instance.left, *instance.right}


def _asked(name: str, sums: list[Instance], stated: Mapping[str, Value]) -> set[Value]:
    """Give the figures that the sums ask for in a cell."""
    found = (solution(one, name, stated) for one in sums if name in _cells(one))
    return {figure for figure in found if figure is not None}


def _stated(reading: TableReading) -> dict[str, Value]:
    return {
        cell_key(code, row, column): value
        for code, rows in reading.tables.items()
        for row, columns in rows.items()
        for column, value in columns.items()
        if value is not None
    }


def _enter(reading: TableReading, name: str, doubt: Doubt, figure: Value) -> None:
    code, row, column = name.split("/")
    reading.tables[code][row][column] = figure
    reading.evidence[name]["state"] = "recognised"
    del reading.doubtful[name]
    words = load("findings")["recovered"]["reading_by_sums"]
    data = {"cell": name, "text": SEPARATOR.join(doubt.readings), "value": figure}
    reading.findings.append(
        make_finding(
            "S.CELL_RECOVERED",
            cells=[name],
            severity="info",
            detail=words["en"].format(**data),
            detail_zh=words["zh"].format(**data),
        )
    )
