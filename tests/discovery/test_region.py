"""The region of a site's own code is held against the name in the user's list."""

from __future__ import annotations

import pytest

from scraper import read_report
from scraper.discovery.region import region_note, site_region
from scraper.discovery.step import step
from scraper.exchange import Request
from scraper.families.model import WebPage
from scraper.families.registry import known_drivers
from scraper.sites import Site


def web_page(text):
    """A home page."""
    return WebPage("http://x.gov.cn/", text, asked=Request("http://x.gov.cn/"))


CODE = '<meta name="SiteIDCode" content="{}"/>'


@pytest.mark.parametrize(
    ("name", "code", "told"),
    [
        ("沭阳县人民政府", "3213220037", False),
        ("宿迁市人民政府", "3213220037", False),
        ("瑞安市人民政府", "3213220037", True),
        ("瑞安市人民政府", "bm12340001", False),
        ("瑞安市人民政府", "5299990001", False),
        ("某网站", "3213220037", False),
    ],
)
def test_another_region_is_told(name, code, told):
    """Not a county of the same prefecture, not a code that is none, not a name without region."""
    page = web_page(CODE.format(code))
    site = Site("s", name, "http://x.gov.cn/")
    note = region_note(page, site)
    assert bool(note) == told
    found = step(page, "home", site, range(2020, 2024), 0, known_drivers())
    assert found.note == note
    if told:
        assert "321322" in note
        assert "330381" in note


def test_codes_are_read_in_any_letter_case():
    """Templates write the name as they like."""
    assert site_region(web_page("<META CONTENT=3213220037 NAME=siteidcode>")) == "321322"
    assert site_region(web_page('<meta name="SiteName" content="3213220037">')) is None


@pytest.mark.parametrize(("code", "told"), [("3213220037", True), ("3303000001", False)])
def test_a_record_tells_the_conflict(code, told):
    """The publisher's region stays; the site's is a finding with both."""
    source = (
        f"<html><head>{CODE.format(code)}</head><body><h1>瑞安市水利局2022年政府信息公开工作年度报告</h1>"
        "<p>一、总体情况</p><p>有序推进。</p><p>二、主动公开政府信息情况</p><p>无。</p>"
        "<p>三、收到和处理政府信息公开申请情况</p><p>无。</p></body></html>"
    )
    record = read_report(source)
    assert record.identity.region_code == "330381"
    found = [f for f in record.findings if f.code == "I.REGION_CONFLICT"]
    assert [(f.expected, f.actual) for f in found] == ([("330381", "321322")] if told else [])
