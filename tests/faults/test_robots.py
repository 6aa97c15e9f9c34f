"""U1-U3: a robots.txt that cannot be had, or is not what it should be."""

from __future__ import annotations

import asyncio
from collections import Counter, defaultdict

import pytest

from tests.faults.server import PAGE, html, moved, reply, serving
from tests.faults.visiting import Tour, in_turn, noting

FORBID = b"User-agent: *\nDisallow: /a\n"
CHECK = reply(b"<script>$_ts=1</script>", "412 Check")


def outcomes(robots, *paths, **settings):
    """Visit paths of a host with a robots.txt; give "page", or fault and hits of the path."""
    site = {"/robots.txt": robots, "/a": html(), "/b": html()}
    with serving(site) as server:
        got = Tour(**settings).visit(*(server.url(path) for path in paths))
        hits = dict(server.hits)
    return [getattr(one, "fault", "page") for one in got], hits


@pytest.mark.parametrize(
    ("robots", "fault"),
    [
        (reply(b"failed", "500 Internal Server Error"), "robots"),
        (reply(b"busy", "503 Service Unavailable"), "robots"),
        (reply(b"many", "429 Too Many Requests", Retry_After="3000"), "robots"),
        (html(b"<html>" + b"x" * 100, status="502 Bad Gateway"), "robots"),
        (lambda visit: visit.wait(), "timeout"),
        (lambda visit: visit.reset(), "reset"),
        (reply(FORBID[:-5], length=100), "robots"),
    ],
    ids=["500", "503", "429", "html", "hangs", "reset", "cut"],
)
def test_a_robots_that_fails_shuts_the_host_for_now(robots, fault):
    """U1: no page is asked for; where nothing answers at all, that is what is told."""
    got, hits = outcomes(robots, "/b", deadline=0.3)
    assert got == [fault]
    assert "/b" not in hits


def test_a_robots_that_failed_is_asked_for_again():
    """U1: after ten minutes, and not for each page before that."""
    tour = Tour()
    failed = reply(b"failed", "500 Internal Server Error")
    robots, times = noting(tour.time, in_turn(failed, failed, failed, reply(b"")))
    with serving({"/robots.txt": robots, "/a": html()}) as server:

        async def steps():
            """Run inside the loop of events."""
            first = [await tour._one(server.url("/a")) for _ in range(3)]
            await tour.time.sleep(600)
            return [*first, await tour._one(server.url("/a"))]

        *first, last = tour.run(steps)
        assert server.hits["/a"] == 1
    assert [(one.code, one.retry_after is not None) for one in first] == [("F.ROBOTS", True)] * 3
    assert last.data == PAGE
    assert len(times) == 4


@pytest.mark.parametrize(
    ("robots", "allowed"),
    [
        (reply(b"none", "404 Not Found"), True),
        (reply(b"gone", "410 Gone"), True),
        (reply(b"", "204 No Content"), True),
        (reply(b"odd", "400 Bad Request"), True),
        (reply(b"no", "401 Unauthorized"), False),
        (reply(b"no", "403 Forbidden"), False),
        (CHECK, False),
        (html(b"<script>var arg1='A';</script>"), False),
    ],
    ids=["404", "410", "204", "400", "401", "403", "412", "check"],
)
def test_a_robots_that_is_missing_or_refused(robots, allowed):
    """U2: not there allows; shut away forbids, which is this project's decision."""
    got, hits = outcomes(robots, "/b")
    assert (got == ["page"]) is allowed
    assert ("/b" in hits) is allowed


def around(hops):
    """Give a robots.txt behind so many redirects."""
    chain = {f"/r{n}": moved(f"/r{n + 1}") for n in range(1, hops)}
    return {"/robots.txt": moved("/r1"), **chain, f"/r{hops}": reply(FORBID)}


@pytest.mark.parametrize(("hops", "allowed"), [(1, False), (5, False), (6, True), (12, True)])
def test_a_robots_that_has_moved(hops, allowed):
    """U3: five redirects are followed."""
    with serving({**around(hops), "/a": html()}) as server:
        (got,) = Tour().visit(server.url("/a"))
        assert ("/a" in server.hits) is allowed
    assert (getattr(got, "fault", "page") == "page") is allowed


@pytest.mark.parametrize(
    ("data", "allowed"),
    [
        (FORBID, False),
        (b"\xef\xbb\xbf" + FORBID, False),
        ("# 政府网站\nUser-agent: *\nDisallow: /a\n".encode("gbk"), False),
        (FORBID + b"# " + b"x" * 600_000, False),
        (b"# " + b"x" * 600_000 + b"\n" + FORBID, True),
        (PAGE, True),
        ("<title>页面不存在</title>您访问的页面".encode(), True),
        (bytes(range(256)) * 8, True),
    ],
    ids=["plain", "bom", "gbk", "huge", "behind 500 KiB", "html", "soft 404", "bytes"],
)
def test_a_robots_in_odd_shapes(data, allowed):
    """U3: what can be read of it is obeyed."""
    got, _ = outcomes(reply(data, Content_Type="text/plain"), "/a", "/b")
    assert got == ["page" if allowed else "robots", "page"]


def test_the_host_behind_a_redirect_has_rules_of_its_own():
    """U2: they are read before its page is asked for."""
    rules = {"/robots.txt": reply(FORBID), "/a": html()}
    with serving(rules) as other, serving({"/": moved(other.url("/a"))}) as server:
        (got,) = Tour().visit(server.url())
        assert (other.hits["/robots.txt"], other.hits["/a"]) == (1, 0)
    assert (got.code, got.url) == ("F.ROBOTS", other.url("/a"))


def test_who_asks_says_so():
    """U2: the name that robots.txt is read for is the name that is sent, with the contact."""
    with serving(
        {"/robots.txt": reply(b"User-agent: gongkai\nDisallow: /a\n"), "/b": html()}
    ) as server:
        got = Tour(contact="me@example.org").visit(server.url("/a"), server.url("/b"))
        agents = {visit.header("User-Agent") for visit in server.visits}
    assert [getattr(one, "fault", "page") for one in got] == ["robots", "page"]
    (agent,) = agents
    assert agent.startswith("gongkai/")
    assert "+me@example.org" in agent


def test_many_hosts_of_this_machine_are_asked_side_by_side():
    """Each one request at a time and robots.txt first, through the real client."""
    under_way, most, orders = Counter(), Counter(), defaultdict(list)

    def page(visit):
        host = visit.header("Host")
        under_way[host] += 1
        most[host] = max(most[host], under_way[host])
        orders[host].append(visit.path)
        visit.wait(0.02)
        under_way[host] -= 1
        visit.done()
        visit.send(html(Connection="keep-alive"))
        return True

    site = dict.fromkeys(("/robots.txt", "/1", "/2", "/3"), page)
    with serving(site) as server:
        tour = Tour()
        urls = [
            server.url(path, host=f"h{n}.localhost")
            for path in ("/1", "/2", "/3")
            for n in range(20)
        ]

        async def steps():
            """Run inside the loop of events."""
            return await asyncio.gather(*(tour._one(url) for url in urls))

        got = tour.run(steps)
        assert server.most > 1
    assert {one.data for one in got} == {PAGE}
    assert set(most.values()) == {1}
    assert all(order == ["/robots.txt", "/1", "/2", "/3"] for order in orders.values())
    assert len(orders) == 20
