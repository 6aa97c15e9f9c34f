"""The dataset folder: the same bytes however records come, and the old state until the new one is whole."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
from pathlib import Path

import fsspec
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from parsers.record import Report, Statement
from scraper.cli import main
from scraper.dataset.store import Spool, write_spool, write_store
from scraper.dataset.tables import SCHEMAS, rows_of
from scraper.errors import InputError, RecordError, StoreError, UsageError
from scraper.partitions import Place, is_store, read_manifest, stored_records
from tests.audit.test_audit import make
from tests.conftest import ROOT

STATEMENT = Statement(
    cell="x", value=1, unit=None, approximate=True, quote="q", section="other", span=(0, 1)
)
TABLES = {*SCHEMAS, "records"}


def record(number, *, year=2023, region="220524", seen=None, sha=None, url=None):
    """A record of its own source."""
    report = make(year, body=f"柳河县{number}局")
    report.id = f"{region or '000000'}-柳河县{number}局-{year}"
    report.identity.region_code = region
    report.source.url = url or f"http://x/{number}-{year}"
    report.source.sha256 = sha or f"{number:064x}"
    report.source.retrieved_at = seen
    return report


@pytest.fixture
def records():
    """Reports of two years and two provinces, one without a region, one in two versions."""
    found = [
        record(n, year=y, region=r)
        for n in range(3)
        for y in (2022, 2023)
        for r in ("220524", "330381")
    ]
    found[0].statements.append(STATEMENT)
    found.append(record(7, region=None))
    found.append(record(1, seen="2024-05-01T00:00:00Z", sha="a" * 64))
    return found  # fmt: skip


def bytes_of(folder):
    """Every file of a folder with its bytes."""
    found = sorted(path for path in Path(folder).rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}


def test_the_folder_has_every_table_by_year_and_province(tmp_path, records):
    """Rows, digests and counts are those of the manifest; the year stands in the path."""
    manifest = write_store(records, tmp_path)
    assert set(manifest.counts) == TABLES
    assert manifest.counts["reports"] == 13
    assert manifest.counts["records"] == 14
    assert {(f.year, f.province) for f in manifest.files} == {
        (2022, "22"), (2022, "33"), (2023, "22"), (2023, "33"), (2023, None),
    }  # fmt: skip
    for file in manifest.files:
        assert pq.read_metadata(tmp_path / file.path).num_rows == file.rows
    assert sum(f.rows for f in manifest.of_table("cells")) == manifest.counts["cells"]
    assert (tmp_path / "cells" / "year=2022" / "province=33").is_dir()
    assert read_manifest(Place(tmp_path)) == manifest
    kinds = {
        pq.ParquetFile(tmp_path / f.path).metadata.row_group(0).column(0).compression
        for f in manifest.files
    }
    assert kinds == {"ZSTD"}  # fmt: skip


def test_the_rows_are_those_of_an_export(tmp_path, records):
    """Same columns, same order within a report."""
    write_store(records, tmp_path)
    for name, schema in SCHEMAS.items():
        files = list(tmp_path.glob(f"{name}/year=2022/province=22/*"))
        own = [r for r in records if r.identity.year == 2022 and r.id.startswith("22")]
        wanted = [dict(row) for report in own for row in rows_of(name, report)]
        for row in wanted:
            row.pop("year", None)
        assert len(files) == (1 if wanted else 0)
        if wanted:
            found = pq.read_table(pa.BufferReader(files[0].read_bytes()))
            order = found.schema.names
            assert found.to_pylist() == [{n: row[n] for n in order} for row in wanted]
            assert found.schema.names == [one for one in schema.names if one != "year"]


def test_the_same_records_give_the_same_bytes_at_once_and_one_by_one(tmp_path, records):
    """Twice at once, in two halves, and each by itself in another order."""
    first = write_store(records, tmp_path / "a")
    write_store(records, tmp_path / "b")
    write_store(records[:5], tmp_path / "c")
    write_store(records[5:], tmp_path / "c")
    mixed = random.Random(7).sample(records, len(records))
    for one in mixed:
        write_store([one], tmp_path / "d")
    write_store(records, tmp_path / "d")
    wanted = bytes_of(tmp_path / "a")
    assert len(wanted) == len(first.files) + 1
    for name in "bcd":
        assert bytes_of(tmp_path / name) == wanted


def test_only_what_is_touched_is_written_again(tmp_path, records):
    """The files of other partitions stay; a replaced partition's old files go."""
    before = write_store(records, tmp_path)
    after = write_store([record(9, year=2022, region="330381")], tmp_path)
    changed = {f.path for f in after.files} - {f.path for f in before.files}
    assert changed
    assert all("year=2022/province=33" in path for path in changed)
    assert set(bytes_of(tmp_path)) == {f.path for f in after.files} | {"manifest.json"}
    alone = write_store([record(9)], tmp_path, replace=True)
    assert alone.counts["reports"] == 1
    assert set(bytes_of(tmp_path)) == {f.path for f in alone.files} | {"manifest.json"}


