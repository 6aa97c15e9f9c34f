"""What an archive of the web is, and what it says it holds."""

from __future__ import annotations

import tomllib
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from scraper.errors import UsageError
from scraper.urls import normal_url

_FILE = Path(__file__).with_name("archives.toml")
# The protocols that are spoken; the name of an archive is that of its protocol.
COMMON_CRAWL, WAYBACK = "common-crawl", "wayback"


@dataclass(frozen=True, slots=True)
class Archive:
    """An archive and the manners it asks for.

    Attributes:
        name: ``common-crawl`` or ``wayback``: the protocol it speaks.
        title: For people.
        index: Address under which its index is asked.
        data: Address under which its captures are.
        index_pause: Seconds between two questions to the index.
        data_pause: Seconds between two captures.
        tries: How often a request is made that may yet succeed.
        first: Seconds waited for before the second try, twice as many before each further one.
        longest: Seconds waited for at most.
        months: Months (1-12) whose crawls are asked; empty for all.
        most_pages: Pages of an index that are read for one host.
    """

    name: str
    title: str
    index: str
    data: str
    index_pause: float
    data_pause: float
    tries: int
    first: float
    longest: float
    months: tuple[int, ...]
    most_pages: int


class Capture(NamedTuple):
    """A page that an archive holds.

    Attributes:
        archive: Name of the archive.
        url: The address as it was asked then.
        timestamp: When, as 14 digits, UTC.
        status: Of HTTP.
        media_type: As the archive found it, without parameters.
        digest: SHA-1 of the body in base 32, as :func:`scraper.warc.payload_digest` writes it,
            without its name.
        filename: The WARC file it lies in, where the archive tells it.
        offset: First byte of its record in that file.
        length: Bytes of its record in that file.
    """

    archive: str
    url: str
    timestamp: str
    status: int
    media_type: str
    digest: str
    filename: str | None = None
    offset: int = 0
    length: int = 0

    @property
    def retrieved_at(self) -> str:
        """The time as the program writes it.

        >>> Capture("wayback", "http://x/", "20220301120005", 200, "", "").retrieved_at
        '2022-03-01T12:00:05Z'
        """
        t = self.timestamp
        return f"{t[:4]}-{t[4:6]}-{t[6:8]}T{t[8:10]}:{t[10:12]}:{t[12:14]}Z"

    @property
    def place(self) -> str:
        """Where it lies in the archive: file and offset, or timestamp and address."""
        if self.filename is not None:
            return f"{self.filename}#{self.offset}"
        return f"{self.timestamp}/{self.url}"


@lru_cache
def known_archives() -> dict[str, Archive]:
    """Give the archives that are known, by name."""
    return read_archives(_FILE)


def read_archives(path: Path) -> dict[str, Archive]:
    """Read a description of archives, such as one that names a copy of an archive on loopback.

    Raises:
        UsageError: It cannot be read, or tells something that is not known.
    """
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UsageError(f"{path} cannot be read ({error})") from error
    tables = {name: table for name, table in told.items() if isinstance(table, dict)}
    return {name: _archive(path, name, table) for name, table in tables.items()}


def _archive(path: Path, name: str, table: dict[str, object]) -> Archive:
    wanted = {field.name for field in fields(Archive)} - {"name"}
    if name not in (COMMON_CRAWL, WAYBACK) or set(table) != wanted:
        unfit = sorted(set(table) ^ wanted)
        raise UsageError(f"{path}: [{name}] is no archive that is known ({', '.join(unfit)})")
    months = tuple(table.pop("months"))  # type: ignore[arg-type, var-annotated]
    return Archive(name=name, months=months, **table)  # type: ignore[arg-type]


def newest(captures: Iterable[Capture]) -> dict[str, Capture]:
    """Give the newest capture of every address, by ``normal_url``."""
    found: dict[str, Capture] = {}
    for capture in captures:
        key = address_key(capture.url)
        if key not in found or capture.timestamp > found[key].timestamp:
            found[key] = capture
    return found


def address_key(url: str) -> str:
    """Give the key of an address in an archive; http and https are one page there."""
    return normal_url(url).partition("://")[2].removeprefix("www.")


def unseen(captures: Iterable[Capture], known: Container[str]) -> Iterator[Capture]:
    """Leave out what is kept already, and all but the first of equal bodies.

    Args:
        captures: In the order in which they are wanted.
        known: Digests of bodies that are kept, as :func:`scraper.warc.payload_digest` writes them.
    """
    taken: set[str] = set()
    for capture in captures:
        digest = f"sha1:{capture.digest}"
        if digest not in known and digest not in taken:
            taken.add(digest)
            yield capture
