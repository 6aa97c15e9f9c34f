"""Addresses of the pictures that a page shows."""

from __future__ import annotations

import base64
import binascii
from urllib.parse import unquote, unquote_to_bytes, urldefrag, urljoin

MOST_BYTES = 32 * 1024 * 1024  # of one picture
_DATA = "data:"
_BASE64 = ";base64"


def absolute(page: str, url: str) -> str:
    """Give the address that is asked for, "" where there is none.

    >>> absolute("http://a.gov.cn/x/y.html", "./W01.png#top"), absolute("http://a.gov.cn/", "http://[")
    ('http://a.gov.cn/x/W01.png', '')
    """
    try:
        return urldefrag(urljoin(page, url)).url
    except ValueError:
        return ""


def is_data(url: str) -> bool:
    """Say whether an address holds its picture itself."""
    return url[: len(_DATA)].lower() == _DATA


def data_url(url: str) -> bytes | None:
    """Give what a ``data:`` address holds, None where it holds nothing or is malformed.

    Source: RFC 2397.

    >>> data_url("data:image/png;base64,aGk="), data_url("data:,a%20b"), data_url("data:x")
    (b'hi', b'a b', None)
    """
    head, comma, body = url.partition(",")
    if not comma or not is_data(url) or len(body) > 2 * MOST_BYTES:
        return None
    if not head.lower().rstrip().endswith(_BASE64):
        return unquote_to_bytes(body)
    try:
        return base64.b64decode("".join(unquote(body).split()), validate=True)
    except (binascii.Error, ValueError):
        return None
