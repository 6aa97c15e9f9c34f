"""A page as it was had, and the way from its bytes to a record."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import NamedTuple

from parsers.errors import EmptyDocumentError, NotAReportError, UnsupportedFormatError
from parsers.findings import make_finding, make_note
from parsers.model import Document, RepairStep
from parsers.pipeline import parse_document
from parsers.readers.dump import read_dump
from parsers.readers.html import TOO_DEAR, read_html
from parsers.readers.unread import UNREAD
from parsers.record import Encoding, Finding, PagePlace, Repair, Report, Source, TablePlace
from scraper.decode import Decoded, decode_bytes
from scraper.documents import read_document
from scraper.documents.kinds import is_web_archive
from scraper.errors import EmptyShellError
from scraper.reading.article_parts import join_parts, later_parts, parts_missing
from scraper.reading.child import in_child
from scraper.reading.lanes import (
    better_reading,
    first_refused,
    reading_after_refusal,
    second_reading,
)
from scraper.reading.picture_urls import data_url
from scraper.reading.pictured import (
    FindPicture,
    InsideFile,
    is_pictured,
    place_on_pictures,
    read_pictured,
)
from scraper.reading.refusals import refusal, shell_refusal
from scraper.reading.scanned import names_report, pages_of, read_scanned
from scraper.reading.sniff import document_kind, is_markup, require_text
from scraper.reading.web_archive import Parts, main_part
from scraper.repair import repair_document, repair_findings, repair_markup, repairs
from scraper.settings import gongkai_version

Off = frozenset[str]
NONE: Off = frozenset()

# What the reader says it mended; the words stand in ``vocab/findings.toml``.
_LOSSES = (
    "first_reading_refused",
    *UNREAD,
    "second_lane",
    "flattened",
    "hidden_text_in_cell",
    "hidden_table",
    TOO_DEAR,
)
_LOST = "text_lost_in_markup"


class Page(NamedTuple):
    """A source as published, and what is known of where it comes from."""

    data: bytes
    content_type: str | None = None
    url: str | None = None  # where it was published
    uri: str | None = None  # where it was read: a path or an address
    retrieved_at: str | None = None  # ISO 8601 in UTC; of the archive, never of the clock
    status: int | None = None
    part: str | None = None  # the part of it that is read, where the user says which
    later: tuple[bytes, ...] = ()  # further pages of the same article, in order
    pictures: FindPicture | None = None  # gives the pictures that it shows, where they are at hand
    forms: tuple[Page, ...] = ()  # the same report as a file, such as the PDF beside a saved page


class _Read(NamedTuple):
    text: str  # decoded, markup not yet repaired
    document: Document
    encoding: Encoding
    steps: tuple[RepairStep, ...]
    other: Document | None = None  # the second reading, where its tables differ
    markup: str | None = None  # the repaired markup, where the source is any


def read_report(
    data: bytes | str,
    *,
    content_type: str | None = None,
    url: str | None = None,
    uri: str | None = None,
    off: Off = NONE,
) -> Report:
    """Turn a published report into a record: decode, repair, parse, check.

    No I/O and no clock: the same arguments give the same record, byte for byte.

    Args:
        data: The bytes as published, or text that is decoded already.
        content_type: The Content-Type header, if there was one.
        url: Where the report was published.
        uri: Where it was read, such as a path.
        off: Codes of repairs that must not be made (``scraper.repair.repairs()``).

    Raises:
        EmptyDocumentError: There is no text.
        UnsupportedFormatError: The bytes are no web page and no text; the reason names the format.
        DocumentTooLargeError: A limit is passed.
        NotAReportError: The page can be read and is no annual report (a login, an error page, …).
    """
    if isinstance(data, str):
        raw = data.encode("utf-8", "surrogatepass")
        decoded = Decoded(data, Encoding(declared=None, used="utf-8", how="str"), ())
        return _record(Page(raw, content_type, _plain(url), _plain(uri)), off, decoded)
    return read_page(Page(data, content_type, _plain(url), _plain(uri)), off)


def read_page(page: Page, off: Off = NONE) -> Report:
    """Turn a page into a record; raises as :func:`read_report` does."""
    if page.part is None:
        return _record(page, off, None)
    whole = decode_bytes(page.data, content_type=page.content_type)
    return _record(page, off, whole._replace(text=page.part))


def _plain(text: str | None) -> str | None:
    """Write lone surrogates (names that are no UTF-8) out, so that they can stand in JSON."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8") if text else text


