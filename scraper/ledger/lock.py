"""One run at a time in a folder.

The lock is the kernel's: it goes with the process, however that ends, so a lock left by a killed
run holds nobody up. What stands in the file only serves the message.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
from pathlib import Path
from typing import BinaryIO

from scraper.errors import StoreError


class FolderLock:
    """Holds a folder from its making until :meth:`release`.

    Args:
        path: The lock file; it stays, only the lock goes.
        since: When the run began, for the message.

    Raises:
        StoreError: F.LOCKED where another run holds it; the reason names its process.
    """

    def __init__(self, path: Path, since: str) -> None:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file: BinaryIO = path.open("a+b", buffering=0)
        except OSError as error:
            reason = f"{path} cannot be written ({error.strerror or error})"
            raise StoreError(reason, path=str(path), errno=error.errno) from error
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            reason = f"another run is at work in {path.parent}{_whose(self._file)}"
            self._file.close()
            raise LockedError(reason, path=str(path)) from error
        with contextlib.suppress(OSError):  # what stands in it only serves the message
            self._file.truncate(0)
            self._file.write(json.dumps({"pid": os.getpid(), "since": since}).encode())

    def release(self) -> None:
        """Let the folder go."""
        self._file.close()


class LockedError(StoreError):
    """Another run holds the folder."""

    code = "F.LOCKED"


def _whose(file: BinaryIO) -> str:
    file.seek(0)
    try:
        told = json.loads(file.read())
        return f" (process {int(told['pid'])}, since {told['since']})"
    except (ValueError, KeyError, TypeError):
        return ""
