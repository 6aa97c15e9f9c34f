"""Numbers of the prose that count another year, a part of the year, a plan, or another body.

A report tells last year's figure beside this year's, what is planned for the next, and what the bodies below
it did. Such a number contradicts a right table, so it states nothing. Where a year is only named to be
compared with (较2022年增长12%，共收到63件), the number behind it is this year's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from parsers.narrative.clauses import Counted
from parsers.vocab import load

_COMMA = re.compile("[\uff0c,\uff1a:]")
_CLOSE = re.compile("[\\s(\uff08\u7684\u4e3a\u662f]*\\Z")


class _Patterns(NamedTuple):
    year: re.Pattern[str]
    last: re.Pattern[str]
    this: re.Pattern[str]
    part: re.Pattern[str]


def counts_something_else(counted: Counted, year: int | None) -> bool:
    """Say whether a number is no count of the report's own year and body.

    Args:
        counted: The number with its surroundings.
        year: The report's year; None where it is not known, then no year is another.
    """
    words = load("narrative")["elsewhere"]
    near = counted.clause + counted.after
    if any(word in near for word in (*words["plans"], *words["bodies"])):
        return True
    if counted.after.lstrip().startswith(tuple(words["risen_to"])):
        return True
    if any(word in counted.upto for word in words["since"]):
        return any(word in counted.upto for word in words["summed"])
    part = _patterns().part.search(_COMMA.split(counted.upto)[-1])
    return part is not None or is_of_another_year(counted.upto, year)


def is_of_another_year(text: str, year: int | None) -> bool:
    """Say whether the year that a text named last is not the report's.

    >>> is_of_another_year("2022年收到", 2023), is_of_another_year("较2022年增长，2023年收到", 2023)
    (True, False)
    """
    last = max(_mentions(text, year), default=None)
    return last is not None and last[1]


def _mentions(text: str, year: int | None) -> Iterator[tuple[int, bool]]:
    """Give where years are named, and whether each is another than the report's."""
    patterns, compared = _patterns(), tuple(load("narrative")["elsewhere"]["compared"])
    for match in patterns.year.finditer(text):
        is_other = year is not None and int(match.group(1)) != year
        if text[: match.start()].endswith(compared) and not _CLOSE.match(text, match.end()):
            continue
        yield match.end(), is_other
    yield from ((match.end(), True) for match in patterns.last.finditer(text))
    yield from ((match.end(), False) for match in patterns.this.finditer(text))


@lru_cache
def _patterns() -> _Patterns:
    words = load("narrative")["elsewhere"]
    return _Patterns(*(re.compile(words[name]) for name in _Patterns._fields))
