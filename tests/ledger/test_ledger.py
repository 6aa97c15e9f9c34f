"""The ledger knows every address once, and what became of it."""

import sqlite3
from contextlib import closing

import pytest

from scraper.errors import StoreError
from scraper.exchange import Planned, Request
from scraper.fetch.faults import FAULTS
from scraper.ledger import Fetched, Ledger, Settled, runs
from scraper.ledger.lock import FolderLock, LockedError
from scraper.ledger.runs import begin, end, last_run
from scraper.ledger.views import Outcome, put_read, rows, sites
from scraper.sites import Expectation, Site
from scraper.warc import Place

SITE = Site("s1", "某县", "http://127.0.0.1/", expect=(Expectation(2021, 1),), lists=("http://a/",))
URL = "http://127.0.0.1/r.html"


@pytest.fixture
def ledger(tmp_path):
    """A ledger with one site and one report to ask for."""
    with closing(Ledger(tmp_path)) as found:
        found.add_sites([SITE])
        found.plan("s1", [Planned(Request(URL), "report", score=5, year=2021)])
        yield found


def fetched(sha256="a" * 64, offset=0, etag=None):
    """An answer in the archive."""
    place = Place("gongkai-00001.warc.gz", offset, 10, offset + 20)
    return Fetched(URL, 200, "2024-01-19T09:30:00Z", sha256, 7, "sha1:X", place, etag=etag)


def test_sites_come_out_as_the_user_described_them(ledger):
    """Lists and expectations included."""
    assert sites(ledger) == [SITE]


def test_an_address_is_planned_once(ledger):
    """Another fragment or letter case of the host is the same address."""
    again = [
        Planned(Request("HTTP://127.0.0.1:80/r.html#x"), "report"),
        Planned(Request(URL), "list"),
    ]
    assert ledger.plan("s1", again) == 0
    post = Planned(Request(URL, "POST", b"page=2"), "list")
    assert ledger.plan("s1", [post, post]) == 1


def test_the_most_promising_address_comes_first(ledger):
    """By score, then in the order in which they were planned; bodies and headers come back."""
    asked = Request(
        "http://127.0.0.1/api", "POST", b"\x00page", (("Referer", "http://127.0.0.1/"),)
    )
    ledger.plan("s1", [Planned(asked, "list", score=9)])
    assert ledger.next("s1").planned.request == asked
    assert ledger.next("s2") is None


def test_settling_brings_children_and_a_version(ledger):
    """Answer, state and what the answer leads to are there together."""
    waiting = ledger.next("s1")
    child = Planned(Request("http://127.0.0.1/a.pdf"), "attachment")
    ledger.settle(waiting, Settled("done", fetched=fetched(), children=(child,), family="trs"))
    assert ledger.next("s1").planned == child
    (version,) = ledger.unread(10)
    assert (version.number, version.url, version.year) == (1, URL, 2021)
    put_read(ledger, version.key, Outcome("record", record="1-某县-2021", year=2021))
    found = {row.url: row for row in rows(ledger)}
    assert found[URL].outcome == "record"
    assert found[URL].record == "1-某县-2021"
    assert found["http://127.0.0.1/a.pdf"].outcome == "waiting"


def test_a_failed_transaction_leaves_nothing(ledger):
    """A child that cannot be written takes answer and state back too."""
    waiting = ledger.next("s1")
    bad = Planned(Request("http://127.0.0.1/x"), None)
    with pytest.raises(StoreError):
        ledger.settle(waiting, Settled("done", fetched=fetched(), children=(bad,)))
    assert ledger.next("s1") == waiting
    assert ledger.committed() == {}


def test_a_new_body_is_a_new_version_and_the_old_one_stays(ledger):
    """Asked again after a complete run, with the validators of the last answer."""
    first = begin(ledger, "{}", "2024-01-19T09:00:00Z")
    ledger.settle(ledger.next("s1"), Settled("done", fetched=fetched(etag='"1"')))
    end(ledger, first.number, "complete", "2024-01-19T10:00:00Z")
    assert begin(ledger, "{}", "2024-02-19T09:00:00Z").round == 2
    waiting = ledger.next("s1")
    assert waiting.etag == '"1"'
    ledger.settle(waiting, Settled("done", fetched=fetched("b" * 64, 100)))
    assert [v.number for v in ledger.unread(10)] == [1, 2]
    assert [v.sha256 for v in ledger.kept()] == ["b" * 64]


def test_an_unchanged_body_is_no_version(ledger):
    """A 304 is an answer, and the version stays the first."""
    ledger.settle(ledger.next("s1"), Settled("done", fetched=fetched()))
    begin(ledger, "{}", "t")
    end(ledger, 1, "complete", "t")
    begin(ledger, "{}", "t")
    ledger.settle(ledger.next("s1"), Settled("done", fetched=fetched(offset=50)))
    assert [v.number for v in ledger.kept()] == [1]
    assert ledger.committed() == {"gongkai-00001.warc.gz": 70}


