"""The pages of comparisons and audits; each stands alone and says what it leaves off."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from markupsafe import Markup

from parsers.audit import AuditFinding, verdict_of
from parsers.audit.model import Held
from parsers.checks.names import cell_name
from scraper.accepted import Sorted
from scraper.comparison import figures
from scraper.comparison.compare import Comparison, counts
from scraper.comparison.distribution import Distribution
from scraper.comparison.evidence import told
from scraper.comparison.ranking import Ranking
from scraper.comparison.shown import shown_sections
from scraper.pages.bars import histogram, pair_legend, pairs_chart
from scraper.pages.charts import Line, chart, legend, sparkline
from scraper.pages.environment import render
from scraper.pages.words import words

_LARGEST = 950_000  # bytes of a page of a comparison
_MOST = 500  # findings of a rule on the page of an audit
_PAGE = 3000  # findings on the page of an audit
_BODIES = 500  # bodies of a ranking on its page
_CHARTS = {
    "requests_chart": ("received", "closed"),
    "outcome_chart": ("granted", "partial", "denied", "unable", "other_outcomes"),
    "dispute_chart": ("reviews", "suits_direct", "suits_after"),
}


class Room(NamedTuple):
    """How much of a comparison its page shows; what is left off is counted there."""

    evident: int  # findings with their evidence
    listed: int  # findings behind them
    cells: int  # cells that changed, between years and between versions
    letters: int  # of text that differs


_ROOMS = (Room(100, 400, 400, 60_000), Room(50, 200, 300, 30_000), Room(20, 50, 100, 10_000))


class Picture(NamedTuple):
    """A chart with its name, its legend, what it says of itself, and the drawing."""

    name: str
    legend: Markup
    note: str
    drawing: Markup


def compare_page(comparison: Comparison, lang: str = "zh", home: str = "") -> str:
    """Give the page of a comparison; of one that would be too large less is shown.

    Args:
        comparison: The reports.
        lang: ``zh`` or ``en``.
        home: Address of the list that the page belongs to, where there is one.
    """
    page = ""
    for room in _ROOMS:
        page = _compare_page(comparison, lang, room, home)
        if len(page.encode("utf-8")) < _LARGEST:
            break
    return page


def _compare_page(comparison: Comparison, lang: str, room: Room, home: str) -> str:
    held, findings = comparison.held, comparison.findings
    rest = findings[room.evident :]
    restated = shown_sections(
        [diff for step in comparison.steps for diff in step.texts], room.letters
    )
    by_diff = {id(section.diff): section for section in restated}
    return render(
        "compare.html",
        lang,
        c=comparison,
        home=home,
        counts=counts(findings),
        pictures=pictures(held, lang),
        data=figures.series(held),
        findings=[told(one, comparison, lang) for one in findings[: room.evident]],
        rest=rest[: room.listed],
        left_off=len(rest[room.listed :]),
        room=room.cells,
        texts=shown_sections(comparison.texts, room.letters),
        steps=[(step, [by_diff[id(diff)] for diff in step.texts]) for step in comparison.steps],
        cell_name=lambda cell: cell_name(cell).zh if lang == "zh" else cell_name(cell).en,
        place=lambda one, cell: figures.place(one, cell, lang),
        spark=lambda values: Markup(sparkline(values, comparison.years[-len(values) :])),  # noqa: S704 -- made of numbers
    )


def pictures(held: list[Held], lang: str) -> list[Picture]:
    """Give the charts that have something to show."""
    w, data, years = words(lang), figures.series(held), [one.year for one in held]
    found = []
    for name, chosen in _CHARTS.items():
        lines = [Line(w[one], data[one]) for one in chosen]
        found.append((w[name], legend(lines), "", chart(w[name], years, lines)))
    pairs, sides = figures.carry_chain(held), (w["carried_out"], w["carried_in"])
    drawn = pairs_chart(w["carry_chart"], pairs, sides)
    found.insert(1, (w["carry_chart"], pair_legend(sides), w["carry_is"], drawn))
    rates = [Line(w["grant_rate"], data["grant_rate"])]
    drawn = chart(w["grant_rate"], years, rates, percent=True)
    found.append((w["grant_rate"], legend(rates), w["grant_rate_is"], drawn))
    return [Picture(name, signs, note, Markup(svg)) for name, signs, note, svg in found if svg]  # noqa: S704 -- escaped there


def audit_page(
    reports: int, found: Sorted, groups: Sequence[Sequence[AuditFinding]], lang: str
) -> str:
    """Give the page of an audit: by rule, with all findings up to a number."""
    room, chosen = _PAGE, []
    tally = dict.fromkeys(("error", "warning", "info"), 0)
    for group in groups:
        first = group[0]
        shown = list(group[: min(_MOST, room)])
        room -= len(shown)
        tally[first.severity] += len(group)
        chosen.append((first, len(group), shown))
    return render(
        "audit.html",
        lang,
        reports=reports,
        verdict=verdict_of(group[0] for group in groups),
        counts=tally,
        groups=chosen,
        accepted=found.accepted[:_MOST],
        all_accepted=len(found.accepted),
    )


def ranking_page(ranking: Ranking, lang: str = "zh", home: str = "") -> str:
    """Give the page of a year across bodies: distributions, then the bodies in their order."""
    w = words(lang)
    most = max((one.received or 0 for one in ranking.rows), default=0)
    return render(
        "ranking.html",
        lang,
        r=ranking,
        home=home,
        rows=ranking.rows[:_BODIES],
        left_off=len(ranking.rows[_BODIES:]),
        most=most or 1,
        spreads=[
            (name, spread, _histogram(w[name], spread, w["bodies"]))
            for name, spread in ranking.spreads().items()
        ],
    )


def _histogram(title: str, spread: Distribution, unit: str) -> Markup:
    return Markup(histogram(title, spread.bins, unit))  # noqa: S704 -- escaped there
