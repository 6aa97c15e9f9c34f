"""Differences of the text of two sections, sentence by sentence, and inside of sentences."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from typing import NamedTuple

from rapidfuzz import fuzz

from parsers.record import Report

_SENTENCE = re.compile("[^\\u3002\\uff1b\\n]+[\\u3002\\uff1b]?")
_TOKEN = re.compile(r"\d[\d.,]*|[A-Za-z]+|\s+|.", re.DOTALL)
_LONGEST = 400  # sentences of a section that are compared
_ALIKE = 50  # from here on two sentences are one that was changed (rapidfuzz, 0-100)
_WIDE = 600  # characters up to which a changed sentence is compared inside

Part = tuple[bool, str]  # whether it differs, and the text


class Piece(NamedTuple):
    """A sentence, and what became of it: ``same``, ``gone`` or ``new``."""

    kind: str
    parts: tuple[Part, ...]

    @property
    def text(self) -> str:
        """The whole sentence."""
        return "".join(text for _, text in self.parts)


class SectionDiff(NamedTuple):
    """A section in two reports; a side that does not have it is told in ``only``."""

    code: str
    heading: str
    similarity: float  # 0 to 1, of the letters in their order
    pieces: list[Piece]
    only: str = ""  # "before" or "now": just that report has the section

    @property
    def changed(self) -> bool:
        """Some sentence is not in both."""
        return any(piece.kind != "same" for piece in self.pieces)


def section_diffs(before: Report, now: Report) -> list[SectionDiff]:
    """Give the sections that have text in either report, in the order of the later one."""
    old = {section.code: section for section in before.sections}
    found = []
    for section in now.sections:
        first = old.pop(section.code, None)
        if section.text.strip() or (first is not None and first.text.strip()):
            only = "" if first is not None else "now"
            told = first.text if first is not None else ""
            found.append(_diff(section.code, section.heading, told, section.text, only))
    found += [
        _diff(s.code, s.heading, s.text, "", "before") for s in old.values() if s.text.strip()
    ]
    return found


def _diff(code: str, heading: str, before: str, now: str, only: str) -> SectionDiff:
    first, second = _sentences(before), _sentences(now)
    alike = fuzz.ratio("".join(first), "".join(second)) / 100
    return SectionDiff(code, heading, alike, list(_pieces(first, second)), only)


def _sentences(text: str) -> list[str]:
    found = [one.strip() for one in _SENTENCE.findall(text) if one.strip()]
    if len(found) > _LONGEST:
        found[_LONGEST:] = ["".join(found[_LONGEST:])]  # what is too much is one sentence
    return found


def _pieces(first: list[str], second: list[str]) -> Iterator[Piece]:
    matcher = difflib.SequenceMatcher(None, first, second, autojunk=False)
    for kind, start, end, low, high in matcher.get_opcodes():
        if kind == "equal":
            yield from (Piece("same", ((False, text),)) for text in second[low:high])
        else:
            yield from _changed(first[start:end], second[low:high])


def _changed(gone: list[str], new: list[str]) -> Iterator[Piece]:
    """Give sentences of a place that differs: each new one behind the one that it comes from."""
    left = list(gone)
    held: list[str] = []
    for text in new:
        at = _partner(text, left)
        if at is None:
            held.append(text)
            continue
        yield from _apart(left[:at], held)
        yield from _marked(left[at], text)
        del left[: at + 1]
        held = []
    yield from _apart(left, held)


def _apart(gone: list[str], new: list[str]) -> Iterator[Piece]:
    """Give sentences that have nothing in common: first those that are gone."""
    yield from (Piece("gone", ((False, one),)) for one in gone)
    yield from (Piece("new", ((False, one),)) for one in new)


def _partner(text: str, left: list[str]) -> int | None:
    scores = [fuzz.ratio(text, one, score_cutoff=_ALIKE) for one in left]
    best = max(scores, default=0)
    return scores.index(best) if best else None


def _marked(before: str, now: str) -> Iterator[Piece]:
    """Give a changed sentence twice, with what differs; numbers differ as a whole."""
    if max(len(before), len(now)) > _WIDE:
        yield from (Piece("gone", ((False, before),)), Piece("new", ((False, now),)))
        return
    first, second = _TOKEN.findall(before), _TOKEN.findall(now)
    codes = difflib.SequenceMatcher(None, first, second, autojunk=False).get_opcodes()
    yield Piece(
        "gone", tuple((k != "equal", "".join(first[a:b])) for k, a, b, _, _ in codes if b > a)
    )
    yield Piece(
        "new", tuple((k != "equal", "".join(second[c:d])) for k, _, _, c, d in codes if d > c)
    )
