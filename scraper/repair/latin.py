"""The bytes behind text that was read as Latin-1 or windows-1252, alone or mixed.

ftfy brings the codec in which the five bytes that windows-1252 leaves open stand for themselves; what mixes
more C1 controls with its characters goes back by the error handler below. ftfy's guesses are not used: it
takes a blank for the byte A0 and then reads other characters than were there.

Source: the WHATWG index of windows-1252.
"""

from __future__ import annotations

import codecs
from functools import lru_cache

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
        return text.encode(_codec(), _AS_ITSELF)


@lru_cache
def _codec() -> str:
    """Give the name of the codec, which is there once ftfy's module is loaded."""
    import ftfy.bad_codecs  # noqa: F401 -- it registers the codec

    return "sloppy-windows-1252"


def _as_itself(error: UnicodeError) -> tuple[bytes, int]:
    """Let a character that windows-1252 does not have stand for its own byte, as in Latin-1."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    try:
        return error.object[error.start : error.end].encode("latin-1"), error.end
    except UnicodeEncodeError:
        raise error from None


codecs.register_error(_AS_ITSELF, _as_itself)
