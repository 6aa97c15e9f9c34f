"""Takes a file apart on its standard input: ``python -m scraper.documents.child KIND``.

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
SCAN, PICTURE, PICTURES = "scan", "picture", "pictures"


def limits_of(kind: str) -> Limits:
    """Give what the work on a kind may take."""
    return LOOKING if kind in (SCAN, PICTURE, PICTURES) else LIMITS


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

    if kind in OFFICE:
        from scraper.documents.office import to_word

        data = to_word(data, kind)
    return read_word(data)


def main(kind: str) -> int:
    """Print the blocks, or the error, as JSON."""
    limit_this_process(limits_of(kind))
    try:
        data = sys.stdin.buffer.read()
        told: object = read_packed(data) if kind == PICTURES else to_json(take_apart(kind, data))
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
