"""Statements on the channels of publication, on fees for requests, and on documents issued."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from parsers.narrative.clauses import Counted, Sentence, is_excluded, last_of
from parsers.narrative.requests import Stated
from parsers.vocab import load

CHANNELS = ("website", "wechat", "weibo", "douyin", "new_media", "press")
PART_OF = ("\u5176\u4e2d", "\u5305\u62ec")  # 其中, 包括: a part of the number before
FEE = "section6/information_processing_fee_yuan"


def read_channels(sentence: Sentence) -> Iterator[Stated]:
    """Give accounts, followers and posts of the channels that a sentence names."""
    words = load("narrative")["channels"]
    for counted in sentence.counted:
        channel = _channel(counted.upto, words)
        if channel is None or is_excluded(counted):
            continue
        measure = _measure(counted, channel, words)
        if measure:
            yield Stated(f"channels/{channel}/{measure}", counted)


def _channel(text: str, words: dict[str, Any]) -> str | None:
    ends = {channel: last_of(text, words[channel]) for channel in CHANNELS}
    best = max(CHANNELS, key=lambda channel: ends[channel])
    return best if ends[best] >= 0 else None


def _measure(counted: Counted, channel: str, words: dict[str, Any]) -> str | None:
    clause, unit = counted.clause, counted.number.unit
    if any(word in clause for word in words["followers"]) and unit in (None, "\u4eba", "\u4e2a"):
        return "followers"
    if channel == "press":
        return "posts" if unit in words["press_units"] else None
    if unit == "\u4e2a" and clause.endswith(tuple(words["accounts"])):
        return None if names_parts(counted) else "accounts"
    if unit in words["post_units"] and any(word in clause for word in words["posts"]):
        return "posts"
    return None


def names_parts(counted: Counted) -> bool:
    """Say whether the sentence has begun to name the parts of a number."""
    return any(word in counted.upto for word in PART_OF)


def read_fees(sentence: Sentence) -> Iterator[Stated]:
    """Give the fee collected for requests, in yuan."""
    words = load("narrative")["fees"]
    if not any(word in sentence.text for word in words["words"]):
        return
    for counted in sentence.counted:
        if any(word in counted.clause + counted.after for word in words["others"]):
            continue
        if counted.number.unit == "\u5143" and any(w in counted.upto for w in words["words"]):
            yield Stated(FEE, counted)


def zero_fee(clause: str) -> list[str]:
    """Give the fee where a clause says that none was collected."""
    words = load("narrative")["fees"]
    named = any(word in clause for word in words["words"])
    return [FEE] if named and any(word in clause for word in words["none"]) else []


def read_documents(sentence: Sentence) -> Iterator[Stated]:
    """Give the rules and normative documents that the prose says were issued."""
    words = load("narrative")["rules"]
    for counted in sentence.counted:
        if counted.number.unit != "\u4ef6" or is_excluded(counted):
            continue
        for cell, labels in words.items():
            if cell == "verbs" or not counted.clause.endswith(tuple(labels)):
                continue
            if any(verb in counted.upto[-60:] for verb in words["verbs"]):
                yield Stated(cell, counted)
