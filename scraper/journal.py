"""What a folder of records was made from, so that a run that was stopped goes on where it was.

One line an input, written behind its record: name, digest of all that the record follows from (bytes, headers,
switched off repairs, version of the program), and the file of the record or the error. What has not changed is
not read again; the outcome is the same, byte for byte.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

from scraper.errors import StoreError
from scraper.reading import Page
from scraper.settings import gongkai_version
from scraper.store import ErrorLine

FILE = "journal.jsonl"


class Entry(NamedTuple):
    """What became of an input in an earlier run."""

    key: str  # see :func:`key_of`
    record: str | None  # name of its file in the folder
    error: ErrorLine | None


def key_of(page: Page, off: frozenset[str]) -> str:
    """Give the digest of all that the outcome of a page follows from."""
    parts = (page.data, *page.later, *(form.data for form in page.forms))
    told = (
        gongkai_version(), sorted(off), page.content_type, page.url, page.uri, page.retrieved_at, page.status,
        page.part, [len(data) for data in parts], [form.uri for form in page.forms],
    )  # fmt: skip
    digest = hashlib.sha256(json.dumps(told, ensure_ascii=True).encode("ascii"))
    for data in parts:
        digest.update(data)
    return digest.hexdigest()


class Journal:
    """The journal of a folder.

    Args:
        folder: The folder of records; the file is made with the first line.
        fresh: Forget what is known.

    Raises:
        StoreError: The file cannot be written.
    """

    def __init__(self, folder: Path, *, fresh: bool = False) -> None:
        self._folder = folder
        self._path = folder / FILE
        self._file: BinaryIO | None = None
        if fresh:
            self._path.unlink(missing_ok=True)
        self._known = dict(_read(self._path))
        self.spared = 0  # inputs that were not read again

    def known(self, uri: str) -> Entry | None:
        """Give what became of an input, if its record is still there."""
        entry = self._known.get(uri)
        if entry is None or entry.record is None:
            return entry
        return entry if (self._folder / entry.record).is_file() else None

    def record(self, entry: Entry) -> bytes:
        """Give the bytes of the record of an entry; raises StoreError."""
        path = self._folder / (entry.record or "")
        try:
            return path.read_bytes()
        except OSError as error:
            raise _failed(path, error) from error

    def withdraw(self, uri: str) -> None:
        """Take away the record that an input gave when it was another; raises StoreError."""
        entry = self._known.get(uri)
        if entry is None or entry.record is None:
            return
        path = self._folder / entry.record
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise _failed(path, error) from error

    def put(self, uri: str, entry: Entry) -> None:
        """Note an outcome that is on the disk; raises StoreError."""
        if self._known.get(uri) == entry:
            return
        self._known[uri] = entry
        error = entry.error._asdict() if entry.error else None
        line = json.dumps([uri, entry.key, entry.record, error], ensure_ascii=False)
        try:
            if self._file is None:
                self._folder.mkdir(parents=True, exist_ok=True)
                self._file = self._path.open("ab", buffering=0)
            self._file.write(line.encode("utf-8", "backslashreplace") + b"\n")
        except OSError as failure:
            raise _failed(self._path, failure) from failure

    def close(self) -> None:
        """Close the file."""
        if self._file is not None:
            self._file.close()


def _read(path: Path) -> Iterator[tuple[str, Entry]]:
    """Give the whole lines of a journal; of several for one input the last one counts."""
    try:
        data = path.read_bytes()
    except OSError:
        return
    for line in data.split(b"\n"):
        with contextlib.suppress(ValueError, TypeError):
            uri, key, record, error = json.loads(line)
            yield uri, Entry(key, record, ErrorLine(**error) if error else None)


def _failed(path: Path, error: OSError) -> StoreError:
    reason = f"{path} cannot be used ({error.strerror or error})"
    return StoreError(reason, path=str(path), errno=error.errno)
