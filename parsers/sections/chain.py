"""The best chain of headings.

Taking the first line that looks like a heading goes wrong on tables of contents, on items worded
like sections, and on reports that restart their numbering. So all candidates compete: a chain
holds each section at most once, in the order of the source, and the chain with the most credit
wins. Credit is given for the numeral style and number of the form, for the exact wording and for
content that follows; steps back cost.
"""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from parsers.sections.candidates import Candidate
from parsers.sections.headings import section_numbers

STYLE_CREDIT = {
    "cn": 3.0, "part": 3.0, "bare": 2.0, "number": 2.0, "none": 1.5, "arabic": 1.0, "paren": 1.0,
}  # fmt: skip
NUMBER_CREDIT = 1.0  # it carries the number that its section has on the form
EXACT_CREDIT = 1.0
STEP_BACK = 2.0  # cost of a section that stands before one of a smaller number


class _State(NamedTuple):
    """A chain under way: what it is worth and which candidates it holds."""

    credit: float
    chain: tuple[int, ...]


def best_chain(candidates: list[Candidate]) -> list[Candidate]:
    """Choose each section at most once so that the credit of all is the greatest.

    Dynamic programming over (sections used, last section, whether that one has a numeral): what
    may follow depends on nothing else, so there are at most 64 x 7 x 2 states, however many
    candidates. Of equal chains the one found first stays.
    """
    if _all_in_order(candidates):
        return candidates
    numbers = section_numbers()
    best: dict[tuple[int, int, bool], _State] = {(0, 0, True): _State(0.0, ())}
    for index, candidate in enumerate(candidates):
        number = numbers[candidate.heading.code]
        for (used, last, _), state in list(best.items()):
            if used & (1 << number) or not _may_follow(candidates, state, candidate):
                continue
            credit = state.credit + _credit(candidate) - (STEP_BACK if last > number else 0.0)
            key = (used | 1 << number, number, candidate.heading.style != "none")
            if key not in best or best[key].credit < credit:
                best[key] = _State(credit, (*state.chain, index))
    winner = max(best.values(), key=lambda state: state.credit)
    return [candidates[index] for index in winner.chain]


def _all_in_order(candidates: list[Candidate]) -> bool:
    """Say whether nothing competes: then all have the greatest credit."""
    numbers = [section_numbers()[candidate.heading.code] for candidate in candidates]
    rising = all(before < after for before, after in pairwise(numbers))
    return rising and all(candidate.heading.style != "number" for candidate in candidates)


def _may_follow(candidates: list[Candidate], state: _State, candidate: Candidate) -> bool:
    """Say whether a step is credible at all.

    A bare number follows the section before it; a step back needs numbers on both sides, so that
    a menu entry 政府信息公开情况 above the report opens no section.
    """
    numbers = section_numbers()
    number = numbers[candidate.heading.code]
    last = candidates[state.chain[-1]].heading if state.chain else None
    if candidate.heading.style == "number":
        return last is not None and numbers[last.code] == number - 1
    if last is None or numbers[last.code] < number:
        return True
    return "none" not in (last.style, candidate.heading.style)


def _credit(candidate: Candidate) -> float:
    heading = candidate.heading
    credit = STYLE_CREDIT[heading.style] + candidate.content
    if heading.number == section_numbers()[heading.code]:
        credit += NUMBER_CREDIT
    return credit + (EXACT_CREDIT if heading.exact else 0.0)
