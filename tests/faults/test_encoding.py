"""E1-E14 and U8: content codings, sizes, charsets and types that are not what they say."""

from __future__ import annotations

import contextlib
import gzip
import json
import random
import subprocess
import sys
import zlib

import pytest

from parsers.errors import UnsupportedFormatError
from scraper.decode import decode_bytes
from scraper.errors import FetchError
from scraper.fetch.body import unpack
from scraper.reading.sniff import require_text
from tests.conftest import ROOT
from tests.faults.asking import ask, ask_all, quick, told
from tests.faults.server import PAGE, WORDS, html, reply, serving

PACKED = gzip.compress(PAGE)
CUT = len(PACKED) // 3
BAD_SUM = PACKED[:-8] + bytes(4) + PACKED[-4:]
BARE = zlib.compressobj(wbits=-15)
DEFLATED = BARE.compress(PAGE) + BARE.flush()


def packed(body=PACKED, coding="gzip", **more):
    """Give an answer whose body is coded."""
    return html(body, Content_Encoding=coding, **more)


ENCODINGS = {
    "E1": [
        (packed(PACKED[:CUT]), "truncated-encoding"),
        (packed(PACKED[:-8]), "truncated-encoding"),
        (packed(PACKED[:-1]), "truncated-encoding"),
        (packed(PACKED[:5]), "truncated-encoding"),
        (packed(DEFLATED[:-10], "deflate"), "truncated-encoding"),
        (packed(PACKED + gzip.compress(b"x")[:-3]), "truncated-encoding"),
    ],
    "E2": [
        (packed(BAD_SUM), "truncated-encoding"),
        (packed(b"\x1f\x8c" + PACKED[2:]), "truncated-encoding"),
        (packed(PACKED[:60] + b"\xff\xff\xff\xff" + PACKED[64:]), "truncated-encoding"),
    ],
    "E3": [
        (packed(gzip.compress(PAGE[:900]) + gzip.compress(PAGE[900:])), "ok"),
        (packed(PACKED + b"<!-- garbage -->"), "ok gzip-garbage"),
        (packed(PACKED + bytes(100)), "ok"),
    ],
    "E4": [(packed(PAGE), "ok gzip-claimed-plain")],
    "E5": [(html(PACKED), "ok gzip-unclaimed"), (html(PACKED[:CUT]), "truncated-encoding")],
    "E6": [
        (packed(DEFLATED, "deflate"), "ok"),
        (packed(zlib.compress(PAGE), "deflate"), "ok"),
        (packed(PACKED, "x-gzip"), "ok"),
        (packed(PAGE, "identity"), "ok"),
        (packed(PAGE, "none"), "ok"),
        (packed(b"\x0b\x02\x80abc\x03", "br"), "unsupported-encoding"),
        (packed(PACKED, "zstd"), "unsupported-encoding"),
    ],
    "E8": [
        (packed(gzip.compress(PACKED), "gzip, gzip"), "unsupported-encoding"),
        (packed(gzip.compress(PACKED), "deflate,gzip"), "unsupported-encoding"),
    ],
    "E10": [
        (html(b""), "empty"),
        (packed(gzip.compress(b"")), "empty"),
        (packed(b""), "empty"),
        (reply(b"", length=""), "empty"),
    ],
}


@pytest.mark.parametrize("fault", ENCODINGS)
def test_encodings(fault):
    """Each comes out as the table says; what came through is the whole page."""
    ways = {f"/{n}": behaviour for n, (behaviour, _) in enumerate(ENCODINGS[fault])}
    with serving(ways) as server:
        got = ask_all([server.url(path) for path in ways])
    assert [told(answer) for answer in got] == [expected for _, expected in ENCODINGS[fault]]
    assert all(answer.data == PAGE for answer in got if told(answer).startswith("ok"))


def test_what_may_pass_is_told():
    """E1, E2, E10: asking again may help; a coding that was not asked for comes again."""
    ways = {"/cut": packed(PACKED[:CUT]), "/empty": html(b""), "/br": packed(b"x", "br")}
    with serving(ways) as server:
        cut, empty, br = ask_all([server.url(path) for path in ways])
    assert (cut.transient, cut.code) == (True, "F.TRUNCATED")
    assert (empty.transient, empty.code) == (True, "F.EMPTY")
    assert (br.transient, br.code) == (False, "F.ENCODING")


