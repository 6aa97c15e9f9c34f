"""How single rows are written; each call is part of a transaction of the ledger's."""

from __future__ import annotations

import json
import sqlite3

from scraper.exchange import OF_REPORT, PART, PICTURE, Planned, Request
from scraper.ledger import model, queries
from scraper.ledger.model import Fetched, Settled, Waiting
from scraper.urls import normal_url

# Kinds whose bodies are kept version by version, and what is to become of a new one.
_VERSIONED = {"report": "unread", "attachment": "unread", PART: PART,
              PICTURE: PICTURE}  # fmt: skip


_NOT_CHANGED = 304


def mark_of(request: Request) -> str:
    """Give what two requests for the same thing share."""
    mark = f"{request.method} {normal_url(request.url)}"
    return f"{mark} {request.body.hex()}" if request.body else mark


def plan(db: sqlite3.Connection, site: str, item: Planned, parent: int | None = None) -> int:
    """Take in a request; gives 1 if it was new, 0 if the address was known.

    Args:
        db: A transaction of the ledger's.
        site: Id of the site.
        item: What is to be asked.
        parent: The request whose page goes on in this one.
    """
    request = item.request
    mark = mark_of(request)
    done = db.execute(
        "INSERT INTO requests (site, mark, url, method, body, headers, kind, depth, score, title,"
        " year, publisher, published_on, parent)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (site, mark) DO NOTHING",
        (
            *(site, mark, request.url, request.method, request.body),
            json.dumps(request.headers),
            *item[1:],
            parent,
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
    """Add a version where the body is a new one; of a report in parts, the bodies of all."""
    got, kind = settled.fetched, settled.kind or waiting.planned.kind
    if got is None or settled.state != model.DONE or kind not in _VERSIONED:
        return
    if got.status == _NOT_CHANGED:
        return
    # Held against the last version, not the last answer: that may have been a wall or an error.
    last, body = db.execute(
        "SELECT number, sha256 FROM versions WHERE request = ? UNION ALL SELECT 0, NULL"
        " ORDER BY number DESC LIMIT 1",
        (waiting.key,),
    ).fetchone()
    sha256 = got.whole or got.sha256
    if body == sha256:
        return
    db.execute(
        "INSERT INTO versions (request, number, fetch, sha256, seen_at, outcome)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (waiting.key, last + 1, fetch, sha256, got.retrieved_at, _VERSIONED[kind]),
    )
    if kind in OF_REPORT:
        db.execute(queries.ASK_WHOLE, (waiting.key,))


def forget(db: sqlite3.Connection, file: str, size: int) -> int:
    """Let go of what lies behind a file's end; gives how many addresses wait again."""
    db.execute(queries.FORGET_VERSIONS, (file, size))
    done = db.execute(queries.FORGET_ANSWERS, (file, size))
    db.execute(queries.FORGET_FETCHES, (file, size))
    return done.rowcount