def _record(page: Page, off: Off, decoded: Decoded | None) -> Report:
    kind = document_kind(page.data) if decoded is None else None
    if kind is not None:
        return _of_file(page, kind, off)
    if decoded is None and is_web_archive(page.data):
        return _of_archive(page, off)
    require_text(page.data)
    read = _read(page, off, decoded)
    findings = [*repair_findings(read.steps), *_lost(read.document), *_missing(page, read.text)]
    source = _source(page, read.document, read.encoding, read.steps)
    try:
        report = parse_document(read.document, source, findings)
        if read.other is not None:
            report = better_reading(report, read.other, source, findings)
    except NotAReportError as error:
        again = _after_refusal(read, off, source, findings)
        if again is None:
            return _refused(page, read, source, findings, error)
        return again
    return _with_pictures(report, read.document, page.pictures or data_url, findings)


def _with_pictures(
    report: Report, document: Document, find: FindPicture, findings: list[Finding]
) -> Report:
    """Give the record with the tables of its pictures; as it was where they tell nothing."""
    if not is_pictured(report):
        return report
    pictured = read_pictured(document, report, find)
    if pictured is None:
        return report
    whole = parse_document(pictured.document, report.source, [*findings, *pictured.findings])
    place_on_pictures(whole, pictured.places)
    return whole


def _refused(
    page: Page, read: _Read, source: Source, findings: list[Finding], error: NotAReportError
) -> Report:
    """Give the record of a page that is nothing but pictures; raises why it is none.

    A login or an error page stays one, whatever it shows; an empty shell shows the site's signs alone.
    """
    told = refusal(read.document, read.text, error)
    if names_report(read.document) and (told is error or isinstance(told, EmptyShellError)):
        try:
            report = _of_pictures(read.document, source, page.pictures or data_url, findings)
        except UnsupportedFormatError as failed:
            if told is not error and failed.detail.get("missing"):
                raise told from error
            raise
        if report is not None:
            return report
    raise told from error


def _of_pictures(
    document: Document, source: Source, find: FindPicture, findings: list[Finding]
) -> Report | None:
    """Give the record of a source that is nothing but pictures; None where they hold no report."""
    scanned = read_scanned(document, find)
    if scanned is None:
        return None
    try:
        report = parse_document(scanned.document, source, [*findings, *scanned.findings])
    except NotAReportError:
        return None
    place_on_pictures(report, scanned.places)
    return report


def _source(
    page: Page, document: Document, encoding: Encoding, steps: tuple[RepairStep, ...]
) -> Source:
    return Source.model_construct(
        uri=page.uri,
        url=page.url,
        canonical_url=None,
        mirror=False,
        retrieved_at=page.retrieved_at,
        status=page.status,
        media_type=document.media_type,
        bytes=sum(map(len, (page.data, *page.later))),
        sha256=sha256_of(page.data, *page.later),
        encoding=encoding,
        repairs=merged_repairs(steps),
        reader=document.reader,
        gongkai_version=gongkai_version(),
    )


def sha256_of(*pages: bytes) -> str:
    """Give the digest of a source: of its bytes, or of those of all pages one behind the other."""
    return hashlib.sha256(b"".join(pages)).hexdigest()


def _missing(page: Page, text: str) -> list[Finding]:
    """Tell pages of a longer article that were not had."""
    known = later_parts(text, page.url or page.uri or "")
    return parts_missing(known[len(page.later) :])


def _of_file(page: Page, kind: str, off: Off) -> Report:
    """Turn a PDF or Word file into a record; its cells are placed by page and box where it has pages."""
    file = read_document(page.data, kind)
    document, steps = repair_document(file.document, off)
    source = _source(page, document, Encoding(declared=None, used="utf-8", how="str"), tuple(steps))
    findings = [*repair_findings(steps), *_lost(document), *file.findings]
    inside = InsideFile(page.data, kind)
    try:
        report = parse_document(document, source, findings)
    except NotAReportError:
        scanned = _of_pictures(document, source, inside.picture, findings) if inside.any else None
        if scanned is None:
            raise
        return scanned
    for evidence in report.evidence.values():
        at = evidence.at
        box = file.places.get((at.table, at.row, at.column)) if isinstance(at, TablePlace) else None
        if box is not None:
            evidence.at = PagePlace(page=box[0], bbox=box[1:])
    return _with_pictures(report, document, inside.picture, findings)


