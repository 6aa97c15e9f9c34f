"""A page saved with its parts (MHTML): the page itself is taken out, and pictures that its tables are.

Boundaries are found in one pass over the bytes, one level deep and one below, so that no nesting takes time.
Source: RFC 2557 (MHTML: the root part), RFC 2046 (multipart), RFC 2045, 6 (transfer encodings).
"""

from __future__ import annotations

import base64
import binascii
import quopri
import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import unquote

from parsers.errors import UnsupportedFormatError
from scraper.reading.picture_urls import data_url, is_data

_BOUNDARY = re.compile(rb"boundary=\"?([^\";\r\n]{1,200})", re.IGNORECASE)
_PARTS = 2000
_HTML = (b"text/html", b"application/xhtml+xml")
_INNER = b"multipart/"


class Part(NamedTuple):
    """A part of the file, decoded."""

    data: bytes
    content_type: str


def main_part(data: bytes) -> Part:
    """Give the page of a file.

    Args:
        data: The file; ``scraper.documents.kinds.is_web_archive`` has told that it is one.

    Raises:
        UnsupportedFormatError: No part of it is a page, or the first page cannot be decoded.
    """
    for headers, body in _parts(data, deep=True):
        kind = _header(headers, b"content-type")
        if kind.lower().startswith(_HTML):
            return Part(_decoded(headers, body), kind.decode("ascii", "replace"))
    raise UnsupportedFormatError("the web archive (MHT) holds no page", kind="mht")


class Parts:
    """Finds the pictures of a saved page among its parts.

    Args:
        data: The file.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data

    def picture(self, url: str) -> bytes | None:
        """Give a picture's bytes by its address as the page has it, None where no part has that name.

        Source: RFC 2557, 5 (Content-Location) and 8.3 (``cid:`` and Content-ID).
        """
        if is_data(url):
            return data_url(url)
        name, wanted = b"content-location", url
        if url[:4].lower() == "cid:":
            name, wanted = b"content-id", f"<{unquote(url[4:])}>"
        for headers, body in _parts(self._data, deep=True):
            if _header(headers, name).decode("ascii", "replace") == wanted:
                try:
                    return _decoded(headers, body)
                except UnsupportedFormatError:
                    return None
        return None


def _parts(data: bytes, *, deep: bool) -> Iterator[tuple[bytes, bytes]]:
    """Give headers and body of each part, those of the parts inside of it in its place."""
    headers, _, body = _split(data)
    found = _BOUNDARY.search(_header(headers, b"content-type"))
    if found is None:
        return
    pieces = re.split(rb"(?:\A|\r?\n)--" + re.escape(found[1].strip()) + rb"(?:--)?[ \t]*(?:\r?\n|\Z)", body, maxsplit=_PARTS)  # fmt: skip
    for piece in pieces[1:]:
        of_piece, _, inner = _split(piece)
        if deep and _header(of_piece, b"content-type").lower().startswith(_INNER):
            yield from _parts(piece, deep=False)
        else:
            yield of_piece, inner


def _split(data: bytes) -> tuple[bytes, bytes, bytes]:
    """Part the headers of a part from its body at the first empty line."""
    found = re.search(rb"\r?\n\r?\n", data)
    if found is None:
        return data, b"", b""
    return data[: found.start()], found[0], data[found.end() :]


def _header(headers: bytes, name: bytes) -> bytes:
    """Give the value of a header, folded lines joined; empty where there is none."""
    unfolded = re.sub(rb"\r?\n[ \t]+", b" ", headers)
    found = re.search(rb"^" + name + rb":[ \t]*([^\r\n]*)", unfolded, re.IGNORECASE | re.MULTILINE)
    return found[1].strip() if found else b""


def _decoded(headers: bytes, body: bytes) -> bytes:
    encoding = _header(headers, b"content-transfer-encoding").lower()
    if encoding == b"quoted-printable":
        return quopri.decodestring(body)
    if encoding != b"base64":
        return body
    try:
        return base64.b64decode(re.sub(rb"[^A-Za-z0-9+/=]", b"", body))
    except binascii.Error as error:
        reason = "the page of the web archive (MHT) is damaged"
        raise UnsupportedFormatError(reason, kind="mht") from error
