"""Turns, pauses, robots.txt and walls, with a clock that the tests move."""

import asyncio
import itertools

import pytest

from scraper.errors import FetchError
from scraper.exchange import Exchange, Request
from scraper.fetch.faults import failure
from scraper.fetch.manners import LONGEST_HOLD, LONGEST_PAUSE, Manners
from scraper.fetch.robots import Robots, read_rules, without_rules
from scraper.fetch.visitor import Visitor
from scraper.fetch.walls import wall
from scraper.settings import Settings

URL = "http://www.x.gov.cn/a.html"
HOST = "www.x.gov.cn:80"


class Time:
    """A clock that only sleeping moves."""

    def __init__(self):
        self.now = 100.0

    def __call__(self):
        """Tell the time."""
        return self.now

    async def sleep(self, seconds):
        """Let time pass."""
        self.now += max(0.0, seconds)
        await asyncio.sleep(0)


class Server:
    """Answers by path, and notes when it was asked."""

    def __init__(self, time, pages, took=0.0):
        self.time, self.pages, self.took, self.asked = time, pages, took, []

    async def fetch(self, request, *, before, **_told):
        """Answer as the client does."""
        await before(request.url)
        self.asked.append((self.time(), request.url))
        self.time.now += self.took
        page = self.pages.get(request.url.partition("gov.cn")[2], b"<html>page</html>")
        if callable(page):
            page = page()
        if isinstance(page, Exception):
            raise page
        return Exchange(request, request.url, 200, (), page, "2024-01-01T00:00:00Z")


def gone(url=URL):
    """What the client raises for a robots.txt that is not there."""
    return failure("not-found", "gone", url=url, status=404)


def visitor(pages=None, took=0.0, pause=1.0):
    """A visitor of a server with a clock of its own."""
    time = Time()
    server = Server(time, {"/robots.txt": gone(), **(pages or {})}, took)
    return Visitor(server, Settings(pause=pause), clock=time, sleep=time.sleep), server


def test_a_pause_lies_between_an_answer_and_the_next_request():
    """However many ask at once, the host sees one request after the other."""
    guest, server = visitor(took=0.3)

    async def many():
        await asyncio.gather(*(guest.visit(Request(f"http://www.x.gov.cn/{n}")) for n in range(4)))

    asyncio.run(many())
    times = [time for time, _ in server.asked]
    assert [round(b - a, 3) for a, b in itertools.pairwise(times)] == [1.3] * 4


def test_robots_is_asked_first_and_once():
    """Its crawl delay is obeyed; what it forbids is not asked."""
    rules = b"User-agent: *\nDisallow: /secret\nCrawl-delay: 7\n"
    guest, server = visitor({"/robots.txt": rules})
    asyncio.run(guest.visit(Request(URL)))
    with pytest.raises(FetchError, match=r"forbids") as caught:
        asyncio.run(guest.visit(Request("http://www.x.gov.cn/secret/a.html")))
    assert caught.value.code == "F.ROBOTS"
    assert [url for _, url in server.asked] == ["http://www.x.gov.cn/robots.txt", URL]
    assert server.asked[1][0] - server.asked[0][0] == pytest.approx(7.0)


def test_a_passing_failure_is_tried_again_more_slowly():
    """Two failures, then the page; the pause grows in between."""
    answers = [failure("reset", "reset", url=URL), failure("reset", "reset", url=URL), b"page"]
    guest, server = visitor({"/a.html": lambda: answers.pop(0)})
    assert asyncio.run(guest.visit(Request(URL))).data == b"page"
    times = [time for time, url in server.asked if url == URL]
    assert times[1] - times[0] >= 2.0
    assert times[2] - times[1] >= 4.0


def test_a_host_that_cannot_be_reached_is_held():
    """After three failures its other addresses fail at once, without being asked."""
    guest, server = visitor({"/a.html": failure("connect", "refused", url=URL)})
    with pytest.raises(FetchError, match="refused"):
        asyncio.run(guest.visit(Request(URL)))
    asked = len(server.asked)
    with pytest.raises(FetchError, match="left alone") as caught:
        asyncio.run(guest.visit(Request("http://www.x.gov.cn/b.html")))
    assert (caught.value.code, caught.value.fault, len(server.asked)) == (
        "F.BLOCKED",
        "held",
        asked,
    )
    assert guest.held(HOST) > 500


def test_retry_after_is_obeyed_up_to_an_hour():
    """A short one is waited for; a day holds the host for an hour."""
    wait = failure("rate-limited", "slow", url=URL, status=429, retry_after=20.0)
    answers = [wait, b"page"]
    guest, server = visitor({"/a.html": lambda: answers.pop(0)})
    with pytest.raises(FetchError):
        asyncio.run(guest.visit(Request(URL)))
    assert asyncio.run(guest.visit(Request(URL))).data == b"page"
    times = [time for time, url in server.asked if url == URL]
    assert times[1] - times[0] >= 20.0
    manners = Manners(1.0, clock=Time())
    manners.hold("h", 86_400, "asked to")
    assert manners.held("h") == LONGEST_HOLD


