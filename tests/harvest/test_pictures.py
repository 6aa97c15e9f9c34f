"""Tables that are pictures: a harvest asks for them with their report, keeps them, and reads them."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys

import pytest

from scraper.harvest.status import read_status
from tests.harvest.county import County, serving
from tests.harvest.test_engine import records, run
from tests.proving.drawing import browser, pictures_of, print_sheets

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(browser() is None, reason="no browser draws the table here"),
]
pytest.importorskip("rapidocr", reason="the extra ocr is not installed")
HOST, PATH, PICTURE = "127.0.50.1", "/nb/2022.html", "/img/W0202301.png"
STRANGER = "http://pictures.example.com/logo.png"


def report_of(out):
    """The records of the report whose last table is a picture."""
    return [told for path, told in records(out).items() if "2022" in path]


def picture(table):
    """A table as a picture file."""
    style = "width:660px;font:14px Noto Sans CJK SC;--line:1px solid #000;--pad:4px"
    sheet = f'<div class="sheet" style="{style}">{table}</div>'
    file = io.BytesIO()
    pictures_of(print_sheets([sheet]), 1.5)[0].save(file, "PNG")
    return file.getvalue()


@pytest.fixture
def county(tmp_path):
    """One site; the last table of one report becomes a picture, beside one of a stranger's."""
    county = County(("柳河县",), years=(2022,))
    county.whole = county.pages[HOST, PATH].decode()
    table = list(re.finditer(r"<table.*?</table>", county.whole, re.DOTALL))[-1]
    bare = re.sub(r"""\s(?:style|width|class)=("[^"]*"|'[^']*')""", "", table[0])
    shown = f'<p><img src="..{PICTURE}#top"></p><p><img src="{STRANGER}"></p>'
    page = county.whole[: table.start()] + shown + county.whole[table.end() :]
    county.pages[HOST, PATH] = page.encode()
    county.pages[HOST, PICTURE] = picture(bare)
    with serving(county, tmp_path) as sites:
        county.sites = sites
        yield county


def test_a_picture_is_asked_for_with_its_report_and_read(county, tmp_path):
    """Once, right behind its page; the folder reads the same again; a new picture is a new version."""
    out = tmp_path / "out"
    assert run(county.sites, out).returncode == 0
    (told,) = report_of(out)
    disputes = [e for key, e in told["evidence"].items() if key.startswith("disputes/")]
    assert len(disputes) == 15
    assert {e["state"] for e in disputes} == {"recognised"}
    assert {e["at"]["picture"] for e in disputes} == {f"..{PICTURE}#top"}
    assert "S.TABLE_IMAGE" not in [f["code"] for f in told["findings"]]
    asked = [path for _, path, _ in county.asked]
    assert asked.index(PICTURE) == asked.index(PATH) + 1
    assert county.count(PICTURE) == 1
    command = [sys.executable, "-m", "scraper.cli", "parse", str(out), "--jsonl", "-"]
    (line,) = subprocess.run(command, capture_output=True, check=True).stdout.splitlines()
    again = json.loads(line)
    assert again["tables"] == told["tables"]
    assert again["evidence"] == told["evidence"]
    command[-3:-2] = [str(next((out / "archive").glob("*.warc.gz")))]
    done = subprocess.run(command, capture_output=True, check=False)
    assert [json.loads(line)["tables"] for line in done.stdout.splitlines()] == [told["tables"]]
    county.pages[HOST, PICTURE] += b"\0"  # the same picture, other bytes
    assert run(county.sites, out).returncode == 0
    (row,) = [row for row in read_status(out).rows if row.url.endswith(PATH)]
    assert (row.outcome, row.versions) == ("record", 2)


def test_a_picture_that_is_not_there_is_told(county, tmp_path):
    """The report is kept with its finding; the run says that something is missing."""
    county.pages[HOST, PICTURE] = b"<html>login</html>"
    out = tmp_path / "out"
    assert run(county.sites, out).returncode == 1
    (told,) = report_of(out)
    assert "disputes" not in told["tables"]
    assert "S.TABLE_IMAGE" in [f["code"] for f in told["findings"]]
    (row,) = [row for row in read_status(out).rows if PICTURE in row.url]
    assert (row.kind, row.outcome, row.code) == ("picture", "refused", "F.UNSUPPORTED")


def test_a_picture_on_a_further_page_of_a_report_is_asked_for_and_read(county, tmp_path):
    """The site cuts the report before the picture; which tables it lacks is told from both pages."""
    page = county.pages[HOST, PATH].decode()
    script, place = '<script>createPageHTML(2, 0, "2022", "html");</script>', page.index("<p><img")
    head = page[: page.index("<body")]
    further = f"{head}<body>{page[place:]}"
    county.pages[HOST, PATH] = f"{page[:place]}{script}</body></html>".encode()
    county.pages[HOST, "/nb/2022_1.html"] = further.encode()
    out = tmp_path / "out"
    assert run(county.sites, out).returncode == 0
    (told,) = report_of(out)
    disputes = [e for key, e in told["evidence"].items() if key.startswith("disputes/")]
    assert len(disputes) == 15
    assert {e["at"]["picture"] for e in disputes} == {f"..{PICTURE}#top"}
    assert not {"S.TABLE_IMAGE", "R.TEXT_LOST"} & {f["code"] for f in told["findings"]}
    asked = [path for _, path, _ in county.asked]
    assert asked.index(PICTURE) == asked.index("/nb/2022_1.html") + 1
    assert county.count(PICTURE) == 1
