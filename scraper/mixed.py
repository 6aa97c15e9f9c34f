"""Pages of two encodings: an include or a template that was saved in another one than the page.

A segment is what stands between two of ``<``, ``>`` and the ends of lines, bytes that no character of
UTF-8 or GB18030 holds. A page is mixed where one segment is surely of the other encoding; only then are its shorter
segments looked at too, and each is read by itself.

Source: row B18 of the robustness matrix; a GB18030 template around a UTF-8 body shows both ways.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from scraper.charsets import ASCII, CHINESE, Reading, read_as, score

SURE = 6  # characters of three bytes that stand together; GB text never runs that long as UTF-8
SHORT = 2  # characters that a short segment must have

_SEGMENT = re.compile(rb"[^<>\r\n\x80-\xff]*[\x80-\xff][^<>\r\n]*")
# Bytes by what they are in a character of UTF-8: to find a run of such signs takes a tenth of the
# time that a pattern over the bytes takes.
_LEADS = bytes((*range(0xE3, 0xEA), 0xEF))
_SIGNS = bytes(
    ord("L") if byte in _LEADS else ord("t") if 0x80 <= byte < 0xC0 else ord(".")
    for byte in range(256)
)
_UTF8_RUN = b"Ltt" * SURE
_CHINESE = re.compile("[\u3000-\u303f\u4e00-\u9fff\uff00-\uff5e]")
_NOT_ASCII = re.compile("[^\\x00-\\x7f]")
# GB2312 without its second level, whose characters are rare: what short words are made of.
_COMMON_GB = re.compile(rb"(?:[\x00-\x7f]|[\xa1-\xa3\xb0-\xd7][\xa1-\xfe])*\Z")


class Mixed(NamedTuple):
    """A text read segment by segment, and how many of its segments were of the other encoding."""

    text: str
    segments: int


def read_mixed(data: bytes, whole: Reading) -> Mixed | None:
    """Read a page whose segments are of two encodings.

    Args:
        data: The page without a BOM.
        whole: How it reads as a whole, in UTF-8 or GB18030.

    Returns:
        None where the page is of one encoding.
    """
    if whole.codec == "gb18030" and _UTF8_RUN in data.translate(_SIGNS, ASCII):
        return _read_segments(data, whole.codec, _utf8_in_gb)
    if whole.codec == "utf-8" and "\ufffd" in whole.text:
        return _read_segments(data, whole.codec, _gb_in_utf8)
    return None


class _Other(NamedTuple):
    text: str
    sure: bool


def _read_segments(
    data: bytes, codec: str, other: Callable[[bytes], _Other | None]
) -> Mixed | None:
    found = {
        m.span(): seen for m in _SEGMENT.finditer(data) if (seen := other(m.group())) is not None
    }
    if not any(seen.sure for seen in found.values()):
        return None
    parts = []
    at = 0
    for (start, end), seen in found.items():
        parts += [read_as(data[at:start], codec).text, seen.text]
        at = end
    return Mixed("".join([*parts, read_as(data[at:], codec).text]), len(found))


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _utf8_in_gb(segment: bytes) -> _Other | None:
    """Read a segment as UTF-8 if it is nothing else, in a page of GB18030."""
    if _COMMON_GB.match(segment) or not _is_utf8(segment):
        return None
    text = segment.decode("utf-8")
    chinese, others = len(_CHINESE.findall(text)), len(_NOT_ASCII.findall(text))
    if chinese < max(SHORT, others):
        return None
    return _Other(text, chinese >= SURE)


def _gb_in_utf8(segment: bytes) -> _Other | None:
    """Read a segment as GB18030 if nearly nothing in it is UTF-8, in a page of UTF-8."""
    if _is_utf8(segment):
        return None
    lost = segment.decode("utf-8", "replace")
    text = read_as(segment, "gb18030").text
    chinese, others = len(_CHINESE.findall(text)), len(_NOT_ASCII.findall(text))
    if (
        "\ufffd" in text
        or chinese < max(SHORT, others)
        or 2 * lost.count("\ufffd") < len(_NOT_ASCII.findall(lost))
    ):
        return None
    return _Other(text, chinese >= SURE and score(text) > CHINESE)
