"""What stands in the place of a page is archived, and never taken for an earlier page of it."""

from __future__ import annotations

import gzip

import pytest

from scraper.harvest.status import read_status
from tests.harvest.county import County, serving
from tests.harvest.test_engine import records, run

pytestmark = pytest.mark.slow
HOST, PATH = "127.0.50.1", "/nb/2022.html"
REPAIR = (
    "<html><meta charset=utf-8><title>系统维护</title><p>网站维护中，请稍后再来</p></html>".encode()
)


def row_of(out):
    """Give the row of the page that changes."""
    (row,) = [row for row in read_status(out).rows if row.url.endswith(PATH)]
    return row


def test_a_page_that_was_under_repair_comes_back(tmp_path):
    """Its answer is kept with its digest; then the page is asked for without validators, and read."""
    county = County(("柳河县",))
    page = county.pages[HOST, PATH]
    county.pages[HOST, PATH] = REPAIR
    out = tmp_path / "out"
    with serving(county, tmp_path) as sites:
        assert run(sites, out).returncode == 1
        row = row_of(out)
        assert (row.outcome, row.code) == ("failed", "F.SOFT_404")
        assert row.sha256 is not None
        assert REPAIR in archived(out)
        county.pages[HOST, PATH] = page
        county.asked.clear()
        assert run(sites, out).returncode == 0
    assert [headers.get("If-None-Match") for _, path, headers in county.asked if path == PATH] == [
        None
    ]
    assert row_of(out).outcome == "record"
    assert len(records(out)) == 3


def test_a_report_that_is_under_repair_for_a_while_stays_one_version(tmp_path):
    """Report, repair, the same report: nothing new was published."""
    county = County(("柳河县",))
    page = county.pages[HOST, PATH]
    out = tmp_path / "out"
    with serving(county, tmp_path) as sites:
        assert run(sites, out).returncode == 0
        county.pages[HOST, PATH] = REPAIR
        assert run(sites, out).returncode == 1
        county.pages[HOST, PATH] = page
        assert run(sites, out).returncode == 0
    row = row_of(out)
    assert (row.outcome, row.versions) == ("record", 1)
    assert len(records(out)) == 3


def archived(out):
    """Give all bytes of the archive, unpacked."""
    return b"".join(gzip.decompress(p.read_bytes()) for p in sorted((out / "archive").glob("*.gz")))
