"""Further forms of a report that lie beside its page, held against it."""

from __future__ import annotations

from parsers.errors import ParserError
from parsers.record import Finding, Report
from parsers.versions import compare_forms
from scraper.reading.page import Page, read_page


def findings_of_forms(report: Report, page: Page, off: frozenset[str]) -> list[Finding]:
    """Give what the record of a page tells of the other forms of the same report.

    A file that is no report, or that of another body or year, tells nothing: it has a record or an error of its own.

    Args:
        report: The record of the page.
        page: The page, with its forms.
        off: Codes of repairs that must not be made.
    """
    found: list[Finding] = []
    seen = {report.source.sha256}
    for form in page.forms:
        try:
            other = read_page(form, off)
        except (ParserError, MemoryError):
            continue
        if other.id == report.id and other.source.sha256 not in seen:
            seen.add(other.source.sha256)
            found += compare_forms(report, other)
    return found
