"""Statements that only the prose of forms A0 and A makes: what was disclosed, and fees for requests.

Source: the codebook's rows of the annex; the words are in ``vocab/narrative.toml`` under ``older``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from parsers.narrative.channels import names_parts
from parsers.narrative.clauses import Counted, Sentence, is_excluded
from parsers.narrative.requests import ANSWERED, RECEIVED, Stated
from parsers.vocab import load

_COLONS = ":\uff1a"


def is_older(form: str | None, year: int | None) -> bool:
    """Say whether a report states the figures of the forms before 2019 in its prose.

    Args:
        form: The form of its tables, None where it has none.
        year: Its year; it decides where there is no form.
    """
    words = load("narrative")["older"]
    first, last = words["years"]
    if form is None:
        return year is not None and first <= year <= last
    return form in words["forms"]


def read_older(sentence: Sentence, *, fees: bool) -> Iterator[Stated]:
    """Give what a sentence says was disclosed, and what was charged for requests, in yuan.

    Args:
        sentence: The sentence.
        fees: Whether it, or the sentence before, names the fees for requests.
    """
    words = load("narrative")["older"]
    for counted in sentence.counted:
        if is_excluded(counted):
            continue
        if _is_disclosed(counted, words["disclosed"]):
            yield Stated(words["disclosed"]["cell"], counted)
        elif fees and counted.number.unit == "\u5143" and _is_charge(counted.before):
            yield Stated(words["fees"]["cell"], counted)


def _is_disclosed(counted: Counted, words: dict[str, Any]) -> bool:
    clause = counted.clause or counted.before.rstrip(
        _COLONS
    )  # as a label: its number stands behind a colon
    return (
        counted.number.unit in words["units"]
        and not names_parts(counted)
        and any(word in clause for word in words["objects"])
        and not any(word in clause + counted.after for word in words["parts"])
    )


def _is_charge(clause: str) -> bool:
    words = load("narrative")["older"]["fees"]
    charged = any(word in clause for word in words["charged"])
    return charged and not any(word in clause for word in words["others"])


def names_fees(text: str) -> bool:
    """Say whether a text names the fees for requests."""
    return any(word in text for word in load("narrative")["older"]["fees"]["about"])


def zero_older(clause: str, *, fees: bool) -> list[str]:
    """Give the fee where a clause says that none was charged."""
    words = load("narrative")["older"]["fees"]
    none = any(word in clause for word in words["none"])
    return [words["cell"]] if fees and none and _is_charge(clause) else []


def without_parts(stated: Iterable[Stated]) -> list[Stated]:
    """Leave out counts of received and answered requests whose clause speaks of a part of them."""
    words = load("narrative")["older"]["parts"]
    return [item for item in stated if item.cell not in (RECEIVED, ANSWERED)
            or not any(word in item.counted.clause + item.counted.after for word in words)]  # fmt: skip
