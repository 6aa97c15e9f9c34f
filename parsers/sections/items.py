"""The numbered parts of a section's text."""

from __future__ import annotations

import re

from parsers.record import SectionItem
from parsers.sections.headings import CN, number_value

LONGEST_ITEM_HEADING = 60
LEAST_ITEMS = 2  # a lone （一） or 一是 numbers nothing

_BEFORE = r"(?:(?<=^)|(?<=[\s\u3002\uff1b;\uff1a:|]))"
_BEFORE_IS = r"(?:(?<=^)|(?<=[\s\u3002\uff1b;\uff1a:\uff0c,|]))"
# （一） · 1. · 一是, from the outer to the inner one: the first that counts divides the section.
_STYLES = (
    re.compile(rf"{_BEFORE}[(\uff08]([{CN}]{{1,2}})[)\uff09]", re.MULTILINE),
    re.compile(rf"{_BEFORE}(\d{{1,2}})[\u3001.\uff0e](?!\d)", re.MULTILINE),
    re.compile(rf"{_BEFORE_IS}([{CN}]{{1,2}})\u662f", re.MULTILINE),
)
_HEADING_END = re.compile("[\u3002\n\uff1a:\uff1b;]|(?<=\u9762) (?=.)|\uff0c(?=.{40})")


def numbered_items(text: str) -> list[SectionItem]:
    """Split a section's text into its numbered parts, top level only.

    Numbering may begin again (存在问题：一是…二是… 改进措施：一是…二是…); each run must count from one.

    >>> [i.heading for i in numbered_items("（一）主动公开方面。2021年新增3条。（二）平台建设 无")]
    ['（一）主动公开方面。', '（二）平台建设 无']
    """
    for style in _STYLES:
        starts = _counted(list(style.finditer(text)))
        if len(starts) >= LEAST_ITEMS:
            ends = [*(match.start() for match in starts[1:]), len(text)]
            return [_item(text[m.start() : end]) for m, end in zip(starts, ends, strict=True)]
    return []


def _counted(matches: list[re.Match[str]]) -> list[re.Match[str]]:
    """Give the matches of all runs that count 1, 2, 3 …, each of two at least."""
    runs: list[list[re.Match[str]]] = [[]]
    for match in matches:
        value = number_value(match.group(1))
        if value == len(runs[-1]) + 1:
            runs[-1].append(match)
        elif value == 1:  # a lone 一 before it was a reference, no run
            runs.append([match])
    return [match for run in runs if len(run) >= LEAST_ITEMS for match in run]


def _item(text: str) -> SectionItem:
    match = _HEADING_END.search(text)
    end = match.end() if match else len(text)
    if end > LONGEST_ITEM_HEADING:
        return SectionItem.model_construct(heading="", text=text.strip())
    return SectionItem.model_construct(heading=text[:end].strip(), text=text[end:].strip())
