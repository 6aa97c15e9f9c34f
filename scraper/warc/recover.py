"""After a kill or a power cut: the archive is brought back to what the ledger knows."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from scraper.errors import StoreError
from scraper.warc.write import number_of


class Recovered(NamedTuple):
    """What was found out of step.

    Attributes:
        cut: Bytes that were taken off, by file; nothing in the ledger names them.
        short: Files that are shorter than the ledger thinks, and how long they are.
    """

    cut: dict[str, int]
    short: dict[str, int]


def recover(folder: Path, committed: Mapping[str, int]) -> Recovered:
    """Cut what lies behind the last byte that the ledger has committed.

    Args:
        folder: The folder of the WARC files.
        committed: Last committed byte of each file; a file that is not named has none.

    Raises:
        StoreError: A file cannot be cut.
    """
    cut: dict[str, int] = {}
    short = {name: 0 for name in committed if not (folder / name).exists()}
    for path in sorted(folder.glob("gongkai-*.warc.gz"), key=lambda found: number_of(found.name)):
        size, end = path.stat().st_size, committed.get(path.name, 0)
        if size > end:
            _truncate(path, end)
            cut[path.name] = size - end
        elif size < end:
            short[path.name] = size
    return Recovered(cut, short)


def _truncate(path: Path, size: int) -> None:
    try:
        with path.open("r+b") as file:
            file.truncate(size)
    except OSError as error:
        reason = f"{path} cannot be cut ({error.strerror or error})"
        raise StoreError(reason, path=str(path), errno=error.errno) from error
