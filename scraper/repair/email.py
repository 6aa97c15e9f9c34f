"""E-mail addresses that Cloudflare hid in the markup.

Source: the address stands in hexadecimal digits in ``data-cfemail`` or behind
``/cdn-cgi/l/email-protection#``; the first byte is the key that all others were xored with.
"""

from __future__ import annotations

import re

_MARK = ("data-cfemail", "email-protection#")
_ELEMENT = re.compile(
    r"""<(a|span)\b[^>]*\bdata-cfemail\s*=\s*["']?([0-9a-f]{4,})["']?[^>]*>.*?</\1\s*>""",
    re.IGNORECASE | re.DOTALL,
)
_LINK = re.compile(
    r"""(?:https?://[^"'\s>]*)?/cdn-cgi/l/email-protection#([0-9a-f]{4,})""", re.IGNORECASE
)


def decode_emails(text: str) -> tuple[str, int]:
    """Put protected addresses back in plain text.

    Returns:
        The markup and the number of addresses decoded; an address that does not decode stays.

    >>> decode_emails('<a data-cfemail="422302206c21">x</a>')
    ('a@b.c', 1)
    """
    if not any(mark in text for mark in _MARK):
        return text, 0
    count = 0

    def shown(match: re.Match[str]) -> str:
        nonlocal count
        address = _decode(match.group(2))
        count += address is not None
        return address or match.group()

    def linked(match: re.Match[str]) -> str:
        nonlocal count
        address = _decode(match.group(1))
        count += address is not None
        return f"mailto:{address}" if address else match.group()

    return _LINK.sub(linked, _ELEMENT.sub(shown, text)), count


def _decode(digits: str) -> str | None:
    if len(digits) % 2:
        return None
    raw = bytes.fromhex(digits)
    address = bytes(byte ^ raw[0] for byte in raw[1:])
    if not address.isascii() or b"@" not in address or b"<" in address:
        return None
    return address.decode("ascii")
