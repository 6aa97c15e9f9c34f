"""What an annex does not have of its form."""

from __future__ import annotations

from collections.abc import Sequence

from parsers.findings import make_finding
from parsers.record import Finding
from parsers.tables.reading import TableReading, table_words
from parsers.vocab import ANNEX, load


def annex_absences(reading: TableReading, form: str) -> list[Finding]:
    """Make the finding on confirmed rows of form A that an annex lacks.

    Local tables (form A0) had rows of their own choice, and rows that the codebook only recalls may not
    have been on the form at all: neither is missed.
    """
    if form != "A":
        return []
    have = reading.tables.get(ANNEX, {})
    rows = [
        row
        for row in load(ANNEX)["rows"]
        if row["forms"] == ["A"]
        and row["kind"] == "leaf"
        and row["confirmation"] != "recalled"
        and row["code"] not in have
    ]
    if not rows:
        return []
    parts = load("findings")["incomplete"]
    return [
        make_finding(
            "S.TABLE_INCOMPLETE",
            detail=parts["rows_en"].format(rows=", ".join(row["code"] for row in rows)),
            detail_zh=parts["rows_zh"].format(rows="; ".join(row["zh"] for row in rows)),
            **table_words(ANNEX),
        )
    ]


def absences_of_year(findings: Sequence[Finding], year: int | None) -> list[Finding]:
    """Tell a report without any table what reports of its year had.

    The three tables were made for 2019; before that the report had an annex, from the year on that the
    form has, and earlier no table that every body filled in.

    Args:
        findings: What was found of the tables.
        year: The year of the report, None where it is not known.
    """
    first, last = (int(text) for text in load(ANNEX)["years"])
    if year is None or year > last:
        return list(findings)
    kept = [finding for finding in findings if finding.code != "S.TABLE_MISSING"]
    if year >= first:
        kept.append(make_finding("S.TABLE_MISSING", **table_words(ANNEX)))
    return kept
