"""A harvest from an archive: the real command, and not one request to the sites."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import asdict

import pytest

from scraper.harvest.status import read_status
from scraper.warc import read_records
from tests.captures.server import Kept, archive_of
from tests.harvest.county import County
from tests.harvest.test_engine import records

pytestmark = pytest.mark.slow
HOST = "www.liuhe.gov.cn"


def kept():
    """A county's pages as an archive has them; its home page under the name of a file."""
    county = County(("柳河县",), years=(2021, 2022))
    pages = {path: data for (_, path), data in county.pages.items()}
    pages["/index.html"] = pages.pop("/")
    return [Kept(f"http://{HOST}{path}", "20230115120000", data) for path, data in pages.items()]


def described(archives, path):
    """A file that describes the archives on loopback."""
    text = ""
    for name, archive in archives.items():
        table = {k: v for k, v in asdict(archive).items() if k != "name"}
        table["months"] = list(table["months"])
        text += f"[{name}]\n" + "".join(f"{k} = {v!r}\n" for k, v in table.items())
    path.write_text(text)
    return path


def harvest(tmp_path, source, *more):
    """Run a harvest to its end."""
    sites = tmp_path / "sites.csv"
    sites.write_text(f"id,name,home\ns1,柳河县,http://{HOST}/\n")
    return subprocess.run(
        [
            *(sys.executable, "-m", "scraper.cli", "harvest", str(sites), "--years", "2021-2022"),
            *("--out", str(tmp_path / "out"), "--from", source, "--allow-private", *more),
        ],
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("source", ["common-crawl", "wayback"])
def test_history_without_a_request_to_the_sites(tmp_path, source):
    """Every report that the archive has, with its time and where it lies; another source is refused."""
    with archive_of(kept()) as (shelf, archives):
        file = str(described(archives, tmp_path / "archives.toml"))
        done = harvest(tmp_path, source, "--archives", file)
        assert done.returncode == 0, done.stderr
        found = records(tmp_path / "out")
        assert [record["identity"]["year"] for record in found.values()] == [2021, 2022]
        assert {record["source"]["status"] for record in found.values()} == {200}
        assert read_status(tmp_path / "out").state == "complete"
        (path,) = (tmp_path / "out" / "archive").iterdir()
        blocks = [r for r in read_records(path) if r.kind == "response"]
        assert {record.header("WARC-Date") for record in blocks} == {"2023-01-15T12:00:00Z"}
        assert all(b"X-Archive-Source: " + source.encode() in record.block for record in blocks)
        mixed = harvest(tmp_path, "live")
        assert mixed.returncode == 2
        assert f"harvested from {source}" in mixed.stderr
        assert all(HOST not in target.partition("/")[0] for target in shelf.asked)


def test_reports_that_no_captured_list_names(tmp_path):
    """Found by the path of their column; what is missing on the way is told."""
    reports = [page for page in kept() if page.url.endswith(("2021.html", "2022.html"))]
    other = Kept(f"http://{HOST}/nb/other.html", "20230115120000", b"<html>no report</html>")
    with archive_of([*reports, other]) as (_, archives):
        file = str(described(archives, tmp_path / "archives.toml"))
        done = harvest(tmp_path, "wayback", "--archives", file)
    assert done.returncode == 1, done.stderr
    found = records(tmp_path / "out")
    assert [record["identity"]["year"] for record in found.values()] == [2021, 2022]
    outcomes = {
        row.url.rpartition("/")[2]: row.outcome for row in read_status(tmp_path / "out").rows
    }
    assert outcomes == {
        "": "failed",
        "other.html": "page",
        "2021.html": "record",
        "2022.html": "record",
    }


def test_an_archive_that_has_nothing(tmp_path):
    """The run has failed, with the archive's word at the site's home page."""
    with archive_of([]) as (_, archives):
        file = str(described(archives, tmp_path / "archives.toml"))
        done = harvest(tmp_path, "wayback", "--archives", file)
    assert done.returncode == 4, done.stderr
    (row,) = read_status(tmp_path / "out").rows
    assert (row.code, "no capture" in row.reason) == ("F.NOT_FOUND", True)
    assert harvest(tmp_path, "wayback", "--archives", str(tmp_path / "none")).returncode == 2
