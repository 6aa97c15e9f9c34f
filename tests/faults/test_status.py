"""S1-S5: statuses, walls, and pages that are not what they say."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from scraper.fetch import host_key
from scraper.harvest.status import read_status
from tests.faults.server import PAGE, html, moved, reply, serving
from tests.faults.visiting import Tour, in_turn, noting
from tests.harvest.county import County
from tests.harvest.county import serving as serving_county
from tests.harvest.test_engine import run

NOWHERE = (
    "<html><head><title>某某县人民政府</title></head><body><div>某某县人民政府门户网站</div>"
    "<p>很抱歉，没有您要的内容</p><div>主办：某某县人民政府办公室 备案号</div></body></html>"
).encode()
BUSY = "503 Service Unavailable"
MANY = "429 Too Many Requests"


def in_a_while(seconds):
    """Give a time as Retry-After has it."""
    return format_datetime(datetime.now(UTC) + timedelta(seconds=seconds), usegmt=True)


@pytest.mark.parametrize("status", [MANY, BUSY])
@pytest.mark.parametrize(
    ("asked", "least", "most"),
    [
        ("20", 20, 30),
        ("in a while", 30, 50),
        ("Fri, 31 Dec 1999 23:59:59 GMT", 1, 10),
        ("soon", 1, 45),
        ("-5", 1, 45),
        ("0", 1, 10),
    ],
    ids=["seconds", "date", "past", "words", "negative", "none"],
)
def test_a_server_says_when_to_come_again(status, asked, least, most):
    """S1: seconds and dates are waited for; what is neither counts as not said."""
    tour = Tour()
    asked = in_a_while(40) if asked == "in a while" else asked
    page, times = noting(tour.time, in_turn(reply(b"busy", status, Retry_After=asked), html()))
    with serving({"/a": page}) as server:
        (got,) = tour.visit(server.url("/a"))
    assert got.data == PAGE
    assert least <= times[1] - times[0] <= most


@pytest.mark.parametrize(
    "asked", ["7200", "9" * 20, in_a_while(86_400)], ids=["hours", "huge", "date"]
)
def test_a_long_wait_is_left_to_another_run(asked):
    """S1: the host is held, for an hour at most, and asked nothing meanwhile."""
    with serving({"/a": reply(b"busy", MANY, Retry_After=asked), "/b": html()}) as server:
        tour = Tour()
        first, second = tour.visit(server.url("/a"), server.url("/b"))
        held = tour.guest.held(host_key(server.url()))
        assert (server.hits["/a"], server.hits["/b"]) == (1, 0)
    assert (first.code, first.fault) == ("F.BLOCKED", "rate-limited")
    assert (second.code, second.fault, held) == ("F.BLOCKED", "held", 3600)


def test_a_server_that_is_busy_is_asked_three_times():
    """S2: ever more slowly; then F.SERVER, and the next page has its own tries."""
    tour = Tour()
    page, times = noting(tour.time, reply(b"busy", BUSY))
    with serving({"/a": page, "/b": html()}) as server:
        first, second = tour.visit(server.url("/a"), server.url("/b"))
    assert (first.code, first.fault, first.status) == ("F.SERVER", "server-error", 503)
    assert len(times) == 3
    assert times[2] - times[1] > times[1] - times[0] >= 2.0
    assert second.data == PAGE


CHECKS = {
    "412": reply(
        b"<script>$_ts=window['$_ts'];</script>",
        "412 Precondition Failed",
        Set_Cookie="FSSBBIl1UgzbN7N80S=1; path=/",
    ),
    "202": reply(b"<html></html>", "202 Accepted", Set_Cookie="FSSBBIl1UgzbN7N80T=1; path=/"),
    "521": reply(
        b"<script>document.cookie='__jsl_clearance=x';location.href=location.pathname</script>",
        "521 Unknown",
        Set_Cookie="__jsluid_h=1; path=/",
    ),
    "403": reply(b"<script>var arg1='A';</script>", "403 Forbidden"),
    "493": reply(b"", "493 Check", WZWS_Ray="1"),
    "468": reply(b"", "468 Check"),
    "200": html(b"<html><script>var arg1='A0'; function x(){}</script></html>"),
}


@pytest.mark.parametrize("status", CHECKS)
def test_a_check_is_left_alone(status):
    """S3: told with its product, kept as evidence, not tried again; the host is held for an hour."""
    with serving({"/a": CHECKS[status], "/b": html()}) as server:
        tour = Tour()
        first, second = tour.visit(server.url("/a"), server.url("/b"))
        held = tour.guest.held(host_key(server.url()))
        assert (server.hits["/a"], server.hits["/b"]) == (1, 0)
        assert all(visit.header("Cookie") is None for visit in server.visits)
    assert (first.code, first.fault, first.status) == ("F.BLOCKED", "wall", int(status))
    assert "a check stands before the page" in first.reason
    assert first.answer is not None
    assert (second.code, second.fault, held) == ("F.BLOCKED", "held", 3600)


def test_one_page_that_is_refused_is_not_the_host():
    """S3: a plain 403 costs that page; three in a row hold the host for ten minutes."""
    pages = {f"/{n}": reply(b"no", "403 Forbidden") for n in range(4)}
    with serving({**pages, "/ok": html()}) as server:
        one = Tour().visit(*(server.url(path) for path in ("/0", "/1", "/ok", "/2")))
        many = Tour().visit(*(server.url(path) for path in pages))
        assert server.hits["/3"] == 0
    assert [getattr(got, "fault", "page") for got in one] == [
        "refused",
        "refused",
        "page",
        "refused",
    ]
    assert [got.fault for got in many] == ["refused", "refused", "refused", "held"]


@pytest.mark.parametrize(
    ("page", "code"),
    [
        ("<title>页面不存在</title><p>您访问的页面不存在</p>", "F.SOFT_404"),
        ("<title>提示</title><p>数据库错误：系统异常</p>", "F.SOFT_404"),
        ("<title>警告</title><p>访问被拦截，网站防火墙</p>", "F.BLOCKED"),
        ("<title>登录</title><p>用户登录</p><input type=password>", "F.LOGIN"),
    ],
)
def test_an_error_said_with_status_200(page, code):
    """S4, S5: plain words on a page too short for a report; kept as evidence, never as a page."""
    data = f"<html><head><meta charset=utf-8></head><body>{page}</body></html>".encode()
    with serving({"/a": html(data), "/b": html()}) as server:
        first, second = Tour().visit(server.url("/a"), server.url("/b"))
    assert second.data == PAGE
    assert (first.code, first.status, first.answer.data) == (code, 200, data)


def test_a_site_that_has_a_page_for_everything():
    """S4: one request for an address that cannot be tells its other pages that are none."""

    def anything(visit):
        visit.send(html(NOWHERE))

    class Site(dict):
        def get(self, path, _otherwise):
            return super().get(path, anything)

    with serving(Site({"/robots.txt": reply(b""), "/zwgk/1.html": html()})) as server:
        tour = Tour()

        async def steps():
            """Run inside the loop of events."""
            real, none = [
                await tour._one(server.url(path)) for path in ("/zwgk/1.html", "/zwgk/2.html")
            ]
            return [await tour.guest.soft_404(got) for got in (real, none, none)]

        real, none, again = tour.run(steps)
        probes = [path for path in server.hits if path not in ("/robots.txt", "/zwgk/1.html")]
    assert real is None
    assert none.code == again.code == "F.SOFT_404"
    assert len(probes) == 2
    assert all(path.startswith("/zwgk/") and path.endswith(".html") for path in probes)


def test_a_login_behind_a_redirect():
    """S5: told as what it is, not as the page that was asked for."""
    page = "<html><title>统一身份认证</title><form><input type='password'></form></html>".encode()
    with serving({"/a": moved("/sso/login"), "/sso/login": html(page)}) as server:
        (got,) = Tour().visit(server.url("/a"))
    assert (got.code, [hop.status for hop in got.hops]) == ("F.LOGIN", [302])


@pytest.mark.slow
def test_a_harvest_finds_a_site_out_that_has_a_page_for_everything(tmp_path):
    """S4: the report that is none is told as F.SOFT_404, the others are read."""
    county = County(("柳河县",))
    county.pages = Everything(county.pages)
    del county.pages["127.0.50.1", "/nb/2022.html"]
    with serving_county(county, tmp_path) as sites:
        run(sites, tmp_path / "out")
    rows = {row.url.rpartition("/")[2]: row for row in read_status(tmp_path / "out").rows}
    assert (rows["2022.html"].outcome, rows["2022.html"].code) == ("refused", "F.SOFT_404")
    assert [rows[f"{year}.html"].outcome for year in (2021, 2023)] == ["record", "record"]


class Everything(dict):
    """Pages of a county whose server knows no 404."""

    def get(self, key, otherwise=None):
        """Give the page, or the one that stands for all that are not there."""
        return otherwise if key[1] == "/robots.txt" else super().get(key, NOWHERE)
