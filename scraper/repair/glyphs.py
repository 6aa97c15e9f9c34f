"""Characters that look like others or like nothing."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from scraper.repair.tables import load_tables

INVISIBLE = re.compile(
    "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]"
)
# Behind an override digits are shown in another order than they stand: it stays, and no figure has it.
_REVERSED = re.compile(r"\u202e\s*[0-9\uff10-\uff19]")
_OVERRIDE = "\u202e"
# Radicals and compatibility ideographs; never punctuation, whose width belongs to the text.
RADICALS = re.compile("[\u2e80-\u2fdf\uf900-\ufaff\U0002f800-\U0002fa1f]")


def drop_invisible(text: str) -> tuple[str, int]:
    """Take out zero-width, direction and control characters; blanks and line feeds stay."""
    if _REVERSED.search(text):
        parts = [INVISIBLE.subn("", part) for part in text.split(_OVERRIDE)]
        return _OVERRIDE.join(part for part, _ in parts), sum(count for _, count in parts)
    return INVISIBLE.subn("", text)


def read_radicals(text: str) -> tuple[str, int]:
    """Give radicals and compatibility ideographs as the characters they stand for.

    >>> read_radicals("⼀⾃然⼈⺠")
    ('一自然人民', 4)
    """
    count = 0

    def plain(match: re.Match[str]) -> str:
        nonlocal count
        character = match.group()
        read = _unmapped().get(character) or unicodedata.normalize("NFKC", character)
        count += read != character
        return read

    return RADICALS.sub(plain, text), count


@lru_cache
def _unmapped() -> dict[str, str]:
    return dict(load_tables()["radicals"])


@lru_cache
def lost_pattern() -> re.Pattern[str]:
    """Give a pattern for text that cannot be restored."""
    return re.compile("|".join(load_tables()["lost"]["patterns"]))


def count_lost(text: str) -> int:
    """Give the number of places at which text is lost; the text is never changed."""
    return len(lost_pattern().findall(text))
