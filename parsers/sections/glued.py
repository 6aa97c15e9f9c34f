"""Headings inside longer texts.

Layout pages and dumps often keep a whole report on one line, so a heading may stand anywhere in
it, with or without a blank or full stop behind it: `六、其他需要报告的事项2021年，我局…`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from parsers.normal import label_core
from parsers.sections.headings import (
    CN,
    LONGEST,
    Heading,
    heading_signs,
    known_cores,
    number_value,
    read_heading,
)
from parsers.vocab import load

LONG_WORDING = 8  # characters; such a wording is a heading whatever follows it
MOST_MARKS = 2_000  # numberings of one paragraph that are looked at
SHORT_WORDING = 4  # a shorter one must be numbered

_MARK = re.compile(
    rf"(?<![{CN}\u7b2c(\uff08])(?P<cn>[{CN}]{{1,2}})\s*[\u3001.\uff0e,\uff0c\uff64]+\s*"
    rf"|\u7b2c(?P<part>[{CN}])\s?\u90e8\u5206[\s\u3001:\uff1a]*"
    rf"|[(\uff08](?P<paren>[{CN}])[)\uff09][\s\u3001.]*"
    rf"|^[?\s]*(?P<bare>[{CN}])\s+"
    r"|^[?\s]*(?P<arabic>\d{1,2})[\u3001.\uff0e](?!\d)\s*"
)
# What every mark inside a text has; one class of characters to look for, so a long text costs little.
_SEED = re.compile(rf"[{CN}](?:\s*[\u3001.\uff0e,\uff0c\uff64]|[)\uff09]|\s?\u90e8\u5206)")
_LEFT_OUT = re.compile(r"[\s\u3001,\uff0c.\uff0e\u201c\u201d\u300a\u300b|]")
_YEAR = re.compile(r"\s*\d{4}\s*\u5e74\u5ea6?")
_HINT = re.compile(
    rf"\s*[(\uff08](?![{CN}]{{1,2}}[)\uff09])(?!\d)[^()\uff08\uff09]{{2,20}}[)\uff09]"
)
_AFTER = re.compile(r"\s*(?:[\u3002\u3001:\uff1a]|\.(?!\d))|\s+|$")
_BREAK = re.compile(r"[\s\u3002:\uff1a;\uff1b?!\uff1f\uff01]")
_DELIMITED = re.compile(r"[\s\u3002:\uff1a]")
_WORD = re.compile(r"[\u4e00-\u9fff]")
_CLEAR_END = re.compile(r"[\d(\uff08\u3002\u3001:\uff1a,\uff0c;\uff1b\s|\u2026.]")


class Inline(NamedTuple):
    """A heading found in a text, ``text[start:end]``."""

    start: int
    end: int
    heading: Heading
    clear: bool = True  # what follows shows that the heading ends here


class _Wording(NamedTuple):
    """A known wording at a place of a text."""

    core: str
    end: int


def find_headings(text: str) -> list[Inline]:
    """Give the headings in a text, in order; a text that is one gives itself.

    >>> [h.heading.code for h in find_headings("请联系我局。 一、总体情况 2021年，我局")]
    ['overview']
    >>> text = "其他需要报告的事项：无。"
    >>> [text[h.start:h.end] for h in find_headings(text)]
    ['其他需要报告的事项：']
    """
    if not may_hold_heading(text):
        return []
    whole = read_heading(text) if len(text) <= 2 * LONGEST else None
    itself = [Inline(0, len(text), whole)] if whole else []
    if whole and (whole.exact or whole.style == "number"):
        return itself
    glued = inline_headings(text)
    if itself and not any(found.clear for found in glued):
        return itself
    return glued or itself


def may_hold_heading(text: str) -> bool:
    """Say whether a closer look is worth its time: a character that headings end with."""
    return bool(heading_signs().search(text)) or (
        len(text) <= SHORT_WORDING and _MARK.match(text) is not None
    )


def inline_headings(text: str) -> list[Inline]:
    """Give the headings that stand in a longer text, in order.

    >>> [h.heading.style for h in inline_headings("一、总体情况2021年。（二）依申请公开情况。无")]
    ['cn', 'paren']
    """
    found = [unnumbered] if (unnumbered := _unnumbered(text)) else []
    for mark in islice(_marks(text), MOST_MARKS):
        heading = _numbered(text, mark)
        if heading is not None and (not found or heading.start >= found[-1].end):
            found.append(heading)
    return found


def _marks(text: str) -> Iterator[re.Match[str]]:
    """Give the numberings in a text, in order."""
    first = _MARK.match(text)
    if first:
        yield first
    reached = first.end() if first else 0
    for seed in _SEED.finditer(text, reached):
        start = seed.start()
        mark = (start > reached and _MARK.match(text, start - 1)) or _MARK.match(text, start)
        if mark:
            yield mark


def _unnumbered(text: str) -> Inline | None:
    """Give a known wording without number that begins a text and is set off from the rest."""
    if not _DELIMITED.search(text, SHORT_WORDING, 2 * LONGEST):
        return None
    wording = _wording(text, 0)
    if wording is None or len(wording.core) < SHORT_WORDING:
        return None
    if not _DELIMITED.match(text[wording.end : wording.end + 1]):
        return None
    heading = Heading(known_cores()[wording.core], "none", 0, exact=True)
    return Inline(0, _behind(text, wording.end), heading)


def _numbered(text: str, mark: re.Match[str]) -> Inline | None:
    style = str(mark.lastgroup)
    amid_words = mark.start() > 0 and bool(_WORD.match(text, mark.start() - 1))
    wording = _wording(text, mark.end())
    if wording is not None and not (amid_words and not _is_plain(wording.core)):
        clear = _ends_clearly(text, wording.end)
        if clear or (len(wording.core) >= LONG_WORDING and not _continues(text, wording.end)):
            number = number_value(mark.group(style))
            heading = Heading(known_cores()[wording.core], style, number, exact=True)
            return Inline(mark.start(), _behind(text, wording.end), heading, clear)
    return _alike(text, mark) if style in ("cn", "part") and not amid_words else None


def _alike(text: str, mark: re.Match[str]) -> Inline | None:
    """Give a heading that is only like a known one, up to the next blank or stop."""
    stop = _BREAK.search(text, mark.end())
    end = stop.start() if stop else len(text)
    if end - mark.end() > LONGEST or not heading_signs().search(text, mark.end(), end):
        return None
    heading = read_heading(text[mark.start() : end])
    if heading is None or heading.style == "number":
        return None
    return Inline(mark.start(), _behind(text, end), heading)


def _wording(text: str, start: int) -> _Wording | None:
    """Give the longest known wording at a place; blanks, commas and a year do not count."""
    if not _near().match(text, start):
        return None
    year = _YEAR.match(text, start)
    start = year.end() if year else start
    window = text[start : start + LONGEST]
    plain = _LEFT_OUT.sub("", window)
    known = _longest_core().match(plain)
    return _Wording(known[0], start + _reach(window, len(known[0]))) if known else None


def _reach(window: str, size: int) -> int:
    """Give how many characters of a window hold so many that count."""
    kept = (place for place, letter in enumerate(window, 1) if not _LEFT_OUT.match(letter))
    return next(place for count, place in enumerate(kept, 1) if count == size)


@lru_cache
def _near() -> re.Pattern[str]:
    """Give a pattern for a wording's reach: a sign of a heading before any stop."""
    return re.compile(f"[^\u3002\uff1a:\uff1b;]{{0,{LONGEST}}}?[{load('sections')['signs']}]")


@lru_cache
def _longest_core() -> re.Pattern[str]:
    """Give a pattern for the longest known wording that a text begins with."""
    cores = [core for core, code in known_cores().items() if code]
    return re.compile("|".join(map(re.escape, sorted(cores, key=len, reverse=True))))


@lru_cache
def _standard() -> frozenset[str]:
    return frozenset(label_core(section["zh"]) for section in load("sections")["sections"])


def _is_plain(core: str) -> bool:
    """Say whether a wording is unmistakable even where nothing sets it off from the text before."""
    return len(core) >= LONG_WORDING or core in _standard()


def _behind(text: str, end: int) -> int:
    """Give the end of a heading with its hint in brackets and its punctuation mark."""
    hint = _HINT.match(text, end)
    end = hint.end() if hint else end
    after = _AFTER.match(text, end)
    return after.end() if after else end


def _ends_clearly(text: str, end: int) -> bool:
    rest = text[end : end + 8]
    return not rest or bool(_CLEAR_END.match(rest)) or rest.startswith(_words("starters"))


def _continues(text: str, end: int) -> bool:
    return text.startswith(_words("continuations"), end)


@lru_cache
def _words(name: str) -> tuple[str, ...]:
    return tuple(load("sections")["glued"][name])