def test_a_wall_is_told_and_left_alone():
    """The page is not kept as one, and the host is not asked again."""
    guest, server = visitor({"/a.html": b"<script>$_ts=window['$_ts'];</script>"})
    with pytest.raises(FetchError, match="Rui Shu") as caught:
        asyncio.run(guest.visit(Request(URL)))
    assert caught.value.code == "F.BLOCKED"
    with pytest.raises(FetchError, match="left alone"):
        asyncio.run(guest.visit(Request("http://www.x.gov.cn/b.html")))
    assert len(server.asked) == 2


def test_the_pause_shrinks_again():
    """A host that has recovered is asked at its old rate."""
    time = Time()
    manners = Manners(1.0, clock=time, sleep=time.sleep)

    async def turns(*errors):
        for error in errors:
            await manners.take(HOST, URL)
            manners.give(HOST, 0.1, error)

    reset = failure("reset", "reset", url=URL)
    asyncio.run(turns(reset, reset))
    assert manners.host(HOST).pause == 4.0
    asyncio.run(turns(None, None, None))
    assert manners.host(HOST).pause == 1.0
    manners.slow_down(HOST, 10_000)
    assert manners.host(HOST).pause == LONGEST_PAUSE


def test_a_cancelled_turn_is_given_back():
    """A run that is stopped while it waits leaves no host locked."""

    async def run():
        manners = Manners(5.0)
        await manners.take(HOST, URL)
        waiting = asyncio.ensure_future(manners.take(HOST, URL))
        await asyncio.sleep(0)
        waiting.cancel()
        manners.give(HOST, 0.0)
        with pytest.raises(asyncio.CancelledError):
            await waiting
        assert not manners.host(HOST).turn.locked()

    asyncio.run(run())


@pytest.mark.parametrize(
    ("error", "allowed"),
    [
        (failure("not-found", "gone", url=URL, status=404), True),
        (failure("not-found", "gone", url=URL, status=410), True),
        (failure("refused", "no", url=URL, status=403), False),
        (failure("refused", "no", url=URL, status=401), False),
        (failure("rate-limited", "no", url=URL, status=429), False),
        (failure("server-error", "no", url=URL, status=500), False),
        (failure("timeout", "no", url=URL), False),
    ],
)
def test_a_robots_that_cannot_be_had(error, allowed):
    """The decisions of RFC 9309, 2.3.1, and of this project for 401 and 403."""
    verdict = without_rules(error).verdict(URL)
    assert verdict.allowed is allowed
    assert verdict.reason


@pytest.mark.parametrize(
    ("data", "allowed"),
    [
        (b"User-agent: *\nDisallow: /\n", False),
        (b"\xef\xbb\xbfUser-agent: gongkai\nDisallow: /a\n", False),
        ("# 说明\nUser-agent: *\nDisallow: /a.html\n".encode("gbk"), False),
        (b"<html><body>Disallow: /</body></html>", True),
        (b"", True),
        (b"#" * 600_000 + b"\nUser-agent: *\nDisallow: /\n", True),
        (b"User-agent: other\nDisallow: /\n", True),
    ],
)
def test_a_robots_in_odd_shapes(data, allowed):
    """BOM, GBK, a page of HTML, more than 500 KiB."""
    assert read_rules(data).verdict(URL).allowed is allowed


def test_rules_are_asked_for_again_after_a_day():
    """And not before."""
    time = Time()
    robots = Robots(time)
    asked = []

    async def ask(request):
        asked.append(request.url)
        raise gone()

    for wait in (0, 3600, 86_400):
        time.now += wait
        asyncio.run(robots.rules(URL, ask))
    assert asked == ["http://www.x.gov.cn/robots.txt"] * 2


@pytest.mark.parametrize(
    ("status", "headers", "data", "product"),
    [
        (412, (("Set-Cookie", "FSSBBIl1UgzbN7N80S=1"),), b"", "Rui Shu"),
        (521, (("Set-Cookie", "__jsluid_s=1"),), b"<script>", "Jiasule"),
        (200, (), b"<script>var arg1='A';</script>", "Alibaba Cloud WAF"),
        (468, (), b"", "unknown"),
        (200, (("Set-Cookie", "acw_tc=1"),), b"<table>", None),
        (200, (), b"<script>var arg1=1</script><table><tr><td>", None),
        (404, (), b"gone", None),
    ],
)
def test_walls_are_told_from_pages(status, headers, data, product):
    """A mark in a short page, or the status and cookie of a product; never a page with content."""
    found = wall(status, headers, data)
    assert (found and found.product) == product
