"""Pages to look at, and a browser to look with."""

from __future__ import annotations

import json
import shutil
from contextlib import contextmanager
from pathlib import Path

import pytest

from parsers.audit import audit
from parsers.record import Evidence
from scraper.accepted import Accepted, sort_out
from scraper.collection import Collection
from scraper.comparison.compare import compare
from scraper.comparison.pages import audit_page, compare_page, ranking_page
from scraper.comparison.ranking import rank
from scraper.dataset.quality import quality_page
from scraper.view.audit import by_rule
from tests.audit.test_audit import TOPICS, _carry, _edit, make, years

LOOKS = Path(__file__).with_name("looks.js").read_text(encoding="utf-8")
BODY = "柳河县教育局"
PHONE, DESK = 390, 1280
PATIENCE = 300_000  # milliseconds: how fast the machine is says nothing of a page


def chromium():
    """Give the path of the browser, or skip with the reason."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        pytest.skip("chromium is not installed: scripts/system.sh installs it")
    return path


@contextmanager
def opened():
    """Give a browser that has no network to speak of."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"], timeout=PATIENCE
        )
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def shown(browser, address, width=DESK, **more):
    """Show a page; what it asks for and what it complains of is kept in ``page.heard``."""
    context = browser.new_context(viewport={"width": width, "height": 900}, **more)
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.heard = []
    page.on("console", lambda message: page.heard.append(f"console: {message.text}"))
    page.on("pageerror", lambda error: page.heard.append(f"error: {error}"))
    page.on("request", lambda request: page.heard.append(f"request: {request.url}"))
    page.goto(address)
    page.heard.remove(f"request: {address}")
    try:
        yield page
    finally:
        context.close()


def reports():
    """Five years of a body with faults, evidence, long addresses, and two versions of one year."""
    made = years()
    _carry(made)
    made[4].tables["disputes"]["review"]["total"] = 4
    _edit(made, 3, "proactive/art20_1.normative_documents/in_force", 1_234_567)
    made[2].tables["requests"]["outcome.partially_granted"] = {"total": None}
    for report in made:
        report.source.url = f"http://www.liuhe.gov.cn/zwgk/fdzdgknr/xxgknb/{report.identity.year}01/t{report.identity.year}0118_{'3300' * 6}.html"
        for row, column in (("requests_received", "total"), ("carried_over_to_next_year", "total")):
            at = {"table": 1, "row": 4, "column": 9}
            told = {"raw": str(report.tables["requests"][row][column]), "state": "stated", "at": at}
            report.evidence[f"requests/{row}/{column}"] = Evidence.model_validate(told)
    first = made[3].model_copy(deep=True)
    _edit([first], 0, "proactive/art20_1.normative_documents/issued", 7)
    first.sections[0].text = first.sections[0].text.replace("考核良好", "考核优秀。印发3件")
    for report, when in ((first, "2025-02-01"), (made[3], "2025-05-01")):
        report.source.retrieved_at = f"{when}T00:00:00Z"
    return made, [first]


def county():
    """Many bodies of one year."""
    rest = [make(2023, body=f"柳河县{topic}局", received=3**n) for n, topic in enumerate(TOPICS)]
    return [*reports()[0], *rest]


def pages():
    """Give every kind of page by name, in each language that it has."""
    made, earlier = reports()
    every = county()
    comparison = compare(Collection(made, earlier), BODY, range(2021, 2026))
    accepted = [Accepted("X.STOCK", "220524-*", "机构改革" * 9, "王", None, None)]
    found = sort_out(audit(every, earlier=earlier), accepted, __import__("datetime").date.today())
    told = {"quality": quality_page(every)}
    for lang in ("zh", "en"):
        told[f"compare-{lang}"] = compare_page(comparison, lang)
        told[f"ranking-{lang}"] = ranking_page(rank(every, 2023, "2205"), lang)
        told[f"audit-{lang}"] = audit_page(len(every), found, by_rule(found.open), lang)
    return told


def complaints(page):
    """What a careful reader would complain of."""
    return json.loads(json.dumps(page.evaluate(LOOKS)))