def _of_archive(page: Page, off: Off) -> Report:
    """Turn a page that was saved with its parts (MHTML) into a record; the digest is the file's."""
    part = main_part(page.data)
    saved = page._replace(
        data=part.data, content_type=part.content_type, pictures=Parts(page.data).picture
    )
    report = _record(saved, off, None)
    report.source.media_type = "multipart/related"
    report.source.bytes, report.source.sha256 = len(page.data), sha256_of(page.data)
    return report


def _after_refusal(read: _Read, off: Off, source: Source, findings: list[Finding]) -> Report | None:
    """Give the record of the second reading, None where that is no report either."""
    if read.markup is None:
        return None
    other = reading_after_refusal(read.markup, read.document)
    if other is None:
        return None
    try:
        return parse_document(repair_document(other, off)[0], source, [*findings, first_refused()])
    except NotAReportError:
        return None


def _read(page: Page, off: Off, decoded: Decoded | None) -> _Read:
    """Decode, repair and read a page into blocks."""
    name = page.url or page.uri
    markup = is_markup(page.data, page.content_type, name)
    if decoded is None:
        decoded = decode_bytes(page.data, content_type=page.content_type, markup=markup, off=off)
    text, mended = repair_markup(decoded.text, off, decoded.foreign)
    document = _blocks(text, markup)
    other = second_reading(text, document)
    if other is None:
        document = replace(document, losses=(*document.losses, TOO_DEAR))
    other = None if other is document else other
    if page.later:
        later = [_later(data, page, off) for data in page.later]
        document = join_parts(document, later)
        other = join_parts(other, later) if other is not None else None
    document, done = repair_document(document, off)
    other = repair_document(other, off)[0] if other is not None else None
    steps = (*decoded.steps, *mended, *_mended(document), *done)
    again = text if markup and not page.later else None
    return _Read(decoded.text, document, decoded.encoding, steps, other, again)


def _later(data: bytes, page: Page, off: Off) -> Document:
    """Read a further page of an article."""
    decoded = decode_bytes(data, content_type=page.content_type, off=off)
    return _blocks(repair_markup(decoded.text, off, decoded.foreign)[0], markup=True)


def _blocks(text: str, markup: bool) -> Document:
    if not markup:
        return read_dump(text)
    try:
        document = read_html(text, in_child)
    except EmptyDocumentError as error:
        return _read_when_empty(text, error)
    if not document.blocks and not (names_report(document) and pages_of(document)):
        return _read_when_empty(text, EmptyDocumentError("the page holds no text"))
    return document


def _read_when_empty(text: str, error: EmptyDocumentError) -> Document:
    """Give the second reading of markup in which the first found nothing."""
    other = reading_after_refusal(text, None)
    if other is None:
        raise shell_refusal(text) or error from error
    return replace(other, losses=(*other.losses, "first_reading_refused"))


def _mended(document: Document) -> tuple[RepairStep, ...]:
    notes = [make_note(loss) for loss in document.losses if loss in _LOSSES]
    if not notes:
        return ()
    english, chinese = ("; ".join(words) for words in zip(*notes, strict=True))
    return (RepairStep("markup", len(notes), english, chinese),)


def _lost(document: Document) -> list[Finding]:
    if _LOST not in document.losses:
        return []
    detail, detail_zh = make_note(_LOST)
    return [make_finding("R.TEXT_LOST", count=1, detail=detail, detail_zh=detail_zh)]


def merged_repairs(steps: tuple[RepairStep, ...]) -> list[Repair]:
    """Give what was repaired, one entry a code, in the order in which repairs are made."""
    order = {repair.code: rank for rank, repair in enumerate(repairs())}
    titles = {repair.code: repair.title for repair in repairs()}
    merged: dict[str, Repair] = {}
    for step in sorted(steps, key=lambda step: order.get(step.code, len(order))):
        old = merged.get(step.code)
        count = step.count + (old.count if old else 0)
        note = (old.note if old else "") or step.note or titles.get(step.code, "")
        merged[step.code] = Repair.model_construct(code=step.code, count=count, note=note)
    return list(merged.values())
