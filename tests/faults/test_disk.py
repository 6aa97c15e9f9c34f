"""Faults of the disk: full, cut, torn, not to be written, of another time or another version."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from scraper.cli import main
from scraper.collection import load_collection
from scraper.errors import RecordError, StoreError
from scraper.exchange import Exchange, Planned, Request
from scraper.harvest.archive import Folder
from scraper.harvest.judge import Judged
from scraper.ledger import Ledger, schema
from scraper.ledger.cause import cause_of
from scraper.ledger.views import rows
from scraper.sites import Site
from scraper.store import write_whole
from scraper.warc import WarcWriter, read_at, read_records, to_exchange
from tests.conftest import ROOT

REPORT = ROOT / "fixtures" / "reports" / "330381-water-2022" / "input.html"
NOW = "2024-01-19T09:30:00Z"
BASE = "http://127.0.0.1/"
COUNT = 4


def answer(number):
    """A page of a site."""
    request = Request(f"{BASE}{number}.html")
    data = f"<html>{number}</html>".encode() * 9
    return Exchange(request, request.url, 200, (("Content-Type", "text/html"),), data, NOW)


def harvest(path, count=COUNT):
    """Keep answers in a folder until nothing waits; each plans what its page leads to."""
    with Folder(path, NOW) as folder:
        folder.ledger.add_sites([Site("s", "s", BASE)])
        folder.ledger.plan("s", [Planned(answer(1).request, "report")])
        while (waiting := folder.ledger.next("s")) is not None:
            number = int(waiting.planned.request.url.removeprefix(BASE).partition(".")[0])
            children = [Planned(answer(number + 1).request, "report")] if number < count else []
            folder.keep(waiting, answer(number), Judged("done", children=tuple(children)))


def state(path):
    """All that a folder says: the rows of the ledger and the pages of the archive."""
    with closing(Ledger(path, readonly=True)) as found:
        told = list(rows(found))
    pages = []
    for file in sorted((path / "archive").iterdir()):
        pages += [to_exchange(r).data for r in read_records(file) if r.kind == "response"]
    return told, pages


def archive_of(path):
    """The bytes of the archive."""
    return b"".join(file.read_bytes() for file in sorted((path / "archive").iterdir()))


@pytest.fixture(scope="module")
def calm(tmp_path_factory):
    """A harvest that nothing disturbed."""
    path = tmp_path_factory.mktemp("calm") / "out"
    harvest(path)
    return path


class Failing:
    """Lets the Nth call fail, of all calls that write."""

    def __init__(self, nth, number):
        self.left = nth
        self.number = number
        self.failed = False

    def step(self):
        """Count a call."""
        self.left -= 1
        if self.left == 0:
            self.failed = True
            raise OSError(self.number, os.strerror(self.number))

    def wrap(self, call):
        """Give a call that may fail."""

        def wrapped(*args, **kwargs):
            self.step()
            return call(*args, **kwargs)

        return wrapped


def raised(call, *args):
    """The number of the system's error that a call tells, None where it goes well."""
    try:
        call(*args)
    except StoreError as error:
        return error.detail["errno"]
    return None


class Raw:
    """A file that may fail, and that writes at most seven bytes when it is the one to fail."""

    def __init__(self, file, failing):
        self._file = file
        self._failing = failing

    def write(self, data):
        """Write, or leave half of it behind and fail."""
        try:
            self._failing.step()
        except OSError:
            self._file.write(bytes(data)[:7])
            raise
        return self._file.write(data)

    def __getattr__(self, name):
        return getattr(self._file, name)


def failing_disk(monkeypatch, nth, number):
    """Make open, write, fsync and replace fail at the Nth call of them all."""
    failing = Failing(nth, number)
    opened = Path.open

    def open_(self, mode="r", *args, **kwargs):
        if "a" not in mode and "w" not in mode:
            return opened(self, mode, *args, **kwargs)
        failing.step()
        return Raw(opened(self, mode, *args, **kwargs), failing)

    monkeypatch.setattr(Path, "open", open_)
    monkeypatch.setattr(os, "fsync", failing.wrap(os.fsync))
    monkeypatch.setattr(Path, "replace", failing.wrap(Path.replace))
    return failing


