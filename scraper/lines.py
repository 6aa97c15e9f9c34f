"""Lines that go to a file or to standard output: each is there whole, or not at all."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path
from typing import BinaryIO

from scraper.errors import StoreError

STDOUT = "-"


class LineFile:
    """A file of lines; made anew.

    Args:
        name: A path, or ``-`` for standard output.

    Raises:
        StoreError: It cannot be made.
    """

    def __init__(self, name: str) -> None:
        self._name = "standard output" if name == STDOUT else name
        self._piped = name == STDOUT
        self._size = 0
        try:
            self._file = sys.stdout.buffer if self._piped else _made(Path(name))
        except OSError as error:
            raise self._failed(error) from error

    def put(self, line: bytes) -> None:
        """Write a line at once, so that an interruption loses nothing.

        Raises:
            StoreError: It cannot be written whole; a file then ends with the line before.
            BrokenPipeError: Whoever read the output has gone.
        """
        try:
            view = memoryview(line + b"\n")
            while view:
                view = view[self._file.write(view) :]
            self._file.flush()
            self._size += len(line) + 1
        except BrokenPipeError:
            raise
        except OSError as error:
            self._take_back()
            raise self._failed(error) from error

    def close(self) -> None:
        """Close the file; standard output stays open."""
        if not self._piped:
            self._file.close()

    def _take_back(self) -> None:
        with contextlib.suppress(OSError, ValueError):
            if self._piped:
                # What is left in the buffer would fail once more when the program ends.
                os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            else:
                self._file.truncate(self._size)

    def _failed(self, error: OSError) -> StoreError:
        reason = f"{self._name} cannot be written ({error.strerror or error})"
        return StoreError(reason, path=self._name, errno=error.errno)


def _made(path: Path) -> BinaryIO:
    path.parent.mkdir(parents=True, exist_ok=True)
    return path.open("wb", buffering=0)
