"""The largest sensible comparisons stay under a megabyte, and say what they leave off."""

import random

import pytest

from parsers.record import Evidence, Finding, Section
from parsers.vocab import key_order
from scraper.accepted import Sorted
from scraper.collection import Collection
from scraper.comparison.compare import compare
from scraper.comparison.pages import audit_page, compare_page, ranking_page
from scraper.comparison.ranking import rank
from scraper.view.audit import by_rule
from tests.audit.test_audit import TOPICS, WORDS, make

pytestmark = pytest.mark.slow
BODY = "柳河县教育局"
MEGABYTE = 1_000_000


def fullest(year, dice):
    """A report with a figure in every cell, hundreds of findings and long sections."""
    report = make(year)
    report.source.url = f"http://www.liuhe.gov.cn/{'a' * 120}/{year}.html"
    for key in key_order():
        table, row, column = key.split("/")
        value = dice.randint(1, 99_999)
        report.tables.setdefault(table, {}).setdefault(row, {})[column] = value
        at = {"table": 2, "row": 33, "column": 11}
        told = {"raw": str(value), "state": "stated", "at": at}
        report.evidence[key] = Evidence.model_validate(told)
    text = "".join("".join(dice.choices(WORDS, k=60)) + "。" for _ in range(250))
    codes = ("overview", "proactive", "requests", "disputes", "problems", "other")
    report.sections = [Section(code=code, heading=f"一、{code}", text=text) for code in codes]
    words = "".join(dice.choices(WORDS, k=3000))
    cells = list(key_order())[:20]
    report.findings = [
        Finding(code=f"T3.X{n}", severity="error", message=words, message_zh=words, cells=cells)
        for n in range(60)
    ]
    return report


def test_eighteen_years_of_the_fullest_reports():
    """2008 to 2025, every cell another figure each year, 60 findings a report, 90,000 letters each."""
    dice = random.Random(5)
    made = [fullest(year, dice) for year in range(2008, 2026)]
    earlier = [report.model_copy(deep=True) for report in made[-3:]]
    for report in earlier:
        report.sections = fullest(2000, dice).sections
        for rows in report.tables.values():
            for row in rows.values():
                row.update(
                    {column: value + 1 for column, value in row.items() if value is not None}
                )
    page = compare_page(compare(Collection(made, earlier), BODY, range(2008, 2026)))
    assert len(page.encode()) < MEGABYTE
    assert "未在此列出" in page


def test_thousands_of_bodies():
    """A province in a year."""
    names = (
        f"{first}{second}县{topic}局" for first in WORDS for second in WORDS for topic in TOPICS
    )
    made = [make(2023, body=name, received=n) for n, name in zip(range(5000), names, strict=False)]
    page = ranking_page(rank(made, 2023, None), "zh")
    assert len(page.encode()) < MEGABYTE
    assert "+ 4,500" in page


def test_many_findings_of_many_rules():
    """An audit of tens of thousands of findings with long messages."""
    report = fullest(2023, random.Random(5))
    from parsers.audit import AuditFinding

    findings = [
        AuditFinding(**one.model_dump(), report_ids=[report.id])
        for one in report.findings
        for _ in range(300)
    ]
    page = audit_page(1, Sorted(findings, [], []), by_rule(findings), "zh")
    assert "18,000" in page
    assert len(page.encode()) < 8 * MEGABYTE
