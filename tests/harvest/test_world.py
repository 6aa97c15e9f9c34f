"""A harvest of every kind of site finds every report, with its figures, and no other."""

import json
import subprocess
import sys

import pytest

from scraper.harvest.status import read_status
from tests.world.__main__ import write
from tests.world.build import build
from tests.world.families import FAMILIES
from tests.world.faults import Plan
from tests.world.server import serving

pytestmark = pytest.mark.slow
YEARS = range(2020, 2024)
DELAY = 0.05


def harvest(folder, *more):
    """Run the command over the world that is written to a folder."""
    arguments = [
        *("harvest", folder / "sites.csv", "--out", folder / "out", "--years", "2020-2023"),
        *("--delay", DELAY, "--allow-private", *more),
    ]
    return subprocess.run(
        [sys.executable, "-m", "scraper.cli", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
    )


def records(folder):
    """The records by the address they came from."""
    paths = (folder / "out" / "records").rglob("*.json")
    found = [json.loads(path.read_bytes()) for path in paths]
    return {record["source"]["url"]: record for record in found}


def wrong_cells(record, truth):
    """The true figures that a record does not have."""
    tables = record["tables"]
    return [
        key
        for key, value in truth.items()
        if tables[key.split("/")[0]][key.split("/")[1]][key.split("/")[2]] != value
    ]


def test_every_report_is_found_with_its_figures(tmp_path):
    """Recall and precision of 100 %, the files archived, one request a host at a time."""
    world = build(3, len(FAMILIES), 6, YEARS)
    with serving(world) as server:
        write(world, server.port, tmp_path)
        done = harvest(tmp_path)
        truth = world.truth(server.port)
    assert done.returncode == 0, done.stderr
    found = records(tmp_path)
    wanted = {row["url"]: row for row in truth if row["kind"] == "html"}
    assert set(found) == set(wanted)
    for url, row in wanted.items():
        assert wrong_cells(found[url], row["cells"]) == []
        assert found[url]["identity"]["publisher"] == row["publisher"]
        assert found[url]["identity"]["year"] == row["year"]
    rows = read_status(tmp_path / "out").rows
    files = [row for row in rows if row.outcome == "attachment"]
    assert len(files) == sum(row["kind"] == "pdf" for row in truth)
    assert set(server.most_at_once.values()) == {1}
    # A busy server notes the end of its own answer late; without a pause a gap is a tenth of this.
    assert min(server.gaps().values()) >= DELAY / 2


def test_faults_are_survived_and_told(tmp_path):
    """What passes is tried again, what does not has its code; the other sites are whole."""
    world = build(3, 9, 5, YEARS, files=False)
    reports = {site.id: [site.addresses[r.number] for r in site.reports] for site in world.sites}
    plan = Plan(
        [
            {"site": "s000", "kind": "500", "path": reports["s000"][0], "times": 1},
            {"site": "s001", "kind": "reset", "path": reports["s001"][1], "times": 2},
            {"site": "s002", "kind": "412"},
            {"site": "s003", "kind": "soft 404", "path": reports["s003"][2]},
            {"site": "s005", "kind": "404", "path": reports["s005"][0]},
            {"site": "s006", "kind": "loop", "path": reports["s006"][0]},
            {"site": "s007", "kind": "429", "path": reports["s007"][0], "times": 1},
        ],
        [{"site": "s008", "text": "User-agent: *\nDisallow: /\n"}],
    )
    with serving(world, plan) as server:
        write(world, server.port, tmp_path)
        assert harvest(tmp_path).returncode == 1
    status = read_status(tmp_path / "out")
    codes = {tally.site.id: dict(tally.failed) for tally in status.tallies}
    counts = {tally.site.id: tally.reports for tally in status.tallies}
    assert codes["s002"] == {"F.BLOCKED": 1}
    assert codes["s003"] == {"F.SOFT_404": 1}
    assert codes["s005"] == {"F.NOT_FOUND": 1}
    assert codes["s006"] == {"F.REDIRECTS": 1}
    assert codes["s008"] == {"F.ROBOTS": 1}
    assert {counts[site] for site in ("s000", "s001", "s004", "s007")} == {5}
    assert {counts[site] for site in ("s003", "s005", "s006")} == {4}
    assert sum(visit.host == world.sites[8].host for visit in server.visits) == 1
