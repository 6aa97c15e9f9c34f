"""Limits and manners, each with its unit; one frozen value so that a test can pass its own.

What a setting means and which values it takes stands at its field: ``gongkai config`` prints it, and
``scraper.config`` reads files, environment and flags by it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

MAX_BYTES = 64 * 1024 * 1024  # a report is under 2 MB; a PDF of scans may reach 40 MB
# An address or mailbox that can stand in a header as it is.
_CONTACT = r"(?:https?://[!-'*-~]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"


def _setting(
    default: Any,  # noqa: ANN401 -- of the field's type, as dataclasses.field has it
    means: str,
    *,
    least: float | None = None,
    most: float | None = None,
    like: str | None = None,
) -> Any:  # noqa: ANN401
    """Make a field; a number lies within ``least`` and ``most``, a text matches ``like``."""
    told = {"means": means, "least": least, "most": most, "like": like}
    return field(default=default, metadata=told)


@dataclass(frozen=True, slots=True)
class Settings:
    """How pages are fetched; each field's metadata says what it means and what it may be."""

    delay: float = _setting(
        1.0,
        "seconds from an answer to the next request to the same host, at least",
        least=0,
        most=3600,
    )
    patience: float = _setting(
        60.0,
        "seconds for which a host that asked to wait, or failed, is waited for; beyond, its"
        " addresses are left for the next run",
        least=0,
        most=3600,
    )
    contact: str | None = _setting(
        None, "mailbox or address of yours, told to every server in the User-Agent", like=_CONTACT
    )
    deadline: float = _setting(
        30.0, "seconds for one page, name look-up and redirects included", least=0.1, most=3600
    )
    connect: float = _setting(10.0, "seconds for one connection", least=0.1, most=600)
    max_bytes: int = _setting(
        MAX_BYTES, "bytes of a page, before and after decompression", least=1024, most=2**31
    )
    max_redirects: int = _setting(10, "redirects that are followed for one page", least=0, most=50)
    allow_private: bool = _setting(False, "whether loopback and private addresses may be asked")
    connections: int = _setting(
        256, "requests under way at once, over all hosts", least=1, most=4096
    )
    max_memory_mb: int = _setting(
        1024,
        "megabytes that answers under way may take together; large ones wait for each other",
        least=64,
        most=10**6,
    )
    host_connections: int = _setting(
        2, "connections to one host, of which one at a time is used for asking", least=1, most=8
    )
    idle_hosts: int = _setting(
        256, "hosts whose connection is kept open after an answer", least=0, most=4096
    )
    max_pages: int = _setting(
        1000,
        "pages of one site that are asked beside its reports; what is beyond them is told (F.BUDGET)",
        least=1,
        most=1_000_000,
    )
    max_archive_mb: int = _setting(
        0,
        "megabytes that the archive of a harvest may grow to, 0 for as much as the disk holds;"
        " a run that reaches them ends, and goes on when they are raised",
        least=0,
        most=10**9,
    )
    ca_file: str | None = _setting(None, "file of further certificates (PEM) that are trusted")
    environment_proxies: bool = _setting(
        False,
        "whether HTTP_PROXY and its kin are obeyed; the proxy then looks names up, and only"
        " private addresses written as numbers can be refused",
    )


@lru_cache
def gongkai_version() -> str:
    """Give the version of the installed distribution, or ``0+unknown`` in a bare checkout."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("gongkai")
    except PackageNotFoundError:
        return "0+unknown"


def user_agent(contact: str | None = None) -> str:
    """Give the name by which the program says who it is, and whom to write to.

    >>> user_agent("https://example.org/harvest").partition(" ")[2]
    '(reads published annual reports; +https://example.org/harvest)'

    Raises:
        ValueError: The contact cannot stand in a header.
    """
    if contact is not None and not re.fullmatch(_CONTACT, contact, re.ASCII):
        raise ValueError(contact)
    whom = f"; +{contact}" if contact else ""
    return f"gongkai/{gongkai_version()} (reads published annual reports{whom})"
