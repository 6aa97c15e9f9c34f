"""Heading text to section codes, by meaning.

A heading is numbered in one of four styles (一、 · （一） · 1. · none) and worded like one of the known
headings; blanks, years, brackets and punctuation do not count.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz import fuzz, process

from parsers.normal import fold_width, label_core, squeeze
from parsers.vocab import load

# Two headings of different sections are at most 76 alike (依申请公开情况 and 主动公开情况: 71).
LIKE_ENOUGH = 84.0
LONGEST = 48  # characters of a heading standing alone, blanks left out
SHORTEST_LIKE = 5

_CN = "\u4e00\u4e8c\u4e09\u56db\u4e94\u516d\u4e03\u516b\u4e5d\u5341"
_STYLES = (
    ("part", re.compile(rf"^\u7b2c([{_CN}]|\d)\u90e8\u5206[\u3001.,:]*")),
    ("cn", re.compile(rf"^([{_CN}]{{1,2}})[\u3001.,:\uff64]+")),
    ("paren", re.compile(rf"^\(([{_CN}]{{1,2}})\)[\u3001.,:]*")),
    ("arabic", re.compile(r"^(\d{1,2})[\u3001.,:](?!\d)")),
    ("bare", re.compile(rf"^([{_CN}])(?=[^{_CN}\u662f])")),
)
_NOISE = re.compile(r"^[?\s#*|\ufffd\u25a0\u25c6\u25cf]+|[*|]+$")
_YEAR = re.compile(r"\d{4}\u5e74(?:\u5ea6)?")
# Inside running text a heading needs its numeral, and something that ends before it.
_INLINE_NUMBER = rf"(?:^|(?<=[\s\u3002\uff1b;!?\uff01\uff1f)\uff09|]))(?:[{_CN}])[\u3001.\uff0e]\s*"


class Heading(NamedTuple):
    """What a heading text says."""

    code: str
    style: str  # "cn" | "paren" | "arabic" | "part" | "bare" | "none"
    number: int  # 1..10, 0 where it carries none
    exact: bool


class Inline(NamedTuple):
    """A heading found inside a longer text."""

    start: int
    end: int
    heading: Heading


@lru_cache(maxsize=8192)
def read_heading(text: str) -> Heading | None:
    """Give the section that a line is the heading of, or None.

    >>> read_heading("五、存在的主要问题及整改措施").code
    'problems'
    >>> read_heading("四、结转下年度继续办理") is None
    True
    """
    plain = squeeze(_NOISE.sub("", fold_width(text)))
    if not plain or len(plain) > LONGEST:
        return None
    style, number, rest = _split_number(plain)
    core = label_core(_YEAR.sub("", rest)) or label_core(rest)
    code = _cores().get(core)
    exact = code is not None
    if code is None:
        code = _alike(core)
    return Heading(code, style, number, exact) if code else None


def _split_number(plain: str) -> tuple[str, int, str]:
    plain = plain.replace(",\u3001", "\u3001")
    for style, pattern in _STYLES:
        match = pattern.match(plain)
        if match:
            return style, _value(match.group(1)), plain[match.end() :]
    return "none", 0, plain


def _value(numeral: str) -> int:
    if numeral.isdigit():
        return int(numeral)
    return _CN.index(numeral[-1]) + 1 if numeral else 0


@lru_cache
def _cores() -> dict[str, str]:
    """Give the code of every known heading by its core; old headings have none."""
    data = load("sections")
    known = {label_core(text): "" for text in data["old"]["headings"]}
    for section in data["sections"]:
        for text in (section["zh"], *section["variants"]):
            known[label_core(text)] = section["code"]
    return known


@lru_cache
def _likely() -> re.Pattern[str]:
    """Give a pattern for words of which every heading has one; without any nothing is compared."""
    return re.compile("|".join(load("sections")["likely"]))


def _alike(core: str) -> str | None:
    if len(core) < SHORTEST_LIKE or core in _cores() or not _likely().search(core):
        return None
    found = process.extractOne(core, _cores().keys(), scorer=fuzz.ratio, score_cutoff=LIKE_ENOUGH)
    return (_cores()[found[0]] or None) if found else None


@lru_cache
def _inline_pattern() -> re.Pattern[str]:
    data = load("sections")
    words = {t for s in data["sections"] for t in (s["zh"], *s["variants"]) if len(t) >= 4}
    alternatives = "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True))
    return re.compile(rf"{_INLINE_NUMBER}(?P<words>{alternatives})[\u3002\u3001:\uff1a]?")


def inline_headings(text: str) -> list[Inline]:
    """Give the numbered headings glued into a longer text, in order.

    >>> [h.heading.code for h in inline_headings("请联系我局。 一、总体情况 2021年，我局")]
    ['overview']
    """
    found = []
    for match in _inline_pattern().finditer(text):
        heading = read_heading(match.group().strip())
        if heading is not None:
            found.append(Inline(match.start(), match.end(), heading))
    return found


def is_old_heading(text: str) -> bool:
    """Say whether a line is a heading of the older reports that belongs to no section."""
    return _cores().get(label_core(_split_number(squeeze(text))[2])) == ""
