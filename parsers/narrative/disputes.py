"""Statements on administrative reviews and suits, with their results."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from parsers.narrative.clauses import Counted, Sentence, is_excluded, last_of
from parsers.narrative.requests import Stated
from parsers.vocab import load

RESULTS = ("upheld", "corrected", "other_outcome", "pending")
FOI = (
    "\u4fe1\u606f\u516c\u5f00",
    "\u516c\u5f00\u653f\u5e9c\u4fe1\u606f",
    "\u4f9d\u7533\u8bf7",
    "\u653f\u52a1\u516c\u5f00",
)


def speaks_of_disputes(text: str) -> bool:
    """Say whether a text names reviews or suits."""
    words = load("narrative")["disputes"]
    return any(word in text for word in (*words["review"], *words["litigation"]))


def read_disputes(sentence: Sentence, *, topic: bool) -> Iterator[Stated]:
    """Give the figures of a sentence on reviews and suits about information.

    Args:
        sentence: The sentence.
        topic: Whether section or sentence before make clear that information is meant; a bureau
            of justice counts reviews of every kind.
    """
    if not (topic or any(word in sentence.text for word in FOI)):
        return
    words = load("narrative")["disputes"]
    for counted in sentence.counted:
        if counted.number.unit is None or is_excluded(counted):
            continue
        row = _row(counted.upto, words)
        for cell in _cells(counted, row, words):
            yield Stated(cell, counted)


def _row(text: str, words: dict[str, Any]) -> str | None:
    """Give the block that the text up to a number speaks of last."""
    ends = {
        "review": last_of(text, words["review"]),
        "litigation": last_of(text, words["litigation"]),
        "litigation.direct": last_of(text, words["direct"]),
        "litigation.after_review": last_of(text, words["after_review"]),
    }
    best = max(ends, key=lambda row: (ends[row], row))
    if ends["litigation.after_review"] >= 0 and ends["litigation.after_review"] >= ends["review"]:
        best = max(
            ("litigation.after_review", "litigation.direct", "litigation"), key=ends.__getitem__
        )
    return best if ends[best] >= 0 else None


def _cells(counted: Counted, row: str | None, words: dict[str, Any]) -> list[str]:
    if row is None:
        return []
    result = _result(counted, words)
    if result:
        return [f"disputes/{row}/{result}"]
    if not speaks_of_disputes(counted.before):
        return []
    both = (
        last_of(counted.before, words["review"]) >= 0
        and last_of(counted.before, words["litigation"]) >= 0
    )
    if both and row in ("review", "litigation"):
        return (
            ["disputes/review/total", "disputes/litigation/total"]
            if counted.number.value == 0
            else []
        )
    return [f"disputes/{row}/total"]


def _result(counted: Counted, words: dict[str, Any]) -> str | None:
    """Give the result next to a number: 维持72件 before it, or 1起维持 behind it."""
    ends = {result: last_of(counted.clause, words[result]) for result in RESULTS}
    if ends["pending"] >= 0:
        return "pending"
    best = max(ends, key=lambda result: ends[result])
    if ends[best] >= 0:
        return best
    after = counted.after.strip().lstrip("\u88ab\u4e3a\u5c5e")
    for result in ("pending", "upheld", "corrected", "other_outcome"):
        if after.startswith(tuple(words[result])):
            return result
    return None


def zero_disputes(clause: str, *, topic: bool) -> list[str]:
    """Give the totals that a clause states as zero: 未发生政府信息公开行政复议、行政诉讼."""
    words = load("narrative")["disputes"]
    if not (topic or any(word in clause for word in FOI)) or not speaks_of_disputes(clause):
        return []
    if last_of(clause, words["negations"]) < 0:
        return []
    cells = []
    if any(word in clause for word in words["review"]):
        cells.append("disputes/review/total")
    if any(word in clause for word in words["litigation"]):
        cells.append("disputes/litigation/total")
    return cells
