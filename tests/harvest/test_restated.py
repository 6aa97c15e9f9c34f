"""A report that a site changes after its publication: what the page of a comparison tells of it."""

import json

import html5lib
import pytest

from scraper.cli import main
from tests.harvest.county import County, serving
from tests.harvest.test_engine import run

pytestmark = pytest.mark.slow
HOST, PATH = "127.0.50.1", "/nb/2022.html"
SENTENCE = "都有新的进展。"


def changed(page, before, after):
    """Change a text of a page that stands there."""
    assert page.count(before.encode()) >= 1
    return page.replace(before.encode(), after.encode(), 1)


def test_what_changed_and_when_it_was_seen(tmp_path, capsys):
    """Three visits: as published, with another figure and sentence, and with another stylesheet only."""
    county = County(("柳河县",))
    out, page = tmp_path / "out", tmp_path / "page.html"
    with serving(county, tmp_path) as sites:
        assert run(sites, out).returncode == 0
        first = county.pages[HOST, PATH]
        second = changed(first, ">1014<", ">1015<")
        county.pages[HOST, PATH] = changed(second, SENTENCE, SENTENCE + "另补充说明。")
        assert run(sites, out).returncode == 0
        county.pages[HOST, PATH] = county.pages[HOST, PATH].replace(
            b"<body", b"<body class='new'", 1
        )
        assert run(sites, out).returncode == 0
    asked = (
        "compare",
        str(out),
        "--publisher",
        "水利局",
        "--years",
        "2022,2023",
        "--html",
        str(page),
    )
    assert main([*asked, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [step["cells"] for step in told["versions"]] == [1, 0]
    assert told["versions"][0]["sections"]
    (cell,) = told["restated"]
    assert (cell["before"], cell["now"]) == ("1014", "1015")
    assert cell["seen"] == told["versions"][0]["retrieved_at"]
    assert cell["seen"][0] < cell["seen"][1]
    text = "".join(html5lib.parse(page.read_text("utf-8"), namespaceHTMLElements=False).itertext())
    assert "另补充说明。" in text
    assert "（只有网页变动）" in text
    assert all(sha in text for step in told["versions"] for sha in step["sha256"])
    assert cell["seen"][0][:16].replace("T", " ") in text
