"""Traditional script to simplified, by phrases, on pages that are traditional.

Source: OpenCC's t2s, which also sets right what per-character converters did wrong (方麵, 製度). A
simplified page is never touched: there 瞭望, 乾隆 or a name in traditional script is right.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from scraper.repair.tables import load_tables

if TYPE_CHECKING:
    from opencc import OpenCC

SHARE = 0.01  # of the Chinese characters of a page; a link 繁體版 alone stays far below


@lru_cache
def frequent_traditional() -> re.Pattern[str]:
    """Give a pattern for characters that only traditional text has."""
    characters = "".join(load_tables()["traditional"]["frequent"].split())
    return re.compile(f"[{characters}]")


def is_traditional(text: str) -> bool:
    """Say whether a text as a whole is in traditional script.

    >>> is_traditional("政府信息公開工作年度報告"), is_traditional("设为首页 繁體版 " + "公开" * 200)
    (True, False)
    """
    found = len(frequent_traditional().findall(text))
    return found > 0 and found >= SHARE * _chinese_characters(text)


def _chinese_characters(text: str) -> float:
    """Give about how many Chinese characters a text has: each takes two bytes more than ASCII."""
    return (len(text.encode("utf-8", "surrogatepass")) - len(text)) / 2


@lru_cache
def _converter() -> OpenCC:
    from opencc import OpenCC

    return OpenCC("t2s")


def simplify(text: str) -> str:
    """Give a text in simplified script."""
    return str(_converter().convert(text))


@lru_cache
def _backwards() -> OpenCC:
    from opencc import OpenCC

    return OpenCC("s2t")


def complicate(text: str) -> str:
    """Give a text in traditional script, as the mirrors write it."""
    return str(_backwards().convert(text))


def to_simplified(text: str) -> tuple[str, int]:
    """Give a text in simplified script and the number of characters that changed."""
    converted = simplify(text)
    if converted == text:
        return text, 0
    if len(converted) != len(text):
        return converted, 1
    return converted, sum(1 for a, b in zip(text, converted, strict=True) if a != b)
