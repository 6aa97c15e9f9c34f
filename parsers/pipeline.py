"""The way of the data from a repaired document to a checked record; every stage in its order."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urljoin, urlsplit

from parsers.annex import absences_of_year, annex_absences, gather_annex, read_annex
from parsers.assembly import assemble_tables
from parsers.checks import run_checks
from parsers.errors import NotAReportError
from parsers.findings import make_finding
from parsers.identity import Mirror, judge_mirror, read_identity, report_id
from parsers.model import Document, Outline
from parsers.narrative import is_older, read_statements
from parsers.record import SCHEMA, Attachment, Finding, Report, Source
from parsers.recovery import recover_rows
from parsers.sections import build_sections, outline_document
from parsers.tables import TableReading, read_tables
from parsers.vocab import load

__all__ = ["parse_document"]


def parse_document(document: Document, source: Source, findings: Sequence[Finding] = ()) -> Report:
    """Turn a repaired document into a record.

    Args:
        document: Blocks of the source, texts repaired.
        source: Provenance; mirror and canonical address are filled in here.
        findings: What decoding and repairs have found; they come first in the record.

    Returns:
        The validated record; the same document gives the same record.

    Raises:
        NotAReportError: Neither sections nor tables of an annual report are there.
    """
    document = assemble_tables(gather_annex(document))
    document, outline = outline_document(document)
    reading, form = _read_tables(document, outline)
    _require_report(outline, reading)
    sections, structure = build_sections(document, outline, frozenset(reading.claimed))
    identity, identified = read_identity(document, outline, sections)
    if not reading.tables:
        reading.findings = absences_of_year(reading.findings, identity.year)
    mirror = judge_mirror(document, source.url)
    report = Report.model_validate(
        {
            "schema": SCHEMA,
            "id": report_id(identity),
            "identity": identity,
            "form": form,
            "sections": sections,
            "tables": reading.tables,
            "evidence": reading.evidence,
            "statements": read_statements(
                sections, older=is_older(form, identity.year), year=identity.year
            ),
            "attachments": _attachments(document, source.url),
            "findings": [*findings, *_mirror_findings(mirror, source), *_empty_form(reading),
                         *structure, *reading.findings, *identified],
            "source": source.model_copy(
                update={"mirror": mirror.mirror, "canonical_url": mirror.canonical_url}
            ),
        }
    )  # fmt: skip
    report.findings += run_checks(report)
    return report


def _read_tables(document: Document, outline: Outline) -> tuple[TableReading, str | None]:
    """Read the three tables of the form, or the annex of an older one."""
    older = read_annex(document)
    if older.form is None:
        return read_tables(document, outline, recover_rows)
    reading, form = read_tables(document, outline, recover_rows, older)
    reading.findings += annex_absences(older.reading, older.form)
    return reading, form


def _mirror_findings(mirror: Mirror, source: Source) -> list[Finding]:
    if not mirror.mirror:
        return []
    host = urlsplit(source.url or "").hostname
    return [make_finding("I.MIRROR", host=host, canonical=mirror.canonical_url or "?")]


def _empty_form(reading: TableReading) -> list[Finding]:
    """Tell a form that nobody has filled in: many cells, and not one figure."""
    values = [v for rows in reading.tables.values() for row in rows.values() for v in row.values()]
    if len(values) < MIN_CELLS or any(value is not None for value in values):
        return []
    return [make_finding("S.EMPTY_FORM", count=len(values))]


MIN_CELLS = 100  # of a form; a report that lost a table has fewer
MIN_SECTIONS = 2  # one heading alone also stands on pages that only speak of reports


def _require_report(outline: Outline, reading: TableReading) -> None:
    """Refuse a document that holds neither the sections nor the tables of a report."""
    if reading.tables:
        return
    title = outline.title
    about = any(word in title for word in load("genre")["about_reports"])
    if about:
        raise NotAReportError("the page speaks of annual reports and is none", title=title)
    if len(outline.sections) < MIN_SECTIONS:
        raise NotAReportError("neither sections nor tables of an annual report", title=title)


def _attachments(document: Document, base: str | None) -> list[Attachment]:
    """Give the files that the page links to, each address once, made absolute by the page's own."""
    types = load("files")["media_types"]
    found: dict[str, Attachment] = {}
    for link in document.links:
        url = _absolute(base, link.url)
        if link.kind != "a" or url in found:
            continue
        ending = link.url.split("?")[0].split("#")[0].rpartition(".")[2].lower()
        if ending in types:
            found[url] = Attachment(url=url, title=link.title, media_type=types[ending])
    return list(found.values())


def _absolute(base: str | None, url: str) -> str:
    """Join an address with the page's; one that cannot be joined stays as published."""
    try:
        return urljoin(base or "", url)
    except ValueError:
        return url