def test_a_gzip_file_stays_one():
    """E5: what is a gzip file by its type is not unpacked in passing."""
    with serving({"/": reply(PACKED, Content_Type="application/gzip")}) as server:
        assert ask(server.url()).data == PACKED


CHILD = """
import asyncio, json, resource, sys
from scraper.errors import FetchError
from scraper.exchange import Request
from scraper.fetch import Client
from scraper.settings import Settings

async def go(urls):
    faults, grown = [], []
    async with Client(Settings(allow_private=True, deadline=60.0)) as client:
        await client.fetch(Request(urls.pop(0)))
        start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        for url in urls:
            try:
                got = await client.fetch(Request(url))
                faults.append(str(len(got.data)))
            except FetchError as error:
                faults.append(error.fault)
            grown.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - start)
    print(json.dumps([faults, grown]))

asyncio.run(go(sys.argv[1:]))
"""


@pytest.mark.slow
def test_bombs_do_not_fill_the_memory():
    """E7, E8: 256 MB out of 261 KB, and gigabytes out of 16 KB, cost less than 64 MB."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    bomb = b"".join(packer.compress(bytes(1 << 20)) for _ in range(256)) + packer.flush()
    twice = gzip.compress(bomb)
    ways = {
        "/page": html(),
        "/bomb": packed(bomb),
        "/unclaimed": html(bomb),
        "/members": packed(bomb[: len(bomb)] * 2),
        "/announced": packed(twice, "gzip, gzip"),
        "/hidden": packed(twice),
    }
    with serving(ways) as server:
        urls = [server.url(path) for path in ways]
        done = subprocess.run(
            [sys.executable, "-c", CHILD, *urls],
            capture_output=True,
            text=True,
            check=False,
            cwd=ROOT,
            timeout=120,
        )
    assert done.stderr == ""
    faults, grown = json.loads(done.stdout)
    assert faults == ["too-large"] * 3 + ["unsupported-encoding", str(len(bomb))]
    assert max(grown) < 64 * 1024, grown  # kilobytes


@pytest.mark.parametrize("size", [65_536 - 1, 65_536, 65_536 + 1, 65_536 + 258, 2 * 65_536 + 3])
def test_text_that_stands_in_the_decoder_is_not_lost(size):
    """E6: bare deflate may have taken all its input and still hold text back."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    raw = packer.compress(bytes(size)) + packer.flush()
    assert unpack(raw, "deflate", limit=10**6, url="u").data == bytes(size)