def test_versions_are_kept_and_the_tables_have_the_newest(tmp_path):
    """Whatever the order in which they come; the same bytes again are no new version."""
    old = record(1, seen="2024-01-01T00:00:00Z", sha="a" * 64)
    new = record(1, seen="2024-06-01T00:00:00Z", sha="b" * 64)
    for name, order in (("a", [old, new]), ("b", [new, old]), ("c", [new, old, new, old])):
        for one in order:
            write_store([one], tmp_path / name)
        found = list(stored_records(tmp_path / name))
        assert [(one.sha256[0], one.latest) for one in found] == [("a", False), ("b", True)]
        assert [Report.model_validate_json(one.json) for one in found] == [old, new]
        assert [one.sha256[0] for one in stored_records(tmp_path / name, latest=True)] == ["b"]
        table = pq.read_table(next((tmp_path / name / "reports").rglob("*.parquet")))
        assert table["sha256"].to_pylist() == ["b" * 64]
    assert bytes_of(tmp_path / "a") == bytes_of(tmp_path / "b") == bytes_of(tmp_path / "c")


def test_a_page_read_again_takes_its_own_place(tmp_path):
    """The same source with another reading: one version, the last one."""
    first, again = record(1), record(1)
    again.identity.title = "another reading"
    write_store([first], tmp_path)
    write_store([again], tmp_path)
    assert [Report.model_validate_json(o.json) for o in stored_records(tmp_path)] == [again]


def test_records_come_back_in_the_order_of_their_ids(tmp_path, records):
    """Over years and provinces, and each as it was."""
    write_store([report.to_json() for report in records], tmp_path)
    found = [(one.report_id, one.json) for one in stored_records(tmp_path)]
    assert [i for i, _ in found] == sorted(i for i, _ in found)
    assert sorted(j for _, j in found) == sorted(report.to_json() for report in records)
    assert {one.report_id[:2] for one in stored_records(tmp_path, province="33")} == {"33"}


KILLED = """
import os, signal, sys
from scraper.cli import main
from scraper.dataset.store import write
def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)
setattr(write, sys.argv[3], die)
write.write_store(open(sys.argv[2], encoding="utf-8"), sys.argv[1])
"""


@pytest.mark.slow
@pytest.mark.parametrize("at", ["commit", "make_manifest"])
def test_a_killed_writer_leaves_the_old_state(tmp_path, records, at):
    """Killed before anything is in place, or with all files there but the manifest."""
    store, lines = tmp_path / "store", tmp_path / "new.jsonl"
    before = write_store(records, store)
    lines.write_text(record(9).to_json() + "\n", encoding="utf-8")
    command = [sys.executable, "-c", KILLED, store, lines, at]
    killed = subprocess.run(command, check=False, cwd=ROOT, capture_output=True)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert read_manifest(Place(store)) == before
    assert len(list(stored_records(store))) == 14
    after = write_store([record(9)], store)
    assert set(bytes_of(store)) == {f.path for f in after.files} | {"manifest.json"}


def test_a_bad_record_leaves_the_old_state(tmp_path, records):
    """Nothing is written, nothing is left over."""
    write_store(records, tmp_path)
    before = bytes_of(tmp_path)
    with pytest.raises(RecordError, match="schema"):
        write_store([records[0], '{"schema": "other"}'], tmp_path)
    assert bytes_of(tmp_path) == before


