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
from scraper.limits import NO_MEMORY, Limits, limit_this_process

LIMITS = Limits(seconds=60, megabytes=2048, wall=180.0)


def take_apart(kind: str, data: bytes) -> list[FileBlock]:
    """Read a file of a kind of ``scraper.documents.kinds``; raises ParserError."""
    if kind == "pdf":
        from scraper.documents.pdf import read_pdf

        return read_pdf(data)
    from scraper.documents.word import read_word

    if kind in OFFICE:
        from scraper.documents.office import to_word

        data = to_word(data, kind)
    return read_word(data)


def main(kind: str) -> int:
    """Print the blocks, or the error, as JSON."""
    limit_this_process(LIMITS)
    try:
        told: object = to_json(take_apart(kind, sys.stdin.buffer.read()))
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
