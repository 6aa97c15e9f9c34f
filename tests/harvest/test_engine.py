"""The harvest as users run it: the real command against sites on loopback."""

import json
import os
import random
import signal
import subprocess
import sys
import time

import pytest

from scraper.errors import StoreError
from scraper.harvest.status import read_status
from tests.harvest.county import County, serving

pytestmark = pytest.mark.slow
NAMES = ("柳河县", "清河县", "白水县")


def command(sites, out, *more):
    """The command line of a harvest that does not wait."""
    return [
        *(sys.executable, "-m", "scraper.cli", "harvest", str(sites), "--out", str(out)),
        *("--years", "2021-2023", "--delay", "0.02", "--allow-private", *more),
    ]


def run(sites, out, *more):
    """Run a harvest to its end."""
    return subprocess.run(command(sites, out, *more), capture_output=True, text=True, check=False)


def records(out):
    """The records of a folder without the time at which they were fetched, by path."""
    found = {}
    for path in sorted((out / "records").rglob("*.json")):
        told = json.loads(path.read_bytes())
        told["source"].pop("retrieved_at")
        told["source"].pop("uri")  # where in the archive it lies depends on who was faster
        found[str(path.relative_to(out))] = told
    return found


@pytest.fixture
def county(tmp_path):
    """Three sites that are served."""
    county = County(NAMES)
    with serving(county, tmp_path) as sites:
        county.sites = sites
        yield county


def test_every_report_of_every_site_is_found(county, tmp_path):
    """Once each, asked for once, with the state and the exit status of a complete run."""
    out = tmp_path / "out"
    done = run(county.sites, out)
    assert done.returncode == 0, done.stderr
    assert len(records(out)) == 9
    status = read_status(out)
    assert status.state == "complete"
    assert [tally.reports for tally in status.tallies] == [3, 3, 3]
    asked = [(host, path) for host, path, _ in county.asked]
    # robots.txt, home, two pages of the list and a guess at a third, three reports
    assert len(asked) == len(set(asked)) == 3 * 8
    agents = {headers["User-Agent"] for _, _, headers in county.asked}
    assert all(agent.startswith("gongkai/") for agent in agents)


def test_a_second_harvest_asks_conditionally_and_keeps_versions(county, tmp_path):
    """What has not changed costs a 304; a silent change is a version beside the first."""
    out = tmp_path / "out"
    assert run(county.sites, out).returncode == 0
    before = records(out)
    page = county.pages["127.0.50.1", "/nb/2022.html"]
    county.pages["127.0.50.1", "/nb/2022.html"] = page.replace(
        "柳河县".encode(), "柳河县 ".encode()
    )
    county.asked.clear()
    assert run(county.sites, out).returncode == 0
    conditional = [
        h for _, path, h in county.asked if "If-None-Match" in h and path != "/robots.txt"
    ]
    assert len(conditional) == 18
    after = records(out)
    assert set(before) < set(after)
    assert len(after) == 10
    (row,) = [r for r in read_status(out).rows if r.versions == 2]
    assert row.url.endswith("/nb/2022.html")


def test_a_page_that_is_gone_makes_the_run_incomplete(county, tmp_path):
    """With a row that says why, a line in errors.jsonl, and an exit status of its own."""
    del county.pages["127.0.50.2", "/nb/2021.html"]
    out = tmp_path / "out"
    assert run(county.sites, out).returncode == 1
    (row,) = [r for r in read_status(out).rows if r.outcome == "failed"]
    assert (row.code, row.site) == ("F.NOT_FOUND", "s2")
    (line,) = [json.loads(text) for text in (out / "errors.jsonl").read_text().splitlines()]
    assert line["code"] == "F.NOT_FOUND"


def test_a_page_of_another_year_is_no_report_of_the_year_asked_for(county, tmp_path):
    """Some systems answer with the newest report where they have none."""
    county.pages["127.0.50.3", "/nb/2021.html"] = county.pages["127.0.50.3", "/nb/2023.html"]
    out = tmp_path / "out"
    assert run(county.sites, out).returncode == 1
    codes = [r.code for r in read_status(out).rows if r.url.endswith("/nb/2021.html")]
    assert codes.count("F.WRONG_YEAR") == 1
    assert len(records(out)) == 8


