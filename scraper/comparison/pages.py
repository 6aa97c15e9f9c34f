"""The pages for people: one file each, no network, no scripts, everything escaped by the template.

Links lead only to addresses of the web; a page's policy forbids everything but its own styles.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from parsers.audit import AuditFinding, verdict_of
from parsers.audit.model import Held
from parsers.checks.model import Value
from parsers.checks.names import cell_name
from parsers.vocab import key_order
from scraper.accepted import Sorted
from scraper.comparison import figures
from scraper.comparison.charts import Line, chart, sparkline
from scraper.comparison.compare import Comparison
from scraper.comparison.words import words
from scraper.settings import gongkai_version

_MOST = 500  # findings of a rule on a page
_CELLS = 8  # cells of a finding that are quoted
_RANK = {"error": 0, "warning": 1, "info": 2}


class Quote(NamedTuple):
    """A cell as published, and where."""

    raw: str | None
    place: str
    url: str | None


class EvidenceRow(NamedTuple):
    """A cell in the years that a finding speaks of."""

    cell: str
    name: str
    quotes: list[Quote]


class Told(NamedTuple):
    """A finding with its evidence."""

    finding: AuditFinding
    years: list[int]
    rows: list[EvidenceRow]


def compare_page(comparison: Comparison, lang: str = "zh") -> str:
    """Give the page of a comparison."""
    template = environment().get_template("compare.html")
    ranked = sorted(comparison.findings, key=lambda finding: _RANK[finding.severity])
    return template.render(
        **_shared(lang),
        c=comparison,
        charts=_charts(comparison, lang),
        findings=[_told(finding, comparison.held, lang) for finding in ranked],
    )


def audit_page(
    reports: int, found: Sorted, groups: Sequence[Sequence[AuditFinding]], lang: str
) -> str:
    """Give the page of an audit: by rule, with all findings up to a number."""
    template = environment().get_template("audit.html")
    return template.render(
        **_shared(lang),
        reports=reports,
        verdict=verdict_of(group[0] for group in groups),
        groups=groups,
        accepted=found.accepted,
        most=_MOST,
    )


@lru_cache
def environment() -> Environment:
    """Give the templates; what is put into them is escaped unless it was made here."""
    made = Environment(
        loader=PackageLoader("scraper.comparison"), autoescape=True, undefined=StrictUndefined
    )
    made.filters["number"] = number
    made.filters["spark"] = lambda values: Markup(sparkline(values))  # noqa: S704 -- made of numbers
    made.filters["verdict_class"] = lambda verdict: {"VALID with warnings": "warned"}.get(
        verdict, verdict
    )
    made.filters["is_web"] = is_web
    return made


def number(value: Value) -> str:
    """Write a figure with its thousands apart.

    >>> number(1234567), number(1.5)
    ('1,234,567', '1.5')
    """
    return f"{value:,}"


def is_web(url: str | None) -> bool:
    """Say whether an address may be linked to.

    >>> is_web("http://x/"), is_web("javascript:alert(1)")
    (True, False)
    """
    return bool(url) and urlsplit(url or "").scheme in ("http", "https")


def _shared(lang: str) -> dict[str, Any]:
    style = files("scraper.comparison").joinpath("templates/style.css").read_text("utf-8")
    return {
        "lang": lang,
        "w": words(lang),
        "style": Markup(style),  # noqa: S704 -- the project's own file
        "version": gongkai_version(),
    }


def _charts(comparison: Comparison, lang: str) -> list[tuple[str, Markup]]:
    w, held, years = words(lang), comparison.held, comparison.years

    def line(name: str, cell: str) -> Line:
        return Line(w[name], tuple(one.stated.get(cell) for one in held))

    drawn = [
        (w["requests_chart"], [line("received", figures.RECEIVED), line("closed", figures.CLOSED),
                               line("carried_in", figures.CARRIED_IN),
                               line("carried_out", figures.CARRIED_OUT)]),
        (w["outcome_chart"], [line("granted", figures.GRANTED), line("partial", figures.PARTIAL),
                              Line(w["denied"], tuple(figures.denied(one) for one in held))]),
        (w["dispute_chart"], [line("reviews", figures.REVIEWS),
                              Line(w["suits"], tuple(figures.suits(one) for one in held))]),
    ]  # fmt: skip
    rates = Line(w["grant_rate"], tuple(figures.grant_rate(one) for one in held))
    pictures = [(name, chart(name, years, lines)) for name, lines in drawn]
    pictures.append((w["grant_rate"], chart(w["grant_rate"], years, [rates], percent=True)))
    return [(name, Markup(svg)) for name, svg in pictures if svg]  # noqa: S704 -- escaped there


def _told(finding: AuditFinding, held: Sequence[Held], lang: str) -> Told:
    """Give a finding with the cells it speaks of, quoted from every report it names."""
    named = [one for one in held if one.report.id in finding.report_ids]
    cells = [cell for cell in finding.cells if cell in key_order()][:_CELLS]
    partner = {"carried_over_from_previous_year": "carried_over_to_next_year"}
    if finding.code.startswith("X.CARRY"):
        cells += [cell.replace(*next(iter(partner.items()))) for cell in cells]
    rows = [
        EvidenceRow(cell, _name(cell, lang), [_quote(one, cell) for one in named]) for cell in cells
    ]
    return Told(finding, [one.year for one in named], rows)


def _name(cell: str, lang: str) -> str:
    name = cell_name(cell)
    return name.zh if lang == "zh" else name.en


def _quote(held: Held, cell: str) -> Quote:
    url = held.report.source.url
    told, value = figures.raw(held, cell), held.stated.get(cell)
    if told is None and value is not None:
        told = number(value)
    return Quote(told, figures.place(held, cell), url if is_web(url) else None)
