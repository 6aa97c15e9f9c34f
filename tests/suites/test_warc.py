"""The data of warcio through our own reader, beside that reader; differences are data."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from scraper.errors import ArchiveError
from scraper.warc import read_records, to_exchange

pytestmark = pytest.mark.suite
KNOWN = tomllib.loads(Path(__file__).with_name("known_warc.toml").read_text("utf-8"))["files"]


def ours(path):
    """The records before a file ends or breaks, and why it breaks."""
    found = []
    try:
        for record in read_records(path):
            found.append(record)  # noqa: PERF402 -- what came before the error is wanted
    except ArchiveError as error:
        return found, error.reason
    return found, None


def test_all_files_are_known(shared):
    """None is left out."""
    names = {path.name for path in (shared / "suites" / "warcio").iterdir()} - {"LICENSE"}
    assert names == set(KNOWN)


@pytest.mark.parametrize("name", KNOWN)
def test_records(shared, name):
    """The kinds that are known, and the reason for the end."""
    found, stopped = ours(shared / "suites" / "warcio" / name)
    assert [record.kind for record in found] == KNOWN[name]["kinds"]
    wanted = KNOWN[name].get("stops")
    assert (stopped is None) == (wanted is None)
    assert wanted is None or wanted in stopped


@pytest.mark.parametrize("name", [name for name in KNOWN if "stops" not in KNOWN[name]])
def test_pages_are_those_that_the_other_reader_gives(shared, name):
    """The same kinds, addresses and pages, chunks and codings taken off."""
    path = shared / "suites" / "warcio" / name
    found, _ = ours(path)
    with path.open("rb") as file:
        for record, other in zip(found, ArchiveIterator(file), strict=True):
            assert record.kind == other.rec_type
            if record.kind == "response":
                got = to_exchange(record)
                assert got.data == other.content_stream().read()
                assert got.status == int(other.http_headers.get_statuscode())
                assert got.url == other.rec_headers.get_header("WARC-Target-URI").strip("<>")


@pytest.mark.slow
def test_every_cut_of_a_file_is_seen(shared, tmp_path):
    """3,815 beginnings of one file: each gives its whole records, and all but six are told as cut."""
    source = shared / "suites" / "warcio" / "example.warc.gz"
    data = source.read_bytes()
    ends = [record.offset + record.length for record in read_records(source)]
    assert ends[-1] == len(data)
    path = tmp_path / "cut.warc.gz"
    for size in range(1, len(data)):
        path.write_bytes(data[:size])
        found, stopped = ours(path)
        assert len(found) == sum(end <= size for end in ends), size
        assert (stopped is None) == (size in ends), size
