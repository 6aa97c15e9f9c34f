"""Many inputs on several processes: the same bytes in the same order, and one bad page stops nothing."""

import shutil
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool

import pytest

from scraper.batch import Outcome
from scraper.cli import main
from scraper.inputs import Input
from scraper.parallel import Order, _Pool, jobs_for, work_within
from tests.conftest import ROOT

REPORTS = ROOT / "fixtures" / "reports"


@pytest.fixture
def pages(tmp_path):
    """Good pages and pages that are none, in an order that mixes them."""
    folder = tmp_path / "pages"
    folder.mkdir()
    sources = ["330381-water-2022", "login-page", "320412-health-2024", "empty-page"]
    for number in range(10):
        source = REPORTS / sources[number % len(sources)] / "input.html"
        shutil.copy(source, folder / f"{number:02}.html")
    (folder / "10.html").write_bytes(b"\x89PNG not a page")
    return folder


@pytest.mark.slow
def test_one_process_and_several_give_the_same(pages, tmp_path, capfd):
    """Records, errors, kept bytes and exit status."""
    told = []
    for jobs in ("1", "2"):
        out, lines = tmp_path / f"out{jobs}", tmp_path / f"{jobs}.jsonl"
        arguments = ["parse", str(pages), "--jobs", jobs, "--out", str(out), "--jsonl", str(lines)]
        assert main([*arguments, "--quiet"]) == 1
        files = {
            str(path.relative_to(out)): path.read_bytes()
            for path in out.rglob("*")
            if path.is_file()
        }
        told.append((lines.read_bytes(), files, capfd.readouterr().err))
    assert told[0] == told[1]
    assert told[0][0].count(b"\n") == 5
    assert any(name.startswith("failed/") for name in told[0][1])


def test_few_inputs_need_no_processes():
    """Their start costs more than they save; the user's word goes before."""
    assert jobs_for(3, None) == 1
    assert jobs_for(3, 2) == 2
    assert jobs_for(10_000, 0) == 1
    assert jobs_for(10_000, None) >= 1


def test_a_worker_keeps_raw_bytes_only_of_what_failed(pages):
    """A record's page does not travel back."""
    good = work_within(Input("a", pages / "00.html"), Order())
    assert good.report is None
    assert good.whole().report.to_json() == good.json()
    assert good.page is None
    bad = work_within(Input("b", pages / "01.html"), Order())
    assert bad.error is not None
    assert bad.page is not None


class Broken(_Pool):
    """A pool whose workers die some times."""

    def __init__(self, times):
        super().__init__(1, Order(), lambda _uri: None)
        self.times = times

    def submit(self, item):
        """Give what came of it, or a death."""
        future = Future()
        self.times -= 1
        if self.times >= 0:
            future.set_exception(BrokenProcessPool("died"))
        else:
            future.set_result(Outcome(item.uri, None, None, None))
        return future


@pytest.mark.parametrize(("times", "code"), [(1, None), (2, None), (3, "F.INTERNAL")])
def test_a_page_that_ends_its_process_is_tried_again_and_then_told(times, code):
    """What died beside it is read again; what dies three times is the culprit."""
    pool, item = Broken(times), Input("x")
    future = pool.submit(item)
    found = pool.result(item, future, lambda one: Outcome(one.uri, None, None, None))
    assert (found.error.code if found.error else None) == code
