"""The three standard tables: grids to figures with evidence, and the form they follow."""

from __future__ import annotations

from parsers.findings import make_finding
from parsers.model import Document, Outline
from parsers.tables.forms import report_absences, tell_form
from parsers.tables.reader import Recovery, read_grids
from parsers.tables.reading import Older, TableReading

__all__ = ["TableReading", "read_tables"]

OLDER = frozenset({"A0", "A"})  # forms without any of the three tables


def read_tables(
    document: Document,
    outline: Outline,
    recover: Recovery | None = None,
    older: Older | None = None,
) -> tuple[TableReading, str | None]:
    """Read the standard tables of a document.

    Args:
        document: Blocks, texts repaired.
        outline: Where the sections stand.
        recover: Places rows that could not be placed alone (:mod:`parsers.recovery`).
        older: The table of an older form, where one was read (:mod:`parsers.annex`).

    Returns:
        The reading (figures in the order of the codebook, evidence, findings, claimed blocks)
        and the form: ``A0|A|B|C|B+C`` or None where no label tells it.
    """
    reading = read_grids(
        document, outline, recover, older.reading.claimed if older else frozenset()
    )
    form, labels = tell_form(reading.labels)
    if older:
        reading.add(older.reading)
        form = form or older.form
    if form == "B+C":
        reading.findings.append(make_finding("S.FORM_MIXED", detail=", ".join(labels)))
    if form not in OLDER:
        reading.findings += report_absences(reading, form, document, outline)
    return reading, form
