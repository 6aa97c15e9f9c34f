"""Faults of the process: killed, stopped, without descriptors; the real command."""

from __future__ import annotations

import json
import resource
import signal
import subprocess
import sys
import time

import pytest

from scraper.harvest.status import read_status
from scraper.ledger.lock import FolderLock
from tests.harvest.county import County, serving
from tests.harvest.test_engine import command, records, run

pytestmark = pytest.mark.slow
NAMES = ("柳河县", "清河县", "白水县")
HOLDER = (
    "import sys; from pathlib import Path; from scraper.ledger.lock import FolderLock;"
    "lock = FolderLock(Path(sys.argv[1]) / 'lock', '2024-01-19T09:30:00Z');"
    "print('held', flush=True); sys.stdin.read()"
)


@pytest.fixture
def sites(tmp_path):
    """Three sites that are served."""
    with serving(County(NAMES), tmp_path) as found:
        yield found


def test_two_interrupts(tmp_path):
    """The first waits for what is under way, the second does not; nothing is lost by it."""
    county, out = County(NAMES), tmp_path / "out"
    with serving(county, tmp_path) as sites:
        county.delay = 20.0
        going = subprocess.Popen(
            command(sites, out), stderr=subprocess.PIPE, text=True, process_group=0
        )
        while len(county.asked) < 3:
            time.sleep(0.01)
        going.send_signal(signal.SIGINT)
        with pytest.raises(subprocess.TimeoutExpired):
            going.wait(1)
        going.send_signal(signal.SIGINT)
        _, said = going.communicate(timeout=15)
        assert (going.returncode, "Traceback" in said) == (130, False), said
        county.delay = 0.0
        assert run(sites, out).returncode == 0
    assert len(records(out)) == 9


def limited(sites, out, kind, most):
    """Run a harvest within a limit of the system."""

    def limit():
        resource.setrlimit(kind, (most, most))

    return subprocess.run(
        command(sites, out), capture_output=True, text=True, check=False, preexec_fn=limit
    )


@pytest.mark.parametrize("most", [3_000, 60_000, 400_000])
def test_no_room_for_a_file(sites, tmp_path, most):
    """Wherever it hits (lock, ledger, journal, archive): status 5, and it goes on with room."""
    out = tmp_path / "out"
    done = limited(sites, out, resource.RLIMIT_FSIZE, most)
    assert done.returncode == 5, done.stderr
    assert "the disk is full" in done.stderr
    assert "Traceback" not in done.stderr
    assert run(sites, out).returncode == 0
    calm = tmp_path / "calm"
    assert run(sites, calm).returncode == 0
    assert records(out) == records(calm)


def test_no_descriptors(sites, tmp_path):
    """It ends with a reason, and goes on when there are enough again."""
    out = tmp_path / "out"
    done = limited(sites, out, resource.RLIMIT_NOFILE, 24)
    assert done.returncode in (1, 4)
    assert "Too many open files" in done.stderr
    assert "Traceback" not in done.stderr
    assert run(sites, out).returncode == 0
    assert len(records(out)) == 9


def test_a_lock_that_a_killed_run_left(sites, tmp_path):
    """Taken over; as long as its holder lives it is refused with his number."""
    out = tmp_path / "out"
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(out)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holder.stdout.readline() == "held\n"
    refused = run(sites, out)
    assert refused.returncode == 1
    assert f"process {holder.pid}, since 2024" in refused.stderr
    holder.send_signal(signal.SIGKILL)
    holder.communicate()
    assert json.loads((out / "lock").read_bytes())["pid"] == holder.pid
    assert run(sites, out).returncode == 0
    assert read_status(out).state == "complete"
    FolderLock(out / "lock", "now").release()
