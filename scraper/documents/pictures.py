"""Pictures that a page shows where its tables should stand, read in a process with limits."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from typing import NamedTuple

from parsers.errors import UnsupportedFormatError
from scraper.documents.blocks import FileBlock, from_json
from scraper.documents.child import INSIDE, LIMITS, LOOKING, PAGES, PICTURES
from scraper.limits import run_limited
from scraper.pictures.extra import ADVICE, can_recognise


class Picture(NamedTuple):
    """A picture that was read: its blocks, or why there are none."""

    blocks: list[FileBlock]
    problem: str = ""


def require_recogniser(what: str) -> None:
    """Raise UnsupportedFormatError where the extra for pictures is not installed."""
    if not can_recognise():
        reason = f"{what}; pictures are read with the extra ocr: {ADVICE}"
        raise UnsupportedFormatError(reason, kind="picture")


def pack(pictures: Sequence[bytes]) -> bytes:
    """Give pictures as what the process reads on its standard input."""
    return json.dumps([base64.b64encode(one).decode("ascii") for one in pictures]).encode("ascii")


def read_pictures(pictures: Sequence[bytes], *, text: bool = False) -> list[Picture]:
    """Read the tables of pictures in a process with limits; one that fails is told, none is left out.

    Args:
        pictures: Files.
        text: Whether the lines around the tables are read as well.

    Raises:
        DocumentTooLargeError: All of them together pass a limit.
        UnsupportedFormatError: The process failed.
    """
    task = PAGES if text else PICTURES
    done = run_limited(
        "scraper.documents.child", task, pack(pictures), LOOKING, "reading the pictures"
    )
    if done.status != 0:
        lines = done.complaint.strip().splitlines() or ["no reason told"]
        reason = f"the pictures cannot be read ({lines[-1][:200]})"
        raise UnsupportedFormatError(reason, kind="picture")
    return [
        Picture([], one["reason"]) if isinstance(one, dict) else Picture(from_json(one))
        for one in json.loads(done.output)
    ]


def pictures_inside(data: bytes, kind: str) -> dict[str, bytes]:
    """Give the pictures that a Word or office file shows, by their names in it; none where they cannot be had.

    Args:
        data: The file; that it can be read is known.
        kind: One of ``scraper.documents.kinds``.

    Raises:
        DocumentTooLargeError: Taking them out passes a limit.
    """
    done = run_limited(
        "scraper.documents.child", f"{INSIDE}{kind}", data, LIMITS, "taking the pictures out"
    )
    told = json.loads(done.output) if done.status == 0 else {}
    return {} if isinstance(told, dict) else {name: base64.b64decode(one) for name, one in told}
