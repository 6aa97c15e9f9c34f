"""What is appended to the archive comes out again, and a torn tail never passes for a record."""

import gzip
import re

import pytest

from scraper.errors import ArchiveError, StoreError
from scraper.exchange import Exchange, Hop, Request
from scraper.warc import Earlier, WarcWriter, payload_digest, read_at, read_records, to_exchange
from scraper.warc.read import whole_until
from scraper.warc.recover import recover

BODY = "政府信息公开".encode() * 50


def exchange(url="http://127.0.0.1/a.html", data=BODY, **more):
    """An answer with what an archive must not keep and what it must."""
    headers = (("Content-Type", "text/html"), ("Set-Cookie", "secret=1"), ("Content-Length", "7"))
    request = Request(url, headers=(("Cookie", "secret=1"), ("Accept", "*/*")))
    return Exchange(request, url, 200, headers, data, "2024-01-19T09:30:00Z", **more)


def test_an_answer_comes_out_as_it_went_in(tmp_path):
    """Body, status, address and time are the same; codings and secrets are not kept."""
    with WarcWriter(tmp_path) as writer:
        place = writer.append(exchange(hops=(Hop("http://127.0.0.1/", 302, "/a.html"),)))
    got = to_exchange(read_at(tmp_path / place.file, place.offset))
    assert (got.data, got.status, got.url) == (BODY, 200, "http://127.0.0.1/a.html")
    assert got.retrieved_at == "2024-01-19T09:30:00Z"
    assert got.header("Content-Length") == str(len(BODY))
    assert got.header("X-Crawl-Content-Length") == "7"
    kinds = [record.kind for record in read_records(tmp_path / place.file)]
    assert kinds == ["warcinfo", "response", "response", "request"]
    whole = b"".join(record.block for record in read_records(tmp_path / place.file))
    assert b"secret" not in whole


def test_the_same_answers_give_the_same_bytes(tmp_path):
    """No clock and no chance goes into the archive."""
    files = []
    for name in "ab":
        with WarcWriter(tmp_path / name) as writer:
            place = writer.append(exchange())
        files.append((tmp_path / name / place.file).read_bytes())
    assert files[0] == files[1]


def test_every_cut_is_seen(tmp_path):
    """A file cut at any byte gives whole records only, and says where it ends."""
    with WarcWriter(tmp_path) as writer:
        place = writer.append(exchange())
    path = tmp_path / place.file
    data = path.read_bytes()
    ends = {0, *(r.offset + r.length for r in read_records(path))}
    for size in range(1, len(data)):
        path.write_bytes(data[:size])
        if size in ends:
            continue
        with pytest.raises(ArchiveError):
            list(read_records(path))
        assert whole_until(path) == max(end for end in ends if end <= size)


def test_a_changed_byte_is_seen(tmp_path):
    """A digest that does not fit is an error, not a page."""
    with WarcWriter(tmp_path) as writer:
        place = writer.append(exchange())
    record = read_at(tmp_path / place.file, place.offset)
    with pytest.raises(ArchiveError, match="not what was written"):
        to_exchange(record._replace(block=record.block[:-1] + b"x"))


def test_what_the_ledger_does_not_know_is_cut(tmp_path):
    """After a kill the archive is what the ledger has committed."""
    with WarcWriter(tmp_path) as writer:
        first = writer.append(exchange())
        second = writer.append(exchange("http://127.0.0.1/b.html"))
    found = recover(tmp_path, {first.file: first.end, "gongkai-00009.warc.gz": 10})
    assert found.cut == {first.file: second.end - first.end}
    assert found.short == {"gongkai-00009.warc.gz": 0}
    assert (tmp_path / first.file).stat().st_size == first.end


def test_files_follow_each_other(tmp_path):
    """A full file is followed by the next, and the next run goes on in the last."""
    with WarcWriter(tmp_path, limit=100) as writer:
        names = [writer.append(exchange()).file for _ in range(2)]
    assert names == ["gongkai-00001.warc.gz", "gongkai-00002.warc.gz"]
    with WarcWriter(tmp_path) as writer:
        assert writer.append(exchange()).file == "gongkai-00002.warc.gz"


def test_the_same_body_is_kept_once(tmp_path):
    """A body that is kept already becomes a revisit that names the first."""
    with WarcWriter(tmp_path) as writer:
        writer.append(exchange())
        earlier = Earlier("http://127.0.0.1/a.html", "2024-01-19T09:30:00Z", payload_digest(BODY))
        place = writer.append(exchange(), same_as=earlier)
    record = read_at(tmp_path / place.file, place.offset)
    assert record.kind == "revisit"
    assert BODY not in record.block
    assert record.header("WARC-Refers-To-Date") == "2024-01-19T09:30:00Z"


def test_a_folder_that_cannot_be_written_is_told(tmp_path):
    """A file where the folder should be ends the run with a reason."""
    (tmp_path / "archive").write_text("")
    with pytest.raises(StoreError, match="cannot be written"):
        WarcWriter(tmp_path / "archive")


def test_no_two_records_share_an_identifier(tmp_path):
    """The same answer kept twice is two records, each with a name of its own."""
    with WarcWriter(tmp_path) as writer:
        hops = (Hop("http://127.0.0.1/", 302, "/a.html"),) * 2
        places = [writer.append(exchange(hops=hops)) for _ in range(3)]
    text = b"".join(zlib_members(tmp_path / places[0].file))
    names = re.findall(rb"WARC-Record-ID: (\S+)", text)
    assert len(names) == 1 + 3 * 4
    assert len(set(names)) == len(names)


def zlib_members(path):
    """The members of a file, unpacked."""
    with gzip.open(path) as file:
        yield file.read()