@pytest.mark.slow
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EROFS])
def test_any_call_that_writes_fails(calm, tmp_path, monkeypatch, number):
    """One after the other, until none is left: the folder is as before or after the call.

    The same command, run again with space, ends with the same bytes as an undisturbed run.
    """
    for nth in range(1, 200):
        path = tmp_path / str(nth)
        with monkeypatch.context() as patch:
            failing = failing_disk(patch, nth, number)
            failed = raised(harvest, path)
            assert failed in (None, number)
        if not failing.failed:
            break
        harvest(path)
        assert state(path) == state(calm)
        assert archive_of(path) == archive_of(calm)
        shutil.rmtree(path)
    assert nth > COUNT * 2


def test_the_archive_goes_on_after_a_failed_write(tmp_path, monkeypatch):
    """What was begun is taken back; the next answer lies where it is said to lie."""
    with WarcWriter(tmp_path) as writer:
        first = writer.append(answer(1))
        with monkeypatch.context() as patch:
            patch.setattr(os, "fsync", Failing(1, errno.ENOSPC).wrap(os.fsync))
            with pytest.raises(StoreError):
                writer.append(answer(2))
        assert (tmp_path / first.file).stat().st_size == first.end
        third = writer.append(answer(3))
    assert third.offset == first.end
    got = to_exchange(read_at(tmp_path / third.file, third.offset))
    assert got.data == answer(3).data


def test_a_file_is_there_whole_or_not_at_all(tmp_path, monkeypatch):
    """Whatever fails when a record is written, the one before it stays."""
    path = tmp_path / "records" / "1.json"
    write_whole(path, b"before")
    for nth in range(1, 20):
        with monkeypatch.context() as patch:
            failing = Failing(nth, errno.ENOSPC)
            patch.setattr(os, "fsync", failing.wrap(os.fsync))
            patch.setattr(Path, "replace", failing.wrap(Path.replace))
            patch.setattr(Path, "chmod", failing.wrap(Path.chmod))
            if raised(write_whole, path, b"after") is not None:
                assert path.read_bytes() == b"before"
        if not failing.failed:
            break
    assert (nth, path.read_bytes()) == (4, b"after")
    assert [file.name for file in path.parent.iterdir()] == ["1.json"]


def test_lines_to_a_full_disk(capfd):
    """/dev/full: told in one line, with an exit status, and no traceback."""
    assert main(["parse", str(REPORT), "--jsonl", "/dev/full"]) == 1
    assert "No space left on device" in capfd.readouterr().err


def test_a_line_that_does_not_fit_is_taken_back(tmp_path, monkeypatch, capfd):
    """The file ends with the last whole record."""
    out = tmp_path / "all.jsonl"
    assert main(["parse", str(REPORT), "--jsonl", str(out)]) == 0
    whole = out.read_bytes()
    opened = Path.open
    failing = Failing(2, errno.ENOSPC)

    def open_(self, mode="r", *args, **kwargs):
        file = opened(self, mode, *args, **kwargs)
        return Raw(file, failing) if "w" in mode else file

    monkeypatch.setattr(Path, "open", open_)
    assert main(["parse", str(REPORT), str(REPORT), "--jsonl", str(out)]) == 1
    assert out.read_bytes() == whole
    assert "No space left" in capfd.readouterr().err


def test_why_a_ledger_cannot_be_written(tmp_path, monkeypatch):
    """SQLite's full and its errors of input and output, told apart by trying to write."""
    with closing(sqlite3.connect(tmp_path / "x")) as database:
        database.execute("PRAGMA page_size = 512")
        database.execute("CREATE TABLE t (a)")
        database.execute("PRAGMA max_page_count = 2")
        with pytest.raises(sqlite3.OperationalError) as full:
            database.execute("INSERT INTO t VALUES (zeroblob(9999))")
    assert cause_of(full.value, tmp_path) == errno.ENOSPC
    broken = sqlite3.OperationalError("disk I/O error")
    assert cause_of(broken, tmp_path) is None
    broken.sqlite_errorname = "SQLITE_IOERR_WRITE"
    assert cause_of(broken, tmp_path) is None
    monkeypatch.setattr(os, "fsync", Failing(1, errno.ENOSPC).wrap(os.fsync))
    assert cause_of(broken, tmp_path) == errno.ENOSPC
    assert cause_of(OSError(errno.EROFS, "x"), tmp_path) == errno.EROFS


