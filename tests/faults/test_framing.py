"""H1-H15: answers whose framing is wrong, and what the client makes of each."""

from __future__ import annotations

import gzip
import threading

import pytest

from scraper.fetch.answer import ends
from tests.faults.asking import ask, ask_all, quick, told
from tests.faults.server import PAGE, chunked, html, moved, reply, serving

HALF = len(PAGE) // 2
OPEN = html(length="")
RESETTING = OPEN[: len(OPEN) // 2]


def reset_in_body(visit):
    """Send half a page of unknown length and break off."""
    visit.send(RESETTING)
    visit.wait(0.1)
    visit.reset()


def line_first(visit):
    """Send a blank line, and the answer a moment later."""
    visit.send(b"\r\n")
    visit.wait(0.05)
    visit.send(html())


def head(*lines, body=PAGE, status="HTTP/1.1 200 OK"):
    """Give an answer with header lines as they are."""
    length = b"Content-Length: %d" % len(body)
    return b"\r\n".join((status.encode(), length, *lines)) + b"\r\n\r\n" + body


# For each fault the ways in which it comes, and what the client says of each.
FRAMING = {
    "H1": [(html(length=len(PAGE) + 100), "short-body"), (html(b"", length=9), "short-body")],
    "H2": [
        (html(length=20), "ok trailing-bytes"),
        (html(length=HALF), "ok trailing-bytes"),
        (html(PAGE + b"\n", length=len(PAGE)), "ok extra-bytes"),
        (
            html(
                gzip.compress(PAGE) + b"x", length=len(gzip.compress(PAGE)), Content_Encoding="gzip"
            ),
            "ok extra-bytes",
        ),
    ],
    "H3": [
        (head(b"Content-Length: 5"), "framing"),
        (html(length=-5), "framing"),
        (html(length="many"), "framing"),
        (html(length="1,000"), "framing"),
    ],
    "H4": [
        (chunked(PAGE).replace(b"\r\n", b"\r\nContent-Length: 7\r\n", 1), "ok length-and-chunked"),
    ],
    "H5": [(OPEN, "ok length-unknown"), (OPEN[:-9], "ok end-missing length-unknown")],
    "H6": [(reset_in_body, "reset")],
    "H7": [
        (chunked(PAGE, end=b""), "short-body"),
        (chunked(PAGE, end=b"0\r\n"), "short-body"),
        (chunked(PAGE)[:-40], "short-body"),
        (chunked(end=b""), "short-body"),
        (chunked(end=b"1f"), "short-body"),
        (chunked(end=b"1f;a=b"), "short-body"),
        (chunked(end=b"HTTP/1.1"), "framing"),
        (chunked(PAGE, end=b"xyz\r\nabc"), "chunks"),
        (chunked(PAGE, end=b"-5\r\nabc\r\n0\r\n\r\n"), "chunks"),
    ],
    "H8": [(html(length="", Transfer_Encoding="chunked"), "framing")],
    "H9": [
        (html().replace(b"HTTP/1.1", b"HTTP/1.0"), "ok"),
        (OPEN.replace(b"HTTP/1.1", b"HTTP/1.0"), "ok length-unknown"),
    ],
    "H10": [
        (PAGE, "framing"),
        (b"ICY 200 OK\r\n\r\n" + PAGE, "framing"),
        (html().replace(b" 200 ", b" 2x0 "), "framing"),
        (html().replace(b"HTTP/1.1", b"HTTP/9"), "framing"),
        (html().replace(b"HTTP/1.1", b"HTTP/1.2"), "framing"),
    ],
    "H11": [
        (head(b"X-No-Colon"), "framing"),
        (head(b"X-Blank : 1"), "framing"),
        (head(b"X-Nul: a\0b"), "framing"),
    ],
    "H12": [
        (html().replace(b"\r\n", b"\n"), "ok"),
        (head(b"X-Folded: a", b"  b"), "ok"),
        (head(b"X-Title: " + "年报".encode("gbk")), "ok"),
        (html().replace(b"OK", "成功".encode("gbk")), "ok"),
    ],
    "H13": [
        (head(b"X-Long: " + b"a" * 1_000_000), "headers-too-big"),
        (head(*(b"X-%d: 1" % n for n in range(10_000))), "headers-too-big"),
        (head(*(b"X-%d: 1" % n for n in range(300))), "headers-too-big"),
        (head(*(b"Set-Cookie: c%d=%s" % (n, b"a" * 4000) for n in range(20))), "headers-too-big"),
    ],
    "H14": [
        (html(status="206 Partial Content"), "unexpected-status"),
        (reply(b"", "304 Not Modified"), "unexpected-status"),
        (html(status="204 No Content"), "unexpected-status"),
        (html(status="202 Accepted"), "unexpected-status"),
        (reply(b"", "101 Switching Protocols", Upgrade="h2c"), "framing"),
    ],
    "H15": [
        (html() + html(b"another"), "ok extra-bytes"),
        (chunked(PAGE) + b"more", "ok extra-bytes"),
        (b"\r\n" + html(), "ok"),
        (line_first, "ok"),
        (b"\r\n", "closed"),
    ],
}


@pytest.mark.parametrize("fault", FRAMING)
def test_framing(fault):
    """Each comes out as the table says; what came through is the whole page."""
    ways = {f"/{n}": behaviour for n, (behaviour, _) in enumerate(FRAMING[fault])}
    with serving(ways) as server:
        got = ask_all([server.url(path) for path in ways])
    assert [told(answer) for answer in got] == [expected for _, expected in FRAMING[fault]]
    for answer in got:
        if told(answer).startswith("ok") and not answer.suspect:
            assert answer.data == PAGE


@pytest.mark.parametrize(
    ("behind", "flag"),
    [(b"\r\n", "extra-bytes"), (html(), "extra-bytes"), (b" and more", "trailing-bytes")],
)
def test_a_text_without_an_end_mark(behind, flag):
    """H2: a line end or another answer behind a text is not the rest of it; words are."""
    with serving({"/": reply(b"some words" + behind, length=10)}) as server:
        assert told(ask(server.url())) == f"ok {flag}"


def test_a_cut_page_is_suspect_and_a_whole_one_is_not():
    """H2, H5: what may be cut is never taken for the page; the flag says so to all parts."""
    with serving(
        {"/cut": html(length=HALF), "/more": html(PAGE + b"\n", length=len(PAGE))}
    ) as server:
        cut, more = ask_all([server.url("/cut"), server.url("/more")])
    assert (cut.suspect, more.suspect) == ("trailing-bytes", None)


@pytest.mark.parametrize(
    ("page", "whole"),
    [
        (b"<html><body>x</body></html>", True),
        (b"\xef\xbb\xbf\n<!DOCTYPE html>\n<HTML><BODY>x</BODY>", True),
        (b"<html><body>x" + b" " * 9000, False),
        (b"<html>x</html>" + b"<!-- -->" * 900, True),
        (b"<p>x", None),
        (b"%PDF-1.4 x\n%%EOF\n", True),
        (b"%PDF-1.4 x", False),
        (b' {"a": [1]}\n', True),
        (b'{"a": [1]', False),
        (b'["a", 2]', True),
        (b'[{"a": 2', False),
        ("[2023] 5号".encode(), None),
        (b"{x", None),
        (b"", None),
    ],
)
def test_end_marks(page, whole):
    """H2, H5: what tells the end of a page."""
    assert ends(page) is whole


def test_bytes_behind_an_answer_are_never_the_next_one():
    """H15: the connection is dropped; the second page is not what stood behind the first."""
    two = html(Connection="keep-alive") + html(b"smuggled")
    with serving({"/first": two, "/second": html()}) as server:
        first, second = ask_all([server.url("/first"), server.url("/second")])
        assert server.connections == 2
    assert (first.data, second.data) == (PAGE, PAGE)


def test_bytes_that_come_late_are_never_the_next_answer():
    """H15: bytes that nobody asked for come while the connection is idle."""
    sent = threading.Event()

    def late(visit):
        visit.send(html(Connection="keep-alive"))
        visit.wait(0.05)
        visit.send(html(b"smuggled"))
        sent.set()
        return True

    def slow(visit):
        sent.wait(20)
        visit.wait(0.1)  # for the bytes to arrive
        visit.send(html())

    with serving({"/late": late, "/slow": slow, "/": html()}) as server:
        urls = [server.url("/late"), server.url("/slow", "a.localhost"), server.url("/")]
        assert [answer.data for answer in ask_all(urls)] == [PAGE] * 3


def test_a_refused_header_is_named():
    """H11: the reason shows the header that no HTTP allows."""
    with serving({"/": head(b"X-No-Colon")}) as server:
        assert "X-No-Colon" in ask(server.url()).reason


def test_headers_are_kept_as_bytes():
    """H12: what is not ASCII stays the bytes it was."""
    title = "年报".encode("gbk")
    with serving({"/": head(b"X-Title: " + title)}) as server:
        got = ask(server.url())
    assert got.header("x-title").encode("latin-1") == title
    assert ("X-Title", title.decode("latin-1")) in got.headers


def test_not_modified_is_an_answer_only_to_a_condition():
    """H14: 304 comes back if a validator was sent, and is a failure if none was."""

    def conditional(visit):
        same = visit.header("If-None-Match") == '"v1"' or visit.header("If-Modified-Since")
        visit.send(reply(b"", "304 Not Modified", ETag='"v1"') if same else html())

    odd = '"年报"'.encode("gbk")
    ways = {
        "/": conditional,
        "/odd": lambda v: v.send(
            reply(b"", "304 Same") if odd in v.head else html(status="500 No")
        ),
    }
    with serving(ways) as server:
        got = ask(server.url("/odd"), etag=odd.decode("latin-1"))
        assert got.status == 304  # the validator went back byte for byte
        assert ask(server.url("/odd"), etag="年").status == 500
        fresh, known = ask(server.url()), ask(server.url(), etag='"v1"')
        dated = ask(server.url(), last_modified="Fri, 31 Dec 2021 00:00:00 GMT")
    assert (fresh.status, known.status, known.data, dated.status) == (200, 304, b"", 304)


@pytest.mark.parametrize(
    ("status", "fault", "code", "transient"),
    [
        (404, "not-found", "F.NOT_FOUND", False),
        (410, "not-found", "F.NOT_FOUND", False),
        (401, "refused", "F.BLOCKED", False),
        (403, "refused", "F.BLOCKED", False),
        (412, "refused", "F.BLOCKED", False),
        (521, "refused", "F.BLOCKED", False),
        (429, "rate-limited", "F.BLOCKED", True),
        (408, "server-error", "F.SERVER", True),
        (500, "server-error", "F.SERVER", True),
        (503, "server-error", "F.SERVER", True),
        (201, "unexpected-status", "F.STATUS", False),
        (300, "unexpected-status", "F.STATUS", False),
        (400, "unexpected-status", "F.STATUS", False),
        (499, "unexpected-status", "F.STATUS", False),
    ],
)
def test_statuses(status, fault, code, transient):
    """H14: anything but 200 is a failure, by what it says; the body is kept as evidence."""
    with serving({"/": html(status=f"{status} So")}) as server:
        got = ask(server.url())
    assert (got.fault, got.code, got.transient, got.status) == (fault, code, transient, status)
    assert (got.answer.data, got.answer.status, got.url) == (PAGE, status, server.url())


def test_a_validator_does_not_make_other_statuses_answers():
    """H14: a condition is answered by 304 or by the page, by nothing else."""
    ways = {"/gone": html(status="404 Gone"), "/part": html(status="206 Part"), "/page": html()}
    with serving(ways) as server:
        got = ask_all([server.url(path) for path in ways], etag='"v1"')
    assert [told(answer) for answer in got] == ["not-found", "unexpected-status", "ok"]


def test_the_status_counts_whatever_becomes_of_the_body(monkeypatch):
    """H1, N11: a redirect is followed and a missing page is missing, its body cut or never coming."""
    monkeypatch.setattr("scraper.fetch.answer.EVIDENCE_SECONDS", 0.2)

    def stalls(visit):
        visit.send(html(b"", status="404 Gone", length=500))
        visit.wait()

    ways = {
        "/moved": moved("/page").replace(b"Content-Length: 0", b"Content-Length: 900"),
        "/gone": html(status="404 Gone", length=len(PAGE) + 9),
        "/packed": html(gzip.compress(PAGE)[:99], status="404 Gone", Content_Encoding="gzip"),
        "/stalls": stalls,
        "/page": html(),
    }
    with serving(ways) as server:
        got = ask_all([server.url(path) for path in list(ways)[:4]])
    assert [told(answer) for answer in got] == ["ok", "not-found", "not-found", "not-found"]


@pytest.mark.parametrize(
    ("asked", "seconds"), [("120", 120), ("soon", None), ("Fri, 31 Dec 1999 23:59:59 GMT", 0)]
)
def test_a_refusal_carries_what_the_server_said(asked, seconds):
    """Status, Retry-After, and the page as evidence."""
    with serving({"/": html(status="429 Slow Down", Retry_After=asked)}) as server:
        got = ask(server.url(), settings=quick())
    assert (got.fault, got.status, got.retry_after) == ("rate-limited", 429, seconds)
    assert (got.transient, got.answer.data, got.code) == (True, PAGE, "F.BLOCKED")
