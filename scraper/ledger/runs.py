"""The runs of a harvest: going on after a stop, asking again after an end."""

from __future__ import annotations

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
    "F.BLOCKED", "F.EMPTY", "F.SOFT_404",
)  # fmt: skip


def begin(ledger: Ledger, arguments: str, now: str) -> Begun:
    """Begin a run.

    After a run that came to its end with all it wanted, every address is asked again, with the
    validators of its last answer. After any other, only what is missing is asked.
    """
    last = ledger.read(
        "SELECT number, round, state, ended_at FROM runs ORDER BY number DESC LIMIT 1"
    ).fetchone()
    number, done = (last[0] + 1, last[1]) if last else (1, 1)
    again = last is not None and last[2] == "complete"
    with ledger.change() as db:
        if again:
            done += 1
            db.execute("UPDATE requests SET state = 'waiting' WHERE state IN ('done', 'failed')")
        else:
            db.executemany(
                "UPDATE requests SET state = 'waiting'"
                " WHERE state IN ('failed', 'refused') AND code = ?",
                [(code,) for code in _AGAIN],
            )
        db.execute(
            "INSERT INTO runs (number, round, arguments, started_at) VALUES (?, ?, ?, ?)",
            (number, done, arguments, now),
        )
    return Begun(number, done, last is not None and not again)


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
