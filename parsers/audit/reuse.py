"""Sections whose words are those of last year's report, or of another body's.

Sentences that many reports share (the law, the form's own words) are taken out first; what is left
is compared by its runs of five characters. Candidates among all reports come from MinHash and
locality-sensitive hashing, and each is verified by the exact similarity before it is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from zlib import crc32

import rensa

from parsers.audit.model import AuditFinding, Held, body_key
from parsers.audit.rules import audit_rules, make
from parsers.vocab import load

_SENTENCE = re.compile("[^\\u3002\\uff1b\\n!?\\uff01\\uff1f]+")
_DIGITS = re.compile(r"\d+")
_RUN = 5  # characters
_SIZE = 1 << 24  # counters of the sketch of sentences
_PERMUTATIONS, _BANDS = 64, 16
_QUOTE = 60  # characters of a finding's quote
_COMMON = 5  # bodies that share a sentence, from which on it is nobody's own
_SHARE = 0.002  # or this share of all reports, if that is more


class Text(NamedTuple):
    """The own words of one section."""

    held: Held
    section: str
    sentences: tuple[str, ...]

    @property
    def runs(self) -> frozenset[str]:
        """The runs of characters by which texts are compared; numbers do not count."""
        text = _DIGITS.sub("", "".join(self.sentences))
        return frozenset(text[at : at + _RUN] for at in range(len(text) - _RUN + 1))


class Common:
    """A sketch of how many reports have a sentence: 16 MB, whatever the number of reports."""

    def __init__(self) -> None:
        self._counts = bytearray(_SIZE)
        self._reports = 0

    def add(self, sentences: Iterable[str]) -> None:
        """Count the sentences of a report, each once."""
        self._reports += 1
        for slot in {_slot(sentence) for sentence in sentences}:
            self._counts[slot] = min(self._counts[slot] + 1, 255)

    def has(self, sentence: str) -> bool:
        """Say whether a sentence is shared by so many that it is nobody's own."""
        least = min(max(_COMMON, int(self._reports * _SHARE)), 255)
        return self._counts[_slot(sentence)] >= least


def _slot(sentence: str) -> int:
    return crc32(_DIGITS.sub("", sentence).encode()) % _SIZE


def sentences_of(text: str) -> tuple[str, ...]:
    """Give the sentences of a text without their blanks."""
    found = ("".join(sentence.split()) for sentence in _SENTENCE.findall(text))
    return tuple(sentence for sentence in found if len(sentence) > _RUN)


def reuse(held: list[Held]) -> Iterator[AuditFinding]:
    """Give the sections that repeat the report of the year before, or of another body."""
    rule = audit_rules()["X.REUSE"]
    common = Common()
    for one in held:
        common.add(
            sentence
            for section in one.report.sections
            if section.code in rule.data["sections"]
            for sentence in sentences_of(section.text)
        )
    texts = [text for one in held for text in _own(one, common, rule.data["sections"])]
    yield from _of_itself(texts)
    yield from _of_others(texts)


def _own(held: Held, common: Common, sections: list[str]) -> Iterator[Text]:
    for section in held.report.sections:
        if section.code in sections:
            own = tuple(s for s in sentences_of(section.text) if not common.has(s))
            if own:
                yield Text(held, section.code, own)


def _long_enough(text: Text, least: int) -> bool:
    return sum(map(len, text.sentences)) >= least


def similarity(first: frozenset[str], second: frozenset[str]) -> float:
    """Give the Jaccard similarity of two sets of runs.

    >>> similarity(frozenset("abc"), frozenset("abd"))
    0.5
    """
    return len(first & second) / len(first | second) if first and second else 0.0


def _of_itself(texts: list[Text]) -> Iterator[AuditFinding]:
    rule = audit_rules()["X.REUSE"]
    by_place = {(body_key(t.held.report), t.held.year, t.section): t for t in texts}
    for (body, year, section), text in by_place.items():
        before = by_place.get((body, year - 1, section))
        if before is None or not _long_enough(text, rule.data["least"]):
            continue
        alike = similarity(text.runs, before.runs)
        if alike > rule.data["similar"]:
            yield _told("X.REUSE", text, before, alike)


def _of_others(texts: list[Text]) -> Iterator[AuditFinding]:
    rule = audit_rules()["X.REUSE_OTHER"]
    index = rensa.RMinHashLSH(
        threshold=rule.data["similar"], num_perm=_PERMUTATIONS, num_bands=_BANDS
    )
    kept: list[Text] = []
    for text in sorted(texts, key=lambda text: (text.held.year, text.held.report.id)):
        if not _long_enough(text, rule.data["least"]):
            continue
        runs = text.runs
        signature = rensa.RMinHash(num_perm=_PERMUTATIONS, seed=1)
        signature.update(sorted(runs))
        found = _nearest(text, runs, (kept[at] for at in sorted(index.query(signature))))
        if found is not None and found[0] > rule.data["similar"]:
            yield _told("X.REUSE_OTHER", text, found[1], found[0])
        index.insert(len(kept), signature)
        kept.append(text)


def _nearest(text: Text, runs: frozenset[str], others: Iterable[Text]) -> tuple[float, Text] | None:
    """Give the most similar section of another body, exactly measured."""
    best: tuple[float, Text] | None = None
    own = body_key(text.held.report)
    for other in others:
        if body_key(other.held.report) == own or other.section != text.section:
            continue
        alike = similarity(runs, other.runs)
        if best is None or alike > best[0]:
            best = (alike, other)
    return best


def _told(code: str, text: Text, source: Text, alike: float) -> AuditFinding:
    shared = [sentence for sentence in text.sentences if sentence in set(source.sentences)]
    quote = max(shared, key=len, default=text.sentences[0])[:_QUOTE]
    name = load("audit")["sections"][text.section]
    return make(
        audit_rules()[code],
        [text.held, source.held],
        [],
        (None, round(alike, 3)),
        None,
        name=name["zh"],
        name_en=name["en"],
        previous=source.held.year,
        other=source.held.report.id,
        quote=quote,
    )
