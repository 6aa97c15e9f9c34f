"""Heading text to section codes, by meaning.

A heading is numbered in one of several styles (一、 · （一） · 1. · 第一部分 · none) and worded like one
of the known headings; blanks, years, brackets and punctuation do not count.
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
NUMBERED = frozenset({"cn", "part", "bare"})  # styles in which reports number their sections

CN = "\u4e00\u4e8c\u4e09\u56db\u4e94\u516d\u4e03\u516b\u4e5d\u5341"  # one to ten
_NUMERALS = f"{CN}\u7b2c"
_STYLES = (
    ("part", re.compile(rf"^\u7b2c([{CN}]|\d)\u90e8\u5206[\u3001.,:]*")),
    ("cn", re.compile(rf"^([{CN}]{{1,2}})[\u3001.,:\uff64]+")),
    ("paren", re.compile(rf"^\(([{CN}]{{1,2}})\)[\u3001.,:]*")),
    ("arabic", re.compile(r"^(\d{1,2})[\u3001.,:](?!\d)")),
    ("bare", re.compile(rf"^([{CN}])(?=[^{CN}\u662f])")),
)
_BLANKS = " \t\n\r\x0b\x0c\u00a0\u3000"
_NOISE_BEFORE = f"{_BLANKS}?#*|\ufffd\u25a0\u25c6\u25cf"
_NOISE_BEHIND = f"{_BLANKS}*|"
_YEAR = re.compile(r"\d{4}\u5e74(?:\u5ea6)?")


class Heading(NamedTuple):
    """What a heading text says."""

    code: str
    style: str  # "cn" | "paren" | "arabic" | "part" | "bare" | "none" | "number" (no words at all)
    number: int  # 0 where it carries none
    exact: bool  # worded as the vocabulary has it, not only alike


@lru_cache(maxsize=8192)
def read_heading(text: str) -> Heading | None:
    """Give the section that a line is the heading of, or None.

    >>> read_heading("五、存在的主要问题及整改措施").code
    'problems'
    >>> read_heading("四、结转下年度继续办理") is None
    True
    """
    if text.isalpha() and _is_other_line(text):
        return None
    plain = squeeze(strip_noise(fold_width(text)))
    if not plain or len(plain) > LONGEST:
        return None
    style, number, rest = split_number(plain)
    if not rest:
        return _by_number(style, number)
    core = label_core(_YEAR.sub("", rest)) or label_core(rest)
    code = known_cores().get(core)
    if code is None and style in ("cn", "part"):
        code = _numbered_cores().get(core)
    if code is not None:
        return Heading(code, style, number, exact=True) if code else None
    if style == "bare" or (style == "none" and _no_heading().match(plain)):
        return None
    code = _alike(core)
    return Heading(code, style, number, exact=False) if code else None


def _is_other_line(text: str) -> bool:
    """Tell most lines of a page's menus cheaply: plain words, none of them a heading's."""
    return text[0] not in _NUMERALS and text not in known_cores() and not _likely().search(text)


def strip_noise(text: str) -> str:
    """Take away marks of lost indents, Markdown and lost cells around a line.

    >>> strip_noise("????一、总体情况|")
    '一、总体情况'
    """
    return text.lstrip(_NOISE_BEFORE).rstrip(_NOISE_BEHIND)


def split_number(plain: str) -> tuple[str, int, str]:
    """Give style, number and rest of a squeezed line."""
    plain = plain.replace(",\u3001", "\u3001")
    for style, pattern in _STYLES:
        match = pattern.match(plain)
        if match:
            return style, number_value(match.group(1)), plain[match.end() :]
    return "none", 0, plain


def number_value(numeral: str) -> int:
    """Give the value of one or two numerals up to nineteen, of digits any.

    >>> number_value("\u5341\u4e00"), number_value("12"), number_value("\u5341")
    (11, 12, 10)
    """
    if numeral.isdigit():
        return int(numeral)
    last = CN.index(numeral[-1]) + 1
    return last if len(numeral) == 1 else 10 + last


@lru_cache
def section_numbers() -> dict[str, int]:
    """Give the place of each section on the form, from 1."""
    return {s["code"]: s["number"] for s in load("sections")["sections"]}


def _by_number(style: str, number: int) -> Heading | None:
    """Give the section of a line that is only a number (六、); the chain decides whether it is."""
    code = next((c for c, place in section_numbers().items() if place == number), None)
    return Heading(code, "number", number, exact=False) if code and style == "cn" else None


@lru_cache
def known_cores() -> dict[str, str]:
    """Give the code of every known heading by its core; old headings have none."""
    data = load("sections")
    known = {label_core(text): "" for text in data["old"]["headings"]}
    for section in data["sections"]:
        for text in (section["zh"], *section["variants"]):
            known[label_core(text)] = section["code"]
    return known


@lru_cache
def _numbered_cores() -> dict[str, str]:
    """Give the codes of wordings so general that they count only behind 六、 or 第六部分."""
    sections = load("sections")["sections"]
    return {label_core(t): s["code"] for s in sections for t in s.get("numbered", ())}


@lru_cache
def _likely() -> re.Pattern[str]:
    """Give a pattern for words of which every heading has one; without any nothing is compared."""
    return re.compile("|".join(load("sections")["likely"]))


@lru_cache
def heading_signs() -> re.Pattern[str]:
    """Give a pattern for characters of which every heading in words has one."""
    return re.compile(f"[{load('sections')['signs']}]")


@lru_cache
def _no_heading() -> re.Pattern[str]:
    """Give a pattern for beginnings of sentences that only name a heading (无其他需要报告的事项)."""
    return re.compile("|".join(load("sections")["no_heading"]))


def _alike(core: str) -> str | None:
    if len(core) < SHORTEST_LIKE or core in known_cores() or not _likely().search(core):
        return None
    if not heading_signs().search(core):  # 政府信息公开, a menu's, is much like 政府信息公开情况
        return None
    found = process.extractOne(
        core, known_cores().keys(), scorer=fuzz.ratio, score_cutoff=LIKE_ENOUGH
    )
    return (known_cores()[found[0]] or None) if found else None
