"""Limits and manners, each with its unit; one frozen value so that a test can pass its own."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

MAX_BYTES = 64 * 1024 * 1024  # a report is under 2 MB; a PDF of scans may reach 40 MB


@dataclass(frozen=True, slots=True)
class Settings:
    """How pages are fetched.

    Attributes:
        deadline: Seconds for one page, name look-up and redirects included.
        connect: Seconds for one connection.
        max_bytes: Size of a page after decompression.
        max_redirects: Redirects that are followed for one page.
        pause: Seconds between two requests to the same public host.
        allow_private: Whether addresses of private networks may be asked.
    """

    deadline: float = 30.0
    connect: float = 10.0
    max_bytes: int = MAX_BYTES
    max_redirects: int = 10
    pause: float = 1.0
    allow_private: bool = False


@lru_cache
def gongkai_version() -> str:
    """Give the version of the installed distribution, or ``0+unknown`` in a bare checkout."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("gongkai")
    except PackageNotFoundError:
        return "0+unknown"


def user_agent() -> str:
    """Give the name by which the program says who it is."""
    return f"gongkai/{gongkai_version()} (reads published annual reports)"
