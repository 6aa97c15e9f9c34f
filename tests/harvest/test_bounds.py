"""What keeps a harvest within bounds: pages of a site, size of the archive, lists without an end."""

from __future__ import annotations

import base64
import random
from contextlib import closing

import pytest

from scraper.exchange import Planned, Request
from scraper.harvest.originals import original_of
from scraper.harvest.status import read_status
from scraper.ledger import Ledger
from scraper.sites import Site
from tests.harvest.county import County, serving
from tests.harvest.test_engine import records, run

HOST = "127.0.50.1"


@pytest.mark.slow
def test_a_site_has_a_budget_of_pages(tmp_path):
    """What is beyond is a row with its code; a larger budget goes on where the run ended."""
    county = County(("柳河县",))
    out = tmp_path / "out"
    with serving(county, tmp_path) as sites:
        assert run(sites, out, "--set", "max_pages=2").returncode == 1
        beyond = [row for row in read_status(out).rows if row.code == "F.BUDGET"]
        assert [row.url.partition("/nb/")[2] for row in beyond] == ["index_2.html"]
        assert len(records(out)) == 2
        assert run(sites, out).returncode == 0
        assert len(records(out)) == 3


@pytest.mark.slow
def test_the_archive_has_a_largest_size(tmp_path):
    """The run ends with what it has, says so, and goes on when the bound is raised."""
    county = County(("柳河县",))
    out = tmp_path / "out"
    noise = base64.b64encode(random.Random(1).randbytes(1_200_000)).decode()
    page = county.pages[HOST, "/nb/2023.html"].decode()
    county.pages[HOST, "/nb/2023.html"] = page.replace(
        "</body>", f"<!-- {noise} --></body>"
    ).encode()
    with serving(county, tmp_path) as sites:
        done = run(sites, out, "--set", "max_archive_mb=1")
        assert done.returncode == 1
        assert "max_archive_mb" in done.stderr
        assert any(row.outcome == "waiting" for row in read_status(out).rows)
        assert run(sites, out, "--set", "max_archive_mb=100").returncode == 0
        assert len(records(out)) == 3


@pytest.mark.slow
def test_a_server_that_answers_any_number_is_not_asked_for_ever(tmp_path):
    """The last page comes for every number behind it: nothing new is on it, so no more are tried."""
    county = County(("柳河县",))
    last = county.pages[HOST, "/nb/index_2.html"]
    for number in range(3, 60):
        county.pages[HOST, f"/nb/index_{number}.html"] = last
    out = tmp_path / "out"
    with serving(county, tmp_path) as sites:
        assert run(sites, out).returncode == 0
    asked = [path for _, path, _ in county.asked if path.startswith("/nb/index_")]
    assert len(asked) <= 3


def ledger_with(path, *urls):
    """A ledger that knows addresses."""
    ledger = Ledger(path)
    ledger.add_sites([Site("s", "瑞安市", "http://www.ruian.gov.cn/")])
    ledger.plan("s", [Planned(Request(url), "report") for url in urls])
    return ledger


@pytest.mark.parametrize(
    ("known", "copy", "original"),
    [
        (
            ["http://www.ruian.gov.cn/art/2021/1/1/art_1229615310_1.html"],
            "http://0575game.cn/art/2022/1/24/art_1229615310_60460.html",
            "http://www.ruian.gov.cn/art/2022/1/24/art_1229615310_60460.html",
        ),
        (
            ["http://www.ruian.gov.cn/col/col1229615310/index.html"],
            "http://0575game.cn/art/2022/1/24/art_1229615310_60460.html",
            "http://www.ruian.gov.cn/art/2022/1/24/art_1229615310_60460.html",
        ),
        (
            ["http://www.ruian.gov.cn/art/2021/1/1/art_12296153105_1.html"],
            "http://0575game.cn/art/2022/1/24/art_1229615310_60460.html",
            None,
        ),
        (
            ["http://a.gov.cn/xjnlk/c112945/x.shtml", "http://b.gov.cn/xjnlk/c112945/y.shtml"],
            "http://copy.cn/xjnlk/c112945/202401/46aba5.shtml",
            None,
        ),
        (
            ["http://copy2.cn/col/col1229615310/"],
            "http://0575game.cn/art/2022/1/24/art_1229615310_60460.html",
            None,
        ),
    ],
)
def test_a_copy_is_traced_by_its_column(tmp_path, known, copy, original):
    """By one official host that has the same column; not by a longer number, several hosts or a copy."""
    with closing(ledger_with(tmp_path, *known)) as ledger:
        assert original_of(ledger, copy) == original
