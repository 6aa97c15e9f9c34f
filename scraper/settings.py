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
        delay: Seconds from an answer to the next request to the same host of the web, at least.
        allow_private: Whether addresses of private networks may be asked.
        connections: Requests that are under way at once, over all hosts.
        host_connections: Requests that are under way at once to one host.
        idle_hosts: Hosts whose connection is kept open after an answer.
        ca_file: A file of further certificates (PEM) that are trusted, or None.
        environment_proxies: Whether HTTP_PROXY and its kin are obeyed; addresses are then looked up
            by the proxy and only those written as numbers can be refused.
    """

    deadline: float = 30.0
    connect: float = 10.0
    max_bytes: int = MAX_BYTES
    max_redirects: int = 10
    delay: float = 1.0
    allow_private: bool = False
    connections: int = 256
    host_connections: int = 2
    idle_hosts: int = 256
    ca_file: str | None = None
    environment_proxies: bool = False


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
