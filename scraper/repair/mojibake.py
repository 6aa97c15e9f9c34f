"""Text that was decoded with the wrong encoding is decoded again.

Three kinds: UTF-8 read as Latin-1 or cp1252, GBK read as Latin-1, UTF-8 read as GBK. A result is taken
only where the text goes back without loss and reads like Chinese afterwards: first the whole text,
then the pieces between clean punctuation, so that damage inside a clean text is found as well.
UTF-8 read as GBK loses a byte where an odd number
of bytes stood together; there alone a character may become U+FFFD, which is told as lost.
"""

from __future__ import annotations

import re
from functools import lru_cache

from scraper.charsets import CHINESE, score
from scraper.repair.latin import as_bytes
from scraper.repair.tables import load_tables

_LATIN = "\u00c0-\u00ff"
LATIN = f"[{_LATIN}\u0080-\u00bf\u0152-\u0178\u2013-\u2122\u20ac]"
# A class in front lets the search pass over all other characters at once; a repeated one does not.
_LATIN_RUN = re.compile(f"{LATIN}{LATIN}{{3,}}")
_ACCENTED = re.compile("[\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u00ff]")
_TIMES = 3
# Clean punctuation, line ends and the borders between Chinese and Latin letters.
_BETWEEN = re.compile(
    "([ \\t\\n\u3001\u3002\uff0c\uff1a\uff1b\uff08\uff09]+|(?<=[\u3400-\u9fff])(?=[\u0080-\u00ff])"
    "|(?<=[\u0080-\u00ff])(?=[\u3400-\u9fff]))"
)
UTF8_LEADS, UTF8_TRAILS = range(0xE4, 0xEA), range(0x80, 0xC0)  # of Chinese characters
_CYCLE = (
    (UTF8_LEADS, UTF8_TRAILS),
    (UTF8_TRAILS, UTF8_LEADS),
    (UTF8_TRAILS, UTF8_TRAILS),
)
_TORN = re.compile("[?\ufffd]")
_TORN_SHARE = 0.1  # of the characters of a text may be lost where bytes stood in odd numbers


@lru_cache(maxsize=2)  # a page is asked twice: before the repair and for what is left
def has_mojibake(text: str) -> bool:
    """Say whether a text has a run of characters that clean Chinese text never has."""
    return _LATIN_RUN.search(text) is not None or _has_utf8_as_gbk(text)


def _has_utf8_as_gbk(text: str) -> bool:
    # Most pages have none of the first characters, and one class of characters tells that soonest.
    return utf8_starts().search(text) is not None and _signs().search(text) is not None


@lru_cache
def utf8_starts() -> re.Pattern[str]:
    """Give the characters that UTF-8 read as GBK begins with, as a class."""
    starts = set(load_tables()["utf8_as_gbk"]["signs"] + read_as_gbk(*_CYCLE[0]))
    return re.compile(f"[{re.escape(''.join(sorted(starts)))}]")


@lru_cache
def _signs() -> re.Pattern[str]:
    signs = "".join(dict.fromkeys(load_tables()["utf8_as_gbk"]["signs"]))
    # Two characters of UTF-8 are six bytes, so three pairs of GBK: lead and trail, trail and lead, trails.
    cycle = "".join(f"[{re.escape(read_as_gbk(*bytes_))}]" for bytes_ in _CYCLE)
    return re.compile(f"[{re.escape(signs)}]{{3,}}|(?:{cycle}){{2}}")


def read_as_gbk(leads: range, trails: range) -> str:
    """Give the characters that pairs of these bytes are in GBK."""
    pairs = (bytes((lead, trail)) for lead in leads for trail in trails)
    return "".join(pair.decode("gbk", "ignore") for pair in pairs)


def fix_mojibake(text: str) -> tuple[str, int]:
    """Undo a wrong decoding of a whole text.

    Returns:
        The text and 1 if it was decoded again, else 0.

    >>> fix_mojibake("鏀垮簻淇℃伅")[0]
    '政府信息'
    """
    if not has_mojibake(text):
        return text, 0
    fixed = _fixed(text)
    if fixed is not None:
        return fixed, 1
    return _fix_pieces(text)


def count_mojibake(text: str) -> int:
    """Give 1 if a text still holds wrongly decoded text that could not be undone, else 0."""
    return int(_has_utf8_as_gbk(text) or any(map(_is_broken, _LATIN_RUN.finditer(text))))


def _is_broken(run: re.Match[str]) -> bool:
    """Say whether a run of Latin characters is bytes of Chinese: no word has as many accents in a row.

    Dots, dashes and quotes that are drawn as a line have no letters, and a drawn-out letter is one.
    """
    letters = _ACCENTED.findall(run[0])
    return len(letters) > 1 and (len(set(letters)) > 1 or len(letters) < len(run[0]))


def _fixed(text: str) -> str | None:
    for attempt in (_utf8_as_latin, _gbk_as_latin, _utf8_as_gbk, _torn_utf8_as_gbk):
        fixed = attempt(text)
        torn = attempt is _torn_utf8_as_gbk
        if fixed is not None and fixed != text and _is_better(text, fixed, torn=torn):
            return fixed
    return None


def _fix_pieces(text: str) -> tuple[str, int]:
    """Decode the pieces again that are damaged; clean ones beside them stay as they are."""
    count = 0
    pieces = _BETWEEN.split(text)
    for place, piece in enumerate(pieces):
        fixed = _fixed(piece) if has_mojibake(piece) else None
        if fixed is not None:
            pieces[place] = fixed
            count += 1
    return "".join(pieces), count


def _is_better(text: str, fixed: str, *, torn: bool = False) -> bool:
    lost = fixed.count("\ufffd")
    if lost and not (torn and lost <= 1 + len(fixed) * _TORN_SHARE):
        return False
    return score(fixed.replace("\ufffd", "")) > max(CHINESE, score(text) * 1.5)


def _gbk_as_latin(text: str) -> str | None:
    try:
        return as_bytes(text).decode("gb18030")
    except UnicodeError:
        return None


def _utf8_as_gbk(text: str) -> str | None:
    try:
        return text.encode("gb18030").decode("utf-8")
    except UnicodeError:
        return None


def _torn_utf8_as_gbk(text: str) -> str | None:
    if not _has_utf8_as_gbk(text) or not _TORN.search(text):
        return None
    try:
        raw = _TORN.sub("?", text).encode("gb18030")
    except UnicodeError:
        return None
    return raw.decode("utf-8", "replace").replace("\ufffd?", "\ufffd")


def _utf8_as_latin(text: str) -> str | None:
    """Undo UTF-8 read as Latin-1 or cp1252, made up to three times; every byte must stand there."""
    fixed = None
    for _ in range(_TIMES):
        try:
            fixed = text = as_bytes(text).decode("utf-8")
        except UnicodeError:
            return fixed
    return fixed
