"""Figures that the prose states, each with its quote.

Precision comes first: where a clause can be read in two ways nothing is stated, because a wrong
statement would contradict a right table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from parsers.narrative.channels import read_channels, read_documents, read_fees, zero_fee
from parsers.narrative.clauses import Sentence, sentences
from parsers.narrative.disputes import read_disputes, speaks_of_disputes, zero_disputes
from parsers.narrative.elsewhere import counts_something_else, is_of_another_year
from parsers.narrative.older import is_older, names_fees, read_older, without_parts, zero_older
from parsers.narrative.percents import Percent, read_percents
from parsers.narrative.requests import CARRIED_IN, CARRIED_OUT, Stated, read_requests, zero_requests
from parsers.record import Section, Statement
from parsers.vocab import load

__all__ = ["is_older", "read_statements"]

_CLAUSE = re.compile("[^\uff0c,\uff08\uff09()]+")
_CLAUSE_START = re.compile("[\uff0c,\uff1a:\uff08(]")
Value = int | float
COUNTING_SECTIONS = ("overview", "proactive", "requests", "disputes")


def read_statements(
    sections: Sequence[Section], *, older: bool = False, year: int | None = None
) -> list[Statement]:
    """Give the figures that the prose of a report states, in the order of the source.

    Args:
        sections: The report's sections.
        older: Whether its form is from before 2019 (:func:`is_older`).
        year: The report's year, from which other years in the prose are told; None where it is not known.

    Returns:
        Statements with the codebook key of the cell that they should agree with (derived keys
        such as ``disputes/litigation/total`` included). Sentences that deny (未收到…申请) state 0. The
        quote is ``text[span[0]:span[1]]`` of the section.
    """
    found: list[Statement] = []
    for section in sections:
        of_section = _of_section(section, older=older, year=year)
        found += sorted(of_section, key=lambda statement: statement.span)
    return found


def _of_section(section: Section, *, older: bool, year: int | None) -> Iterator[Statement]:
    topic = fees = False  # what the sentence before spoke of
    older = older and section.code in (*COUNTING_SECTIONS, "other")
    for sentence in sentences(section.text, older=older):
        stated = list(_stated(sentence, section.code, topic=topic))
        named = older and names_fees(sentence.text)
        if older:
            stated = [*without_parts(stated), *read_older(sentence, fees=fees or named)]
        stated = [item for item in stated if _is_own(item, year)]
        for item in stated:
            yield _statement(section, sentence, item)
        yield from (_percent(section, sentence, item) for item in read_percents(sentence, stated))
        known = {item.cell for item in stated}
        if not is_of_another_year(sentence.text, year):
            yield from _zeros(section, sentence, known, fees=fees or named)
        goes_on = topic and _names_outcome(sentence.text)
        topic, fees = _speaks_of_requests(sentence.text) or goes_on, named


def _is_own(item: Stated, year: int | None) -> bool:
    """Say whether a number counts the report's own year; what is carried over names the other one."""
    return item.cell in (CARRIED_IN, CARRIED_OUT) or not counts_something_else(item.counted, year)


def _names_outcome(text: str) -> bool:
    """Say whether a text goes on to tell what became of the requests."""
    outcomes = load("narrative")["requests"]["outcomes"].values()
    return any(word in text for words in outcomes for word in words)


def _speaks_of_requests(text: str) -> bool:
    return any(word in text for word in load("narrative")["requests"]["objects"])


def _stated(sentence: Sentence, code: str, *, topic: bool) -> Iterator[Stated]:
    if code == "other":
        yield from read_fees(sentence)
        return
    if code not in COUNTING_SECTIONS:
        return
    disputes = speaks_of_disputes(sentence.text)
    if disputes:
        yield from read_disputes(sentence, topic=topic or code == "disputes")
    taken = set()
    for item in read_requests(sentence, topic and not disputes):
        if not (disputes and speaks_of_disputes(item.counted.before + item.counted.after)):
            taken.add(item.counted.number)
            yield item
    for item in (*read_channels(sentence), *read_documents(sentence)):
        if item.counted.number not in taken:
            yield item


def _zeros(
    section: Section, sentence: Sentence, stated: set[str], *, fees: bool
) -> Iterator[Statement]:
    """Give what the clauses of a sentence deny, unless a figure stands for it in the sentence."""
    if not _denial().search(sentence.text):
        return
    topic = section.code == "disputes" or _speaks_of_requests(sentence.text)
    for match in _CLAUSE.finditer(sentence.text):
        clause = match.group()
        cells = zero_fee(clause) if section.code == "other" else []
        if section.code in COUNTING_SECTIONS:
            cells = [*zero_requests(clause), *zero_disputes(clause, topic=topic)]
        for cell in (*cells, *zero_older(clause, fees=fees)):
            if cell not in stated:
                start = sentence.start + match.start()
                stated.add(cell)
                yield _make(section, cell, (start, sentence.start + match.end()), 0)


def _percent(section: Section, sentence: Sentence, item: Percent) -> Statement:
    """Give a percentage with the clause of its count, so that both can be held together."""
    span = (_clause_start(sentence, item.behind), sentence.start + item.end)
    return _make(section, item.cell, span, item.value, "%", about=item.approximate)


def _clause_start(sentence: Sentence, item: Stated) -> int:
    before = sentence.text[: item.counted.number.start]
    starts = [match.end() for match in _CLAUSE_START.finditer(before)]
    return sentence.start + (starts[-1] if starts else 0)


@lru_cache
def _denial() -> re.Pattern[str]:
    """Give a pattern that every sentence has in which a clause denies something."""
    data = load("narrative")
    words = {*data["requests"]["zero"]["none"], *data["requests"]["zero"]["negations"]}
    words |= {*data["disputes"]["negations"], *data["fees"]["none"]}
    words |= set(data["older"]["fees"]["none"])
    return re.compile("|".join(map(re.escape, sorted(words))))


def _statement(section: Section, sentence: Sentence, item: Stated) -> Statement:
    number = item.counted.number
    end = sentence.start + number.end + len(item.counted.after.rstrip())
    span = (_clause_start(sentence, item), end)
    return _make(section, item.cell, span, number.value, number.unit, about=number.approximate)


def _make(
    section: Section,
    cell: str,
    span: tuple[int, int],
    value: Value,
    unit: str | None = None,
    *,
    about: bool = False,
) -> Statement:
    return Statement.model_construct(
        cell=cell,
        value=value,
        unit=unit,
        approximate=about,
        quote=section.text[span[0] : span[1]],
        section=section.code,
        span=span,
    )
