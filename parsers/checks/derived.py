"""Figures that the form does not print but that follow from those it prints."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from parsers.checks.model import Bound, Cells, Value
from parsers.vocab import table

ON_HAND = "requests_on_hand"
ANSWERED_OF_YEAR = "requests/answered_of_year/"
CARRIED_IN = "carried_over_from_previous_year"
SUITS = ("litigation.direct", "litigation.after_review")


class Known(NamedTuple):
    """What is known of a figure from the printed cells that it comes from."""

    value: Value
    bound: Bound  # a blank among its parts leaves only a least or a most value
    keys: tuple[str, ...]


def known_value(cells: Cells, key: str) -> Known | None:
    """Give what is known of a cell, printed or derived; None where nothing is.

    Derived are the subtotals of groups and of organisations, requests on hand, suits in all, and
    a total whose own cell is blank. Counts are zero or more, so the parts that are stated bound
    a sum from below while others are blank.
    """
    printed = cells.get(key)
    if printed is not None:
        return Known(printed, "exact", (key,))
    if key.startswith(ANSWERED_OF_YEAR):
        return _difference(cells, key.removeprefix(ANSWERED_OF_YEAR))
    best: Known | None = None
    for parts in partitions(key):
        found = _sum(cells, parts)
        if found is not None and found.bound == "exact":
            return found
        if best is None or (found is not None and found.value > best.value):
            best = found
    return best


@lru_cache(maxsize=1024)
def partitions(key: str) -> tuple[tuple[str, ...], ...]:
    """Give the ways in which a figure is the sum of others.

    >>> partitions("disputes/litigation/upheld")
    (('disputes/litigation.direct/upheld', 'disputes/litigation.after_review/upheld'),)
    >>> len(partitions("requests/outcome.denied/total")[0])
    8
    """
    code, _, place = key.partition("/")
    if code not in ("requests", "disputes"):
        return ()
    row, _, column = place.partition("/")
    by_rows = tuple(f"{code}/{part}/{column}" for part in _rows_of(code, row))
    by_columns = tuple(f"{code}/{row}/{part}" for part in _columns_of(code, column))
    return tuple(parts for parts in (by_rows, by_columns) if parts)


def _rows_of(code: str, row: str) -> list[str]:
    """Give the rows that a row is the sum of."""
    if code == "disputes":
        return list(SUITS) if row == "litigation" else []
    if row == ON_HAND:
        return ["requests_received", CARRIED_IN]
    if row == "outcome":
        return []
    return [r.code for r in table(code).rows if r.parent == row and r.kind != "group"]


def _columns_of(code: str, column: str) -> list[str]:
    """Give the columns that a column is the sum of."""
    leaves = [c.code for c in table(code).columns if c.kind == "leaf"]
    if column == "total":
        return leaves
    return [c for c in leaves if c.startswith("org.")] if column == "org" else []


def _sum(cells: Cells, parts: tuple[str, ...]) -> Known | None:
    found = [known for known in _parts(cells, parts) if known is not None]
    if not found:
        return None
    exact = len(found) == len(parts) and all(known.bound == "exact" for known in found)
    keys = tuple(key for known in found for key in known.keys)
    return Known(sum(known.value for known in found), "exact" if exact else "least", keys)


def _parts(cells: Cells, parts: tuple[str, ...]) -> Iterator[Known | None]:
    for part in parts:
        yield known_value(cells, part)


def _difference(cells: Cells, column: str) -> Known | None:
    """Give the requests of the year itself that were closed: closed less carried in.

    Where it is not known how many were carried in, there were at most as many as were closed.
    """
    closed = known_value(cells, f"requests/outcome.total/{column}")
    if closed is None or closed.bound != "exact":
        return None
    carried = known_value(cells, f"requests/{CARRIED_IN}/{column}")
    if carried is None:
        return Known(closed.value, "most", closed.keys)
    bound: Bound = "exact" if carried.bound == "exact" else "most"
    return Known(closed.value - carried.value, bound, closed.keys + carried.keys)
