"""One report in several forms (a page, and the same as PDF or Word), compared cell by cell.

Neither form is taken for the right one: the record of the page tells where another form says something else, with the
place in both. A cell that only one of them has is counted, not told: a page may show a part of its file.
"""

from __future__ import annotations

from parsers.findings import make_finding, make_note
from parsers.record import Evidence, Finding, LinePlace, PagePlace, Report
from parsers.vocab import key_order

Values = dict[str, int | float]


def compare_forms(own: Report, other: Report) -> list[Finding]:
    """Give what the record of one form should tell of another form of the same report.

    Args:
        own: The record that takes the findings.
        other: The record of the other form.

    Returns:
        ``S.OTHER_FORM`` with the counts, then ``S.VERSIONS_DIFFER`` for each cell whose figures differ, in
        the codebook's order.
    """
    here, there = values(own), values(other)
    both = here.keys() & there.keys()
    order, last = key_order(), len(key_order())
    differ = sorted(
        (cell for cell in both if here[cell] != there[cell]),
        key=lambda cell: (order.get(cell, last), cell),
    )
    told = make_finding(
        "S.OTHER_FORM",
        source=address(other),
        media=other.source.media_type or "?",
        same=len(both) - len(differ),
        differ=len(differ),
        here=len(here) - len(both),
        there=len(there) - len(both),
    )
    return [told, *(_difference(cell, own, other) for cell in differ)]


def values(report: Report) -> Values:
    """Give the figures that a report states, by cell."""
    return {
        f"{table}/{row}/{column}": value
        for table, rows in report.tables.items()
        for row, columns in rows.items()
        for column, value in columns.items()
        if value is not None
    }


def address(report: Report) -> str:
    """Give where a form was published, else where it was read."""
    return report.source.url or report.source.uri or report.source.sha256


def _difference(cell: str, own: Report, other: Report) -> Finding:
    here, there = values(own)[cell], values(other)[cell]
    own_place, own_place_zh = place_in_words(own.evidence.get(cell))
    other_place, other_place_zh = place_in_words(other.evidence.get(cell))
    return make_finding(
        "S.VERSIONS_DIFFER",
        cells=[cell],
        expected=there,
        actual=here,
        cell=cell,
        own=here,
        other=there,
        source=address(other),
        own_place=own_place,
        own_place_zh=own_place_zh,
        other_place=other_place,
        other_place_zh=other_place_zh,
    )


def place_in_words(evidence: Evidence | None) -> tuple[str, str]:
    """Give the place of a cell in its source, in English and Chinese; tables are counted from 0."""
    if evidence is None:
        return make_note("place_unknown")
    at = evidence.at
    if isinstance(at, PagePlace):
        box = ", ".join(f"{edge:g}" for edge in at.bbox)
        return make_note("place_page", page=at.page, box=box)
    if isinstance(at, LinePlace):
        return make_note("place_line", line=at.line)
    return make_note("place_table", table=at.table, row=at.row, column=at.column)
