"""The identity of a report, voted from title, period, headings, labels and metadata."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from parsers.findings import make_finding, make_note
from parsers.identity.body import is_body, kind_of_body, publisher_of_title
from parsers.identity.contact import read_contact
from parsers.identity.dates import PeriodFound, find_date, find_period, find_years
from parsers.identity.labels import Labelled, labelled_values, meta_values
from parsers.identity.region import (
    RegionHints,
    RegionMatch,
    Span,
    are_apart,
    region_of_code,
    resolve_region,
)
from parsers.model import Document, Outline, Paragraph
from parsers.normal import squeeze
from parsers.record import Finding, Identity, Period, Section
from parsers.vocab import load

BEGINNING = 1_500  # characters in which a report states its period
SIGNATURE_LINES = 3


class _Page(NamedTuple):
    """What identity is read from."""

    title: str
    lead: str
    ending: list[str]
    labelled: list[Labelled]
    document: Document


def read_identity(
    document: Document, outline: Outline, sections: Sequence[Section]
) -> tuple[Identity, list[Finding]]:
    """Give who reports about which year, with findings where the sources disagree.

    Args:
        document: Blocks of the page.
        outline: Where title, lead and sections stand.
        sections: The report's sections; the first begins with the lead.

    Returns:
        The identity and findings ``I.YEAR_CONFLICT``, ``I.PUBLISHER_UNKNOWN``, ``I.PUBLISHER_CONFLICT``,
        ``I.REGION_AMBIGUOUS``, ``I.DATE_SOURCE``.
    """
    page = _page(document, outline, sections)
    findings: list[Finding] = []
    title_years = find_years(page.title)
    period = find_period(page.lead, title_years[0] if title_years else None)
    year = _year(page, period, findings)
    publisher = _publisher(page, findings)
    region = _region(page, publisher, year, findings)
    published = _published_on(page, year, findings, dropped=_dropped_dates(period, findings))
    identity = Identity.model_construct(
        title=page.title or None,
        publisher=publisher,
        region_code=region.code,
        region_name=region.name,
        body=kind_of_body(publisher) or _body_of_region(publisher, region) if publisher else None,
        year=year,
        period=_period(period),
        published_on=published,
        index_number=_labelled(page, "index_number"),
        document_number=_labelled(page, "document_number"),
        scope=_scope(page, publisher),
        contact=read_contact([page.lead, "\n".join(page.ending)]),
    )
    return identity, findings


def report_id(identity: Identity) -> str:
    """Give the id of a report, the same on every mirror and in every run."""
    code = identity.region_code or "000000"
    publisher = identity.publisher or "unknown"
    return f"{code}-{publisher}-{identity.year or '0000'}"


def _page(document: Document, outline: Outline, sections: Sequence[Section]) -> _Page:
    lead = sections[0].text if sections else _all_text(document)
    ending = sections[-1].text.split("\n")[-SIGNATURE_LINES:] if sections else []
    return _Page(
        outline.title, lead[:BEGINNING], ending, labelled_values(document, outline), document
    )


def _all_text(document: Document) -> str:
    return "\n".join(b.text for b in document.blocks if isinstance(b, Paragraph))


def _year(page: _Page, period: PeriodFound | None, findings: list[Finding]) -> int | None:
    """Give the data year: the period's, else the title's, else the lead's first."""
    title = find_years(page.title)
    named = title or find_years(page.lead[:300])
    if period is None:
        return named[0] if named else None
    year = period.start.year
    if title and year not in title:
        findings.append(
            make_finding(
                "I.YEAR_CONFLICT", expected=year, actual=title[0], title=title[0], period=year
            )
        )
    return year


def _period(found: PeriodFound | None) -> Period | None:
    if found is None:
        return None
    return Period.model_construct(start=found.start.isoformat(), end=found.end.isoformat())


def _publisher(page: _Page, findings: list[Finding]) -> str | None:
    """Give the body: from the title, else a label, the signature, the metadata."""
    name = publisher_of_title(page.title)
    if name is None:
        signed = [squeeze(line) for line in page.ending]
        labels = [squeeze(item.value) for item in page.labelled if item.field == "publisher"]
        metas = [squeeze(value) for value in meta_values(page.document, "publisher")]
        name = next((text for text in (*labels, *signed, *metas) if is_body(text)), None)
    if name is None:
        findings.append(make_finding("I.PUBLISHER_UNKNOWN", title=page.title))
    return name


