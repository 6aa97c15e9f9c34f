"""The own words of a section: its sentences without those of the law, of the form, and of everybody.

What many bodies write is nobody's own. Which sentences that is shows only in the whole collection, so
the sentences of all bodies are counted first, in a sketch of a fixed size.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple
from zlib import crc32

from parsers.record import Report
from parsers.vocab import load

_SENTENCE = re.compile("[^\\u3002\\uff1b\\n!?\\uff01\\uff1f]+")
_DIGITS = re.compile(r"\d+")
RUN = 5  # characters
_SIZE = 1 << 24  # counters of the sketch of sentences
_MOST = 255  # what a counter holds


class Sentence(NamedTuple):
    """A sentence without its blanks, and where it stands in the section's text."""

    text: str
    start: int
    stop: int


class Text(NamedTuple):
    """The own words of one section."""

    report: Report
    at: int  # index of the section
    sentences: tuple[Sentence, ...]

    @property
    def code(self) -> str:
        """The code of the section."""
        return self.report.sections[self.at].code

    @property
    def length(self) -> int:
        """The characters of the own words."""
        return sum(len(sentence.text) for sentence in self.sentences)

    @property
    def runs(self) -> frozenset[str]:
        """The runs of characters by which texts are compared; numbers do not count."""
        text = _DIGITS.sub("", "".join(sentence.text for sentence in self.sentences))
        return frozenset(text[at : at + RUN] for at in range(len(text) - RUN + 1))


class Common:
    """A sketch of how many bodies have a sentence: 16 MB, whatever the number of reports.

    Bodies are counted and not reports: who repeats a sentence year after year is still alone with it.
    """

    def __init__(self) -> None:
        self._counts = bytearray(_SIZE)
        self._bodies = 0

    def add(self, slots: Iterable[int]) -> None:
        """Count the sentences of a body, each once."""
        self._bodies += 1
        counts = self._counts
        for slot in set(slots):
            if counts[slot] < _MOST:
                counts[slot] += 1

    def has(self, sentence: str) -> bool:
        """Say whether a sentence is shared by so many that it is nobody's own."""
        return self._counts[slot_of(sentence)] >= self._least

    @property
    def _least(self) -> int:
        """The bodies from which on a sentence is nobody's own; it grows with the collection."""
        shared = load("audit")["shared"]
        few = min(int(shared["part"] * self._bodies), shared["most"])
        least = max(shared["least"], few, int(shared["share"] * self._bodies))
        return int(min(least, _MOST))


def slot_of(sentence: str) -> int:
    """Give the counter of a sentence; numbers do not count."""
    return crc32(_DIGITS.sub("", sentence).encode()) % _SIZE


def sentences_of(text: str) -> tuple[Sentence, ...]:
    r"""Give the sentences of a text, but for short ones and for those of the law and the form.

    >>> [one.text for one in sentences_of("\u672c\u5c40 \u5f00\u5c55\u4e86\u6574\u6cbb")]
    ['本局开展了整治']
    """
    found = []
    for match in _SENTENCE.finditer(text):
        bare = "".join(match.group().split())
        if len(bare) > RUN and not any(phrase in bare for phrase in _phrases()):
            found.append(Sentence(bare, *match.span()))
    return tuple(found)


@lru_cache
def _phrases() -> tuple[str, ...]:
    return tuple(load("audit")["shared"]["phrases"])


@lru_cache
def _sections() -> frozenset[str]:
    rules = load("audit")["rules"]
    return frozenset(
        code for rule in rules if rule["kind"].startswith("reuse") for code in rule["sections"]
    )


def slots_of(report: Report) -> list[int]:
    """Give the counters of the sentences of a report's sections that are compared."""
    return [
        slot_of(sentence.text)
        for section in report.sections
        if section.code in _sections()
        for sentence in sentences_of(section.text)
    ]


def own_texts(report: Report, common: Common) -> list[Text]:
    """Give the own words of each section that is compared, where it has any."""
    found = []
    for index, section in enumerate(report.sections):
        if section.code in _sections():
            own = tuple(s for s in sentences_of(section.text) if not common.has(s.text))
            if own:
                found.append(Text(report, index, own))
    return found
