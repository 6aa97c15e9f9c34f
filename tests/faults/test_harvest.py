"""Faults that only a whole harvest shows: the real command against a site on loopback."""

from __future__ import annotations

import pytest

from scraper.harvest.status import read_status
from tests.harvest.county import County, serving
from tests.harvest.test_engine import records, run

pytestmark = pytest.mark.slow
HOST = "127.0.50.1"


def test_one_page_under_two_addresses(tmp_path):
    """S9: one record; both addresses have their row, and the second says that it is the same."""
    county = County(("柳河县",))
    county.pages[HOST, "/nb/copy.html"] = county.pages[HOST, "/nb/2022.html"]
    title = "柳河县水利局2022年政府信息公开工作年度报告"
    listed = county.pages[HOST, "/nb/index_2.html"]
    link = f'<li><a href="/nb/copy.html">{title}</a></li></body>'.encode()
    county.pages[HOST, "/nb/index_2.html"] = listed.replace(b"</body>", link)
    with serving(county, tmp_path) as sites:
        done = run(sites, tmp_path / "out")
    assert done.returncode == 0, done.stderr
    rows = {row.url.rpartition("/")[2]: row for row in read_status(tmp_path / "out").rows}
    first, second = rows["2022.html"], rows["copy.html"]
    assert (first.outcome, second.outcome, first.sha256) == ("record", "same", second.sha256)
    assert "another address" in second.reason
    assert len(records(tmp_path / "out")) == 3
