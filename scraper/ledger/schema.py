"""The tables of the ledger, and how an older ledger is brought up to date.

``requests`` has one row an address, ``fetches`` one an answer, ``versions`` one a body that differs
from the one before. The number of the newest schema stands in ``PRAGMA user_version``.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

from scraper.errors import StoreError

_FIRST = """
CREATE TABLE sites (
    id TEXT PRIMARY KEY, position INTEGER NOT NULL, name TEXT NOT NULL, home TEXT NOT NULL,
    options TEXT NOT NULL, family TEXT
) WITHOUT ROWID;
CREATE TABLE runs (
    number INTEGER PRIMARY KEY, round INTEGER NOT NULL, arguments TEXT NOT NULL,
    started_at TEXT NOT NULL, ended_at TEXT, state TEXT
);
CREATE TABLE requests (
    key INTEGER PRIMARY KEY, site TEXT NOT NULL REFERENCES sites, mark TEXT NOT NULL,
    url TEXT NOT NULL, method TEXT NOT NULL, body BLOB NOT NULL, headers TEXT NOT NULL,
    kind TEXT NOT NULL, depth INTEGER NOT NULL, score INTEGER NOT NULL,
    title TEXT, year INTEGER, publisher TEXT, published_on TEXT,
    state TEXT NOT NULL DEFAULT 'waiting', code TEXT, reason TEXT NOT NULL DEFAULT '',
    attempts INTEGER NOT NULL DEFAULT 0, fetch INTEGER,
    UNIQUE (site, mark)
);
CREATE INDEX requests_waiting ON requests (site, score DESC, key) WHERE state = 'waiting';
CREATE TABLE fetches (
    key INTEGER PRIMARY KEY, request INTEGER NOT NULL REFERENCES requests, url TEXT NOT NULL,
    status INTEGER NOT NULL, retrieved_at TEXT NOT NULL, sha256 TEXT NOT NULL,
    size INTEGER NOT NULL, digest TEXT NOT NULL, media_type TEXT, etag TEXT, last_modified TEXT,
    flags TEXT NOT NULL, tls TEXT, file TEXT NOT NULL, offset INTEGER NOT NULL,
    length INTEGER NOT NULL, end INTEGER NOT NULL
);
CREATE INDEX fetches_request ON fetches (request);
CREATE INDEX fetches_file ON fetches (file, end);
CREATE TABLE versions (
    key INTEGER PRIMARY KEY, request INTEGER NOT NULL REFERENCES requests, number INTEGER NOT NULL,
    fetch INTEGER NOT NULL REFERENCES fetches, sha256 TEXT NOT NULL, seen_at TEXT NOT NULL,
    outcome TEXT NOT NULL DEFAULT 'unread', code TEXT, reason TEXT NOT NULL DEFAULT '',
    record TEXT, year INTEGER, publisher TEXT, read_by TEXT,
    UNIQUE (request, number)
);
CREATE INDEX versions_unread ON versions (key) WHERE outcome = 'unread';
CREATE INDEX versions_sha256 ON versions (sha256);
CREATE TABLE hosts (host TEXT PRIMARY KEY, notes TEXT NOT NULL) WITHOUT ROWID;
"""
# A report may be cut into pages: `parent` of a further page is the request of the first.
_PARTS = """
ALTER TABLE requests ADD COLUMN parent INTEGER REFERENCES requests;
CREATE INDEX requests_parent ON requests (parent) WHERE parent IS NOT NULL;
"""
# One script a step: number n brings schema n-1 to n.
MIGRATIONS = (_FIRST, _PARTS)
NEWEST = len(MIGRATIONS)


def migrate(database: sqlite3.Connection, path: Path) -> None:
    """Bring a ledger to the newest schema.

    Raises:
        StoreError: It was written by a newer version of the program; nothing is guessed.
    """
    for number in range(_known(database, path), NEWEST):
        script = f"BEGIN;{MIGRATIONS[number]}PRAGMA user_version = {number + 1};COMMIT;"
        database.executescript(script)


def require_newest(database: sqlite3.Connection, path: Path) -> None:
    """Refuse a ledger that has to be changed before it can be read; raises StoreError."""
    found = _known(database, path)
    if found < NEWEST:
        reason = "its run was stopped before it began" if not found else "it is of an older gongkai"
        raise StoreError(f"{path}: {reason}; run gongkai harvest again", path=str(path))


def require_whole(database: sqlite3.Connection, path: Path) -> None:
    """Refuse a ledger that was cut or damaged, before anything is built on it; raises StoreError.

    It takes 0.2 seconds for 100,000 addresses.
    """
    (told,) = database.execute("PRAGMA quick_check(1)").fetchone()
    if told != "ok":
        raise StoreError(f"{path} is damaged ({' '.join(told.split())})", path=str(path))


def _known(database: sqlite3.Connection, path: Path) -> int:
    found = int(database.execute("PRAGMA user_version").fetchone()[0])
    if found > NEWEST:
        reason = f"{path} was written by a newer gongkai (schema {found}, this one knows {NEWEST})"
        raise StoreError(reason, path=str(path))
    return found
