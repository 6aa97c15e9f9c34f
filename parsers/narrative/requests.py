"""Statements on requests: received, carried over, answered, outcomes, applicants."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from parsers.narrative.clauses import Counted, Sentence, is_excluded, last_of
from parsers.vocab import load

RECEIVED = "requests/requests_received/total"
ON_HAND = "requests/requests_on_hand/total"
CARRIED_IN = "requests/carried_over_from_previous_year/total"
CARRIED_OUT = "requests/carried_over_to_next_year/total"
ANSWERED = "requests/outcome.total/total"
_PAUSE = re.compile("[\uff0c,\uff1a:]")
FRESH = "\u65b0\u6536"  # 新收: beside it, 受理 means new and carried over together


class Stated(NamedTuple):
    """A cell that a number is stated for; ``end`` is how far the quote must reach."""

    cell: str
    counted: Counted


def read_requests(sentence: Sentence, topic: bool) -> Iterator[Stated]:
    """Give the figures of a sentence that speak of requests for information.

    Args:
        sentence: The sentence.
        topic: Whether the sentence before spoke of requests.
    """
    words = load("narrative")["requests"]
    speaks = any(word in sentence.text for word in words["objects"])
    if not speaks and not topic:
        return
    stated: list[Stated] = []
    for counted in sentence.counted:
        if counted.number.unit in load("narrative")["units"]["requests"] and not is_excluded(
            counted
        ):
            stated += [Stated(cell, counted) for cell in _cells(counted, words, speaks=speaks)]
    yield from _on_hand(stated)


def _cells(counted: Counted, words: dict[str, Any], *, speaks: bool) -> list[str]:
    if any(word in counted.clause + counted.after for word in words["others"]):
        return []
    carried = _carried(counted, words)
    if carried:
        return [carried]
    outcome = _outcome(counted, words)
    if outcome is not None:
        return outcome
    applicant = _applicant(counted, words)
    if applicant is not None:
        return applicant
    if any(word in counted.clause for word in words["through"]):
        return []
    return _main(counted, words, speaks=speaks)


def _carried(counted: Counted, words: dict[str, Any]) -> str | None:
    near = counted.clause + counted.after
    if any(word in near for word in words["carried_out"]):
        return CARRIED_OUT
    return CARRIED_IN if any(word in near for word in words["carried_in"]) else None


def _outcome(counted: Counted, words: dict[str, Any]) -> list[str] | None:
    """Give the outcome that a number belongs to; [] where it belongs to several together."""
    named = {code: last_of(counted.clause, labels) for code, labels in words["outcomes"].items()}
    hits = [code for code, end in named.items() if end >= 0]
    if not hits:
        after = counted.after.lstrip("\u4e3a\u5c5e\u4e8e ")
        hits = [
            code for code, labels in words["outcomes"].items() if after.startswith(tuple(labels))
        ]
    if not hits:
        return None
    return [f"requests/{hits[0]}/total"] if len(hits) == 1 else []


def _applicant(counted: Counted, words: dict[str, Any]) -> list[str] | None:
    org = any(word in counted.clause for word in words["org"])
    person = any(word in counted.clause for word in words["natural_person"])
    if org == person:
        return None
    return [f"requests/requests_received/{'org' if org else 'natural_person'}"]


def _main(counted: Counted, words: dict[str, Any], *, speaks: bool) -> list[str]:
    """Give received, answered or both, by the verbs between the number before and this one.

    The part behind the last comma decides if it has such a verb: what an earlier part speaks of
    in general (规范登记、办理、答复各环节，全年共收到…) is not what the number counts.
    """
    near = counted.before
    named = any(word in near + counted.after for word in words["objects"])
    received, answered = _verbs(_PAUSE.split(near)[-1], words)
    if not received and not answered:
        received, answered = _verbs(near, words)
    if last_of(near, words["on_hand"]) >= 0 and named:
        return [ON_HAND]
    cells = []
    if received and (named or (speaks and not answered and FRESH in near)):
        cells.append(RECEIVED)
    if answered and (named or speaks or not received):
        cells.append(ANSWERED)
    return cells


def _verbs(text: str, words: dict[str, Any]) -> tuple[bool, bool]:
    """Say whether a text speaks of receiving, and of answering."""
    return last_of(text, words["received"]) >= 0, last_of(text, words["answered"]) >= 0


def _on_hand(stated: list[Stated]) -> Iterator[Stated]:
    """Tell 受理 that means new plus carried over: the same sentence states the new ones apart."""
    received = [s for s in stated if s.cell == RECEIVED]
    fresh = [s for s in received if FRESH in s.counted.before]
    apart = len(received) > 1 and bool(fresh) and any(s.cell == CARRIED_IN for s in stated)
    for item in stated:
        if apart and item.cell == RECEIVED and item not in fresh:
            yield item._replace(cell=ON_HAND)
        else:
            yield item


def zero_requests(clause: str) -> list[str]:
    """Give the cells that a clause states as zero: 未收到…申请, 无依申请公开, 零报告."""
    words = load("narrative")["requests"]
    zero = words["zero"]
    if any(word in clause for word in zero["none"]):
        return [RECEIVED]
    negation = last_of(clause, zero["negations"])
    if negation < 0:
        return []
    spoken = clause[max(negation - 4, 0) :]
    if not any(word in spoken for word in (*words["objects"], "\u7533\u8bf7")):
        return []
    org = any(word in spoken for word in words["org"])
    person = any(word in spoken for word in words["natural_person"])
    return ["requests/requests_received/org"] if org and not person else [RECEIVED]
