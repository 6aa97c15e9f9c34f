"""``gongkai parse`` reads archives: its own and those of others, whole and cut."""

import gzip
import json
from contextlib import closing

import pytest

from scraper.cli import main
from scraper.exchange import Exchange, Planned, Request
from scraper.ledger import Fetched, Ledger, Settled
from scraper.sites import Site
from scraper.warc import WarcWriter
from tests.conftest import ROOT

PAGE = (ROOT / "fixtures" / "reports" / "330381-water-2022" / "input.html").read_bytes()
LIST = b"<html><body><a href='/1.html'>a list</a></body></html>"
BASE = "http://www.x.gov.cn"


def exchange(path, data, kind="text/html; charset=utf-8", status=200):
    """An answer to keep."""
    url = BASE + path
    return Exchange(
        Request(url), url, status, (("Content-Type", kind),), data, "2024-01-19T09:30:00Z"
    )


@pytest.fixture
def archive(tmp_path):
    """A report, a list, a picture and an error in one file."""
    with WarcWriter(tmp_path / "archive") as writer:
        place = writer.append(exchange("/r.html", PAGE))
        writer.append(exchange("/", LIST))
        writer.append(exchange("/a.png", b"\x89PNG", "image/png"))
        writer.append(exchange("/gone", b"gone", status=404))
    return tmp_path / "archive" / place.file, place


def parsed(capfd, *names):
    """The records that a command prints, its exit status, and what it says besides."""
    status = main(["parse", *map(str, names), "--jsonl", "-"])
    told = capfd.readouterr()
    return status, [json.loads(line) for line in told.out.splitlines()], told.err


def test_a_warc_gives_one_record_a_report(archive, capfd):
    """With address, time and status of the archive; what is no report is counted."""
    path, place = archive
    status, (record,), said = parsed(capfd, path)
    assert status == 0
    source = record["source"]
    assert (source["url"], source["status"]) == (BASE + "/r.html", 200)
    assert source["retrieved_at"] == "2024-01-19T09:30:00Z"
    assert source["uri"].endswith(f"#{place.offset}")
    assert "2 other files and answers that are no pages" in said
    assert "1 pages of the archives are no reports" in said


def test_an_uncompressed_warc_is_read_alike(archive, capfd, tmp_path):
    """Others write the same records without compression."""
    path, _ = archive
    plain = tmp_path / "other.warc"
    plain.write_bytes(gzip.decompress(path.read_bytes()))
    (first,) = parsed(capfd, path)[1]
    (second,) = parsed(capfd, plain)[1]
    assert first["tables"] == second["tables"]
    assert first["source"]["sha256"] == second["source"]["sha256"]


def test_a_cut_warc_is_told(archive, capfd):
    """The report before the cut is read; the cut is an input that failed."""
    path, _ = archive
    path.write_bytes(path.read_bytes()[:-10])
    status, records, said = parsed(capfd, path)
    assert (status, len(records)) == (1, 1)
    assert "the file ends inside a record" in said


def test_a_coded_answer_of_another_crawler_is_read(tmp_path, capfd):
    """Chunked and compressed as it came over the wire."""
    packed = gzip.compress(PAGE)
    body = b"%x\r\n%s\r\n0\r\n\r\n" % (len(packed), packed)
    head = (
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n"
        b"Transfer-Encoding: chunked\r\n\r\n"
    )
    block = head + body
    lines = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: <http://a/>\r\n"
        f"WARC-Date: 2024-01-19T09:30:00Z\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    path = tmp_path / "wget.warc.gz"
    path.write_bytes(gzip.compress(lines.encode() + block + b"\r\n\r\n"))
    status, (record,), _ = parsed(capfd, path)
    assert (status, record["source"]["url"]) == (0, "http://a/")


def test_a_harvest_folder_gives_its_reports_in_order(archive, tmp_path, capfd):
    """By site, year and address, whatever the order in which they came; a body selector is obeyed."""
    _, place = archive
    with closing(Ledger(tmp_path)) as ledger:
        ledger.add_sites([Site("b", "乙", BASE), Site("a", "甲", BASE, body="body > *")])
        for site, name in (("a", "/2"), ("b", "/1")):
            ledger.plan(site, [Planned(Request(BASE + name), "report", year=2022)])
            got = Fetched(BASE, 200, "t", "c" * 64, 1, "sha1:X", place)
            ledger.settle(ledger.next(site), Settled("done", fetched=got))
    status, records, _ = parsed(capfd, tmp_path)
    assert (status, len(records)) == (0, 2)
    assert records[0]["source"]["sha256"] == records[1]["source"]["sha256"]
    assert records[0]["tables"] == records[1]["tables"]


def test_what_was_kept_as_evidence_gives_no_record(capfd, tmp_path):
    """A page that broke off is in the archive, and is told in the place of a record."""
    with WarcWriter(tmp_path) as writer:
        place = writer.append(exchange("/r.html", PAGE)._replace(flags=("end-missing",)))
    status, found, said = parsed(capfd, tmp_path / place.file)
    assert (status, found) == (1, [])
    assert "kept as evidence" in said
