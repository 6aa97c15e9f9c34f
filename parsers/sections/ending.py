"""Where a report is over: its signature, its container, or the page's own words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from parsers.model import Document, Paragraph
from parsers.sections.candidates import Candidate
from parsers.sections.title import is_chrome
from parsers.vocab import load

LONGEST_SIGNATURE = 60  # characters of the line that holds the date, the body before it included
SIGNATURE_BLOCKS = 4  # blocks behind the headings' container in which a signature may follow
CLOSING = frozenset({"problems", "other"})  # sections that a signature can follow


def end_of_report(document: Document, chain: Sequence[Candidate]) -> int:
    """Give the block at which the report is over.

    On a page the report's blocks share the smallest container that holds all its headings; a
    signature right behind that container still belongs to it. A line of the page's own ends the
    report, unless the signature is still to come. In dumps, which have no containers, the dated
    signature ends it.
    """
    size = len(document.blocks)
    if not chain:
        return size
    start = chain[-1].block + 1
    stop = _end_of_container(document, chain, start)
    signed = next(_signatures(document, range(start, stop)), None)
    if signed is None:
        return _first_chrome(document, start, stop)
    if document.parents == (0,) and chain[-1].heading.code in CLOSING:
        return signed + 1
    last = next(_signatures(document, range(stop - 1, start - 1, -1)), signed)
    return _first_chrome(document, last + 1, stop)


def _first_chrome(document: Document, start: int, stop: int) -> int:
    """Give the first block of a range that is the page's own, or the range's end."""
    for number in range(start, stop):
        block = document.blocks[number]
        if isinstance(block, Paragraph) and is_chrome(block.text):
            return number
    return stop


def _end_of_container(document: Document, chain: Sequence[Candidate], start: int) -> int:
    containers = [document.blocks[c.block].container for c in chain]
    common = common_container(document, containers)
    stop = _leaving(document, common, start)
    if next(_signatures(document, range(start, stop)), None) is not None:
        return stop
    behind = range(stop, min(stop + SIGNATURE_BLOCKS, len(document.blocks)))
    return next((number + 1 for number in _signatures(document, behind)), stop)


def _leaving(document: Document, common: int, start: int) -> int:
    """Give the first block from start on that stands outside a container."""
    inside: dict[int, bool] = {}
    for number in range(start, len(document.blocks)):
        container = document.blocks[number].container
        if container not in inside:
            inside[container] = common in _ancestors(document, container)
        if not inside[container]:
            return number
    return len(document.blocks)


def _signatures(document: Document, numbers: range) -> Iterator[int]:
    """Give the blocks whose line ends with the date of a signature."""
    for number in numbers:
        block = document.blocks[number]
        if isinstance(block, Paragraph) and _signed().search(block.text[-LONGEST_SIGNATURE:]):
            yield number


@lru_cache
def _signed() -> re.Pattern[str]:
    return re.compile(str(load("sections")["signature"]["line"]))


def _ancestors(document: Document, container: int) -> list[int]:
    line = [container]
    while line[-1] != document.parents[line[-1]]:
        line.append(document.parents[line[-1]])
    return line


def common_container(document: Document, containers: Sequence[int]) -> int:
    """Give the innermost container that holds all given ones; one alone gives its parent."""
    if len(containers) == 1:
        return document.parents[containers[0]]
    shared = _ancestors(document, containers[0])
    for container in containers[1:]:
        own = set(_ancestors(document, container))
        shared = [number for number in shared if number in own]
    return shared[0] if shared else 0
