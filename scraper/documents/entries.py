"""The names that the list at the end of a package (ZIP) holds; nothing is unpacked.

Names in the bytes themselves mislead: a package may hold another one that is not packed a second time.
Source: APPNOTE 6.3.10 of PKWARE, 4.3.12 (central directory) and 4.3.16 (its end).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

_END, _ENTRY = b"PK\x05\x06", b"PK\x01\x02"
_TAIL = 22 + 65_535  # bytes of the end record and its longest comment
_HEAD = 46  # bytes of an entry before its name
_MOST = 5000


def entry_names(data: bytes) -> list[str] | None:
    r"""Give the names of the first 5000 entries, None where the list is gone.

    >>> entry_names(b"PK\x03\x04 cut short") is None
    True
    """
    end = data.rfind(_END, max(0, len(data) - _TAIL))
    if end < 0 or end + 22 > len(data):
        return None
    size, offset = struct.unpack_from("<LL", data, end + 12)
    # What stands before a package moves it: the list is then found from its end.
    starts = [start for start in (end - size, offset) if data[start : start + 4] == _ENTRY]
    if starts:
        return list(_names(data, starts[0]))
    return [] if size == 0 else None


def _names(data: bytes, at: int) -> Iterator[str]:
    for _ in range(_MOST):
        if data[at : at + 4] != _ENTRY or at + _HEAD > len(data):
            return
        name, extra, comment = struct.unpack_from("<HHH", data, at + 28)
        yield data[at + _HEAD : at + _HEAD + name].decode("utf-8", "replace")
        at += _HEAD + name + extra + comment
