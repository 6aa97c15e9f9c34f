"""What the user names: files, folders, addresses, standard input; each opened when its turn comes."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from parsers.errors import DocumentTooLargeError
from scraper.archived import Answers, Archived, answers, harvested, is_warc, open_archived
from scraper.beside import Beside, forms_beside
from scraper.errors import InputError
from scraper.fetch import Fetcher
from scraper.reading import Page
from scraper.reading.sniff import binary_kind, ending, too_large
from scraper.remote import is_remote, list_remote, open_remote
from scraper.settings import MAX_BYTES
from scraper.warc import Where

STDIN = "-"
PAGES = frozenset(
    "html htm shtml xhtml phtml jhtml thtml jsp jspx asp aspx php mht mhtml txt md".split()
)
# Some need LibreOffice, for some no reader is there; leaving them out of a folder in silence would be worse.
DOCUMENTS = frozenset("pdf doc docx wps ofd ceb rtf xls xlsx et".split())
LEDGER = "ledger.sqlite"
NO_FILES = "the folder holds no report files"
Scan = Callable[[Where], Answers]


class Input(NamedTuple):
    """One thing to read."""

    uri: str  # as the user wrote it, or the path below the folder the user named
    path: Path | None = None
    problem: str | None = None  # why it cannot be read, where that is known already
    archived: Archived | None = None  # where it lies, if in an archive
    remote: str | None = None  # its address, if fsspec opens it
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


def expand(
    names: Sequence[str], scan: Scan = answers, announce: Callable[[Where], None] | None = None
) -> Inputs:
    """Give what the names stand for; folders become their files, sorted, all levels deep.

    Args:
        names: As the user wrote them.
        scan: Looks through an archive.
        announce: Told of every archive before the first is asked for, so that others can begin.
    """
    if announce is not None:
        for path in _archives(names):
            announce(path)
    items: list[Input] = []
    left_alone = 0
    for name in names:
        found, others = _named(name, scan)
        items += found
        left_alone += others
    return Inputs(items, left_alone)


def _named(name: str, scan: Scan) -> tuple[list[Input], int]:
    """Give what one name stands for."""
    if name == STDIN:
        return [Input(name, Path(name))], 0
    if is_remote(name):
        return _stored(name, scan)
    if is_address(name):
        return [Input(readable(name))], 0
    path = Path(name)
    if path.is_dir():
        if (path / LEDGER).is_file():
            return [Input(uri, archived=place) for uri, place in harvested(path)], 0
        found, others = _folder(path, scan)
        return found or [Input(readable(name), path, NO_FILES)], others
    return archive_inputs(path, scan) if is_warc(path) else ([Input(readable(name), path)], 0)


def _stored(address: str, scan: Scan) -> tuple[list[Input], int]:
    """Give what lies at an address of a store: a file, or all files below it."""
    try:
        files = list_remote(address)
    except InputError as error:
        return [Input(address, problem=error.reason, remote=address)], 0
    items: list[Input] = []
    left_alone = 0
    for name in files:
        if is_warc(name):
            found, others = archive_inputs(name, scan)
            items += found
            left_alone += others
        elif name == address or ending(name) in PAGES | DOCUMENTS:
            items.append(Input(name, remote=name))
        else:
            left_alone += 1
    return items or [Input(address, problem=NO_FILES, remote=address)], left_alone


def _archives(names: Iterable[str]) -> Iterator[Where]:
    """Give the archives that the names stand for, but for the folders of harvests."""
    for name in names:
        if is_remote(name):
            with contextlib.suppress(InputError):
                yield from filter(is_warc, list_remote(name))
        elif not is_address(name) and name != STDIN:
            path = Path(name)
            if path.is_dir() and not (path / LEDGER).is_file():
                yield from (p for p, problem in _walk(path) if problem is None and is_warc(p))
            elif is_warc(path):
                yield path


def archive_inputs(path: Where, scan: Scan = answers) -> tuple[list[Input], int]:
    """Give the pages of a WARC file; where it is cut, what comes before the cut, and the cut."""
    found = scan(path)
    items = [Input(readable(uri), archived=place, told=False) for uri, place in found.pages]
    if found.problem is not None:
        items.append(Input(readable(path), Path(path), found.problem))
    return items, found.others


def readable(name: str | Path) -> str:
    """Give a path as text that can stand in JSON: bytes that are no UTF-8 are written out."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def _folder(folder: Path, scan: Scan) -> tuple[list[Input], int]:
    items: list[Input] = []
    left_alone = 0
    for path, problem in _walk(folder):
        if problem is None and is_warc(path):
            found, others = archive_inputs(path, scan)
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
    if item.remote is not None:
        return Page(read_remote(item.remote), hints.content_type, hints.url, item.uri)
    if item.path is None:
        got = fetcher().fetch(item.uri)
        kind = hints.content_type or got.content_type
        url = hints.url or got.url
        return Page(got.data, kind, url, item.uri, got.retrieved_at, got.status)
    if item.uri == STDIN:
        return Page(_all_of_stdin(), hints.content_type, hints.url, None)
    page = Page(read_file(item.path), hints.content_type, hints.url, item.uri)
    return page._replace(pictures=Beside(item.path).picture, forms=_forms(item.path, page.data))


def _forms(path: Path, data: bytes) -> tuple[Page, ...]:
    """Give the files beside a page; one that cannot be had is told where it is an input itself."""
    found = []
    for file in forms_beside(path, data):
        with contextlib.suppress(InputError, DocumentTooLargeError):
            found.append(Page(read_file(file), uri=readable(file)))
    return tuple(found)


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


def read_remote(address: str) -> bytes:
    """Read a file at an address of a store; raises InputError and DocumentTooLargeError."""
    try:
        with open_remote(address) as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise InputError(f"the file cannot be read ({error.strerror or error})") from error
    if len(data) > MAX_BYTES:
        raise too_large(len(data))
    return data


def _all_of_stdin() -> bytes:
    data = sys.stdin.buffer.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise too_large(len(data))
    return data
