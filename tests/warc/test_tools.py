"""Other programs read our archives, and we read theirs."""

import gzip
import zlib

import pytest
from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker

from scraper.errors import ArchiveError
from scraper.exchange import Exchange, Hop, Request
from scraper.warc import (
    Earlier,
    WarcWriter,
    payload_digest,
    read_at,
    read_member,
    read_records,
    to_exchange,
)
from scraper.warc import read as reading

URL = "http://www.x.gov.cn/a.html"
PAGE = "<html><body>政府信息公开</body></html>".encode() * 40


@pytest.fixture
def archive(tmp_path):
    """All kinds of records that we write."""
    headers = (("Content-Type", "text/html"), ("Content-Encoding", "gzip"), ("Set-Cookie", "s=1"))
    hops = (Hop("http://www.x.gov.cn/", 302, URL),)
    first = Exchange(Request(URL), URL, 200, headers, PAGE, "2024-01-19T09:30:00Z", hops)
    posted = first._replace(request=Request(URL, "POST", b"page=2"), data=b"{}", hops=())
    earlier = Earlier(URL, "2024-01-19T09:30:00Z", payload_digest(PAGE))
    with WarcWriter(tmp_path) as writer:
        place = writer.append(first)
        writer.append(posted)
        writer.append(first._replace(retrieved_at="2024-02-19T09:30:00Z"), same_as=earlier)
        writer.append(first._replace(status=304, data=b""), same_as=earlier)
    return tmp_path / place.file


def test_another_reader_gives_the_same_pages(archive):
    """Kinds, addresses, times and bodies."""
    with archive.open("rb") as file:
        for ours, theirs in zip(read_records(archive), ArchiveIterator(file), strict=True):
            assert ours.kind == theirs.rec_type
            assert theirs.rec_headers.get_header("WARC-Date") == ours.header("WARC-Date")
            if ours.kind == "response":
                assert to_exchange(ours).data == theirs.content_stream().read()


def test_another_program_finds_nothing_wrong(archive, capsys):
    """Block and payload digests, lengths and gzip members: ``warcio check``."""

    class Asked:
        inputs = [str(archive)]  # noqa: RUF012
        verbose = True

    checker = Checker(Asked)
    checker.process_all()
    said = capsys.readouterr().out
    assert checker.exit_value == 0, said
    assert said.count("digest pass") >= 2


def foreign(http, *fields):
    """A record as another program writes it."""
    head = ["WARC/1.0", "WARC-Type: response", f"WARC-Target-URI: <{URL}>", *fields]
    head += ["WARC-Date: 2022-03-01T12:00:05Z", f"Content-Length: {len(http)}", "", ""]
    return "\r\n".join(head).encode() + http + b"\r\n\r\n"


def chunked(data):
    """A body in chunks of ten bytes."""
    parts = [data[at : at + 10] for at in range(0, len(data), 10)]
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


def deflated(data, bits):
    """A body in deflate."""
    packer = zlib.compressobj(wbits=bits)
    return packer.compress(data) + packer.flush()


@pytest.mark.parametrize(
    ("fields", "body"),
    [
        ("", PAGE),
        ("Transfer-Encoding: chunked\r\n", chunked(PAGE)),
        ("Transfer-Encoding: chunked\r\n", PAGE),
        ("Content-Encoding: gzip\r\n", gzip.compress(PAGE)),
        ("Content-Encoding: gzip\r\n", PAGE),
        ("Content-Encoding: br\r\n", PAGE),
        ("Content-Encoding: deflate\r\n", deflated(PAGE, 15)),
        ("Content-Encoding: deflate\r\n", deflated(PAGE, -15)),
        ("Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n", chunked(gzip.compress(PAGE))),
        ("X-Crawl-Content-Encoding: gzip\r\n", PAGE),
        ("X-Long: a\r\n  b\r\n", PAGE),
    ],
    ids="plain chunks no-chunks gzip no-gzip no-br zlib deflate both renamed folded".split(),
)
@pytest.mark.parametrize("pack", [gzip.compress, bytes])
def test_bodies_of_other_programs(tmp_path, fields, body, pack):
    """As they came over the wire or with their codings taken off; packed files and plain ones."""
    http = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n{fields}\r\n".encode() + body
    told = f"WARC-Payload-Digest: {payload_digest(body)}"
    path = tmp_path / "other.warc"
    path.write_bytes(pack(foreign(http)) + pack(foreign(http, told)))
    for record in read_records(path):
        got = to_exchange(read_at(path, record.offset))
        assert (got.data, got.url) == (PAGE, URL)
    assert to_exchange(read_member(pack(foreign(http)), "x")).data == PAGE


