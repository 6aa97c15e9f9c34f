"""What became of everything, as ``status`` tells it."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from scraper.ledger import queries
from scraper.ledger.ledger import Ledger
from scraper.ledger.model import Row
from scraper.sites import Expectation, Site

REPORTS = ("record", "unread", "refused", "failed", "waiting", "same")


def rows(ledger: Ledger) -> Iterator[Row]:
    """Give one row an address, by site, kind and address."""
    return (Row(*row) for row in ledger.read(queries.ROWS))


def sites(ledger: Ledger) -> list[Site]:
    """Give the sites as the user described them, in the user's order."""
    found = ledger.read("SELECT options FROM sites ORDER BY position, id").fetchall()
    return [_site(json.loads(text)) for (text,) in found]


def _site(told: dict[str, object]) -> Site:
    expect = told.pop("expect", [])
    lists = told.pop("lists", [])
    rules = tuple(Expectation(**rule) for rule in expect)  # type: ignore[attr-defined]
    return Site(**told, expect=rules, lists=tuple(lists))  # type: ignore[arg-type]


class Outcome(NamedTuple):
    """What became of a version that was read."""

    word: str  # record, refused, skipped or same
    code: str | None = None
    reason: str = ""
    record: str | None = None
    year: int | None = None
    publisher: str | None = None
    read_by: str | None = None  # version of the program


def put_read(ledger: Ledger, version: int, outcome: Outcome) -> None:
    """Write what became of a version that was read."""
    with ledger.change() as db:
        db.execute(queries.READ, (*outcome, version))


def by_site(ledger: Ledger) -> dict[str, list[Row]]:
    """Give the rows of each site."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows(ledger):
        found[row.site].append(row)
    return found


def outcomes(ledger: Ledger) -> Counter[str]:
    """Count the addresses by outcome."""
    return Counter(row.outcome for row in rows(ledger))