def _region(
    page: _Page, publisher: str | None, year: int | None, findings: list[Finding]
) -> RegionMatch:
    codes = [value[:6] for value in meta_values(page.document, "site_code") if value[:6].isdigit()]
    named = [item.value for item in page.labelled if item.field == "publisher"]
    hints = RegionHints(
        codes[0] if codes else None,
        (
            *meta_values(page.document, "site_name"),
            *map(squeeze, named),
            *map(squeeze, page.ending),
        ),
    )
    match = resolve_region(publisher or "", year, hints)
    if match.candidates:
        shown = ", ".join(f"{span.code} {span.name}" for span in match.candidates[:6])
        findings.append(make_finding("I.REGION_AMBIGUOUS", publisher=publisher, candidates=shown))
    findings += _signed_elsewhere(page, publisher, match, year)
    site = region_of_code(hints.code, year)
    if site is not None and match.code is not None and are_apart(site.code, match.code):
        findings.append(_conflict(site, match))
    return match


def _signed_elsewhere(
    page: _Page, publisher: str | None, match: RegionMatch, year: int | None
) -> list[Finding]:
    """Tell of a signature whose body lies in another region than that of the title: one was copied."""
    for signed in map(squeeze, page.ending):
        if match.code is None or signed == publisher or not is_body(signed):
            continue
        other = resolve_region(signed, year, RegionHints(None, ()))
        if other.code is not None and are_apart(other.code, match.code):
            return [
                make_finding(
                    "I.PUBLISHER_CONFLICT",
                    publisher=publisher,
                    region=match.name,
                    signed=signed,
                    signed_region=other.name,
                )
            ]
    return []


def _conflict(site: Span, match: RegionMatch) -> Finding:
    return make_finding(
        "I.REGION_CONFLICT",
        expected=match.code,
        actual=site.code,
        site=site.name,
        site_code=site.code,
        region=match.name,
        region_code=match.code,
    )


def _body_of_region(publisher: str, region: RegionMatch) -> str | None:
    """Give ``government`` for a report in the name of a region alone (某县2021年…年度报告)."""
    return "government" if region.name and publisher.endswith(region.name) else None


def _dropped_dates(period: PeriodFound | None, findings: list[Finding]) -> bool:
    """Say whether a page has lost characters of its dates; that is told with the period they prove."""
    if period is None or not period.recovered:
        return False
    shown = {"start": period.start.isoformat(), "end": period.end.isoformat()}
    detail, detail_zh = make_note("dropped_dates", **shown)
    findings.append(make_finding("R.TEXT_LOST", count=1, detail=detail, detail_zh=detail_zh))
    return True


def _published_on(
    page: _Page, year: int | None, findings: list[Finding], *, dropped: bool
) -> str | None:
    """Give the date of publication; the source that won and the others are told.

    Labels on the page come first, then its metadata, then the signature: dates of a content
    system are often those of a later move. A date inside the reporting year is none.
    """
    candidates = [(item.source, find_date(item.value, dropped=dropped)) for item in page.labelled
                  if item.field == "published_on"]  # fmt: skip
    candidates += [("meta", find_date(v)) for v in meta_values(page.document, "published_on")]
    candidates += [
        ("signature", find_date(line[-40:], dropped=dropped)) for line in reversed(page.ending)
    ]
    valid = [(s, d) for s, d in candidates if d is not None and (year is None or d.year > year)]
    if not valid:
        return None
    source, chosen = valid[0]
    findings.append(_date_source(source, chosen, [v for v in valid[1:] if v[1] != chosen]))
    return chosen.isoformat()


def _date_source(source: str, chosen: date, others: list[tuple[str, date]]) -> Finding:
    """Tell in two languages which date of publication won and which others differ."""
    words = load("findings")["date_sources"]
    shown = {"source": words[source]["en"], "source_zh": words[source]["zh"]}
    for language, name in (("en", "others"), ("zh", "others_zh")):
        dates = "; ".join(f"{words[s][language]} {d.isoformat()}" for s, d in others)
        shown[name] = words[f"others_{language}"].format(dates=dates) if others else ""
    return make_finding("I.DATE_SOURCE", date=chosen.isoformat(), **shown)


def _labelled(page: _Page, field: str) -> str | None:
    return next((item.value for item in page.labelled if item.field == field), None)


def _scope(page: _Page, publisher: str | None) -> str | None:
    """Give whom the figures speak of, where the text says so plainly."""
    words = load("identity")["scope"]
    plain = squeeze(page.lead)
    for scope in ("jurisdiction_wide", "consolidated"):
        if any(squeeze(word) in plain for word in words[scope]):
            return scope
    kind = kind_of_body(publisher) if publisher else None
    if kind in ("department", "township") and any(word in plain for word in words["own_body"]):
        return "own_body"
    return None