@pytest.mark.parametrize(
    ("size", "ratio", "passes"),
    [(4000, 3, True), (4000, 30, False), (900, 30, True)],
)
def test_what_a_bomb_is(monkeypatch, size, ratio, passes):
    """E7: large, and many times smaller before; neither alone."""
    monkeypatch.setattr("scraper.fetch.body._BOMB_SIZE", 1000)
    monkeypatch.setattr("scraper.fetch.body._BOMB_RATIO", 10)
    dice = random.Random(1)
    noise = dice.randbytes(size // ratio)
    raw = gzip.compress(noise + bytes(size - len(noise)))
    assert (size > 10 * len(raw)) == (ratio > 10)
    with contextlib.nullcontext() if passes else pytest.raises(FetchError, match="more than"):
        assert len(unpack(raw, "gzip", limit=10**6, url="u").data) == size


def test_a_text_that_packs_well_is_no_bomb():
    """E7: ten megabytes of one row of a table are read."""
    page = b"<tr><td>0</td></tr>" * 500_000
    with serving({"/": packed(gzip.compress(page))}) as server:
        assert ask(server.url()).data == page


def endless(visit):
    """Send a body without an end; keep how much the client took."""
    visit.server.sent = 0
    visit.send(html(b"", length=""))
    try:
        while visit.wait(0):
            visit.sock.sendall(bytes(65_536))
            visit.server.sent += 65_536
    except OSError:
        return


def test_huge_pages_stop_at_the_cap():
    """E9: by what the head says, or when the body has passed it; nothing of it is kept."""
    ways = {
        "/said": html(b"", length=100_000_000),
        "/endless": endless,
        "/chunks": lambda v: v.send(html(b"", length="", Transfer_Encoding="chunked")) or chunks(v),
    }

    def chunks(visit):
        for _ in range(400):
            visit.send(b"10000\r\n" + bytes(65_536) + b"\r\n")

    settings = quick(max_bytes=2_000_000)
    with serving(ways) as server:
        said, more, parts = ask_all([server.url(path) for path in ways], settings=settings)
        assert server.sent < 20_000_000
    assert [a.fault for a in (said, more, parts)] == ["too-large"] * 3
    assert "100,000,000" in said.reason


@pytest.mark.parametrize("more", [{}, {"length": ""}, {"coding": "gzip"}])
def test_the_limit_is_the_largest_page_that_passes(more):
    """E9: to the byte, told by the head, by the body, and after unpacking."""
    page = packed() if "coding" in more else html(**more)
    with serving({"/": page}) as server:
        for limit, words in ((len(PAGE), "ok"), (len(PAGE) - 1, "too-large")):
            assert told(ask(server.url(), settings=quick(max_bytes=limit))).split()[0] == words


def test_a_charset_that_lies_is_overruled():
    """E11: the text is right, and the overruling is told."""
    with serving({"/": html(WORDS.encode("gbk"))}) as server:
        got = ask(server.url())
    decoded = decode_bytes(got.data, content_type=got.header("content-type"))
    assert decoded.text == WORDS
    assert "charset" in {step.code for step in decoded.steps}


def test_gbk_characters_under_gb2312():
    """E12: gb2312 is read as gb18030."""
    text = "朱镕基，陶喆，堃。" + WORDS
    with serving(
        {"/": reply(text.encode("gbk"), Content_Type="text/html; charset=gb2312")}
    ) as server:
        got = ask(server.url())
    assert decode_bytes(got.data, content_type=got.header("content-type")).text == text


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_charset_that_nobody_knows(encoding):
    """E13: the bytes decide."""
    with serving(
        {"/": reply(WORDS.encode(encoding), Content_Type="text/html; charset=x-odd")}
    ) as server:
        got = ask(server.url())
    assert decode_bytes(got.data, content_type=got.header("content-type")).text == WORDS


def test_an_attachment_under_the_wrong_type():
    """E14: the bytes decide what it is; the header is kept beside them."""
    pdf = b"%PDF-1.7\n" + bytes(2000) + b"%%EOF"
    docx = b"PK\x03\x04" + bytes(26) + b"word/document.xml" + bytes(500)
    ways = {
        "/page.pdf": reply(PAGE, Content_Type="application/pdf"),
        "/pdf": reply(pdf, Content_Type="application/octet-stream"),
        "/docx": reply(docx, Content_Type="application/zip"),
        "/doc": reply(PAGE, Content_Type="application/msword"),
    }
    with serving(ways) as server:
        page, one, two, doc = ask_all([server.url(path) for path in ways])
    assert page.header("content-type") == "application/pdf"
    require_text(page.data)
    require_text(doc.data)
    for got, kind in ((one, "PDF"), (two, "docx")):
        with pytest.raises(UnsupportedFormatError, match=kind):
            require_text(got.data)


def test_films_and_huge_archives_are_refused_by_their_head():
    """U8: nothing of the body is waited for; a small archive passes."""
    big = 50 * 1024 * 1024
    ways = {
        "/film": reply(b"", length=big, Content_Type="video/mp4"),
        "/sound": reply(b"x", Content_Type="audio/mpeg"),
        "/zip": reply(b"", length=big, Content_Type="application/zip"),
        "/small": reply(b"PK\x03\x04", Content_Type="application/zip"),
    }
    with serving(ways) as server:
        got = ask_all([server.url(path) for path in ways])
    assert [told(answer) for answer in got] == ["unwanted-type", "unwanted-type", "too-large", "ok"]
    assert got[0].code == "F.UNSUPPORTED"