def test_robots_is_obeyed(county, tmp_path):
    """A site that forbids all is blocked, and nothing of it is asked."""
    for number in (1, 2, 3):
        county.pages[f"127.0.50.{number}", "/robots.txt"] = b"User-agent: *\nDisallow: /\n"
    out = tmp_path / "out"
    assert run(county.sites, out).returncode == 3
    assert {path for _, path, _ in county.asked} == {"/robots.txt"}
    assert {r.code for r in read_status(out).rows} == {"F.ROBOTS"}


def test_private_addresses_are_refused_without_leave(county, tmp_path):
    """No request is made; the run has failed."""
    arguments = [a for a in command(county.sites, tmp_path / "out") if a != "--allow-private"]
    done = subprocess.run(arguments, capture_output=True, text=True, check=False)
    assert done.returncode == 4, done.stderr
    assert county.asked == []
    assert {r.code for r in read_status(tmp_path / "out").rows} == {"F.PRIVATE_ADDRESS"}


def test_years_only_sample_and_limit(county, tmp_path):
    """Each leaves out what it says, and no more."""
    one = tmp_path / "one"
    assert run(county.sites, one, "--years", "2022", "--only", "s2").returncode == 0
    assert len(records(one)) == 1
    assert {host for host, _, _ in county.asked} == {"127.0.50.2"}
    two = tmp_path / "two"
    assert run(county.sites, two, "--sample", "2", "--limit", "1").returncode == 0
    assert len(records(two)) == 2


def test_two_runs_in_one_folder(county, tmp_path):
    """The second is refused, and told who is at work."""
    county.delay = 0.3
    out = tmp_path / "out"
    first = subprocess.Popen(command(county.sites, out), stderr=subprocess.DEVNULL)
    while not (out / "lock").exists() or not (out / "lock").read_bytes():
        time.sleep(0.01)
    second = run(county.sites, out)
    first.kill()
    first.wait()
    assert second.returncode == 1
    assert f"process {first.pid}" in second.stderr
    assert "F.LOCKED" in second.stderr


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_stop_in_good_order(county, tmp_path, number):
    """The work so far is kept, the exit status tells it, and the same command goes on."""
    county.delay = 0.05
    out = tmp_path / "out"
    going = subprocess.Popen(
        command(county.sites, out), stderr=subprocess.PIPE, text=True, process_group=0
    )
    while len(county.asked) < 8:
        time.sleep(0.01)
    going.send_signal(number)
    _, said = going.communicate(timeout=30)
    assert going.returncode == 130, said
    assert "goes on where this run stopped" in said
    before = len(county.asked)
    assert run(county.sites, out).returncode == 0
    asked = [(host, path) for host, path, _ in county.asked if path != "/robots.txt"]
    assert len(asked) == len(set(asked)) == 21
    assert before < len(county.asked)
    assert len(records(out)) == 9


def is_complete(out):
    """Whether a run came to its end; a ledger that was only begun can say nothing."""
    try:
        return read_status(out).state == "complete"
    except StoreError:
        return False


def killed(county, out, after):
    """Start a harvest and kill it, with all its processes, after some seconds."""
    going = subprocess.Popen(
        command(county.sites, out), stderr=subprocess.DEVNULL, start_new_session=True
    )
    time.sleep(after)
    os.killpg(going.pid, signal.SIGKILL)
    going.wait()


@pytest.mark.parametrize("seed", range(int(os.environ.get("KILLS", "4"))))
def test_kill_9_at_any_moment(county, tmp_path, seed):
    """The rerun ends with the records of an undisturbed run and repeats one request a host."""
    county.delay = 0.01
    calm = tmp_path / "calm"
    began = time.monotonic()
    assert run(county.sites, calm).returncode == 0
    whole = time.monotonic() - began  # of a machine that may be busy
    county.asked.clear()
    dice = random.Random(seed)
    out = tmp_path / "out"
    for _ in range(2):
        killed(county, out, dice.uniform(0.2, 0.95) * whole)
        if is_complete(out):
            return  # it was through before the kill came
    assert run(county.sites, out).returncode == 0
    assert records(out) == records(calm)
    for host in ("127.0.50.1", "127.0.50.2", "127.0.50.3"):
        asked = [path for who, path, _ in county.asked if who == host and path != "/robots.txt"]
        assert len(asked) <= len(set(asked)) + 2  # two kills, a request each
    assert not list((out / "records").rglob(".writing-*"))