def test_an_error_in_between_is_no_version(ledger):
    """What stood in the page's place is kept as an answer; the same page afterwards is nothing new."""
    ledger.settle(ledger.next("s1"), Settled("done", fetched=fetched()))
    begin(ledger, "{}", "t")
    between = (
        Settled("failed", "F.BLOCKED", "a check", fetched("c" * 64, 100)),
        Settled("done", fetched=fetched(offset=200)),
    )
    for number, settled in enumerate(between, 1):
        end(ledger, number, "complete", "t")
        begin(ledger, "{}", "t")
        ledger.settle(ledger.next("s1"), settled)
    (row,) = rows(ledger)
    assert (row.outcome, row.versions, row.sha256) == ("unread", 1, "a" * 64)


def test_a_stopped_run_goes_on(ledger):
    """What failed for a passing reason is asked again; what was decided is not."""
    ledger.plan("s1", [Planned(Request("http://127.0.0.1/2"), "report")])
    begin(ledger, "{}", "t")
    ledger.settle(ledger.next("s1"), Settled("failed", "F.TIMEOUT", "slow"))
    ledger.settle(ledger.next("s1"), Settled("failed", "F.NOT_FOUND", "gone"))
    assert last_run(ledger).state is None
    assert begin(ledger, "{}", "t").resumed
    assert ledger.next("s1").planned.request.url == URL
    assert ledger.next("s1").attempts == 1
    waiting = [row.outcome for row in rows(ledger)]
    assert sorted(waiting) == ["failed", "waiting"]


def test_whatever_may_pass_is_asked_again():
    """No fault that the client calls transient is decided for good."""
    passing = {fault.code for fault in FAULTS.values() if fault.transient}
    assert passing <= set(runs._AGAIN)


def test_what_a_power_cut_took_is_asked_again(ledger):
    """An answer behind the end of its file is let go."""
    ledger.settle(ledger.next("s1"), Settled("done", fetched=fetched(offset=100)))
    assert ledger.forget_behind({"gongkai-00001.warc.gz": 110}) == 1
    assert ledger.next("s1").planned.request.url == URL
    assert ledger.unread(10) == []


def test_a_ledger_of_a_newer_program_is_refused(tmp_path):
    """Nothing is guessed about a schema that is not known."""
    with closing(Ledger(tmp_path)):
        pass
    with closing(sqlite3.connect(tmp_path / "ledger.sqlite")) as database:
        database.execute("PRAGMA user_version = 99")
    with pytest.raises(StoreError, match="newer gongkai"):
        Ledger(tmp_path)


def test_looking_makes_nothing(tmp_path):
    """A folder without a harvest stays as it is."""
    with pytest.raises(StoreError, match="holds no harvest"):
        Ledger(tmp_path, readonly=True)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_no_ledger_is_refused(tmp_path):
    """With the reason, and unharmed."""
    (tmp_path / "ledger.sqlite").write_text("not a database" * 100)
    with pytest.raises(StoreError, match="cannot be used"):
        Ledger(tmp_path)


def test_one_run_at_a_time(tmp_path):
    """The second is told who holds the folder; afterwards it is free."""
    lock = FolderLock(tmp_path / "lock", "2024-01-19T09:00:00Z")
    with pytest.raises(LockedError, match=r"process \d+, since 2024"):
        FolderLock(tmp_path / "lock", "now")
    lock.release()
    FolderLock(tmp_path / "lock", "now").release()


def test_other_years_read_the_lists_anew(ledger):
    """A complete run for other years goes on: lists without validators, reports as they are."""
    ledger.plan("s1", [Planned(Request("http://127.0.0.1/list"), "list", score=9)])
    first = begin(ledger, '{"years": [2021, 2021]}', "t")
    for offset in (0, 100):
        ledger.settle(
            ledger.next("s1"), Settled("done", fetched=fetched(offset=offset, etag='"1"'))
        )
    end(ledger, first.number, "complete", "t")
    again = begin(ledger, '{"years": [2021, 2022]}', "t")
    assert (again.round, again.resumed) == (1, True)
    waiting = ledger.next("s1")
    assert (waiting.planned.kind, waiting.etag) == ("list", None)
    ledger.settle(waiting, Settled("done"))
    assert ledger.next("s1") is None


def test_a_sample_is_not_the_whole(ledger):
    """After a complete run with a limit the whole asks only for what was left out."""
    first = begin(ledger, '{"limit": 1}', "t")
    ledger.settle(ledger.next("s1"), Settled("skipped", "LIMIT", "more than --limit"))
    end(ledger, first.number, "complete", "t")
    assert begin(ledger, '{"limit": null}', "t").round == 1
    assert ledger.next("s1").planned.request.url == URL
