"""What a dataset is worth: coverage by region and year, rules, blanks, readers, limits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from markupsafe import Markup, escape

from parsers.identity.region import region_of_code
from parsers.record import Report
from parsers.vocab import all_tables
from scraper.pages.environment import render
from scraper.pages.words import words

_NOW = 9999  # the newest name of a province
_SHADES = 5  # steps of the heat map; the number stands in the cell, the shade only helps the eye


class Quality(NamedTuple):
    """What the page shows, counted and sorted."""

    reports: int
    years: list[int | None]  # None: not known
    coverage: list[tuple[str, str, list[int]]]  # code, name and counts by year of a province
    findings: list[tuple[str, str, int]]  # rule, severity, reports that have it
    blanks: list[tuple[str, str, int, int]]  # names of a table, its cells, those without a figure
    readers: list[tuple[str, str, int]]  # reader, encoding, reports


class QualityTally:
    """Counts over reports that come one after the other; holds no report."""

    def __init__(self) -> None:
        self.reports = 0
        self._coverage: Counter[tuple[str, int | None]] = Counter()
        self._findings: Counter[tuple[str, str]] = Counter()
        self._cells: Counter[str] = Counter()
        self._blank: Counter[str] = Counter()
        self._readers: Counter[tuple[str, str]] = Counter()

    def add(self, report: Report) -> None:
        """Count a report."""
        self.reports += 1
        self._coverage[(report.identity.region_code or "")[:2], report.identity.year] += 1
        self._findings.update({(one.code, one.severity) for one in report.findings})
        self._readers[report.source.reader, report.source.encoding.used] += 1
        for table, rows in report.tables.items():
            values = [value for row in rows.values() for value in row.values()]
            self._cells[table] += len(values)
            self._blank[table] += values.count(None)

    def quality(self) -> Quality:
        """Give what was counted."""
        years = sorted({year for _, year in self._coverage}, key=lambda year: (year is None, year))
        codes = sorted({code for code, _ in self._coverage}, key=lambda code: (not code, code))
        ranked = sorted(self._findings.items(), key=lambda item: (-item[1], item[0]))
        return Quality(
            self.reports,
            years,
            [(c, _province(c), [self._coverage[c, y] for y in years]) for c in codes],
            [(code, severity, count) for (code, severity), count in ranked],
            [
                (t.zh, t.en, self._cells[t.code], self._blank[t.code])
                for t in all_tables()
                if self._cells[t.code]
            ],
            [(*key, count) for key, count in self._readers.most_common()],
        )


def quality_page(reports: Iterable[Report]) -> str:
    """Give a page that stands alone: heat map, pass rate of rules, blanks by table, readers, limits."""
    tally = QualityTally()
    for report in reports:
        tally.add(report)
    return page_of(tally.quality())


def page_of(quality: Quality) -> str:
    """Give the page of what was counted, in both languages at once: a dataset travels."""
    most = max((count for _, _, counts in quality.coverage for count in counts), default=0)
    return render(
        "quality.html",
        "zh",
        q=quality,
        other=words("en"),
        both=_both,
        shade=lambda count: -(-_SHADES * count // most) if most else 0,
    )


def _province(code: str) -> str:
    span = region_of_code(code + "0000", _NOW)
    return span.name if span else ""


def _both(name: str) -> Markup:
    """Give a word in Chinese and in English."""
    zh, en = escape(words("zh")[name]), escape(words("en")[name])
    return Markup('{} <span lang="en" class="en">{}</span>').format(zh, en)
