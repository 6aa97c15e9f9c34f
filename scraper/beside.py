"""Pictures that a saved page shows: beside its file, in the folder a browser makes, or inside the page."""

from __future__ import annotations

import base64
import binascii
from pathlib import Path
from urllib.parse import unquote, unquote_to_bytes, urlsplit

from scraper.errors import InputError

MOST_BYTES = 32 * 1024 * 1024  # of one picture
_DATA = "data:"
_BASE64 = ";base64"


class Beside:
    """Finds the pictures of a saved page.

    Args:
        page: The file of the page.
    """

    def __init__(self, page: Path) -> None:
        self._page = page

    def picture(self, url: str) -> bytes | None:
        """Give a picture's bytes by its address as published, None where it is not there.

        A relative address is looked for from the page's folder, never outside of it; of an absolute
        one the last part is looked for there, and in the folders that browsers save pictures to.
        """
        if url.lower().startswith(_DATA):
            return data_url(url)
        try:
            parts = urlsplit(url)
        except ValueError:
            return None
        path = unquote(parts.path)
        name = path.rpartition("/")[2]
        places = [name, f"{self._page.stem}_files/{name}", f"{self._page.stem}.files/{name}"]
        if not parts.scheme and not parts.netloc:
            places.insert(0, path.lstrip("/"))
        for place in places if name else ():
            found = self._inside(place)
            if found is not None:
                return found
        return None

    def _inside(self, place: str) -> bytes | None:
        folder = self._page.parent.resolve()
        try:
            path = (folder / place).resolve()
            if not path.is_relative_to(folder) or not path.is_file():
                return None
            return path.read_bytes() if path.stat().st_size <= MOST_BYTES else None
        except (OSError, ValueError) as error:
            if isinstance(error, PermissionError):
                raise InputError(f"a picture cannot be read ({error.strerror})") from error
            return None


def data_url(url: str) -> bytes | None:
    """Give what a ``data:`` address holds, None where it holds nothing or is malformed.

    Source: RFC 2397.

    >>> data_url("data:image/png;base64,aGk="), data_url("data:,a%20b"), data_url("data:x")
    (b'hi', b'a b', None)
    """
    head, comma, body = url.partition(",")
    if not comma or len(body) > 2 * MOST_BYTES:
        return None
    if not head.lower().rstrip().endswith(_BASE64):
        return unquote_to_bytes(body)
    try:
        return base64.b64decode("".join(unquote(body).split()), validate=True)
    except (binascii.Error, ValueError):
        return None
