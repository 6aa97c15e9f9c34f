"""The bytes behind text that was read as Latin-1 or windows-1252, alone or mixed.

Source: the WHATWG index of windows-1252; five of its bytes are left open and stand for themselves.
"""

from __future__ import annotations

import codecs

_AS_ITSELF = "gongkai-latin"


def as_bytes(text: str) -> bytes:
    r"""Give the bytes that were read as these characters of Latin-1 or windows-1252.

    >>> as_bytes("\u00e5\u2026\u00ac\u00e5\u0085\u00ac").decode("utf-8")
    '公公'

    Raises:
        UnicodeEncodeError: There is a character of neither.
    """
    try:
        return text.encode("latin-1")
    except UnicodeEncodeError:
        return text.encode("cp1252", _AS_ITSELF)


def _as_itself(error: UnicodeError) -> tuple[bytes, int]:
    """Let a character that windows-1252 does not have stand for its own byte, as in Latin-1."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    try:
        return error.object[error.start : error.end].encode("latin-1"), error.end
    except UnicodeEncodeError:
        raise error from None


codecs.register_error(_AS_ITSELF, _as_itself)