def test_any_address_will_do(tmp_path, records):
    """Memory and file addresses give the same manifest as a path."""
    wanted = write_store(records, tmp_path / "a")
    assert write_store(records, f"file://{tmp_path}/b") == wanted
    address = "memory://store-test"
    try:
        write_store(records[:4], address)
        assert write_store(records[4:], address) == wanted
        assert is_store(address)
        assert [o.json for o in stored_records(address)] == [
            o.json for o in stored_records(tmp_path / "a")
        ]
        assert set(Place(address).names()) == set(bytes_of(tmp_path / "a"))
    finally:
        fsspec.filesystem("memory").rm("/store-test", recursive=True)
    with pytest.raises(UsageError, match="nothing"):
        write_store(records, "nothing://x")  # fmt: skip


def test_another_program_writes_everything_again(tmp_path, records):
    """Tables of two versions of the program never stand side by side."""
    wanted = write_store(records, tmp_path)
    path = tmp_path / "manifest.json"
    told = json.loads(path.read_text("utf-8"))
    told["gongkai_version"] = "0.0.1"
    path.write_text(json.dumps(told), encoding="utf-8")
    for left in tmp_path.glob("cells/*/*/*"):
        left.unlink()
    assert write_store([records[0]], tmp_path) == wanted
    assert set(bytes_of(tmp_path)) == {f.path for f in wanted.files} | {"manifest.json"}


def test_two_writers_do_not_mix(tmp_path, records):
    """One waits for nobody: the second is told; a change in between is not overwritten."""

    def meanwhile():
        yield records[0]
        with pytest.raises(StoreError, match="another run"):
            write_store([records[1]], tmp_path)
        yield records[1]

    write_store(meanwhile(), tmp_path)

    def changed():
        yield records[2]
        write_store([records[3]], "memory://store-two")

    try:
        with pytest.raises(StoreError, match="changed by another run"):
            write_store(changed(), "memory://store-two")
        assert len(list(stored_records("memory://store-two"))) == 1
    finally:
        fsspec.filesystem("memory").rm("/store-two", recursive=True)


def test_what_was_spooled_on_the_way_gives_the_same_bytes(tmp_path, records):
    """Records or their JSON, into a folder that holds others: as if they had come all at once."""
    write_store(records[:2], tmp_path / "spooled")
    with Spool() as spool:
        for number, report in enumerate(records[2:]):
            spool.put(report if number % 2 else report.to_json())
        manifest = write_spool(spool, tmp_path / "spooled")
    assert manifest == write_store(records, tmp_path / "whole")
    assert bytes_of(tmp_path / "spooled") == bytes_of(tmp_path / "whole")


def test_what_is_no_store_is_told(tmp_path):
    """No manifest, an odd manifest, a file that is gone, a folder that cannot be."""
    with pytest.raises(InputError, match="no manifest"):
        list(stored_records(tmp_path))
    (tmp_path / "manifest.json").write_text("{}")
    with pytest.raises(InputError, match="none of a dataset folder"):
        list(stored_records(tmp_path))
    manifest = write_store([record(1)], tmp_path / "x")
    (tmp_path / "x" / manifest.of_table("records")[0].path).unlink()
    with pytest.raises(InputError, match="cannot be read"):
        list(stored_records(tmp_path / "x"))
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="cannot be written"):
        write_store([record(1)], tmp_path / "file" / "x")


def test_no_records_make_an_empty_folder(tmp_path):
    """All tables are told, with no rows."""
    assert set(write_store([], tmp_path).counts.values()) == {0}
    assert list(stored_records(tmp_path)) == []


def test_the_command_adds_to_a_folder_and_replaces_it(tmp_path, records, capsys):
    """JSON lines go in, a dataset folder goes into another; the counts are told."""
    lines = tmp_path / "all.jsonl"
    lines.write_text("".join(r.to_json() + "\n" for r in records), encoding="utf-8")
    one = tmp_path / "one.json"
    one.write_text(record(9).to_json(), encoding="utf-8")
    out = tmp_path / "dataset"
    assert main(["store", str(lines), str(one), "--out", str(out)]) == 0
    assert "reports: 14 rows" in capsys.readouterr().err
    assert main(["store", str(out), "--out", str(tmp_path / "copy"), "--quiet"]) == 0
    assert capsys.readouterr() == ("", "")
    assert bytes_of(tmp_path / "copy") == bytes_of(out)
    assert main(["store", str(one), "--out", str(out), "--replace"]) == 0
    assert "reports: 1 rows" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        main(["store", str(out), "--out", str(out)])
