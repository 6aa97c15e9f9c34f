"""What is written to disk: records, errors and raw bytes; whole files or none, never outside.

A record never takes the place of another report's: a name that is taken by other bytes gets the
hash of the source behind it.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import platform
import re
import sys
import tempfile
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from parsers.record import Report
from scraper.errors import StoreError

NAME_BYTES = 200  # file systems take 255; room for the hash and a temporary ending
_UNSAFE = re.compile(r"[^\w.()\uff08\uff09\u00b7-]+")
_RESERVED = frozenset(
    ["con", "prn", "aux", "nul", *(f"{p}{n}" for p in ("com", "lpt") for n in range(1, 10))]
)


class ErrorLine(NamedTuple):
    """One line of ``errors.jsonl``: an input that gave no record."""

    uri: str
    code: str
    reason: str
    sha256: str | None = None  # of the raw bytes that were kept

    def to_json(self) -> str:
        """Give the line without its line feed."""
        return json.dumps(self._asdict(), ensure_ascii=False)


def safe_name(text: str, limit: int = NAME_BYTES) -> str:
    r"""Give a name for a file that is harmless on every system.

    Args:
        text: Any text, such as the id of a record.
        limit: Largest length in bytes of UTF-8.

    >>> safe_name("330381-瑞安市公安局-2021"), safe_name("../../etc/pass\x00wd"), safe_name("CON")
    ('330381-瑞安市公安局-2021', 'etc_pass_wd', '_CON')
    """
    plain = unicodedata.normalize("NFC", text.encode("utf-8", "replace").decode("utf-8"))
    name = _UNSAFE.sub("_", plain).strip("._- ") or "report"
    if name.partition(".")[0].lower() in _RESERVED:
        name = "_" + name
    cut = name.encode("utf-8")[:limit].decode("utf-8", "ignore")
    return cut.rstrip("._- ") or "report"


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that it is there whole or not at all, also after a crash.

    Raises:
        StoreError: The folder cannot be made or the file cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=f"{_mark()}{os.getpid()}-", dir=path.parent)
    except OSError as error:
        raise _cannot_write(path, error) from error
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except OSError as error:
        raise _cannot_write(path, error) from error
    finally:
        with contextlib.suppress(OSError):
            Path(temporary).unlink(missing_ok=True)


def sweep(folder: Path) -> None:
    """Take away what killed processes of this machine left in a folder before it had its name.

    What a process that lives is writing stays, and so does what other machines write there.
    """
    for path in folder.glob(f"{_mark()}*"):
        pid = path.name[len(_mark()) :].partition("-")[0]
        if pid.isdecimal() and not _lives(int(pid)):
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)


def _mark() -> str:
    """Give how the names begin that files have until they are whole; machines may share a folder."""
    return f".writing-{hashlib.sha256(platform.node().encode()).hexdigest()[:8]}-"


def _lives(pid: int) -> bool:
    if sys.platform == "win32":
        return True  # nobody can be asked there without ending it
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _cannot_write(path: Path, error: OSError) -> StoreError:
    reason = f"{path} cannot be written ({error.strerror or error})"
    return StoreError(reason, path=str(path), errno=error.errno)


def keep_bytes(folder: Path, data: bytes) -> str:
    """Keep raw bytes under their SHA-256 and give it; raises StoreError."""
    digest = hashlib.sha256(data).hexdigest()
    path = folder / digest
    if not path.is_file() or path.stat().st_size != len(data):
        write_whole(path, data)
    return digest


def put_record(folder: Path, report: Report) -> Path:
    """Write a record as a file of its own and give its path; raises StoreError.

    The same source written again takes its own place; another source with the same id gets a name
    of its own.
    """
    data = (report.to_json(indent=2) + "\n").encode("utf-8")
    source = (report.source.sha256, report.source.uri)
    for name in _names(report):
        path = folder / name
        if not os.path.lexists(path) or _source_of(path) == source:
            write_whole(path, data)
            return path
    raise StoreError(f"{folder} has no name left for {report.id}", path=str(folder))


def _names(report: Report) -> Iterator[str]:
    stem = safe_name(report.id, NAME_BYTES - 32)
    yield f"{stem}.json"
    yield f"{stem}~{report.source.sha256[:8]}.json"
    for number in range(2, 10_000):
        yield f"{stem}~{report.source.sha256[:8]}~{number}.json"


def _source_of(path: Path) -> tuple[str, str | None] | None:
    """Give hash and path of the source of a record on disk, or None where it is no record."""
    try:
        source = json.loads(path.read_bytes())["source"]
        return source["sha256"], source["uri"]
    except (OSError, ValueError, KeyError, TypeError):
        return None


class ErrorLog:
    """The file ``errors.jsonl``: what gave no record, from this run and from runs before.

    A line is there as soon as it is known; a line of an earlier run goes when its input is read
    again. After a crash an input may have two lines; the later one counts.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lines = {line.uri: line for line in _read_errors(path)}
        self._stale = False

    def put(self, uri: str, error: ErrorLine | None) -> None:
        """Note how an input went, None for well; raises StoreError."""
        before = self._lines.pop(uri, None)
        self._stale = self._stale or before is not None
        if error is not None:
            self._lines[uri] = error
            self._append(error)

    def close(self) -> None:
        """Take out the lines that no longer hold; raises StoreError."""
        if not self._stale:
            return
        if self._lines:
            write_whole(self._path, b"".join(_encoded(line) for line in self._lines.values()))
        else:
            with contextlib.suppress(OSError):
                self._path.unlink(missing_ok=True)
        self._stale = False

    def _append(self, error: ErrorLine) -> None:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with self._path.open("ab", buffering=0) as file:
                file.write(_encoded(error))
        except OSError as failure:
            raise _cannot_write(self._path, failure) from failure


def _encoded(line: ErrorLine) -> bytes:
    return (line.to_json() + "\n").encode("utf-8", "backslashreplace")


def _read_errors(path: Path) -> Iterator[ErrorLine]:
    """Give the whole lines of an error file; a torn last line is left out."""
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return
    for line in text.split("\n"):
        with contextlib.suppress(ValueError, TypeError):
            yield ErrorLine(**json.loads(line))
