"""Sections whose words are those of last year's report, or of another body's.

Own words (:mod:`parsers.audit.words`) are compared by their runs of five characters. Candidates among
all reports come from MinHash and locality-sensitive hashing, and each is verified by the exact
similarity before it is told, with the passages as they stand in both reports.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence

import rensa
from rapidfuzz.distance import Indel

from parsers.audit.model import AuditFinding, AuditRule, Held, Mark, Passage, body_key
from parsers.audit.rules import Book, make
from parsers.audit.words import Text
from parsers.vocab import load

# 24 bands of eight: texts that are alike by 0.85 share one with a chance of 0.9995, those alike by 0.9 with one of
# 1 - 1e-6; those alike by 0.3, as texts of one trade are, with one of 0.0016: of them there are billions of pairs.
_PERMUTATIONS, _ROWS = 192, 8
_EARLIER = 8  # texts of one band that a later one is held against, the latest of them
_QUOTE = 60  # characters of a finding's quote
_PASSAGE, _PASSAGES = 12, 5  # characters that a passage has at least, and passages of a finding
_LONGEST = 6_000  # characters of a text in which passages are marked


def bands_of(text: Text) -> list[int]:
    """Give the bands of a text: of texts that are alike at least one is the same.

    The code of the section is part of each, so that only sections of one kind meet.
    """
    signature = rensa.RMinHash(num_perm=_PERMUTATIONS, seed=1)
    signature.update(sorted(text.runs))
    digest = signature.digest()
    return [
        int.from_bytes(
            hashlib.blake2b(
                f"{text.code} {at} {digest[at : at + _ROWS]}".encode(), digest_size=8
            ).digest(),
            signed=True,
        )
        for at in range(0, _PERMUTATIONS, _ROWS)
    ]


def pairs_of(band: Sequence[Mark]) -> Iterator[tuple[Mark, Mark]]:
    """Give who may have copied whom among the texts of a band, in the order of their years.

    A later text is held against the last few of other bodies before it, so that the work grows with
    the number of texts even where a whole province shares its words.
    """
    for at, mark in enumerate(band):
        others = (other for other in reversed(band[:at]) if other.body != mark.body)
        for _, other in zip(range(_EARLIER), others, strict=False):
            yield mark, other


def is_long(text: Text, book: Book, kind: str) -> bool:
    """Say whether a text has enough words of its own to be compared."""
    return any(text.length >= rule.data["least"] for rule in book.of_kind(kind))


def similarity(first: frozenset[str], second: frozenset[str]) -> float:
    """Give the Jaccard similarity of two sets of runs.

    >>> similarity(frozenset("abc"), frozenset("abd"))
    0.5
    """
    return len(first & second) / len(first | second) if first and second else 0.0


def of_itself(texts: Iterable[Text], book: Book) -> Iterator[AuditFinding]:
    """Give the sections of a body that repeat its report of the year before."""
    by_place = {(text.report.identity.year or 0, text.code): text for text in texts}
    for rule in book.of_kind("reuse"):
        for (year, section), text in by_place.items():
            before = by_place.get((year - 1, section))
            if before is None or text.length < rule.data["least"]:
                continue
            alike = similarity(text.runs, before.runs)
            if alike > rule.data["similar"]:
                yield _told(rule, text, before, alike)


def of_others(text: Text, others: Iterable[Text], book: Book) -> Iterator[AuditFinding]:
    """Give the finding of a section that repeats the report of another body: the most similar one."""
    runs, own = text.runs, body_key(text.report)
    found = [
        (similarity(runs, other.runs), other)
        for other in others
        if body_key(other.report) != own and other.code == text.code
    ]
    for rule in book.of_kind("reuse_other"):
        alike, other = max(found, key=lambda one: one[0], default=(0.0, text))
        if alike > rule.data["similar"] and text.length >= rule.data["least"]:
            yield _told(rule, text, other, alike)


def _told(rule: AuditRule, text: Text, source: Text, alike: float) -> AuditFinding:
    passages = _passages(text, source)
    inside = [
        sentence.text
        for sentence in text.sentences
        if any(one.start <= sentence.start and sentence.stop <= one.stop for one, _ in passages)
    ]
    longest = max(inside, key=len, default=text.sentences[0].text)
    name = load("audit")["sections"][text.code]
    found = make(
        rule,
        [Held(text.report, {}), Held(source.report, {})],
        [],
        (None, round(alike, 3)),
        None,
        name=name["zh"],
        name_en=name["en"],
        previous=source.report.identity.year,
        other=source.report.id,
        quote=longest[:_QUOTE],
    )
    found.passages += passages
    return found


def _passages(text: Text, source: Text) -> list[tuple[Passage, Passage]]:
    """Mark the longest passages that both have, in their order; words that everybody uses are none."""
    first, second = (one.report.sections[one.at].text[:_LONGEST] for one in (text, source))
    own = [range(one.start, one.stop) for one in text.sentences]
    same = [
        block
        for block in Indel.opcodes(first, second)
        if block.tag == "equal"
        and block.src_end - block.src_start >= _PASSAGE
        and any(max(block.src_start, s.start) < min(block.src_end, s.stop) for s in own)
    ]
    longest = sorted(same, key=lambda block: block.src_start - block.src_end)[:_PASSAGES]
    return [
        (
            _passage(text, block.src_start, block.src_end),
            _passage(source, block.dest_start, block.dest_end),
        )
        for block in sorted(longest, key=lambda block: block.src_start)
    ]


def _passage(text: Text, start: int, stop: int) -> Passage:
    quoted = text.report.sections[text.at].text[start:stop]
    return Passage(report_id=text.report.id, section=text.code, start=start, stop=stop, text=quoted)
