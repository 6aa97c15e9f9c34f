"""Sentences of a section with the numbers in them and the words around each number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from parsers.narrative.numbers import Number, find_numbers, fold_digits
from parsers.vocab import load

_SENTENCE = re.compile("[^\u3002\uff1b;!\uff01\n]+")
_COMMA = re.compile("[\uff0c,\uff1a:\u3001()\uff08\uff09]")
MOST_NUMBERS = 1_000  # of one sentence; each is kept with all that stands before it in the sentence
TAIL = 8  # characters before a number in which a word of comparison excludes it


class Counted(NamedTuple):
    """A number with its surroundings inside one sentence."""

    number: Number
    before: str  # from the number before (or the sentence's start) to the number
    clause: str  # the part of ``before`` behind the last comma
    after: str  # from the number to the next comma or number
    upto: str  # the sentence up to the number


class Sentence(NamedTuple):
    """A sentence, where it begins in the section's text, and its numbers."""

    text: str
    start: int
    counted: tuple[Counted, ...]


@lru_cache
def _gate() -> re.Pattern[str]:
    """Give a pattern that every sentence worth reading has."""
    data = load("narrative")
    words = [
        *data["requests"]["objects"],
        *data["requests"]["received"],
        *data["requests"]["answered"],
    ]
    words += [*data["disputes"]["review"], *data["disputes"]["litigation"], *data["fees"]["words"]]
    words += [w for key in ("website", "wechat", "weibo", "douyin", "new_media", "press")
              for w in data["channels"][key]]  # fmt: skip
    words += [w for labels in data["requests"]["outcomes"].values() for w in labels]
    words += [w for cell, labels in data["rules"].items() if cell != "verbs" for w in labels]
    words += [*data["requests"]["zero"]["none"], *data["requests"]["carried_in"]]
    words += data["requests"]["carried_out"]
    return re.compile("|".join(map(re.escape, sorted(set(words), key=len, reverse=True))))


@lru_cache
def _older_gate() -> re.Pattern[str]:
    """Give the same for reports of the forms before 2019."""
    older = load("narrative")["older"]
    words = [*older["disclosed"]["objects"], *older["fees"]["about"], *older["fees"]["charged"]]
    return re.compile("|".join((_gate().pattern, *map(re.escape, words))))


def sentences(text: str, *, older: bool = False) -> Iterator[Sentence]:
    """Give the sentences of a section's text that may state a figure.

    Args:
        text: The text of a section.
        older: Whether the report has a form from before 2019.
    """
    gate = _older_gate() if older else _gate()
    folded = fold_digits(text)
    for match in _SENTENCE.finditer(folded):
        sentence = match.group()
        if gate.search(sentence):
            yield Sentence(sentence, match.start(), tuple(_counted(sentence)))


def _counted(sentence: str) -> Iterator[Counted]:
    numbers = find_numbers(sentence)[:MOST_NUMBERS]
    previous = 0
    for index, number in enumerate(numbers):
        following = numbers[index + 1].start if index + 1 < len(numbers) else len(sentence)
        before = sentence[previous : number.start]
        rest = sentence[number.end : following]
        after = _COMMA.split(rest, maxsplit=1)[0]
        yield Counted(number, before, _COMMA.split(before)[-1], after, sentence[: number.start])
        previous = number.end


def is_excluded(counted: Counted) -> bool:
    """Say whether a number compares, averages or accumulates and is no count of the year."""
    words = load("narrative")["excluded"]
    tail = counted.before[-TAIL:]
    if any(word in tail for word in words["before"]):
        return True
    return any(word in counted.before[-3 * TAIL :] for word in words["words"])


def last_of(text: str, words: list[str]) -> int:
    """Give the end of the last of these words in a text, or -1."""
    last = -1
    for word in words:
        at = text.rfind(word)
        if at >= 0:
            last = max(last, at + len(word))
    return last
