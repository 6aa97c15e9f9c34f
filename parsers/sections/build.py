"""Section spans to the sections of the record, with their numbered items and findings."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from parsers.findings import make_finding
from parsers.model import Document, Outline, Paragraph, RawTable, SectionSpan
from parsers.record import Finding, Section, SectionItem
from parsers.sections.outline import section_numbers
from parsers.sections.title import is_chrome
from parsers.vocab import load

_CN = "\u4e00\u4e8c\u4e09\u56db\u4e94\u516d\u4e03\u516b\u4e5d\u5341"
_BEFORE = r"(?:(?<=^)|(?<=[\s\u3002\uff1b;\uff1a:|]))"
_ITEM_STYLES = (
    re.compile(rf"{_BEFORE}[(\uff08]([{_CN}]{{1,2}})[)\uff09]", re.MULTILINE),
    re.compile(rf"{_BEFORE}(\d{{1,2}})[\u3001.\uff0e](?!\d)", re.MULTILINE),
    re.compile(
        rf"(?:(?<=^)|(?<=[\s\u3002\uff1b;\uff1a:\uff0c,|]))([{_CN}]{{1,2}})\u662f", re.MULTILINE
    ),
)
_HEADING_END = re.compile("[\u3002\n\uff1a:\uff1b;]|(?<=\u9762) (?=.)|\uff0c(?=.{40})")
LONGEST_ITEM_HEADING = 60
LEAST_ITEMS = 2  # a lone （一） or 一是 numbers nothing
_PIPES = re.compile(r"\s*\|+\s*")


def build_sections(
    document: Document, outline: Outline, claimed: frozenset[int]
) -> tuple[list[Section], list[Finding]]:
    """Give the report's sections in the order of the source.

    The lead between title and first heading (legal basis, period, contact) begins the text of the
    first section, so that nothing printed between title and signature is lost. Tables whose
    figures were read (``claimed``) are left out, others are kept as lines of tab-separated cells.

    Returns:
        The sections, and findings on missing, doubled or unusually ordered sections and on words
        of the blank template.
    """
    sections = []
    for number, span in enumerate(outline.sections):
        lines = _lines(document, span.start, span.stop, claimed)
        if number == 0:
            lines = _lead_lines(document, outline, claimed) + lines
        text = "\n".join(lines)
        items = _items(text)
        sections.append(
            Section.model_construct(code=span.code, heading=span.heading, text=text, items=items)
        )
    findings = _structure_findings(outline.sections)
    return sections, findings + _residue(sections)


def _lead_lines(document: Document, outline: Outline, claimed: frozenset[int]) -> list[str]:
    lines = _lines(document, *outline.lead, claimed)
    return [line for line in lines if not is_chrome(line)]


def _lines(document: Document, start: int, stop: int, claimed: frozenset[int]) -> list[str]:
    lines: list[str] = []
    for number in range(start, stop):
        block = document.blocks[number]
        if isinstance(block, Paragraph):
            lines += _plain(block.text)
        elif number not in claimed:
            lines += _table_lines(block)
    return lines


def _plain(text: str) -> Iterable[str]:
    """Give a paragraph's text without the marks of lost cells."""
    if "|" not in text:
        return (text,)
    return [part for part in _PIPES.split(text) if part]


def _table_lines(table: RawTable) -> list[str]:
    rows = ("\t".join(cell.text.replace("\n", "") for cell in row) for row in table.rows)
    return [row for row in rows if row.strip()]


def _items(text: str) -> list[SectionItem]:
    """Split a section into its numbered parts; the first style that counts from one is taken."""
    for style in _ITEM_STYLES:
        starts = _counted(list(style.finditer(text)))
        if len(starts) >= LEAST_ITEMS:
            ends = [match.start() for match in starts[1:]] + [len(text)]
            return [_item(text[m.start() : end]) for m, end in zip(starts, ends, strict=True)]
    return []


def _counted(matches: list[re.Match[str]]) -> list[re.Match[str]]:
    """Give the matches that count 1, 2, 3 … in this order."""
    counted: list[re.Match[str]] = []
    for match in matches:
        if _value(match.group(1)) == len(counted) + 1:
            counted.append(match)
    return counted


def _value(numeral: str) -> int:
    if numeral.isdigit():
        return int(numeral)
    tens = numeral.startswith(_CN[9])
    last = _CN.index(numeral[-1]) + 1
    return 10 + last if tens and len(numeral) > 1 else last


def _item(text: str) -> SectionItem:
    match = _HEADING_END.search(text)
    end = match.end() if match else len(text)
    if end > LONGEST_ITEM_HEADING:
        return SectionItem.model_construct(heading="", text=text.strip())
    return SectionItem.model_construct(heading=text[:end].strip(), text=text[end:].strip())


def _structure_findings(spans: tuple[SectionSpan, ...]) -> list[Finding]:
    codes = [span.code for span in spans]
    findings = [
        make_finding("S.SECTION_MISSING", section=section["code"], section_zh=section["zh"])
        for section in load("sections")["sections"]
        if section["code"] not in codes
    ]
    numbers = [section_numbers()[code] for code in codes]
    if numbers != sorted(numbers):
        findings.append(make_finding("S.SECTION_ORDER", order=" → ".join(codes)))
    return findings


@lru_cache
def _residue_pattern() -> re.Pattern[str]:
    phrases = load("sections")["residue"]["phrases"]
    loose = (
        re.escape(p).replace("\uff08", "[(\uff08]").replace("\uff09", "[)\uff09]") for p in phrases
    )
    return re.compile("|".join(loose))


def _residue(sections: list[Section]) -> list[Finding]:
    """Find words of the blank template, each once."""
    found: dict[str, None] = {}
    for section in sections:
        for text in (section.heading, section.text):
            found |= dict.fromkeys(_residue_pattern().findall(text))
    return [make_finding("S.TEMPLATE_RESIDUE", text=text) for text in found]
