"""Figures of reports as a comparison needs them: key numbers, changes, series.

A sum of cells is given only where none of them stands there without a figure: a blank is not 0.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import NamedTuple

from parsers.audit.model import Held
from parsers.audit.restated import changed_cells
from parsers.checks.model import Value
from parsers.checks.names import cell_name
from scraper.pages.bars import Pair
from scraper.pages.words import words

RECEIVED = "requests/requests_received/total"
CLOSED = "requests/outcome.total/total"
GRANTED = "requests/outcome.granted/total"
PARTIAL = "requests/outcome.partially_granted/total"
CARRIED_IN = "requests/carried_over_from_previous_year/total"
CARRIED_OUT = "requests/carried_over_to_next_year/total"
REVIEWS = "disputes/review/total"
DIRECT, AFTER = "disputes/litigation.direct/total", "disputes/litigation.after_review/total"


class KeyNumber(NamedTuple):
    """One of the five numbers by which a year is known; ``values`` by year, None where not stated."""

    code: str
    values: tuple[Value | None, ...]
    change: float | None  # of the last against the one before: a share, or points for a rate
    is_rate: bool = False


class Change(NamedTuple):
    """A cell whose figure is not that of the year before."""

    cell: str
    name_zh: str
    name_en: str
    before: Value | None
    now: Value | None
    raw_before: str | None  # as published
    raw_now: str | None
    places: tuple[str, str]  # where in the sources
    series: tuple[Value | None, ...]  # by year, up to five


def key_numbers(held: list[Held]) -> list[KeyNumber]:
    """Give the five key numbers over the years."""
    plain = [
        ("received", [one.stated.get(RECEIVED) for one in held]),
        ("closed", [one.stated.get(CLOSED) for one in held]),
        ("carried_out", [one.stated.get(CARRIED_OUT) for one in held]),
        ("disputes", [total(one, (REVIEWS, DIRECT, AFTER)) for one in held]),
    ]
    found = [KeyNumber(code, tuple(values), _growth(values)) for code, values in plain]
    rates = [grant_rate(one) for one in held]
    found.insert(2, KeyNumber("grant_rate", tuple(rates), _points(rates), is_rate=True))
    return found


def grant_rate(held: Held) -> float | None:
    """Give the share of closed requests that were granted in full or in part."""
    closed, granted = held.stated.get(CLOSED), total(held, (GRANTED, PARTIAL))
    return granted / closed if closed and granted is not None else None


def total(held: Held, cells: tuple[str, ...]) -> Value | None:
    """Give a sum; None where a cell of it is blank, or none is there."""
    stated = [held.stated[cell] for cell in cells if cell in held.stated]
    blank = any(cell not in held.stated and _stands(held, cell) for cell in cells)
    return sum(stated) if stated and not blank else None


def _stands(held: Held, cell: str) -> bool:
    table, row, column = cell.split("/")
    return column in held.report.tables.get(table, {}).get(row, {})


def group(held: Held, *prefixes: str) -> Value | None:
    """Give the sum of the outcomes of a group, such as all refusals; of a blank none is known."""
    rows = held.report.tables.get("requests", {})
    chosen = tuple(f"requests/{row}/total" for row in rows if row.startswith(prefixes))
    return total(held, chosen)


def series(held: list[Held]) -> dict[str, tuple[Value | None, ...]]:
    """Give what the charts draw, by name, over the years."""
    cells = {"received": RECEIVED, "closed": CLOSED, "carried_in": CARRIED_IN, "carried_out": CARRIED_OUT,
             "granted": GRANTED, "partial": PARTIAL, "reviews": REVIEWS, "suits_direct": DIRECT,
             "suits_after": AFTER}  # fmt: skip
    other = ("outcome.not_processed.", "outcome.other_handling.")
    made: dict[str, Callable[[Held], Value | None]] = {
        "denied": lambda one: group(one, "outcome.denied."),
        "unable": lambda one: group(one, "outcome.unable_to_provide."),
        "other_outcomes": lambda one: group(one, *other),
        "grant_rate": grant_rate,
    }
    stated = {name: tuple(one.stated.get(cell) for one in held) for name, cell in cells.items()}
    return stated | {name: tuple(give(one) for one in held) for name, give in made.items()}


def carry_chain(held: list[Held]) -> list[Pair]:
    """Give what each report carries out beside what the one of the next year carries in."""
    return [
        Pair(
            f"{before.year}\u2192{now.year}",
            f"{before.year % 100:02d}\u2192{now.year % 100:02d}",
            before.stated.get(CARRIED_OUT),
            now.stated.get(CARRIED_IN),
        )
        for before, now in pairwise(held)
        if now.year == before.year + 1
    ]


def _growth(values: list[Value | None]) -> float | None:
    before, now = values[-2:] if len(values) > 1 else (None, None)
    return (now - before) / before if before and now is not None else None


def _points(values: list[float | None]) -> float | None:
    before, now = values[-2:] if len(values) > 1 else (None, None)
    return (now - before) * 100 if before is not None and now is not None else None


def changes(held: list[Held], years: int = 5) -> list[Change]:
    """Give the cells that changed between the last two reports, in the codebook's order."""
    if len(held) < 2:
        return []
    before, now = held[-2], held[-1]
    return [_change(cell, before, now, held[-years:]) for cell in changed_cells(before, now)]


def _change(cell: str, before: Held, now: Held, last: list[Held]) -> Change:
    name = cell_name(cell)
    return Change(
        cell,
        name.zh,
        name.en,
        before.stated.get(cell),
        now.stated.get(cell),
        raw(before, cell),
        raw(now, cell),
        (place(before, cell), place(now, cell)),
        tuple(one.stated.get(cell) for one in last),
    )


def raw(held: Held, cell: str) -> str | None:
    """Give the text of a cell as published."""
    evidence = held.report.evidence.get(cell)
    return evidence.raw if evidence else None


def place(held: Held, cell: str, lang: str = "en") -> str:
    """Give where in its source a cell stands: table, row and column, counted from one."""
    evidence = held.report.evidence.get(cell)
    if evidence is None:
        return ""
    told = {
        name: value for name, value in evidence.at.model_dump().items() if isinstance(value, int)
    }
    kind = "table" if "table" in told else next(iter(told))
    counted = {name: value + (kind == "table") for name, value in told.items()}
    return words(lang)[f"place_{kind}"].format(**counted)