@pytest.mark.slow
@pytest.mark.parametrize("tail", [b"", b"\0"], ids=["cut", "zeros"])
def test_power_lost_in_the_archive(calm, tmp_path, tail):
    """Cut at every byte, or filled with zeros behind it: what is lost is asked again."""
    whole = archive_of(calm)
    wanted = state(calm)
    (file,) = (calm / "archive").iterdir()
    path = tmp_path / "out"
    for size in range(0, len(whole), 41):
        shutil.rmtree(path, ignore_errors=True)
        shutil.copytree(calm, path)
        (path / "archive" / file.name).write_bytes(whole[:size] + tail * (len(whole) - size))
        harvest(path)
        assert state(path) == wanted, size
        assert archive_of(path) == whole, size


@pytest.mark.slow
def test_power_lost_in_the_ledger(calm, tmp_path):
    """Its journal cut anywhere: whole transactions are left, and the archive is cut to them."""
    live = tmp_path / "live"
    harvest(live, 2)
    with Folder(live, NOW) as folder:  # the journal is there as long as the ledger is open
        folder.ledger.plan("s", [Planned(answer(3).request, "report")])
        folder.keep(folder.ledger.next("s"), answer(3), Judged("done"))
        copied = tmp_path / "copied"
        shutil.copytree(live, copied, ignore=shutil.ignore_patterns("*-shm", "lock"))
    journal = (copied / "ledger.sqlite-wal").read_bytes()
    assert len(journal) > 1000
    seen = set()
    for size in [*range(0, len(journal), 331), len(journal)]:
        path = tmp_path / "cut"
        shutil.rmtree(path, ignore_errors=True)
        shutil.copytree(copied, path)
        (path / "ledger.sqlite-wal").write_bytes(journal[:size])
        with Folder(path, NOW) as folder:
            told = list(rows(folder.ledger))
        done = [row.url for row in told if row.outcome != "waiting"]
        _, pages = state(path)
        assert pages == [answer(number + 1).data for number in range(len(done))]
        seen.add((len(told), len(done)))
    assert seen == {(2, 2), (3, 2), (3, 3)}


def test_a_ledger_that_was_cut_is_refused(calm, tmp_path):
    """It is told as damaged, and the archive stays; nothing is made of half of it."""
    out = tmp_path / "out"
    shutil.copytree(calm, out)
    data = (calm / "ledger.sqlite").read_bytes()
    wanted = told(calm, readonly=True)
    for size in range(0, len(data), 1999):
        (out / "ledger.sqlite").write_bytes(data[:size])
        if len(data) - size > 4096:
            with pytest.raises(StoreError):
                told(out, readonly=True)
            with pytest.raises(StoreError):
                Folder(out, NOW)
        else:
            assert told(out, readonly=False) == wanted  # the last page is empty
        assert archive_of(out) == archive_of(calm)


def test_an_archive_without_its_ledger_is_left_alone(calm, tmp_path):
    """Again and again, until the user says that it may go."""
    out = tmp_path / "out"
    shutil.copytree(calm, out)
    (out / "ledger.sqlite").unlink()
    for _ in range(2):
        with pytest.raises(StoreError, match="without its ledger"):
            harvest(out)
        assert archive_of(out) == archive_of(calm)
    with Folder(out, NOW, fresh=True) as folder:
        assert list(rows(folder.ledger)) == []


def told(path, *, readonly):
    """The rows of a ledger."""
    with closing(Ledger(path, readonly=readonly)) as found:
        return list(rows(found))


def test_a_line_cut_at_every_byte(tmp_path, capfd):
    """The last line of a file of records, torn: it is refused by its number, never half read."""
    out = tmp_path / "all.jsonl"
    assert main(["parse", str(REPORT), "--jsonl", str(out)]) == 0
    line = out.read_bytes()
    for size in range(1, len(line) - 1, 997):
        out.write_bytes(line + line[:size])
        with pytest.raises(RecordError, match="record 2"):
            load_collection(out)
    capfd.readouterr()


