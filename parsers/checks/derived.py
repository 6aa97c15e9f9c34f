"""Figures that the form does not print but that follow from those it prints."""

from __future__ import annotations

from parsers.checks.model import Cells, Value
from parsers.vocab import table

ON_HAND = "requests_on_hand"
ANSWERED_OF_YEAR = "answered_of_year"


def value_of(cells: Cells, key: str) -> Value | None:
    """Give the figure of a cell, printed or derived; None where it is not known.

    Derived are the subtotals of groups and of organisations, requests on hand, suits in all, and
    a total whose own cell is blank while all of its parts are stated.
    """
    printed = cells.get(key)
    if printed is not None:
        return printed
    table_code, row, column = key.split("/")
    if table_code == "disputes" and row == "litigation":
        return _sum(
            cells,
            [f"disputes/{r}/{column}" for r in ("litigation.direct", "litigation.after_review")],
        )
    if table_code != "requests":
        return None
    return _request(cells, row, column)


def _request(cells: Cells, row: str, column: str) -> Value | None:
    if row == ON_HAND:
        rows = ("requests_received", "carried_over_from_previous_year")
        return _sum(cells, [f"requests/{r}/{column}" for r in rows])
    if row == ANSWERED_OF_YEAR:
        closed = value_of(cells, f"requests/outcome.total/{column}")
        carried = value_of(cells, f"requests/carried_over_from_previous_year/{column}")
        return None if closed is None or carried is None else closed - carried
    children = [r.code for r in table("requests").rows if r.parent == row and r.kind != "group"]
    if children and row != "outcome":
        return _sum(cells, [f"requests/{child}/{column}" for child in children])
    if column in ("org", "total"):
        parts = [c.code for c in table("requests").columns if c.kind == "leaf"]
        wanted = [c for c in parts if column == "total" or c.startswith("org.")]
        return _sum_printed(cells, [f"requests/{row}/{c}" for c in wanted])
    return None


def _sum(cells: Cells, keys: list[str]) -> Value | None:
    values = [value_of(cells, key) for key in keys]
    known = [value for value in values if value is not None]
    return sum(known) if len(known) == len(values) and values else None


def _sum_printed(cells: Cells, keys: list[str]) -> Value | None:
    values = [cells.get(key) for key in keys]
    known = [value for value in values if value is not None]
    return sum(known) if len(known) == len(values) else None