@pytest.mark.parametrize(
    ("fields", "body", "reason"),
    [
        ("Content-Encoding: gzip\r\n", gzip.compress(PAGE)[:-9], "ends too early"),
        ("Content-Encoding: br\r\n", b"\x8b\x02\x80abc", "coding"),
        ("Content-Encoding: gzip\r\n", gzip.compress(bytes(70 << 20)), "more than"),
        ("Transfer-Encoding: chunked\r\n", chunked(PAGE)[:-30], "chunks end too early"),
        ("Transfer-Encoding: chunked\r\n", b"2\r\nab\r\nzz\r\n", "chunk is damaged"),
    ],
    ids="cut-gzip brotli bomb cut-chunks bad-chunk".split(),
)
def test_bodies_that_are_not_whole_are_refused(fields, body, reason):
    """Nothing that is cut passes for a page, and nothing grows past the limit of a page."""
    http = f"HTTP/1.1 200 OK\r\n{fields}\r\n".encode() + body
    with pytest.raises(ArchiveError, match=reason):
        to_exchange(read_member(foreign(http), "x"))


def test_a_page_that_its_archive_cut_is_suspect():
    """WARC-Truncated, as Common Crawl writes it."""
    record = read_member(foreign(b"HTTP/1.1 200 OK\r\n\r\nabc", "WARC-Truncated: length"), "x")
    assert to_exchange(record).suspect == "warc-truncated"


@pytest.mark.parametrize("digest", ["sha1:AAAA", "sha256:00", "SHA1:AAAA"])
@pytest.mark.parametrize("field", ["WARC-Block-Digest", "WARC-Payload-Digest"])
def test_a_digest_that_does_not_fit_is_seen(field, digest):
    """In either place."""
    record = read_member(foreign(b"HTTP/1.1 200 OK\r\n\r\nabc", f"{field}: {digest}"), "x")
    with pytest.raises(ArchiveError, match="not what was written"):
        to_exchange(record)


def test_a_digest_of_another_kind_is_no_error():
    """What cannot be reckoned is not held against the page."""
    told = "WARC-Payload-Digest: md5:00"
    record = read_member(foreign(b"HTTP/1.1 200 OK\r\n\r\nabc", told), "x")
    assert to_exchange(record).data == b"abc"


def test_fields_that_go_on_in_the_next_line():
    """WARC/1.1, section 4."""
    record = read_member(foreign(b"HTTP/1.1 200 OK\r\n\r\n", "WARC-Truncated:\r\n  length"), "x")
    assert record.header("WARC-Truncated") == "length"


@pytest.mark.parametrize("pack", [gzip.compress, bytes])
def test_a_record_larger_than_any_page_is_passed_by(tmp_path, monkeypatch, pack):
    """Those behind it are read; it gives no page."""
    monkeypatch.setattr(reading, "_MAX_RECORD", 100_000)
    large = b"HTTP/1.1 200 OK\r\n\r\n" + bytes(range(256)) * 2000
    small = b"HTTP/1.1 200 OK\r\n\r\nabc"
    path = tmp_path / "other.warc"
    path.write_bytes(pack(foreign(large)) + pack(foreign(small)))
    first, second = read_records(path)
    assert (first.block, first.kind) == (b"", "response")
    assert to_exchange(second).data == b"abc"
    with pytest.raises(ArchiveError):
        to_exchange(first)
    path.write_bytes(pack(foreign(large))[:-8])
    with pytest.raises(ArchiveError):
        list(read_records(path))


def test_flags_and_tls_come_back(tmp_path):
    """What was odd when it was fetched is known when it is read again."""
    flags = ("length-unknown", "end-missing")
    kept = Exchange(
        Request(URL), URL, 200, (), PAGE, "2024-01-19T09:30:00Z", flags=flags, tls="legacy"
    )
    with WarcWriter(tmp_path) as writer:
        place = writer.append(kept)
    got = to_exchange(read_at(tmp_path / place.file, place.offset))
    assert (got.flags, got.tls, got.suspect) == (flags, "legacy", "end-missing")


def test_what_is_no_warc_is_told(tmp_path):
    """An ARC file by its name."""
    path = tmp_path / "old.warc"
    path.write_bytes(b"filedesc://x.arc 0.0.0.0 20220101000000 text/plain 9\r\n\r\n")
    with pytest.raises(ArchiveError, match="ARC"):
        list(read_records(path))
    with pytest.raises(ArchiveError, match="more than one"):
        read_member(foreign(b"") + foreign(b""), "x")
