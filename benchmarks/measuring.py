"""Times as ratios: calls that take turns in one run, on pages that differ from call to call."""

from __future__ import annotations

import itertools
import statistics
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

from bs4 import BeautifulSoup
from lxml import etree

from parsers.assembly import assemble_tables
from parsers.checks import run_checks
from parsers.identity import read_identity
from parsers.model import Document
from parsers.narrative import read_statements
from parsers.pipeline import parse_document
from parsers.readers.html import read_html
from parsers.readers.markup import parse_markup
from parsers.record import Report
from parsers.recovery import recover_rows
from parsers.sections import build_sections, outline_document
from parsers.tables import read_tables
from scraper.decode import decode_bytes
from scraper.reading import Page, read_page
from scraper.repair import repair_document, repair_markup

ROUNDS = 15
CALLS = 4
Call = Callable[[], object]
_BLOCKS = ["p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "td", "th"]


def measure(calls: Mapping[str, Sequence[Call]]) -> dict[str, float]:
    """Give the median CPU time of each call in milliseconds.

    All take turns in every round, and of each the next page is taken every time, so that no cache
    lives on a page that comes again.
    """
    turns = {name: itertools.cycle(variants) for name, variants in calls.items()}
    times: dict[str, list[float]] = {name: [] for name in calls}
    for round_ in range(ROUNDS + 2):
        for name, turn in turns.items():
            took = _timed(turn)
            if round_ > 1:  # the first fill the caches of labels
                times[name].append(took)
    return {name: statistics.median(values) for name, values in times.items()}


def _timed(turn: Iterator[Call]) -> float:
    calls = list(itertools.islice(turn, CALLS))
    start = time.process_time()
    for call in calls:
        call()
    return (time.process_time() - start) / CALLS * 1000


def whole(variants: Sequence[bytes], *, others: bool) -> dict[str, list[Call]]:
    """Give the parse alone and the whole way for one kind of page; ``others`` adds what others make of it."""
    texts = [decode_bytes(data).text for data in variants]
    calls: dict[str, list[Call]] = {
        "lxml": [partial(_parse, text) for text in texts],
        "whole": [partial(_read, data) for data in variants],
    }
    if others:
        import trafilatura

        calls["soup"] = [partial(_soup_way, data) for data in variants]
        calls["trafilatura"] = [partial(trafilatura.extract, text) for text in texts]
    return calls


def _parse(text: str) -> etree._Element:
    return etree.fromstring(text, etree.HTMLParser())


def _read(data: bytes) -> str:
    return read_page(Page(data)).to_json()


def _soup_way(data: bytes) -> str:
    """Make the same record with BeautifulSoup over lxml in the place of our reader.

    Its own part is the parse and the texts of all blocks and cells; the blocks that the stages behind
    it need are those of our reader, which is not timed (:func:`_document`).
    """
    text, _ = repair_markup(decode_bytes(data).text)
    soup = BeautifulSoup(text, "lxml")
    for element in soup.find_all(_BLOCKS):
        element.get_text()
    document, report = _document(data)
    return parse_document(repair_document(document)[0], report.source).to_json()


_DOCUMENTS: dict[bytes, tuple[Document, Report]] = {}


def _document(data: bytes) -> tuple[Document, Report]:
    if data not in _DOCUMENTS:
        text, _ = repair_markup(decode_bytes(data).text)
        _DOCUMENTS[data] = read_html(text), read_page(Page(data))
    return _DOCUMENTS[data]


def stages(variants: Sequence[bytes]) -> dict[str, list[Call]]:
    """Give each stage of the way as calls that do only this stage, one for each page."""
    calls: dict[str, list[Call]] = {}
    for data in variants:
        for name, call in _stages(data).items():
            calls.setdefault(name, []).append(call)
    return calls


def _stages(data: bytes) -> dict[str, Call]:
    decoded = decode_bytes(data)
    text, _ = repair_markup(decoded.text)
    read = read_html(text)
    document, _ = repair_document(read)
    assembled = assemble_tables(document)
    outlined, outline = outline_document(assembled)
    reading, _ = read_tables(outlined, outline, recover_rows)
    claimed = frozenset(reading.claimed)
    sections, _ = build_sections(outlined, outline, claimed)
    report = read_page(Page(data))
    plain = report.model_dump()
    return {
        "decode": lambda: decode_bytes(data),
        "lxml": lambda: _parse(text),
        "markup": lambda: parse_markup(text),
        "blocks": lambda: read_html(text),
        "repair": lambda: (
            repair_markup(decoded.text, foreign=decoded.foreign),
            repair_document(read),
        ),
        "assembly": lambda: assemble_tables(document),
        "outline": lambda: outline_document(assembled),
        "tables": lambda: read_tables(outlined, outline, recover_rows),
        "sections": lambda: build_sections(outlined, outline, claimed),
        "identity": lambda: read_identity(outlined, outline, sections),
        "statements": lambda: read_statements(sections),
        "validate": lambda: Report.model_validate(plain),
        "checks": lambda: run_checks(report),
        "JSON": report.to_json,
    }
