"""The ledger: what is to be asked, what was answered, what became of it.

SQLite in WAL mode; every change of a state is one transaction. ``synchronous=NORMAL`` keeps the file
whole after a power cut, though the last transactions may be gone: then the addresses are asked
again, since the archive is cut back to what the ledger knows.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from scraper.errors import StoreError
from scraper.exchange import Planned, Request
from scraper.ledger import queries, writing
from scraper.ledger.cause import cause_of
from scraper.ledger.model import Piece, Settled, Version, Waiting
from scraper.ledger.schema import migrate, require_newest, require_whole
from scraper.sites import Site
from scraper.warc import Earlier, Place

FILE = "ledger.sqlite"


class Ledger:
    """The ledger of one folder; to be closed by :meth:`close` or used with ``closing``.

    Args:
        folder: The folder of the harvest; made if it is not there.
        readonly: For looking only; nothing is made or changed.

    Raises:
        StoreError: The file cannot be opened, is no ledger or was written by a newer version.
    """

    def __init__(self, folder: Path, *, readonly: bool = False) -> None:
        self.path = folder / FILE
        if readonly and not self.path.is_file():
            raise StoreError(f"{folder} holds no harvest (there is no {FILE})", path=str(folder))
        try:
            folder.mkdir(parents=True, exist_ok=True)
            mode = "ro" if readonly else "rwc"
            self._db = sqlite3.connect(
                f"{self.path.absolute().as_uri()}?mode={mode}", uri=True, isolation_level=None
            )
        except (sqlite3.Error, OSError) as error:
            raise self._failed(error) from error
        try:
            self._begin(readonly=readonly)
        except sqlite3.Error as error:
            self._db.close()
            raise self._failed(error) from error
        except BaseException:
            self._db.close()
            raise

    def _begin(self, *, readonly: bool) -> None:
        if readonly:
            require_newest(self._db, self.path)
        else:
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.execute("PRAGMA synchronous = NORMAL")
            self._db.execute("PRAGMA foreign_keys = ON")
            migrate(self._db, self.path)
        require_whole(self._db, self.path)

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    @contextlib.contextmanager
    def change(self) -> Iterator[sqlite3.Connection]:
        """One transaction; anything that fails takes all of it back."""
        try:
            self._db.execute("BEGIN IMMEDIATE")
            yield self._db
            self._db.execute("COMMIT")
        except sqlite3.Error as error:
            self._undo()
            raise self._failed(error) from error
        except BaseException:
            self._undo()
            raise

    def read(self, query: str, *values: object) -> sqlite3.Cursor:
        """Ask the file without changing it."""
        return self._db.execute(query, values)

    def _undo(self) -> None:
        with contextlib.suppress(sqlite3.Error):
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")

    def _failed(self, error: Exception) -> StoreError:
        number = cause_of(error, self.path.parent)
        return StoreError(
            f"{self.path} cannot be used ({error})", path=str(self.path), errno=number
        )

    def add_sites(self, sites: Iterable[Site]) -> None:
        """Take in the user's list; a site that is there already is described anew."""
        rows = [
            (site.id, position, site.name, site.home, _options(site))
            for position, site in enumerate(sites)
        ]
        with self.change() as db:
            db.executemany(
                "INSERT INTO sites (id, position, name, home, options) VALUES (?, ?, ?, ?, ?)"
                " ON CONFLICT (id) DO UPDATE SET position = excluded.position,"
                " name = excluded.name, home = excluded.home, options = excluded.options",
                rows,
            )

    def plan(self, site: str, planned: Iterable[Planned], parent: int | None = None) -> int:
        """Take in requests of a site, or the further pages of a parent; gives how many were new."""
        with self.change() as db:
            return sum(writing.plan(db, site, item, parent) for item in planned)

    def parts(self, request: int, before: int = sys.maxsize) -> list[Piece]:
        """Give the further pages and pictures of a report, as they were before the answer of a key."""
        rows = self._db.execute(queries.PARTS, (before, request))
        return [Piece(row[4], row[5], Place(*row[:4])) for row in rows]

    def addresses(self, part: str) -> list[str]:
        """Give the addresses that hold a text, and behind it no digit."""
        rows = self._db.execute(queries.ADDRESSES, (part, part + "[0-9]"))
        return [str(url) for (url,) in rows]

    def walked(self, site: str) -> int:
        """Give how many pages of a site beside its reports were asked in this round."""
        return int(self._db.execute(queries.WALKED, (site,)).fetchone()[0])

    def knows(self, site: str, planned: Iterable[Planned]) -> bool:
        """Say whether all of some requests are known already."""
        marks = [writing.mark_of(item.request) for item in planned]
        found = [self._db.execute(queries.KNOWN, (site, mark)).fetchone() for mark in marks]
        return None not in found

    def last_sha256(self, request: int) -> str | None:
        """Give the digest of the newest version of an address, None where it has none."""
        row = self._db.execute(queries.LAST_SHA256, (request,)).fetchone()
        return str(row[0]) if row else None

    def parts_of(self, version: int) -> list[Piece]:
        """Give the further pages and pictures that a version of a report was kept with."""
        row = self._db.execute(queries.VERSION_PLACE, (version,)).fetchone()
        return self.parts(row[0], row[1]) if row else []

    def next(self, site: str) -> Waiting | None:
        """Give the most promising address of a site that is to be asked, None if there is none."""
        row = self._db.execute(queries.WAITING, (site,)).fetchone()
        if row is None:
            return None
        request = Request(row[2], row[3], bytes(row[4]), _pairs(row[5]))
        return Waiting(row[0], row[1], Planned(request, *row[6:13]), row[13], row[14], row[15])

    def waiting(self) -> int:
        """Give how many addresses are to be asked, over all sites."""
        found = self._db.execute("SELECT count(*) FROM requests WHERE state = 'waiting'")
        return int(found.fetchone()[0])

    def settle(self, waiting: Waiting, settled: Settled) -> None:
        """Write what became of a request, its answer and all that it leads to, in one piece."""
        with self.change() as db:
            fetch = writing.fetched(db, waiting.key, settled.fetched) if settled.fetched else None
            db.execute(
                "UPDATE requests SET state = ?, code = ?, reason = ?, attempts = attempts + 1,"
                " fetch = coalesce(?, fetch), kind = coalesce(?, kind) WHERE key = ?",
                (settled.state, settled.code, settled.reason, fetch, settled.kind, waiting.key),
            )
            if fetch is not None and settled.fetched is not None:
                writing.versioned(db, waiting, fetch, settled)
            for child in settled.children:
                writing.plan(db, waiting.site, child)
            if settled.family:
                db.execute(
                    "UPDATE sites SET family = ? WHERE id = ?", (settled.family, waiting.site)
                )

    def earlier(self, key: int) -> Earlier | None:
        """Give where the newest body of an address was first kept, None if it has none."""
        row = self._db.execute(queries.EARLIER, (key, key)).fetchone()
        return Earlier(*row) if row else None

    def unread(self, limit: int, behind: int = 0) -> list[Version]:
        """Give versions of reports that were not read yet, in the order in which they came."""
        rows = self._db.execute(
            queries.UNREAD,
            (behind, limit),
        )
        return [_version(row) for row in rows]

    def has_record(self, version: Version) -> bool:
        """Say whether another address of the site gave the same page and became a record."""
        return self._db.execute(queries.TWIN, (version.key,)).fetchone() is not None

    def kept(self) -> Iterator[Version]:
        """Give the newest version of every report, by site, year and address."""
        rows = self._db.execute(queries.KEPT)
        return (_version(row) for row in rows)

    def committed(self) -> dict[str, int]:
        """Give the last byte of each WARC file that an answer stands before."""
        rows = self._db.execute("SELECT file, max(end) FROM fetches GROUP BY file")
        return dict(rows.fetchall())

    def last_places(self, count: int) -> dict[str, list[Place]]:
        """Give the last answers of each WARC file, the last one first."""
        found: dict[str, list[Place]] = {}
        for file in self.committed():
            rows = self._db.execute(queries.LAST_PLACES, (file, count)).fetchall()
            found[file] = [Place(*row) for row in rows]
        return found

    @property
    def empty(self) -> bool:
        """Whether it knows nothing at all: no run ever began with it."""
        return self._db.execute("SELECT 1 FROM sites LIMIT 1").fetchone() is None

    def forget_behind(self, short: Mapping[str, int]) -> int:
        """Let answers go that a power cut took from the archive; their addresses wait again."""
        with self.change() as db:
            return sum(writing.forget(db, file, size) for file, size in short.items())


def _version(row: tuple[object, ...]) -> Version:
    key, site, url, number, kind, *place = row[:9]
    return Version(key, site, url, number, kind, Place(*place), *row[9:])  # type: ignore[arg-type]


def _options(site: Site) -> str:
    from dataclasses import asdict

    return json.dumps(asdict(site), ensure_ascii=False, sort_keys=True)


def _pairs(text: str) -> tuple[tuple[str, str], ...]:
    return tuple((name, value) for name, value in json.loads(text))
