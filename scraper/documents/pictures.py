"""Pictures that a page shows where its tables should stand, read in a process with limits."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from typing import NamedTuple

from parsers.errors import UnsupportedFormatError
from scraper.documents.blocks import FileBlock, from_json
from scraper.documents.child import LOOKING, PICTURES
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


def read_pictures(pictures: Sequence[bytes]) -> list[Picture]:
    """Read the tables of pictures in a process with limits; one that fails is told, none is left out.

    Raises:
        DocumentTooLargeError: All of them together pass a limit.
        UnsupportedFormatError: The process failed.
    """
    done = run_limited(
        "scraper.documents.child", PICTURES, pack(pictures), LOOKING, "reading the pictures"
    )
    if done.status != 0:
        lines = done.complaint.strip().splitlines() or ["no reason told"]
        reason = f"the pictures cannot be read ({lines[-1][:200]})"
        raise UnsupportedFormatError(reason, kind="picture")
    return [
        Picture([], one["reason"]) if isinstance(one, dict) else Picture(from_json(one))
        for one in json.loads(done.output)
    ]
