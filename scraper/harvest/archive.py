"""The folder of a harvest: lock, archive and ledger, brought into step when it is opened."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

from scraper.archived import ARCHIVE
from scraper.errors import ArchiveError, StoreError
from scraper.exchange import PART, Exchange
from scraper.harvest.forms import FORMS
from scraper.harvest.judge import Judged
from scraper.ledger import Fetched, Ledger, Settled, Waiting
from scraper.ledger.lock import FolderLock
from scraper.ledger.model import DONE, Piece
from scraper.reading.page import sha256_of
from scraper.warc import Place, WarcWriter, payload_digest, read_at, to_exchange
from scraper.warc.recover import recover

RECORDS = "records"
_NOT_CHANGED = 304
_LOOKED_AT = 64  # answers at the end of each file; more cannot be on their way to the disk


class Mended(NamedTuple):
    """What was out of step when the folder was opened.

    Attributes:
        cut: Bytes of half-written answers that were taken off the archive.
        lost: Addresses whose answer a power cut took; they are asked again.
    """

    cut: int
    lost: int


class Folder:
    """An open harvest folder; to be used as a context manager.

    Args:
        path: The folder; made if it is not there.
        now: UTC time, for the lock.
        fresh: Forget what an earlier harvest left.

    Raises:
        StoreError: It cannot be written, another run is at work in it (F.LOCKED), or a newer
            version of the program wrote it.
    """

    def __init__(self, path: Path, now: str, *, fresh: bool = False) -> None:
        self.path = path
        self._lock = FolderLock(path / "lock", now)
        try:
            if fresh:
                _forget(path)
            self.ledger = Ledger(path)
            try:
                self.mended = self._mend()
                self._writer = WarcWriter(path / ARCHIVE)
                files = (path / ARCHIVE).glob("*.warc.gz")
                self.archive_bytes = sum(file.stat().st_size for file in files)
            except BaseException:
                self.ledger.close()
                raise
        except BaseException:
            self._lock.release()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._writer.close()
        self.ledger.close()
        self._lock.release()

    def _mend(self) -> Mended:
        if self.ledger.empty and any((self.path / ARCHIVE).glob("*.warc.gz")):
            # To go on would cut all that the archive holds, since no ledger knows of it.
            reason = f"{self.path} holds an archive without its ledger; put it back or use --fresh"
            raise StoreError(reason, path=str(self.path))
        for half in (self.path / RECORDS).glob("*/.writing-*"):
            half.unlink(missing_ok=True)  # a file that a kill left before it had its name
        found = recover(self.path / ARCHIVE, self.ledger.committed())
        lost = self.ledger.forget_behind(found.short | self._torn(found.short))
        if lost:
            # What now lies behind the last answer that is left is nobody's.
            recover(self.path / ARCHIVE, self.ledger.committed())
        return Mended(sum(found.cut.values()), lost)

    def _torn(self, short: Mapping[str, int]) -> dict[str, int]:
        """Find answers at the end of a file whose bytes a power cut took, though not their place.

        A file system may keep a file's new length and lose what was in it.
        """
        torn: dict[str, int] = {}
        for file, places in self.ledger.last_places(_LOOKED_AT).items():
            for place in places:
                if file in short or _is_whole(self.path / ARCHIVE / file, place):
                    break
                torn[file] = place.offset
        return torn

    def keep(self, waiting: Waiting, exchange: Exchange, judged: Judged) -> None:
        """Keep an answer: first in the archive, then in the ledger with all it leads to."""
        earlier = self.ledger.earlier(waiting.key)
        unchanged = exchange.status == _NOT_CHANGED and earlier is not None
        digest = earlier.digest if unchanged and earlier else payload_digest(exchange.data)
        whole = self._whole(waiting.key, exchange.data)
        same = earlier is not None and earlier.digest == digest
        if whole is not None and whole != self.ledger.last_sha256(waiting.key):
            same = False  # a new version by its further pages: its first one must be there to read
        place = self._writer.append(exchange, same_as=earlier if same else None)
        self.archive_bytes += place.end - place.offset
        # Nobody is asked whether an answer that was not taken has changed: 304 would stand for it.
        taken = judged.state == DONE
        etag, last_modified = exchange.header("ETag"), exchange.header("Last-Modified")
        fetched = Fetched(
            url=exchange.url,
            status=exchange.status,
            retrieved_at=exchange.retrieved_at,
            sha256=earlier.sha256 if same and earlier else sha256_of(exchange.data),
            size=len(exchange.data),
            digest=digest,
            place=place,
            media_type=media_type(exchange),
            etag=(etag or (waiting.etag if unchanged else None)) if taken else None,
            last_modified=(last_modified or (waiting.last_modified if unchanged else None))
            if taken
            else None,
            flags=exchange.flags,
            tls=exchange.tls,
            whole=whole,
        )
        settled = Settled(
            judged.state, judged.code, judged.reason, fetched, judged.children, judged.family
        )
        self.ledger.settle(waiting, settled._replace(kind=judged.kind))

    def later_pages(self, request: int) -> list[bytes]:
        """Give the further pages of a report as they are kept now; raises ArchiveError."""
        parts = [part for part in self.ledger.parts(request) if part.kind == PART]
        return [body_at(self.path / ARCHIVE / file, offset) for file, offset in _places(parts)]

    def _whole(self, request: int, data: bytes) -> str | None:
        """Give the digest of a report with its further pages and pictures, None where it has none."""
        parts = self.ledger.parts(request) if data else []
        if not parts:
            return None
        bodies = [body_at(self.path / ARCHIVE / file, offset) for file, offset in _places(parts)]
        return sha256_of(data, *bodies)


def _places(parts: list[Piece]) -> list[tuple[str, int]]:
    return [(part.place.file, part.place.offset) for part in parts]


def body_at(path: Path, offset: int) -> bytes:
    """Give the body of an archived answer; raises ArchiveError."""
    return to_exchange(read_at(path, offset)).data


def _is_whole(path: Path, place: Place) -> bool:
    """Say whether all that was written with an answer can be read."""
    offset = place.offset
    try:
        while offset < place.end:
            offset += read_at(path, offset).length
    except ArchiveError:
        return False
    return offset == place.end


def media_type(exchange: Exchange) -> str | None:
    """Give the type that the server tells, without parameters."""
    told = exchange.header("Content-Type")
    return told.partition(";")[0].strip().lower() or None if told else None


def _forget(path: Path) -> None:
    for name in (ARCHIVE, RECORDS, FORMS):
        shutil.rmtree(path / name, ignore_errors=True)
    for name in ("ledger.sqlite", "ledger.sqlite-wal", "ledger.sqlite-shm", "errors.jsonl"):
        (path / name).unlink(missing_ok=True)
