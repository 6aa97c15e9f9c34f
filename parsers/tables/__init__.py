"""The three standard tables: grids to figures with evidence, and the form they follow."""

from __future__ import annotations

from parsers.findings import make_finding
from parsers.model import Document, Outline
from parsers.tables.forms import report_absences, tell_form
from parsers.tables.reader import Recovery, read_grids
from parsers.tables.reading import TableReading

__all__ = ["TableReading", "read_tables"]


def read_tables(
    document: Document, outline: Outline, recover: Recovery | None = None
) -> tuple[TableReading, str | None]:
    """Read the standard tables of a document.

    Args:
        document: Blocks, texts repaired.
        outline: Where the sections stand.
        recover: Places rows that could not be placed alone (:mod:`parsers.recovery`).

    Returns:
        The reading (figures in the order of the codebook, evidence, findings, claimed blocks)
        and the form: ``A0|A|B|C|B+C`` or None where no label tells it.
    """
    reading = read_grids(document, outline, recover)
    form, labels = tell_form(reading.labels)
    if form == "B+C":
        reading.findings.append(make_finding("S.FORM_MIXED", detail=", ".join(labels)))
    reading.findings += report_absences(reading, form, document, outline)
    return reading, form
