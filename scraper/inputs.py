"""What the user names: files, folders, addresses, standard input; each opened when its turn comes."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from scraper.archived import Archived, answers, harvested, is_warc, open_archived
from scraper.beside import Beside
from scraper.errors import InputError
from scraper.fetch import Fetcher
from scraper.reading import Page
from scraper.reading.sniff import binary_kind, ending, too_large
from scraper.settings import MAX_BYTES

STDIN = "-"
PAGES = frozenset(
    "html htm shtml xhtml phtml jhtml thtml jsp jspx asp aspx php mht mhtml txt md".split()
)
# Some need LibreOffice, for some no reader is there; leaving them out of a folder in silence would be worse.
DOCUMENTS = frozenset("pdf doc docx wps ofd rtf xls xlsx et".split())
LEDGER = "ledger.sqlite"


class Input(NamedTuple):
    """One thing to read."""

    uri: str  # as the user wrote it, or the path below the folder the user named
    path: Path | None = None
    problem: str | None = None  # why it cannot be read, where that is known already
    archived: Archived | None = None  # where it lies, if in an archive
    told: bool = True  # whether it is said to be a report; a page of a foreign archive is not


class Inputs(NamedTuple):
    """What the names of the command line stand for, in order."""

    items: list[Input]
    left_alone: int  # files of folders whose endings no report has, answers that are no pages


class Hints(NamedTuple):
    """What the user says of the inputs."""

    content_type: str | None = None
    url: str | None = None


def is_address(name: str) -> bool:
    """Say whether a name is an address of the web.

    >>> is_address("HTTPS://host/x"), is_address("http.html"), is_address("ftp://host/x")
    (True, False, True)
    """
    scheme, mark, _ = name.partition("://")
    return bool(mark) and scheme.isalnum()


def expand(names: Iterable[str]) -> Inputs:
    """Give what the names stand for; folders become their files, sorted, all levels deep."""
    items: list[Input] = []
    left_alone = 0
    for name in names:
        found, others = _named(name)
        items += found
        left_alone += others
    return Inputs(items, left_alone)


def _named(name: str) -> tuple[list[Input], int]:
    """Give what one name stands for."""
    if name == STDIN:
        return [Input(name, Path(name))], 0
    if is_address(name):
        return [Input(readable(name))], 0
    path = Path(name)
    if path.is_dir():
        if (path / LEDGER).is_file():
            return [Input(uri, archived=place) for uri, place in harvested(path)], 0
        found, others = _folder(path)
        return found or [Input(readable(name), path, "the folder holds no report files")], others
    return archive_inputs(path) if is_warc(path) else ([Input(readable(name), path)], 0)


def archive_inputs(path: Path) -> tuple[list[Input], int]:
    """Give the pages of a WARC file; where it is cut, what comes before the cut, and the cut."""
    found = answers(path)
    items = [Input(readable(uri), archived=place, told=False) for uri, place in found.pages]
    if found.problem is not None:
        items.append(Input(readable(path), path, found.problem))
    return items, found.others


def readable(name: str | Path) -> str:
    """Give a path as text that can stand in JSON: bytes that are no UTF-8 are written out."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def _folder(folder: Path) -> tuple[list[Input], int]:
    items: list[Input] = []
    left_alone = 0
    for path, problem in _walk(folder):
        if problem is None and is_warc(path):
            found, others = archive_inputs(path)
            items += found
            left_alone += others
        elif problem is not None or _is_input(path):
            items.append(Input(readable(path), path, problem))
        else:
            left_alone += 1
    return items, left_alone


def _walk(folder: Path) -> Iterator[tuple[Path, str | None]]:
    """Give the files below a folder, hidden ones left out; a folder that cannot be read is told."""
    failed: list[OSError] = []
    for root, folders, files in os.walk(folder, onerror=failed.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if not name.startswith("."):
                yield Path(root, name), None
    for error in failed:
        reason = f"the folder cannot be read ({error.strerror})"
        yield Path(os.fsdecode(error.filename)), reason


def _is_input(path: Path) -> bool:
    """Say whether a file of a folder may be a report; files without ending are looked into."""
    kind = ending(readable(path.name))
    if kind:
        return kind in PAGES or kind in DOCUMENTS
    try:
        with path.open("rb") as file:
            head = file.read(4096)
    except OSError:
        return True  # it is opened again when its turn comes, and told then
    return bool(head.strip()) and binary_kind(head) is None


def open_input(item: Input, hints: Hints, fetcher: Callable[[], Fetcher]) -> Page:
    """Read one input.

    Raises:
        InputError: A file cannot be read.
        FetchError: An address gives no page.
        DocumentTooLargeError: It is past ``MAX_BYTES``, told from its size.
    """
    if item.problem is not None:
        raise InputError(item.problem)
    if item.archived is not None:
        return open_archived(item.archived, item.uri)
    if item.path is None:
        got = fetcher().fetch(item.uri)
        kind = hints.content_type or got.content_type
        url = hints.url or got.url
        return Page(got.data, kind, url, item.uri, got.retrieved_at, got.status)
    if item.uri == STDIN:
        return Page(_all_of_stdin(), hints.content_type, hints.url, None)
    beside = Beside(item.path)
    return Page(
        read_file(item.path), hints.content_type, hints.url, item.uri, pictures=beside.picture
    )


def read_file(path: Path) -> bytes:
    """Read a file; raises InputError, and DocumentTooLargeError before a huge file is read."""
    try:
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            if size > MAX_BYTES:
                raise too_large(size)
            data = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(f"the file cannot be read ({reason})") from error
    if len(data) > MAX_BYTES:
        raise too_large(len(data))
    return data


def _all_of_stdin() -> bytes:
    data = sys.stdin.buffer.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise too_large(len(data))
    return data
