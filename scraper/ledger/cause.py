"""Why a ledger cannot be written: SQLite says that it cannot, not always that the disk is full."""

from __future__ import annotations

import errno
import os
import sqlite3
import tempfile
from pathlib import Path

_PROBE = 1 << 20  # bytes; a disk without room for them is full


def cause_of(error: Exception, folder: Path) -> int | None:
    """Give the number of the system's error behind a failure (``errno``), None where none is known.

    Args:
        error: What SQLite or the system raised.
        folder: Where the ledger lies; after an error of input or output, writing is tried there.
    """
    if isinstance(error, OSError):
        return error.errno
    name = getattr(error, "sqlite_errorname", None) or ""
    if name == "SQLITE_FULL":
        return errno.ENOSPC
    is_io = isinstance(error, sqlite3.OperationalError) and name.startswith("SQLITE_IOERR")
    return _tried(folder) if is_io else None


def _tried(folder: Path) -> int | None:
    try:
        with tempfile.TemporaryFile(dir=folder, buffering=0) as file:
            written = file.write(bytes(_PROBE))
            os.fsync(file.fileno())
    except OSError as error:
        return error.errno
    return errno.ENOSPC if written < _PROBE else None
