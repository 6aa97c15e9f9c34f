"""Numbers in running text: value, unit, whether they are only about right, and what they are not.

Years, decree numbers, percentages and codes are never counts.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from parsers.figures import chinese_number, is_too_long, to_number
from parsers.vocab import load

# Folding by single characters keeps every position of the text.
_WIDTHS = {0xFF10 + i: 0x30 + i for i in range(10)} | {0xFF0E: 0x2E, 0xFF05: 0x25}
_WIDE = re.compile("[\uff10-\uff19\uff0e\uff05]")
_CN = "\u4e00\u4e8c\u4e24\u4e09\u56db\u4e94\u516d\u4e03\u516b\u4e5d\u5341\u767e\u5343"
NEAR = 12  # characters around a number in which its unit or a word of approximation stands
_CALENDAR = "\u5e74\u6708\u65e5\u53f7\u65f6\u5206\u79d2%\u2030\u5ea6\u5c4a\u5b63"


class Number(NamedTuple):
    """A count in a text."""

    value: int | float
    unit: str | None
    approximate: bool
    start: int
    end: int


def fold_digits(text: str) -> str:
    """Give full-width digits as ASCII ones, every character in its place."""
    return text.translate(_WIDTHS) if _WIDE.search(text) else text


@lru_cache
def _pattern() -> re.Pattern[str]:
    words = load("narrative")["units"]
    units = "|".join(sorted((*words["counts"], *words["money"]), key=len, reverse=True))
    about = "|".join(words["approximate_after"])
    magnitudes = "".join(words["magnitudes"])
    return re.compile(
        rf"(?<![A-Za-z0-9_.@/\-\u3014\[\u7b2c])"
        rf"(?P<digits>\d{{1,3}}(?:[,\uff0c]\d{{3}})+(?!\d)|\d+(?:\.\d+)?)\s?(?P<magnitude>[{magnitudes}])?"
        rf"\s?(?P<about>{about})?\s?(?P<unit>{units})?(?P<late>{about})?"
        rf"|(?<![\u7b2c{_CN}])(?P<chinese>[{_CN}]{{1,6}})(?P<cn_about>{about})?(?P<cn_unit>[\u4ef6\u4efd\u5b97\u6761])(?![\u4ef6\u4efd{_CN}])"
    )


@lru_cache
def _about_before() -> tuple[str, ...]:
    return tuple(load("narrative")["units"]["approximate_before"])


def find_numbers(text: str) -> list[Number]:
    """Give the counts in a text whose digits are folded, in order.

    >>> [(n.value, n.unit, n.approximate) for n in find_numbers("2021年度发布信息700余条，占12.3%")]
    [(700, '条', True)]
    """
    found = []
    for match in _pattern().finditer(text):
        number = _chinese(match) if match.group("chinese") else _digits(text, match)
        if number is not None:
            found.append(number)
    return found


def _digits(text: str, match: re.Match[str]) -> Number | None:
    end = match.end("digits")
    following = text[end : end + NEAR].lstrip()[:1]
    if following and following in _CALENDAR and match.group("unit") is None:
        return None
    if is_too_long(match.group("digits")):
        return None  # a code, not a count
    value = Decimal(match.group("digits").replace(",", "").replace("\uff0c", ""))
    magnitude = match.group("magnitude")
    if magnitude:
        value *= load("narrative")["units"]["magnitudes"][magnitude]
    about = bool(match.group("about") or match.group("late"))
    about = about or text[max(0, match.start() - NEAR) : match.start()].rstrip().endswith(
        _about_before()
    )
    return Number(to_number(value), match.group("unit"), about, match.start(), match.end())


def _chinese(match: re.Match[str]) -> Number | None:
    letters = match.group("chinese")
    value = chinese_number(letters)
    if value is None and letters[0] in "\u767e\u5343\u5341":
        value = chinese_number("\u4e00" + letters)
    if value is None:
        return None
    about = bool(match.group("cn_about"))
    return Number(value, match.group("cn_unit"), about, match.start(), match.end())
