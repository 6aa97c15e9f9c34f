"""Figures that the form does not print but that follow from those it prints."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from parsers.checks.model import Cells, Value
from parsers.vocab import table

ON_HAND = "requests_on_hand"
ANSWERED_OF_YEAR = "answered_of_year"
SUITS = ("litigation.direct", "litigation.after_review")


class Known(NamedTuple):
    """What is known of a figure: its value, or a least value where a part of it is blank."""

    value: Value
    is_open: bool


def known_value(cells: Cells, key: str) -> Known | None:
    """Give what is known of a cell, printed or derived; None where nothing is.

    Derived are the subtotals of groups and of organisations, requests on hand, suits in all, and
    a total whose own cell is blank. Counts are zero or more, so the parts that are stated bound
    a sum from below while others are blank.
    """
    printed = cells.get(key)
    if printed is not None:
        return Known(printed, False)
    table_code, row, column = key.split("/")
    if table_code == "disputes" and row == "litigation":
        return _sum(cells, [f"disputes/{r}/{column}" for r in SUITS])
    if table_code != "requests":
        return None
    return _request(cells, row, column)


def _request(cells: Cells, row: str, column: str) -> Known | None:
    if row == ON_HAND:
        rows = ("requests_received", "carried_over_from_previous_year")
        return _sum(cells, [f"requests/{r}/{column}" for r in rows])
    if row == ANSWERED_OF_YEAR:
        return _answered_of_year(cells, column)
    children = [r.code for r in table("requests").rows if r.parent == row and r.kind != "group"]
    if children and row != "outcome":
        return _sum(cells, [f"requests/{child}/{column}" for child in children])
    if column in ("org", "total"):
        parts = [c.code for c in table("requests").columns if c.kind == "leaf"]
        wanted = [c for c in parts if column == "total" or c.startswith("org.")]
        return _sum(cells, [f"requests/{row}/{c}" for c in wanted], deep=False)
    return None


def _answered_of_year(cells: Cells, column: str) -> Known | None:
    closed = known_value(cells, f"requests/outcome.total/{column}")
    carried = known_value(cells, f"requests/carried_over_from_previous_year/{column}")
    if closed is None or carried is None or closed.is_open or carried.is_open:
        return None
    return Known(closed.value - carried.value, False)


def _sum(cells: Cells, keys: Iterable[str], *, deep: bool = True) -> Known | None:
    total: Value = 0
    found = is_open = False
    for key in keys:
        printed = cells.get(key)
        part = (
            known_value(cells, key)
            if deep
            else Known(printed, False)
            if printed is not None
            else None
        )
        if part is None:
            is_open = True
            continue
        found = True
        is_open = is_open or part.is_open
        total += part.value
    return Known(total, is_open) if found else None
