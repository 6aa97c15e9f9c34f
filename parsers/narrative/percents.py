"""Percentages of the prose: the share of an outcome in what was closed, the growth of requests.

A percentage is read only right behind the count that it speaks of, so that it cannot belong to another.

Source: the codebook's narrative checks N.PERCENT (予以公开265件，占32.9%) and N.GROWTH (收到3525件，同比增长1.05%).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from parsers.narrative.clauses import Sentence
from parsers.narrative.requests import ANSWERED, ON_HAND, RECEIVED, Stated
from parsers.vocab import load

SHARE = "share_of_closed"  # column of a derived figure, in percent
GROWTH = "growth"  # the same, against the year before
_OUTCOME = re.compile(r"requests/outcome\.\w+/total")


class Percent(NamedTuple):
    """A percentage, the derived figure that it states, and the count that it stands behind."""

    cell: str
    value: float
    approximate: bool
    behind: Stated
    end: int  # in the sentence


def read_percents(sentence: Sentence, stated: Iterable[Stated]) -> Iterator[Percent]:
    """Give the percentages behind the counts of a sentence.

    Args:
        sentence: The sentence.
        stated: Its counts, with the cells that they are stated for.
    """
    if "%" not in sentence.text:
        return
    for item in stated:
        row = item.cell.rpartition("/")[0]
        at = item.counted.number.end
        if _OUTCOME.fullmatch(item.cell) and item.cell != ANSWERED:
            match = _share().match(sentence.text, at)
            if match:
                value, about = float(match["percent"]), bool(match["early"] or match["about"])
                yield Percent(f"{row}/{SHARE}", value, about, item, match.end())
        elif item.cell in (RECEIVED, ON_HAND):
            match = _growth().match(sentence.text, at)
            if match:
                sign = -1 if match["down"] else 1
                value = sign * float(match["percent"])
                yield Percent(f"{row}/{GROWTH}", value, bool(match["about"]), item, match.end())


def _any(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


@lru_cache
def _share() -> re.Pattern[str]:
    words = load("narrative")["percents"]
    return re.compile(
        rf"[\s\uff0c,(\uff08\u3001]*(?P<early>{_about()})?(?:{_any(words['share'])})(?:{_any(words['of'])})?"
        rf"\s*{_percent()}"
    )


@lru_cache
def _growth() -> re.Pattern[str]:
    words = load("narrative")["percents"]
    against, up, down = (_any(words[name]) for name in ("against", "up", "down"))
    units = _any(load("narrative")["units"]["requests"])
    blanks = r"[\s\uff0c,(\uff08\u3001]*"
    # The difference in counts may stand between: 比去年增加37件，同比增长1.05%.
    difference = rf"(?:{against})(?:{up}|{down})\u4e86?\s*\d+\s*(?:{units}){blanks}"
    return re.compile(
        rf"{blanks}(?:(?:{difference})?(?:{against})|{difference})\s*"
        rf"(?:(?:{up})|(?P<down>{down}))\u4e86?\s*{_percent()}"
    )


def _percent() -> str:
    return rf"(?P<about>{_about()})?\s*(?P<percent>\d{{1,4}}(?:\.\d{{1,4}})?)\s*%"


def _about() -> str:
    return _any(load("narrative")["units"]["approximate_before"])
