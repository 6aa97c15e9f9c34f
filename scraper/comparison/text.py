"""Differences of the text of two sections, sentence by sentence, numbers marked inside."""

from __future__ import annotations

import difflib
import re
from typing import NamedTuple

from parsers.record import Report

_SENTENCE = re.compile("[^\\u3002\\uff1b\\n]+[\\u3002\\uff1b]?")
_LONGEST = 400  # sentences of a section that are compared


class Piece(NamedTuple):
    """A sentence, and what became of it: ``same``, ``gone`` or ``new``."""

    kind: str
    text: str


class SectionDiff(NamedTuple):
    """A section in two years."""

    code: str
    heading: str
    similarity: float
    pieces: list[Piece]


def section_diffs(before: Report, now: Report) -> list[SectionDiff]:
    """Give the sections whose text differs or is the same, in the order of the later report."""
    old = {section.code: section.text for section in before.sections}
    found = []
    for section in now.sections:
        if section.code in old and (section.text.strip() or old[section.code].strip()):
            first, second = _sentences(old[section.code]), _sentences(section.text)
            matcher = difflib.SequenceMatcher(None, first, second, autojunk=False)
            pieces = list(_pieces(matcher, first, second))
            alike = difflib.SequenceMatcher(
                None, "".join(first), "".join(second), autojunk=False
            ).quick_ratio()
            found.append(SectionDiff(section.code, section.heading, alike, pieces))
    return found


def _sentences(text: str) -> list[str]:
    return [found.strip() for found in _SENTENCE.findall(text) if found.strip()][:_LONGEST]


def _pieces(
    matcher: difflib.SequenceMatcher[str], first: list[str], second: list[str]
) -> list[Piece]:
    found = []
    for kind, start, end, low, high in matcher.get_opcodes():
        if kind == "equal":
            found += [Piece("same", text) for text in second[low:high]]
            continue
        found += [Piece("gone", text) for text in first[start:end]]
        found += [Piece("new", text) for text in second[low:high]]
    return found
