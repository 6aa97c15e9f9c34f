"""Reports that a site publishes in several forms: each is read, kept, and held against the page."""

import json

import pytest

from scraper.harvest.status import read_status
from tests.harvest.county import County, serving
from tests.harvest.test_engine import records, run
from tests.proving import rendering
from tests.proving.dice import Dice
from tests.proving.page import write_report

pytestmark = pytest.mark.slow
HOST = "127.0.50.1"
COVERED, BOTH = 2021, 2022


def written(year):
    """Title and content of a report of the county's office for water."""
    title, content, _ = write_report(Dice(f"forms/{year}"), "柳河县水利局", "220524", year)
    return title, content


@pytest.fixture
def sites(tmp_path):
    """One year as page and PDF, which differ in one figure; another as a cover with a PDF; a leaflet."""
    county = County(("柳河县",))
    title, content = written(BOTH)
    files = '<p><a href="/f/2022.pdf">附件：年度报告.pdf</a><a href="/f/leaflet.pdf">办事指南.pdf</a></p>'
    county.put(HOST, "/nb/2022.html", f"<h1>{title}</h1>{content}{files}")
    row = content[content.index("一、本年新收") :]
    end = row.index("</td></tr>")
    changed = content.replace(row, row[:end] + "9" + row[end:])
    county.pages[HOST, "/f/2022.pdf"] = rendering.draw(f"<h1>{title}</h1>{changed}")
    county.pages[HOST, "/f/leaflet.pdf"] = rendering.draw("<p>办事指南</p>")
    cover, whole = written(COVERED)
    county.put(
        HOST, "/nb/2021.html", f'<h1>{cover}</h1><p><a href="/f/2021.pdf">{cover}.pdf</a></p>'
    )
    county.pages[HOST, "/f/2021.pdf"] = rendering.draw(f"<h1>{cover}</h1>{whole}")
    with serving(county, tmp_path) as path:
        yield county, path


def test_forms_are_kept_and_differences_told(sites, tmp_path):
    """The dataset has each report once; a second run, and a new version of the file, tell nothing twice."""
    county, path = sites
    out = tmp_path / "out"
    assert run(path, out).returncode == 0
    told = told_of(out)
    assert [f["code"] for f in told] == ["S.OTHER_FORM", "S.VERSIONS_DIFFER"]
    assert told[1]["cells"] == ["requests/requests_received/total"]
    assert told[1]["expected"] == told[1]["actual"] * 10 + 9
    (form,) = (out / "forms").glob("*/*.json")
    assert json.loads(form.read_text("utf-8"))["source"]["url"].endswith("/f/2022.pdf")
    rows = {row.url.partition(HOST)[2].partition("/")[2]: row for row in read_status(out).rows}
    assert rows["f/2022.pdf"].outcome == rows["f/leaflet.pdf"].outcome == "attachment"
    title, content = written(BOTH)
    county.pages[HOST, "/f/2022.pdf"] = rendering.draw(f"<h1>{title}</h1>{content}")
    assert run(path, out).returncode == 0
    assert [f["code"] for f in told_of(out)] == ["S.OTHER_FORM"]
    assert len(list((out / "forms").glob("*/*.json"))) == 2


def test_the_file_of_a_cover_is_the_report(sites, tmp_path):
    """Its record stands among the others, with page and box."""
    _, path = sites
    out = tmp_path / "out"
    run(path, out)
    covered = [one for one in records(out).values() if one["identity"]["year"] == COVERED]
    assert [one["source"]["url"].rpartition("/")[2] for one in covered] == ["2021.pdf"]
    assert all("page" in evidence["at"] for evidence in covered[0]["evidence"].values())


def told_of(out):
    """What the record of the page tells of other forms."""
    (page,) = [one for one in records(out).values() if one["identity"]["year"] == BOTH]
    codes = ("S.OTHER_FORM", "S.VERSIONS_DIFFER")
    return [finding for finding in page["findings"] if finding["code"] in codes]
