"""Figures of reports as a comparison needs them: key numbers, changes, series."""

from __future__ import annotations

from typing import NamedTuple

from parsers.audit.model import Held
from parsers.audit.restated import changed_cells
from parsers.checks.model import Value
from parsers.checks.names import cell_name

RECEIVED = "requests/requests_received/total"
CLOSED = "requests/outcome.total/total"
GRANTED = "requests/outcome.granted/total"
PARTIAL = "requests/outcome.partially_granted/total"
CARRIED_IN = "requests/carried_over_from_previous_year/total"
CARRIED_OUT = "requests/carried_over_to_next_year/total"
REVIEWS = "disputes/review/total"
SUITS = ("disputes/litigation.direct/total", "disputes/litigation.after_review/total")
DENIED = "requests/outcome.denied."


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
        ("disputes", [_sum(one, (REVIEWS, *SUITS)) for one in held]),
    ]
    found = [KeyNumber(code, tuple(values), _growth(values)) for code, values in plain]
    rates = [grant_rate(one) for one in held]
    found.insert(2, KeyNumber("grant_rate", tuple(rates), _points(rates), is_rate=True))
    return found


def grant_rate(held: Held) -> float | None:
    """Give the share of closed requests that were granted in full or in part."""
    closed, granted = held.stated.get(CLOSED), _sum(held, (GRANTED, PARTIAL))
    return granted / closed if closed and granted is not None else None


def denied(held: Held) -> Value | None:
    """Give the sum of all refusals; None where none is stated."""
    cells = [c for c in held.stated if c.startswith(DENIED) and c.endswith("/total")]
    return sum(held.stated[cell] for cell in cells) if cells else None


def _sum(held: Held, cells: tuple[str, ...]) -> Value | None:
    stated = [held.stated[cell] for cell in cells if cell in held.stated]
    return sum(stated) if stated else None


def suits(held: Held) -> Value | None:
    """Give the suits, direct and after a review."""
    return _sum(held, SUITS)


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


def _change(cell: str, before: Held, now: Held, series: list[Held]) -> Change:
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
        tuple(one.stated.get(cell) for one in series),
    )


def raw(held: Held, cell: str) -> str | None:
    """Give the text of a cell as published."""
    evidence = held.report.evidence.get(cell)
    return evidence.raw if evidence else None


def place(held: Held, cell: str) -> str:
    """Give where in its source a cell stands, in short: table, row and column from one."""
    evidence = held.report.evidence.get(cell)
    if evidence is None:
        return ""
    told = evidence.at.model_dump()
    if "table" in told:
        return f"T{told['table'] + 1} R{told['row'] + 1} C{told['column'] + 1}"
    return " ".join(f"{name} {value}" for name, value in told.items())
