"""What an archive holds."""

from __future__ import annotations

from typing import NamedTuple

from scraper.exchange import Headers

# A field of our own: what was odd about an answer, as Exchange.flags has it.
FLAGS = "WARC-Gongkai-Flags"


class Place(NamedTuple):
    """Where a record lies.

    Attributes:
        file: Name of the WARC file in its folder.
        offset: First byte of the record, in the file as it is on disk (compressed).
        length: Bytes of the record on disk.
        end: First byte behind all that was written with it.
    """

    file: str
    offset: int
    length: int
    end: int


class Earlier(NamedTuple):
    """Where a body was kept before."""

    url: str
    retrieved_at: str
    digest: str  # payload digest, "sha1:" and base 32
    sha256: str = ""  # of the body


class Record(NamedTuple):
    """One WARC record."""

    headers: Headers
    block: bytes
    offset: int
    length: int  # on disk

    def header(self, name: str) -> str | None:
        """Give the first named field, in any letter case."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), None)

    @property
    def kind(self) -> str:
        """The WARC-Type, such as ``response``; "" where there is none."""
        return (self.header("WARC-Type") or "").lower()
