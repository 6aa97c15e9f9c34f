"""The same records on a Dask cluster as on one core, byte for byte, also where a worker is killed."""

from __future__ import annotations

import os
import signal
import threading
import time
import warnings

import pytest

from scraper.cli import main
from scraper.cluster import BUNDLE, _bundles, read_bundle
from scraper.inputs import STDIN, Input
from scraper.parallel import Order
from tests.cli.test_batch import REPORTS, archive, files

distributed = pytest.importorskip("distributed")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore:.*:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:.*:ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture(scope="module")
def cluster():
    """A scheduler and two worker processes on this machine."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=50
        ) as made:
            yield made


@pytest.fixture
def sources(tmp_path):
    """A folder of pages, some of them none, and a WARC file."""
    folder = tmp_path / "pages"
    folder.mkdir()
    names = ["330381-water-2022", "login-page", "320412-health-2024"]
    for number in range(45):
        source = (REPORTS / names[number % 3] / "input.html").read_text(encoding="utf-8")
        text = source.replace("2022年", f"{1980 + number}年")
        (folder / f"{number:02}.html").write_text(text, encoding="utf-8")
    archive(folder / "warc", 6)
    return folder


def read(sources, out, *more):
    """Read everything; give the files, lines and exit status."""
    lines = out.with_suffix(".jsonl")
    status = main(
        ["parse", str(sources), "--out", str(out), "--jsonl", str(lines), "--quiet", *more]
    )
    return files(out), lines.read_bytes(), status


def test_one_core_two_processes_and_a_cluster_give_the_same(sources, tmp_path, cluster):
    """Records, lines, errors, kept bytes and exit status."""
    one = read(sources, tmp_path / "one", "--jobs", "1")
    two = read(sources, tmp_path / "two", "--jobs", "2")
    address = cluster.scheduler_address
    many = read(sources, tmp_path / "many", "--engine", "dask", "--scheduler", address)
    assert one == two == many
    assert one[2] == 1
    assert len(one[1].splitlines()) == 30 + 6


def test_a_dataset_folder_has_the_same_bytes(sources, tmp_path, cluster):
    """Parquet from one core, from two processes and from a cluster."""
    ways = {
        "one": ("--jobs", "1"),
        "two": ("--jobs", "2"),
        "many": ("--engine", "dask", "--scheduler", cluster.scheduler_address),
    }
    for name, more in ways.items():
        main(["parse", str(sources), "--store", str(tmp_path / name), "--quiet", *more])
    one, two, many = (files(tmp_path / name) for name in ways)
    assert one == two == many
    assert any(name.endswith(".parquet") for name in one)


def test_a_killed_worker_costs_nothing(sources, tmp_path, cluster):
    """Its bundles are read by the other one, or by the one that takes its place."""
    whole = read(sources, tmp_path / "whole", "--jobs", "1")
    killed = []

    def kill():
        """Kill one of the workers as soon as there are records."""
        while not (tmp_path / "many").is_dir():
            time.sleep(0.01)
        worker = next(iter(cluster.workers.values()))
        killed.append(worker.pid)
        os.kill(worker.pid, signal.SIGKILL)

    thread = threading.Thread(target=kill, daemon=True)
    thread.start()
    address = cluster.scheduler_address
    many = read(sources, tmp_path / "many", "--engine", "dask", "--scheduler", address)
    thread.join(timeout=5)
    assert killed
    assert many == whole


def test_a_run_on_a_cluster_goes_on_with_what_is_left(sources, tmp_path, cluster, capfd):
    """What has not changed is not read again there either."""
    more = ["--engine", "dask", "--scheduler", cluster.scheduler_address]
    first = read(sources, tmp_path / "out", *more)
    capfd.readouterr()
    asked = ["parse", str(sources), "--out", str(tmp_path / "out"), *more]
    assert main([*asked, "--jsonl", str(tmp_path / "out.jsonl")]) == 1
    assert "51 inputs have not changed" in capfd.readouterr().err
    assert (files(tmp_path / "out"), (tmp_path / "out.jsonl").read_bytes(), 1) == first


def test_no_scheduler_is_told(sources, capfd, monkeypatch):
    """In one line, with exit status 2."""
    monkeypatch.setattr("scraper.cluster._TIMEOUT", 0.5)
    with pytest.raises(SystemExit) as ended:
        main(["parse", str(sources), "--engine", "dask", "--scheduler", "tcp://127.0.0.1:9"])
    assert ended.value.code == 2
    assert "no scheduler answers" in capfd.readouterr().err


def test_bundles_keep_the_order():
    """What only this process can read stands alone, between those before and behind it."""
    items = [Input(str(n), REPORTS) for n in range(BUNDLE + 3)]
    items.insert(5, Input(STDIN, REPORTS))
    bundles = list(_bundles(items))
    assert [item for bundle in bundles for item in bundle] == items
    assert [len(bundle) for bundle in bundles] == [5, 1, BUNDLE - 2]


def test_a_bundle_is_read_whole():
    """A worker gives one outcome for each input."""
    page = REPORTS / "330381-water-2022" / "input.html"
    found = read_bundle([(Input("a", page), None), (Input("b", page.parent / "no"), None)], Order())
    assert '"schema":"gongkai.report/1"' in found[0].json()
    assert found[1].error is not None
    assert found[1].error.code == "F.UNREADABLE"
