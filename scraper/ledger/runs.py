"""The runs of a harvest: going on after a stop, asking again after an end."""

from __future__ import annotations

import json
from typing import NamedTuple

from scraper.ledger.ledger import Ledger


class Begun(NamedTuple):
    """How a run begins.

    Attributes:
        number: Of the run, from 1.
        round: How many times all addresses have been asked before it, and 1.
        resumed: It goes on where an earlier run stopped.
    """

    number: int
    round: int
    resumed: bool


# What may be another answer next time; the rest (no such page, no report) has been decided.
_AGAIN = (
    "LIMIT", "F.PROTOCOL", "F.TIMEOUT", "F.CONNECT", "F.SERVER", "F.TRUNCATED", "F.TLS", "F.STATUS", "F.ROBOTS",
    "F.BLOCKED", "F.EMPTY", "F.SOFT_404", "F.BUDGET",
)  # fmt: skip

_GO_ON = (
    "UPDATE requests SET state = 'waiting'"
    " WHERE state IN ('failed', 'refused', 'skipped') AND code = ?"
)
# Without the last answer there is no validator: a list that has not changed must be read all the same.
_LISTS = (
    "UPDATE requests SET state = 'waiting', fetch = NULL"
    " WHERE state = 'done' AND kind IN ('home', 'column', 'list')"
)


def begin(ledger: Ledger, arguments: str, now: str) -> Begun:
    """Begin a run.

    After a run that came to its end with all it wanted, the same run asks every address again, with
    the validators of its last answer. After any other, or for other years or sites, only what is
    missing is asked; where other years are wanted, the lists are read anew, since they named reports
    that were not.

    Args:
        ledger: Of the folder.
        arguments: What is wanted, as JSON; ``years`` in it are the first and the last.
        now: UTC.
    """
    last = last_run(ledger)
    rounds = ledger.read("SELECT max(round) FROM runs").fetchone()[0] or 1
    again = last is not None and last.state == "complete" and last.arguments == arguments
    number = last.number + 1 if last else 1
    with ledger.change() as db:
        if again:
            rounds += 1
            db.execute("UPDATE requests SET state = 'waiting' WHERE state IN ('done', 'failed')")
        else:
            db.executemany(_GO_ON, [(code,) for code in _AGAIN])
        if last is not None and _years(last.arguments) != _years(arguments):
            db.execute(_LISTS)
            db.execute("UPDATE versions SET outcome = 'unread' WHERE outcome = 'skipped'")
        db.execute(
            "INSERT INTO runs (number, round, arguments, started_at) VALUES (?, ?, ?, ?)",
            (number, rounds, arguments, now),
        )
    return Begun(number, rounds, last is not None and not again)


def _years(arguments: str) -> object:
    return json.loads(arguments).get("years")


def end(ledger: Ledger, number: int, state: str, now: str) -> None:
    """Write how a run ended."""
    with ledger.change() as db:
        db.execute("UPDATE runs SET ended_at = ?, state = ? WHERE number = ?", (now, state, number))


class Run(NamedTuple):
    """A run as it was written.

    Attributes:
        number: From 1.
        arguments: What was wanted, as JSON.
        started_at: ISO 8601, UTC.
        ended_at: None while it runs, and for ever if it was killed.
        state: How it ended, None likewise.
    """

    number: int
    arguments: str
    started_at: str
    ended_at: str | None
    state: str | None


def last_run(ledger: Ledger) -> Run | None:
    """Give the last run, None where there was none."""
    row = ledger.read(
        "SELECT number, arguments, started_at, ended_at, state FROM runs"
        " ORDER BY number DESC LIMIT 1"
    ).fetchone()
    return Run(*row) if row else None