def test_a_torn_line_of_the_errors(tmp_path, capfd):
    """Left out, and told anew when its input is read again; the others stay."""
    bad = [tmp_path / f"{name}.html" for name in "ab"]
    for path in bad:
        path.write_text("<html><body>nothing</body></html>")
    asked = ["parse", *map(str, bad), "--out", str(tmp_path / "out")]
    assert main(asked) == 1
    errors = tmp_path / "out" / "errors.jsonl"
    whole = errors.read_bytes()
    for size in range(whole.index(b"\n") + 1, len(whole), 11):
        errors.write_bytes(whole[:size])
        assert main(asked) == 1
        lines = errors.read_bytes().splitlines()
        assert sorted(lines) == sorted(whole.splitlines())
    capfd.readouterr()


def test_a_folder_that_cannot_be_written(capfd, tmp_path):
    """Told with its name before anything is asked; nothing is left behind."""
    sites = tmp_path / "sites.csv"
    sites.write_text("id,name,home\ns,s,http://127.0.0.1:1/\n")
    assert main(["harvest", str(sites), "--out", "/proc/gongkai", "--quiet"]) == 1
    said = capfd.readouterr().err
    assert "/proc/gongkai" in said
    assert "cannot be written" in said


def test_a_clock_that_jumps(tmp_path):
    """Back, over the end of 2037, and without change: the order is that of the asking."""
    times = ("2024-01-19T09:30:00Z", "2019-01-01T00:00:00Z", "2038-01-20T00:00:00Z", NOW)
    with Folder(tmp_path, NOW) as folder:
        folder.ledger.add_sites([Site("s", "s", BASE)])
        folder.ledger.plan("s", [Planned(answer(1).request, "report")])
        for number, time in enumerate(times):
            waiting = folder.ledger.next("s")
            changed = answer(1)._replace(retrieved_at=time, data=b"<html>%d" % number)
            folder.keep(waiting, changed, Judged("done"))
            with folder.ledger.change() as database:
                database.execute("UPDATE requests SET state = 'waiting'")
        versions = folder.ledger.unread(10)
        assert [version.number for version in versions] == [1, 2, 3, 4]
        (newest,) = folder.ledger.kept()
        assert newest.number == 4
    dates = [
        record.header("WARC-Date")
        for record in read_records(tmp_path / "archive" / newest.place.file)
        if record.kind == "response"
    ]
    assert tuple(dates) == times


def test_a_folder_of_a_newer_version(calm, tmp_path, capfd):
    """Refused by every command that would use it, and left as it is."""
    shutil.copytree(calm, tmp_path / "out")
    with closing(sqlite3.connect(tmp_path / "out" / "ledger.sqlite")) as database:
        database.execute("PRAGMA user_version = 99")
    sites = tmp_path / "sites.csv"
    sites.write_text("id,name,home\ns,s,http://127.0.0.1:1/\n")
    before = archive_of(tmp_path / "out")
    for asked in (["harvest", str(sites), "--out"], ["status"], ["parse"]):
        assert main([*asked, str(tmp_path / "out")]) == 1
        assert "newer gongkai" in capfd.readouterr().err
    assert archive_of(tmp_path / "out") == before


def test_a_folder_of_an_older_version(calm, tmp_path, monkeypatch):
    """Brought up to date in one step, with all that it holds, or left as it was."""
    shutil.copytree(calm, tmp_path / "out")
    wanted = told(calm, readonly=True)
    broken = (*schema.MIGRATIONS, "ALTER TABLE sites ADD COLUMN note TEXT; SELECT nothing;")
    fit = (*schema.MIGRATIONS, "ALTER TABLE sites ADD COLUMN note TEXT;")
    monkeypatch.setattr(schema, "NEWEST", schema.NEWEST + 1)
    with pytest.raises(StoreError, match="older gongkai"):
        told(tmp_path / "out", readonly=True)
    monkeypatch.setattr(schema, "MIGRATIONS", broken)
    with pytest.raises(StoreError, match="nothing"):
        told(tmp_path / "out", readonly=False)
    monkeypatch.setattr(schema, "MIGRATIONS", fit)
    assert told(tmp_path / "out", readonly=False) == wanted
    assert told(tmp_path / "out", readonly=True) == wanted
