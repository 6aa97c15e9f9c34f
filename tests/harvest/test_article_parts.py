"""Reports that their site cuts into several pages are read whole, from the first harvest to the last."""

from __future__ import annotations

import json
import re
import subprocess
import sys

import pytest

from scraper.harvest.status import read_status
from tests.harvest.county import County, serving
from tests.harvest.test_engine import records, run

pytestmark = pytest.mark.slow
HOST, PATH, PART = "127.0.50.1", "/nb/2022.html", "/nb/2022_1.html"
SCRIPT = '<script>createPageHTML(2, 0, "2022", "html");</script>'


def cut(county):
    """Cut the report of 2022 before its second table; both pages have the site's menu and foot."""
    text = county.pages[HOST, PATH].decode()
    menu, foot = "<p>网站导航</p>", f"<p>版权所有 柳河县</p>{SCRIPT}</body></html>"
    body = re.search(r"<body[^>]*>(.*)</body>", text, re.DOTALL)[1]
    head = text[: text.index(body)] + menu
    place = [m.start() for m in re.finditer("<table", body)][1]
    county.pages[HOST, PATH] = (head + body[:place] + foot).encode()
    county.pages[HOST, PART] = (head + body[place:] + foot).encode()


def report_of(out):
    """The records of the report that is cut."""
    return [told for path, told in records(out).items() if "2022" in path]


@pytest.fixture
def county(tmp_path):
    """One site; its whole report is read first, as what the pages must give."""
    county = County(("柳河县",))
    with serving(county, tmp_path) as sites:
        county.sites = sites
        assert run(sites, tmp_path / "whole").returncode == 0
        (county.whole,) = report_of(tmp_path / "whole")
        cut(county)
        county.asked.clear()
        yield county


def test_both_pages_give_the_figures_of_the_whole(county, tmp_path):
    """Same tables and sections; tables are counted over both pages; no menu in the text."""
    out = tmp_path / "out"
    assert run(county.sites, out).returncode == 0
    (told,) = report_of(out)
    assert told["tables"] == county.whole["tables"]
    assert [s["text"] for s in told["sections"]] == [s["text"] for s in county.whole["sections"]]
    assert told["evidence"] == county.whole["evidence"]
    bodies = [county.pages[HOST, path] for path in (PATH, PART)]
    assert told["source"]["bytes"] == sum(map(len, bodies))
    assert county.count(PART) == 1
    asked = [path for _, path, _ in county.asked]
    assert asked.index(PART) == asked.index(PATH) + 1


def test_the_folder_reads_as_it_was_harvested(county, tmp_path):
    """`gongkai parse DIR` puts the pages together again."""
    out = tmp_path / "out"
    run(county.sites, out)
    command = [sys.executable, "-m", "scraper.cli", "parse", str(out), "--jsonl", "-"]
    done = subprocess.run(command, capture_output=True, check=True)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    (again,) = [line for line in lines if line["identity"]["year"] == 2022]
    again["source"].pop("retrieved_at")
    again["source"].pop("uri")
    assert again == report_of(out)[0]


def test_a_change_of_the_second_page_is_a_version_of_the_report(county, tmp_path):
    """Both versions are kept and can be read, though the first page is the same."""
    out = tmp_path / "out"
    run(county.sites, out)
    before = county.pages[HOST, PART]
    county.pages[HOST, PART] = before.replace(b"<td>0</td>", b"<td>7</td>", 1)
    if county.pages[HOST, PART] == before:
        county.pages[HOST, PART] = before.replace(b">0<", b">7<", 1)
    assert county.pages[HOST, PART] != before
    assert run(county.sites, out).returncode == 0
    first, second = report_of(out)
    assert first["source"]["sha256"] != second["source"]["sha256"]
    assert first["tables"] != second["tables"]
    (row,) = [row for row in read_status(out).rows if row.url.endswith(PATH)]
    assert (row.outcome, row.versions) == ("record", 2)
    assert run(county.sites, out).returncode == 0
    (row,) = [row for row in read_status(out).rows if row.url.endswith(PATH)]
    assert row.versions == 2


def test_a_page_that_cannot_be_had_is_told_and_asked_again(county, tmp_path):
    """The record says which page it lacks; when the page is back, the report is whole."""
    part = county.pages.pop((HOST, PART))
    out = tmp_path / "out"
    assert run(county.sites, out).returncode == 1
    (told,) = report_of(out)
    lost = [f["message"] for f in told["findings"] if f["code"] == "R.TEXT_LOST"]
    assert len(lost) == 1
    assert PART in lost[0]
    county.pages[HOST, PART] = part
    assert run(county.sites, out, "--fresh").returncode == 0
    (told,) = report_of(out)
    assert told["tables"] == county.whole["tables"]
    assert not [f for f in told["findings"] if f["code"] == "R.TEXT_LOST"]
