"""Files at addresses that fsspec knows: object stores, memory, file:// and others that a user has installed."""

from __future__ import annotations

from typing import Any, BinaryIO, cast

from scraper.errors import InputError

# These are asked by our own client, with its manners.
_OF_THE_WEB = frozenset({"http", "https", "ftp", "sftp"})


def is_remote(name: str) -> bool:
    """Say whether a name is an address of a store that fsspec knows.

    >>> is_remote("memory://x.warc.gz"), is_remote("https://x/"), is_remote("x.html"), is_remote("no://x")
    (True, False, False, False)
    """
    scheme, mark, _ = name.partition("://")
    if not mark or scheme in _OF_THE_WEB:
        return False
    import fsspec  # only here: most runs name files, and each worker would load it

    return scheme in fsspec.available_protocols()


def open_remote(address: str) -> BinaryIO:
    """Open a file for reading, with seek; raises OSError."""
    system, path = _system(address)
    return cast("BinaryIO", system.open(path, "rb"))


def list_remote(address: str) -> list[str]:
    """Give the files below a folder in order of their names, or the file itself; raises InputError."""
    system, path = _system(address)
    try:
        if system.isfile(path):
            return [address]
        found = system.find(path)
    except OSError as error:
        raise InputError(f"{address} cannot be listed ({error})") from error
    if not found:
        raise InputError(f"there is no file at {address}")
    return [str(system.unstrip_protocol(name)) for name in sorted(found)]


def _system(address: str) -> tuple[Any, str]:
    """Give the file system of an address and the path in it; raises InputError without its library."""
    import fsspec

    try:
        system, path = fsspec.core.url_to_fs(address)
    except (ImportError, ValueError) as error:
        raise InputError(f"{address} cannot be opened ({error})") from error
    return system, path
