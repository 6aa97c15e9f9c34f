"""What mirrors, converters and wrong decoders make of a page's characters.

All of it can be undone; figures are ASCII and stay what they are, but for full-width digits.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import opencc
from pypinyin import Style, pinyin

from tests.proving.dice import Dice

Words = dict[str, Any]
SCRIPTS = {
    "simplified": 10.0,
    "traditional": 1.5,
    "traditional with pinyin": 2.0,
    "wrong conversion": 0.7,
    "radicals": 0.7,
    "UTF-8 as cp1252": 0.5,
    "UTF-8 as cp1252 twice": 0.3,
    "GBK as Latin-1": 0.5,
    "UTF-8 as GBK": 0.5,
    "half-width marks": 1.0,
    "spam words": 0.5,
}
_HAN = re.compile("[\u3400-\u9fff]")
_RUN = re.compile("[^\x00-\x7f]+")
_HALF = str.maketrans("（），：；。", "(),:;.")


def convert(dice: Dice, script: str, page: str, words: Words) -> str:
    """Give the page as a mirror or a wrong decoder left it."""
    return _KINDS[script](dice, page, words)


@lru_cache(maxsize=1)
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("s2t")


def _traditional(_: Dice, page: str, __: Words) -> str:
    return str(_converter().convert(page))


def _with_pinyin(dice: Dice, page: str, words: Words) -> str:
    """Annotate the same characters everywhere, each only where conversion changed it."""
    simple = sorted(set(_HAN.findall(page)))
    changed = [c for c in simple if _converter().convert(c) != c]
    noted = set(dice.some(changed, len(changed) * 3 // 5))
    traditional = _traditional(dice, page, words)
    if len(traditional) != len(page):
        return traditional
    marks = (_annotated(t, s in noted) for s, t in zip(page, traditional, strict=True))
    return "".join(marks)


@lru_cache(maxsize=20_000)
def _annotated(character: str, noted: bool) -> str:
    if not noted:
        return character
    return f"{character}({pinyin(character, style=Style.TONE)[0][0]})"


def _wrong(dice: Dice, page: str, words: Words) -> str:
    for right, wrong in words["wrong"].items():
        page = page.replace(right, wrong)
    return _traditional(dice, page, words)


def _radicals(_: Dice, page: str, words: Words) -> str:
    return page.translate({ord(a): b for a, b in words["radicals"].items()})


def _misread(data: bytes, encoding: str) -> str:
    """Decode as browsers decode windows-1252: bytes it leaves open are controls."""
    if encoding == "latin-1":
        return data.decode("latin-1")
    return "".join(_cp1252(byte) for byte in data)


@lru_cache(maxsize=256)
def _cp1252(byte: int) -> str:
    try:
        return bytes([byte]).decode("cp1252")
    except UnicodeDecodeError:
        return chr(byte)


def _utf8_as_cp1252(_: Dice, page: str, __: Words) -> str:
    return _misread(page.encode("utf-8"), "cp1252")


def _twice(_: Dice, page: str, __: Words) -> str:
    return _misread(_misread(page.encode("utf-8"), "cp1252").encode("utf-8"), "cp1252")


def _gbk_as_latin1(_: Dice, page: str, __: Words) -> str:
    return _misread(page.encode("gb18030"), "latin-1")


def _utf8_as_gbk(_: Dice, page: str, __: Words) -> str:
    """Misread the runs that can be read back; real decoders lose the last byte of the others."""

    def misread(found: re.Match[str]) -> str:
        try:
            wrong = found[0].encode("utf-8").decode("gbk")
        except UnicodeDecodeError:
            return found[0]
        return wrong

    return _RUN.sub(misread, page)


def _half_width(_: Dice, page: str, __: Words) -> str:
    return page.translate(_HALF)


def _spam(dice: Dice, page: str, words: Words) -> str:
    at = page.find("<p>")
    spam = words["foreign"]["spam"]
    return page[:at] + f"<p>{spam}</p>" + page[at:].replace("政务公开", spam, dice.integer(1, 3))


_KINDS: dict[str, Callable[[Dice, str, Words], str]] = {
    "simplified": lambda _, page, __: page,
    "traditional": _traditional,
    "traditional with pinyin": _with_pinyin,
    "wrong conversion": _wrong,
    "radicals": _radicals,
    "UTF-8 as cp1252": _utf8_as_cp1252,
    "UTF-8 as cp1252 twice": _twice,
    "GBK as Latin-1": _gbk_as_latin1,
    "UTF-8 as GBK": _utf8_as_gbk,
    "half-width marks": _half_width,
    "spam words": _spam,
}
