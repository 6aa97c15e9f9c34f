"""Large batches: limits of a page, going on after a stop, archives at addresses, the same bytes in the end."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import fsspec
import pytest

from parsers.errors import DocumentTooLargeError
from scraper.cli import main
from scraper.exchange import Exchange, Request
from scraper.page_limits import PageLimits, time_limit
from scraper.store import sweep, write_whole
from scraper.warc import WarcWriter
from tests.conftest import ROOT

REPORTS = ROOT / "fixtures" / "reports"
GOOD = ["330381-water-2022", "320412-health-2024", "370883-education-2022"]
SOURCES = ["330381-water-2022", "login-page", "320412-health-2024", "370883-education-2022"]


@pytest.fixture
def pages(tmp_path):
    """Forty pages, some of them none."""
    folder = tmp_path / "pages"
    folder.mkdir()
    for number in range(40):
        source = (REPORTS / SOURCES[number % 4] / "input.html").read_text(encoding="utf-8")
        text = source.replace("2022年", f"{1980 + number}年")
        (folder / f"{number:02}.html").write_text(text, encoding="utf-8")
    return folder


def command(pages, out, lines, *more):
    """The command line of a batch."""
    return [
        *(sys.executable, "-m", "scraper.cli", "parse", str(pages), "--out", str(out)),
        *("--jsonl", str(lines), "--quiet", *more),
    ]


def files(out):
    """The files of a folder, but for the journal, whose order is that of the runs."""
    return {
        str(path.relative_to(out)): path.read_bytes()
        for path in out.rglob("*")
        if path.is_file() and path.name != "journal.jsonl"
    }


def spin(seconds):
    """Use processor time."""
    end = time.thread_time() + seconds
    while time.thread_time() < end:
        sum(range(1000))


def test_a_page_that_takes_too_long_is_refused():
    """In the main thread and in another one; the limit ends with the page."""
    limits = PageLimits(seconds=0.05)
    with pytest.raises(DocumentTooLargeError, match="processor time"), time_limit(limits):
        spin(5)
    with time_limit(PageLimits(seconds=30)):
        spin(0.01)
    spin(0.1)
    script = (
        "import threading, time\n"
        "from parsers.errors import DocumentTooLargeError\n"
        "from scraper.page_limits import PageLimits, time_limit\n"
        "from tests.cli.test_batch import spin\n"
        "def go():\n"
        "    try:\n"
        "        with time_limit(PageLimits(seconds=0.05)):\n"
        "            spin(20)\n"
        "    except DocumentTooLargeError as error:\n"
        "        print(error.reason)\n"
        "thread = threading.Thread(target=go); thread.start(); thread.join()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, check=True
    )
    assert "processor time" in done.stdout


@pytest.mark.slow
def test_a_page_past_its_limits_costs_that_page_alone(pages, tmp_path):
    """A row in errors.jsonl with its code, everything else read."""
    text = (pages / "00.html").read_text(encoding="utf-8")
    lines = "".join(f"<p>{n}、主动公开政府信息情况（一）总体情况</p>" for n in range(140_000))
    (pages / "05.html").write_text(text.replace("</body>", lines + "</body>"), encoding="utf-8")
    out = tmp_path / "out"
    done = subprocess.run(
        command(pages, out, tmp_path / "x.jsonl", "--jobs", "2", "--page-seconds", "3"),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    errors = [json.loads(line) for line in (out / "errors.jsonl").read_text().splitlines()]
    (told,) = [error for error in errors if error["code"] == "F.TOO_LARGE"]
    assert told["uri"].endswith("05.html")
    assert "processor time" in told["reason"]
    assert len((tmp_path / "x.jsonl").read_text().splitlines()) == 30


@pytest.mark.slow
def test_memory_has_a_limit():
    """What is beyond is an error of Python, and the process goes on."""
    script = (
        "from scraper.page_limits import PageLimits, limit_memory\n"
        "limit_memory(PageLimits(megabytes=1500))\n"
        "try:\n    bytes(2_000_000_000)\nexcept MemoryError:\n    print('refused')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout == "refused\n"


@pytest.fixture
def whole(pages, tmp_path):
    """What an undisturbed run gives: files, lines, exit status."""
    out, lines = tmp_path / "whole", tmp_path / "whole.jsonl"
    status = subprocess.run(command(pages, out, lines), capture_output=True, check=False).returncode
    assert status == 1
    return files(out), lines.read_bytes()


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(int(os.environ.get("KILLS", "3"))))
def test_a_killed_run_goes_on_with_what_is_left(pages, tmp_path, whole, seed):
    """Whatever moment it is killed at, the next run ends with the same bytes."""
    dice = random.Random(seed)
    out, lines = tmp_path / "out", tmp_path / "out.jsonl"
    for _ in range(2):
        running = subprocess.Popen(
            command(pages, out, lines), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            start_new_session=True,
        )  # fmt: skip
        time.sleep(dice.uniform(0.3, 2.5))
        os.killpg(running.pid, signal.SIGKILL)
        running.wait()
    subprocess.run(command(pages, out, lines), capture_output=True, check=False)
    got, kept = files(out), whole[0]
    assert got.keys() == kept.keys()
    for name in kept:
        assert got[name] == kept[name], name
    assert lines.read_bytes() == whole[1]


def test_what_killed_processes_left_is_swept_away(tmp_path):
    """Halves of dead processes go; those of living ones and of other machines stay."""
    path, seen = tmp_path / "record.json", []
    replace = Path.replace

    def watched(temporary, target):
        seen.append(temporary.name)
        sweep(tmp_path)
        return replace(temporary, target)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "replace", watched)
        write_whole(path, b"{}")
    assert path.read_bytes() == b"{}"
    (name,) = seen
    assert f"-{os.getpid()}-" in name
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    of_dead = tmp_path / name.replace(f"-{os.getpid()}-", f"-{dead.pid}-")
    elsewhere = tmp_path / f".writing-{'0' * 8}-{dead.pid}-x"
    for half in (of_dead, elsewhere):
        half.write_bytes(b"{")
    sweep(tmp_path)
    assert sorted(tmp_path.iterdir()) == [elsewhere, path]
    sweep(tmp_path / "nowhere")


@pytest.mark.slow
def test_a_killed_worker_costs_nothing(pages, tmp_path, whole):
    """Another takes its place; no page is lost."""
    out, lines = tmp_path / "out", tmp_path / "out.jsonl"
    running = subprocess.Popen(
        command(pages, out, lines, "--jobs", "2"), stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    killed = 0
    while running.poll() is None and killed < 2:
        children = workers_of(running.pid)
        if out.is_dir() and children:
            os.kill(children[0], signal.SIGKILL)
            killed += 1
            time.sleep(0.3)
        time.sleep(0.02)
    running.wait()
    assert (files(out), lines.read_bytes()) == whole


def workers_of(pid):
    """The processes that read pages for a process."""
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((path / "stat").read_text("utf-8").rpartition(") ")[2].split()[1])
            line = (path / "cmdline").read_bytes()
        except OSError:
            continue
        if parent == pid and b"spawn_main" in line:
            found.append(int(path.name))
    return found


def test_what_has_not_changed_is_not_read_again(pages, tmp_path, capfd, monkeypatch):
    """Not the same bytes; but a changed page, another repair switched off, or what --fresh asks for."""
    for path in sorted(pages.iterdir())[6:]:
        path.unlink()
    out = tmp_path / "out"
    asked = ["parse", str(pages), "--out", str(out), "--jobs", "1"]

    def spared(*more):
        """How many inputs a run does not read."""
        main([*asked, *more])
        told = [line for line in capfd.readouterr().err.splitlines() if "have not changed" in line]
        return int(told[0].split()[0]) if told else 0

    assert spared() == 0
    first = files(out)
    assert spared() == 6
    assert files(out) == first
    assert spared("--no-repair", "traditional") == 0
    assert spared("--no-repair", "traditional") == 6
    assert spared("--fresh") == 0
    text = (pages / "00.html").read_text(encoding="utf-8")
    (pages / "00.html").write_text(text + "<!-- -->", encoding="utf-8")
    assert spared() == 5
    record = next(out.glob("*.json"))
    record.unlink()
    assert spared() == 5
    assert record.is_file()
    monkeypatch.setattr("scraper.journal.gongkai_version", lambda: "99")
    assert spared() == 0


def archive(folder, count=6):
    """A WARC file of reports and a page that is none."""
    with WarcWriter(folder) as writer:
        for number in range(count):
            data = (REPORTS / GOOD[number % 3] / "input.html").read_bytes()
            request = Request(f"http://www.x.gov.cn/{number}.html")
            headers = (("Content-Type", "text/html; charset=utf-8"),)
            place = writer.append(
                Exchange(request, request.url, 200, headers, data, "2024-01-19T09:30:00Z")
            )
    return folder / place.file


def test_archives_are_read_at_any_address(tmp_path, capfd):
    """Memory here; object stores by the libraries that a user installs. A page below a folder as well."""
    local = archive(tmp_path / "archive")
    store = fsspec.filesystem("memory")
    store.pipe("/bucket/a.warc.gz", local.read_bytes())
    store.pipe("/bucket/deep/b.html", (REPORTS / SOURCES[0] / "input.html").read_bytes())
    store.pipe("/bucket/c.css", b"x")
    assert main(["parse", str(local), "--jsonl", "-", "--quiet"]) == 0
    lines = capfd.readouterr().out.splitlines()
    assert main(["parse", "memory://bucket", "--jsonl", "-"]) == 0
    got = capfd.readouterr()
    records = [json.loads(line) for line in got.out.splitlines()]
    assert [r["id"] for r in records[:-1]] == [json.loads(line)["id"] for line in lines]
    assert records[0]["source"]["uri"].startswith("memory://")
    assert records[-1]["source"]["uri"].endswith("deep/b.html")
    assert "1 other files" in got.err
    store.rm("/bucket", recursive=True)


def test_addresses_that_cannot_be_opened_are_told(tmp_path, capfd):
    """A folder that is not there, and a store whose library is not installed."""
    out = tmp_path / "out"
    assert main(["parse", "memory://nothing", "s3://bucket/x.warc.gz", "--out", str(out)]) == 1
    told = [json.loads(line) for line in (out / "errors.jsonl").read_text().splitlines()]
    assert [line["code"] for line in told] == ["F.UNREADABLE"] * 2
    assert "no file" in told[0]["reason"]
    capfd.readouterr()


def test_many_inputs_are_counted_not_listed(pages, monkeypatch, capfd):
    """A table of a hundred thousand lines helps nobody."""
    monkeypatch.setattr("scraper.commands.parse.MOST_SHOWN", 3)
    for path in sorted(pages.iterdir())[8:]:
        path.unlink()
    assert main(["parse", str(pages), "--jobs", "1"]) == 1
    assert capfd.readouterr().out == "6 records, 2 F.LOGIN\n"


def test_wrong_use_is_told(pages, capfd):
    """A scheduler without its engine, limits that are none."""
    for more in (["--engine", "dask"], ["--scheduler", "tcp://x:1"], ["--page-seconds", "0"]):
        with pytest.raises(SystemExit) as ended:
            main(["parse", str(pages), *more])
        assert ended.value.code == 2
        assert more[0] in capfd.readouterr().err
