"""A whole audit: body by body, region by region, then text against text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby, pairwise

from parsers.audit import reuse
from parsers.audit.across import against_previous
from parsers.audit.aggregate import Wholes
from parsers.audit.folding import fold
from parsers.audit.model import AuditFinding, Body, Held, Mark, Shelf, by_year, hold, region_of
from parsers.audit.moves import outliers
from parsers.audit.own import of_itself
from parsers.audit.restated import restated
from parsers.audit.rules import Book, audit_book
from parsers.audit.shelf import MemoryShelf
from parsers.audit.words import Common, own_texts
from parsers.record import Finding, Report

_VERIFIED = 16  # candidates that a text is held against, those first that share most bands


def audit(
    reports: Iterable[Report],
    *,
    complete: bool = False,
    earlier: Iterable[Report] = (),
    book: Book | None = None,
) -> list[AuditFinding]:
    """Give all findings: those of the records, and those that need more than one or only an audit asks.

    Args:
        reports: Records of any bodies and years, in any order.
        complete: Every body below a consolidated report is among them.
        earlier: Versions of them that were published before.
        book: The rules, where they are not the program's own alone.

    Returns:
        Findings by report, in the order of the reports' ids; what follows from another finding
        is folded under it.
    """
    asked = book or audit_book()
    found = audit_shelf(MemoryShelf(reports, earlier), asked, complete=complete)
    return sorted(found, key=lambda one: (one.report_ids[0], asked.order(one.code)))


def audit_shelf(shelf: Shelf, book: Book, *, complete: bool = False) -> Iterator[AuditFinding]:
    """Give the findings of all records on a shelf as they are made, in no order that matters.

    No more than the reports of one body and the sums of one region are held at a time.
    """
    common = Common()
    for slots in shelf.sentences():
        common.add(slots)
    numbered = enumerate(shelf.bodies())
    for _, bodies in groupby(numbered, key=lambda one: region_of(_any(one[1]))):
        wholes = Wholes(book, complete=complete)
        for number, body in bodies:
            held = [hold(report) for _, report in body.reports]
            yield from fold(of_body(held, body, book), book)
            yield from _texts(shelf, number, body, common, book)
            for one in held:
                wholes.add(one)
        yield from wholes.findings()
    yield from _copied(shelf, common, book)


def _any(body: Body) -> Report:
    return body.reports[0][1] if body.reports else body.earlier[0]


def of_body(held: list[Held], body: Body, book: Book) -> Iterator[AuditFinding]:
    """Give the findings of the reports of one body, each alone and one year against the other."""
    for one in held:
        yield from _recorded(one.report)
        yield from of_itself(one, book)
    if held and held[0].report.identity.publisher is not None:
        years = by_year(held)
        for before, now in pairwise(years):
            if now.year == before.year + 1:
                yield from against_previous(before, now, book)
        yield from outliers(years, book)
    yield from restated(held, [hold(report) for report in body.earlier], book)


def _recorded(report: Report) -> Iterator[AuditFinding]:
    for finding in report.findings:
        told = {name: getattr(finding, name) for name in Finding.model_fields}
        told["cells"] = list(finding.cells)
        yield AuditFinding.model_construct(
            **told, report_ids=[report.id], passages=[], follow_ons=[]
        )


def _texts(
    shelf: Shelf, number: int, body: Body, common: Common, book: Book
) -> Iterator[AuditFinding]:
    """Hold the texts of a body against its own, and put them where others find them."""
    texts = []
    for at, report in body.reports:
        for text in own_texts(report, common):
            texts.append(text)
            if reuse.is_long(text, book, "reuse_other"):
                mark = Mark(report.identity.year or 0, number, at, text.at)
                shelf.put_bands(mark, reuse.bands_of(text))
    yield from reuse.of_itself(texts, book)


def _copied(shelf: Shelf, common: Common, book: Book) -> Iterator[AuditFinding]:
    for mark, marks in shelf.candidates():
        text, *others = (
            next(
                text for text in own_texts(shelf.get(one.number), common) if text.at == one.section
            )
            for one in (mark, *marks[:_VERIFIED])
        )
        yield from reuse.of_others(text, others, book)
