"""Two readings of one page, and which of them is believed.

A second reading is made only where the first tree holds a table that the standard would build
otherwise, or where the first reading was refused; a clean page pays nothing for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from parsers.errors import EmptyDocumentError, NotAReportError
from parsers.findings import make_finding, make_note
from parsers.model import Block, Document, Paragraph, RawTable
from parsers.pipeline import parse_document
from parsers.readers.html import IN_DOUBT, read_html_again
from parsers.record import Finding, Report, Source
from scraper.reading.child import in_child

Shape = list[list[list[tuple[str, int, int]]]]


class _Weight(NamedTuple):
    """What speaks for and against a reading."""

    broken: int  # identities of the tables
    figures: int

    @property
    def rank(self) -> tuple[int, int]:
        return self.broken, -self.figures


def second_reading(text: str, first: Document) -> Document | None:
    """Give the second reading of a page whose tables are in doubt; ``first`` itself where both agree.

    None where that lane is closed to the page: it is too long or too deep, or its text would be lost.

    Args:
        text: The markup that ``first`` was read from.
        first: The first reading, texts not yet repaired.

    Raises:
        DocumentTooLargeError: The second lane passed a limit of time or memory.
    """
    if IN_DOUBT not in first.losses:
        return first
    other = _again(text)
    return first if other is not None and _tables(other) == _tables(first) else other


def reading_after_refusal(text: str, refused: Document | None) -> Document | None:
    """Give the second reading of a page whose first one was refused, None where it says the same.

    Args:
        text: The markup.
        refused: The first reading, texts not yet repaired; None where it found nothing at all.

    Raises:
        DocumentTooLargeError: The second lane passed a limit of time or memory.
    """
    other = _again(text)
    if other is None or (refused is not None and _words(other.blocks) == _words(refused.blocks)):
        return None
    return other


def _again(text: str) -> Document | None:
    try:
        other = read_html_again(text, in_child)
    except EmptyDocumentError:
        return None
    return other if other is not None and other.blocks else None


def better_reading(
    first: Report, other: Document, source: Source, findings: Sequence[Finding]
) -> Report:
    """Give the reading with fewer broken identities, with a finding that names both.

    A reading is never believed for holding fewer figures: sums without figures cannot break.

    Args:
        first: The record of the first reading.
        other: The second reading, texts repaired.
        source: Provenance, as for ``first``.
        findings: What decoding and repairs have found.
    """
    try:
        second = parse_document(other, source, findings)
    except NotAReportError:
        return first
    if first.tables == second.tables:
        return first
    own, browser = _weight(first), _weight(second)
    second_won = browser.rank < own.rank and browser.figures >= own.figures
    kept = second if second_won else first
    kept.findings.insert(len(findings), _disagreement(own, browser, second_won))
    return kept


def _disagreement(first: _Weight, second: _Weight, second_won: bool) -> Finding:
    data = {
        "first": first.broken,
        "first_figures": first.figures,
        "second": second.broken,
        "second_figures": second.figures,
    }
    name = "second_reading_kept" if second_won else "first_reading_kept"
    detail, detail_zh = make_note(name, **data)
    return make_finding("R.MARKUP", severity="warning", detail=detail, detail_zh=detail_zh)


def first_refused() -> Finding:
    """Give the finding that only the second reading gave a report."""
    detail, detail_zh = make_note("first_reading_refused")
    return make_finding("R.MARKUP", severity="warning", detail=detail, detail_zh=detail_zh)


def _weight(report: Report) -> _Weight:
    broken = sum(1 for f in report.findings if f.severity == "error" and f.code.startswith("T"))
    figures = sum(
        1
        for rows in report.tables.values()
        for row in rows.values()
        for value in row.values()
        if value is not None
    )
    return _Weight(broken, figures)


def _words(blocks: Sequence[Block]) -> list[str]:
    return [
        block.text
        if isinstance(block, Paragraph)
        else "\n".join(c.text for r in block.rows for c in r)
        for block in blocks
    ]


def _tables(document: Document) -> Shape:
    return [
        [[(cell.text, cell.colspan, cell.rowspan) for cell in row] for row in block.rows]
        for block in document.blocks
        if isinstance(block, RawTable)
    ]
