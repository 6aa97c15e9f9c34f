"""How single rows are written; each call is part of a transaction of the ledger's."""

from __future__ import annotations

import json
import sqlite3

from scraper.exchange import Planned
from scraper.ledger import model, queries
from scraper.ledger.model import Fetched, Settled, Waiting
from scraper.urls import normal_url

_VERSIONED = ("report", "attachment")


def plan(db: sqlite3.Connection, site: str, item: Planned) -> int:
    """Take in a request; gives 1 if it was new, 0 if the address was known."""
    request = item.request
    mark = f"{request.method} {normal_url(request.url)}"
    if request.body:
        mark += f" {request.body.hex()}"
    done = db.execute(
        "INSERT INTO requests (site, mark, url, method, body, headers, kind, depth, score, title,"
        " year, publisher, published_on) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (site, mark) DO NOTHING",
        (
            *(site, mark, request.url, request.method, request.body),
            json.dumps(request.headers),
            *item[1:],
        ),
    )
    return done.rowcount


def fetched(db: sqlite3.Connection, request: int, got: Fetched) -> int:
    """Write an answer and give its key."""
    done = db.execute(
        "INSERT INTO fetches (request, url, status, retrieved_at, sha256, size, digest, media_type,"
        " etag, last_modified, flags, tls, file, offset, length, end)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(request, got.url, got.status, got.retrieved_at, got.sha256, got.size, got.digest),
            *(got.media_type, got.etag, got.last_modified, " ".join(got.flags), got.tls),
            *got.place,
        ),
    )
    return int(done.lastrowid or 0)


def versioned(db: sqlite3.Connection, waiting: Waiting, fetch: int, settled: Settled) -> None:
    """Add a version where the body of a report or attachment is a new one."""
    got, kind = settled.fetched, settled.kind or waiting.planned.kind
    if got is None or settled.state != model.DONE or kind not in _VERSIONED:
        return
    # Held against the last version, not the last answer: that may have been a wall or an error.
    last, body = db.execute(
        "SELECT number, sha256 FROM versions WHERE request = ? UNION ALL SELECT 0, NULL"
        " ORDER BY number DESC LIMIT 1",
        (waiting.key,),
    ).fetchone()
    if body == got.sha256:
        return
    outcome = "attachment" if kind == "attachment" else "unread"
    db.execute(
        "INSERT INTO versions (request, number, fetch, sha256, seen_at, outcome)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (waiting.key, last + 1, fetch, got.sha256, got.retrieved_at, outcome),
    )


def forget(db: sqlite3.Connection, file: str, size: int) -> int:
    """Let go of what lies behind a file's end; gives how many addresses wait again."""
    db.execute(queries.FORGET_VERSIONS, (file, size))
    done = db.execute(queries.FORGET_ANSWERS, (file, size))
    db.execute(queries.FORGET_FETCHES, (file, size))
    return done.rowcount
