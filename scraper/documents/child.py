"""Takes a file apart on its standard input: ``python -m scraper.documents.child TASK``.

A process of its own with limits of time and memory: formats of files are large, and their libraries hang
on files that were made for it.
"""

from __future__ import annotations

import json
import sys

from parsers.errors import ParserError
from scraper.documents.blocks import FileBlock, to_json
from scraper.documents.kinds import OFFICE
from scraper.documents.seen import look_at, read_packed, read_picture_file
from scraper.limits import NO_MEMORY, Limits, limit_this_process

LIMITS = Limits(seconds=60, megabytes=2048, wall=180.0)
# What is looked at takes longer: a page of a scan two or three seconds.
LOOKING = Limits(seconds=600, megabytes=4096, wall=1800.0)
SCAN, PICTURE, PICTURES, PAGES = "scan", "picture", "pictures", "pages"
INSIDE = "pictures-in-"  # before a kind: the pictures that such a file holds, not read


def limits_of(kind: str) -> Limits:
    """Give what the work on a kind may take."""
    return LOOKING if kind in (SCAN, PICTURE, PICTURES, PAGES) else LIMITS


def take_apart(kind: str, data: bytes) -> list[FileBlock]:
    """Read a file of a kind of ``scraper.documents.kinds``, ``scan`` (a PDF whose pages are looked at), ``picture``.

    Raises:
        ParserError: It cannot be read.
    """
    if kind in ("pdf", SCAN):
        from scraper.documents.pdf import read_pdf

        return read_pdf(data, look_at(data) if kind == SCAN else None)
    if kind == PICTURE:
        return read_picture_file(data)
    from scraper.documents.word import read_word

    return read_word(_as_word(kind, data))


def _as_word(kind: str, data: bytes) -> bytes:
    if kind not in OFFICE:
        return data
    from scraper.documents.office import to_word

    return to_word(data, kind)


def _do(task: str, data: bytes) -> object:
    """Do a task; gives what is printed as JSON."""
    if task in (PICTURES, PAGES):
        return read_packed(data, text=task == PAGES)
    if not task.startswith(INSIDE):
        return to_json(take_apart(task, data))
    from scraper.documents.word import read_word
    from scraper.documents.word_pictures import take_pictures

    word = _as_word(task.removeprefix(INSIDE), data)
    return take_pictures(word, read_word(word))


def main(task: str) -> int:
    """Print what a task gives, or the error, as JSON."""
    limit_this_process(limits_of(task))
    try:
        told = _do(task, sys.stdin.buffer.read())
    except ParserError as error:
        told = {"error": type(error).__name__, "reason": error.reason}
    except MemoryError:
        return NO_MEMORY
    except RecursionError:
        told = {"error": "UnsupportedFormatError", "reason": "the file is nested too deeply"}
    sys.stdout.write(json.dumps(told))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
