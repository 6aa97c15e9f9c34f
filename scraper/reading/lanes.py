"""Two readings of one page, and which of them is believed.

A second reading is made only where the first tree holds a table that the standard would build
otherwise; a clean page pays nothing for it.
"""

from __future__ import annotations

from collections.abc import Sequence

from parsers.errors import NotAReportError, ParserError
from parsers.findings import make_finding, make_note
from parsers.model import Document, RawTable
from parsers.pipeline import parse_document
from parsers.readers.html import IN_DOUBT, read_html_again
from parsers.record import Finding, Report, Source

Shape = list[list[list[tuple[str, int, int]]]]


def second_reading(text: str, first: Document) -> Document | None:
    """Give the second reading of a page whose tables are in doubt, or None where both agree.

    Args:
        text: The markup that ``first`` was read from.
        first: The first reading, texts not yet repaired.
    """
    if IN_DOUBT not in first.losses:
        return None
    try:
        other = read_html_again(text)
    except ParserError:
        return None
    return other if other is not None and _tables(other) != _tables(first) else None


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
    kept = second if _rank(second) < _rank(first) else first
    if _figures(second) < _figures(first):
        kept = first
    kept.findings.insert(len(findings), _disagreement(first, second, kept is second))
    return kept


def _disagreement(first: Report, second: Report, second_won: bool) -> Finding:
    data = {
        "first": _broken(first),
        "first_figures": _figures(first),
        "second": _broken(second),
        "second_figures": _figures(second),
    }
    name = "second_reading_kept" if second_won else "first_reading_kept"
    detail, detail_zh = make_note(name, **data)
    return make_finding("R.MARKUP", severity="warning", detail=detail, detail_zh=detail_zh)


def _rank(report: Report) -> tuple[int, int]:
    return _broken(report), -_figures(report)


def _broken(report: Report) -> int:
    """Give the number of identities that a reading breaks."""
    return sum(1 for f in report.findings if f.severity == "error" and f.code.startswith("T"))


def _figures(report: Report) -> int:
    return sum(
        1
        for rows in report.tables.values()
        for row in rows.values()
        for value in row.values()
        if value is not None
    )


def _tables(document: Document) -> Shape:
    return [
        [[(cell.text, cell.colspan, cell.rowspan) for cell in row] for row in block.rows]
        for block in document.blocks
        if isinstance(block, RawTable)
    ]
