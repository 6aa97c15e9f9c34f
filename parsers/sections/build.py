"""Section spans to the sections of the record, with their numbered items and findings."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise

from parsers.findings import make_finding
from parsers.model import Document, Outline, Paragraph, RawTable, SectionSpan
from parsers.record import Finding, Section
from parsers.sections.glued import may_hold_heading
from parsers.sections.headings import LONGEST, NUMBERED, read_heading, section_numbers
from parsers.sections.items import numbered_items
from parsers.sections.title import is_chrome
from parsers.vocab import load


def build_sections(
    document: Document, outline: Outline, claimed: frozenset[int]
) -> tuple[list[Section], list[Finding]]:
    """Give the report's sections in the order of the source.

    The lead between title and first heading (legal basis, period, contact) begins the text of the
    first section, so that nothing printed between title and signature is lost. Tables whose
    figures were read (``claimed``) are left out, others are kept as lines of tab-separated cells.

    Args:
        document: The document that the outline speaks of.
        outline: From :func:`parsers.sections.outline_document`.
        claimed: Block numbers of the tables whose figures stand in the record.

    Returns:
        The sections, and findings on missing, doubled or unusually ordered sections and on words
        of the blank template.
    """
    last = len(outline.sections) - 1
    sections = []
    for number, span in enumerate(outline.sections):
        lines = _lines(document, span.start, span.stop, claimed)
        if number == last:  # lines of the page may stand before the signature
            lines = _without_chrome(lines)
        if number == 0:
            lines = _without_chrome(_lines(document, *outline.lead, claimed)) + lines
        text = "\n".join(lines)
        items = numbered_items(text)
        sections.append(
            Section.model_construct(code=span.code, heading=span.heading, text=text, items=items)
        )
    findings = _missing(outline.sections) + _order(document, outline.sections)
    return sections, findings + _residue(sections)


def _without_chrome(lines: Iterable[str]) -> list[str]:
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
    return [part.strip() for part in text.split("|") if part.strip()]


def _table_lines(table: RawTable) -> list[str]:
    rows = (
        "\t".join(" ".join(_plain(c.text.replace("\n", ""))) for c in row) for row in table.rows
    )
    return [row for row in rows if row.strip()]


def _missing(spans: tuple[SectionSpan, ...]) -> list[Finding]:
    codes = {span.code for span in spans}
    return [
        make_finding("S.SECTION_MISSING", section=section["code"], section_zh=section["zh"])
        for section in load("sections")["sections"]
        if section["code"] not in codes
    ]


def _order(document: Document, spans: tuple[SectionSpan, ...]) -> list[Finding]:
    """Tell sections that stand out of the form's order, or twice."""
    codes: list[str] = []
    for span in spans:
        codes += [span.code, *_repeated(document, span)]
    numbers = [section_numbers()[code] for code in codes]
    if all(a < b for a, b in pairwise(numbers)):
        return []
    return [make_finding("S.SECTION_ORDER", order=" \u2192 ".join(codes))]


def _repeated(document: Document, span: SectionSpan) -> list[str]:
    """Give the sections whose numbered heading stands once more inside a section."""
    own = read_heading(span.heading)
    style = own.style if own is not None and own.style in NUMBERED else "cn"
    found = []
    for block in document.blocks[span.start : span.stop]:
        if isinstance(block, RawTable) or len(block.text) > 2 * LONGEST:
            continue
        if may_hold_heading(block.text):
            heading = read_heading(block.text)
            if heading is not None and heading.exact and heading.style == style:
                found.append(heading.code)
    return found


@lru_cache
def _residue_pattern() -> re.Pattern[str]:
    residue = load("sections")["residue"]
    loose = (
        re.escape(p).replace("\uff08", "[(\uff08]").replace("\uff09", "[)\uff09]")
        for p in residue["phrases"]
    )
    return re.compile("|".join((*residue["patterns"], *loose)))


def _residue(sections: list[Section]) -> list[Finding]:
    """Find words of the blank template, each once."""
    found: dict[str, None] = {}
    for section in sections:
        for text in (section.heading, section.text):
            found |= dict.fromkeys(_residue_pattern().findall(text))
    return [make_finding("S.TEMPLATE_RESIDUE", text=text) for text in found]
