"""One search that tells most texts from those that a repair of characters might touch.

Every repair has a test of its own, which it makes of the whole page; a clean page would be searched by
all of them. Here their first characters stand in one class, so that the search passes over clean
text in C, and what must follow each of them is asked only behind such a character.

Traditional script is not among them: it is told by how much of it a page has.
"""

from __future__ import annotations

import re
from functools import lru_cache

from scraper.repair.glyphs import INVISIBLE, RADICALS
from scraper.repair.mojibake import LATIN, utf8_starts
from scraper.repair.pinyin import GROUP, OPENING
from scraper.repair.tables import load_tables

_SHIFTED = "?\ufffd"  # what a line begins with that lost its first byte


@lru_cache
def suspects() -> re.Pattern[str]:
    """Give a pattern that every text has in which a character needs a repair; most clean pages do not.

    >>> text = "\u4e3b\u52a8\u516c\u5f00\uff08\u4e00\uff09\u201c1\u201d"
    >>> suspects().search(text) is None, suspects().search(text + "\u200b") is None
    (True, False)
    """
    marks = _marks()
    first = "".join(first for first, _ in marks)
    behind = "|".join(f"(?<=[{first}]){rest}" for first, rest in marks)
    return re.compile(f"[{first}](?:{behind})")


def _marks() -> list[tuple[str, str]]:
    """Give classes of characters, each with what stands behind them where a repair is needed."""
    alone = (utf8_starts(), INVISIBLE, RADICALS)
    marks = [
        (LATIN[1:-1], f"{LATIN}{{3}}"),
        (OPENING[1:-1], GROUP),
        (_SHIFTED + "".join(pattern.pattern[1:-1] for pattern in alone), ""),
    ]
    for pattern in load_tables()["lost"]["patterns"]:
        length = 2 if pattern.startswith("\\") else 1
        marks.append((pattern[:length], pattern[length:]))
    return marks
