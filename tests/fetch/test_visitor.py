"""A visit: robots.txt, the turn of the host, the request, and another try where it may help."""

import asyncio
import itertools
import random

import pytest

from scraper.errors import FetchError
from scraper.exchange import Request
from scraper.fetch.faults import FAULTS, failure
from scraper.fetch.retry import Retry
from tests.fetch.playing import HOST, URL, answer, visitor

CHECK = b"<script>$_ts=window['$_ts'];</script>"


def visit(guest, url=URL):
    """Visit one address."""
    return asyncio.run(guest.visit(Request(url)))


def failed(guest, url=URL):
    """Visit one address, and give the error that comes of it."""
    with pytest.raises(FetchError) as caught:
        visit(guest, url)
    return caught.value


def test_robots_is_asked_first_and_once():
    """Its crawl delay is obeyed; what it forbids is not asked."""
    rules = b"User-agent: *\nDisallow: /secret\nCrawl-delay: 7\n"
    guest, server = visitor({"/robots.txt": rules})
    visit(guest)
    error = failed(guest, "http://www.x.gov.cn/secret/a.html")
    assert (error.code, error.fault, error.transient) == ("F.ROBOTS", "robots", False)
    assert [url for _, url in server.asked] == ["http://www.x.gov.cn/robots.txt", URL]
    assert server.times()[1] - server.times()[0] == pytest.approx(7.0)


def test_a_server_whose_robots_fails_is_not_asked_for_pages():
    """The failure says when it is asked again; then the page comes."""
    broken = failure("server-error", "failed (HTTP 500)", url=URL, status=500)
    answers = [broken, broken, broken, b""]
    guest, server = visitor({"/robots.txt": lambda: answers.pop(0)})
    error = failed(guest)
    assert (error.code, error.retry_after) == ("F.ROBOTS", 600)
    assert failed(guest).code == "F.ROBOTS"
    assert server.times("a.html") == []
    server.time.now += 600
    assert visit(guest).status == 200


@pytest.mark.parametrize("fault", ["connect", "dns", "tls-expired", "timeout"])
def test_a_host_out_of_reach_is_told_as_that(fault):
    """Not as one whose robots.txt forbids: the user would look for the rule."""
    guest, server = visitor({"/robots.txt": failure(fault, "out of reach", url=URL)})
    error = failed(guest)
    assert (error.code, error.fault) == (FAULTS[fault].code, fault)
    assert server.times("a.html") == []


def test_a_redirect_to_another_host_obeys_its_robots():
    """The page of the other host is not asked for where that host forbids it."""
    other = "http://other.gov.cn/secret.html"
    rules = b"User-agent: *\nDisallow: /secret\n"
    guest, server = visitor({"/robots.txt": rules}, moves={URL: other})
    assert failed(guest).code == "F.ROBOTS"
    assert [url for _, url in server.asked] == [
        "http://www.x.gov.cn/robots.txt",
        URL,
        "http://other.gov.cn/robots.txt",
    ]


def test_redirects_across_two_hosts_do_not_wait_for_each_other():
    """A leads to B while B leads to A: no visit holds two turns."""
    moves = {"http://a.gov.cn/1": "http://b.gov.cn/2", "http://b.gov.cn/1": "http://a.gov.cn/2"}
    guest, server = visitor(moves=moves, took=0.5)

    async def both():
        """Run inside the loop of events."""
        return await asyncio.gather(*(guest.visit(Request(url)) for url in list(moves) * 3))

    got = asyncio.run(both())
    assert {one.url for one in got} == set(moves.values())
    assert server.most == 2
    for host in ("a.gov", "b.gov"):
        times = server.times(host)
        assert min(b - a for a, b in itertools.pairwise(times)) >= 1.5


def test_a_passing_failure_is_tried_again_more_slowly():
    """Two failures, then the page; the pause grows in between."""
    reset = failure("reset", "reset", url=URL)
    answers = [reset, reset, b"page"]
    guest, server = visitor({"/a.html": lambda: answers.pop(0)})
    assert visit(guest).data == b"page"
    times = server.times("a.html")
    assert times[1] - times[0] >= 2.0
    assert times[2] - times[1] >= 4.0


@pytest.mark.parametrize("fault", FAULTS)
def test_what_is_tried_again(fault):
    """Three times what may pass, once what the server means."""
    guest, server = visitor({"/a.html": failure(fault, "words", url=URL, status=500)})
    assert failed(guest).fault == fault
    assert len(server.times("a.html")) == (3 if FAULTS[fault].transient else 1)


def test_waits_before_tries_grow_and_differ():
    """Twice as long each time, up to the longest; by chance, but the same for the same seed."""
    dice = random.Random(5)
    waits = [Retry().wait(n, dice) for n in range(1, 9)]
    assert all(
        min(30, 2 ** (n - 1)) / 2 <= w <= min(30, 2 ** (n - 1)) for n, w in enumerate(waits, 1)
    )
    assert len(set(waits)) == len(waits)


@pytest.mark.parametrize("status", [429, 503])
def test_retry_after_is_waited_for_within_a_visit(status):
    """Where it is short."""
    fault = "rate-limited" if status == 429 else "server-error"
    answers = [failure(fault, "busy", url=URL, status=status, retry_after=20.0), b"page"]
    guest, server = visitor({"/a.html": lambda: answers.pop(0)})
    assert visit(guest).data == b"page"
    times = server.times("a.html")
    assert 20.0 <= times[1] - times[0] < 25.0


def test_a_long_retry_after_ends_the_visit_and_holds_the_host():
    """A day counts as an hour; until then nothing of the host is asked."""
    slow = failure("rate-limited", "slow", url=URL, status=429, retry_after=86_400.0)
    guest, server = visitor({"/a.html": slow})
    assert failed(guest).code == "F.BLOCKED"
    assert guest.held(HOST) == 3600
    error = failed(guest, "http://www.x.gov.cn/b.html")
    assert (error.fault, error.retry_after) == ("held", 3600)
    assert len(server.asked) == 2


def test_a_rate_limit_without_a_time_gets_one():
    """Half a minute, then one, then the visit is over."""
    guest, server = visitor({"/a.html": failure("rate-limited", "slow", url=URL, status=429)})
    assert failed(guest).code == "F.BLOCKED"
    times = server.times("a.html")
    assert [round(b - a) for a, b in itertools.pairwise(times)] == [30, 60]


def test_a_server_that_is_busy_is_tried_three_times():
    """503 without a header: backoff, then F.SERVER; other pages of the host go on."""
    guest, server = visitor({"/a.html": failure("server-error", "busy", url=URL, status=503)})
    assert failed(guest).code == "F.SERVER"
    assert len(server.times("a.html")) == 3
    assert visit(guest, "http://www.x.gov.cn/b.html").status == 200


def test_a_host_that_cannot_be_reached_is_held():
    """After three failures its other addresses fail at once, without being asked."""
    guest, server = visitor({"/a.html": failure("connect", "refused", url=URL)})
    assert "refused" in str(failed(guest))
    asked = len(server.asked)
    error = failed(guest, "http://www.x.gov.cn/b.html")
    assert (error.code, error.fault, error.retry_after) == ("F.CONNECT", "held", 600)
    assert "left alone" in error.reason
    assert len(server.asked) == asked


@pytest.mark.parametrize("status", [200, 202, 412, 403])
def test_a_wall_is_told_and_left_alone(status):
    """It is not kept as a page, not tried again, and the host is not asked again for an hour."""
    check = answer(CHECK, status)
    refused = failure("refused", "no", url=URL, status=status, answer=check)
    guest, server = visitor({"/a.html": check if status == 200 else refused})
    error = failed(guest)
    assert (error.code, error.fault, error.status) == ("F.BLOCKED", "wall", status)
    assert "Rui Shu" in error.reason
    assert error.answer.data == CHECK
    assert guest.held(HOST) == 3600
    assert failed(guest, "http://www.x.gov.cn/b.html").fault == "held"
    assert len(server.asked) == 2


def test_a_ban_in_words_counts_as_a_refusal():
    """One page may be shut; three in a row hold the host."""
    ban = "<p>请求被拦截，网站防火墙</p>".encode()
    guest, server = visitor({f"/{n}.html": ban for n in range(4)})
    errors = [failed(guest, f"http://www.x.gov.cn/{n}.html") for n in range(4)]
    assert [error.fault for error in errors] == ["refused"] * 3 + ["held"]
    assert {error.code for error in errors} == {"F.BLOCKED"}
    assert len(server.times("html")) == 3


def test_asked_too_often_in_words_is_waited_for():
    """As its status would be."""
    answers = ["<p>访问过于频繁，请稍后再试</p>".encode(), b"page"]
    guest, server = visitor({"/a.html": lambda: answers.pop(0)})
    assert visit(guest).data == b"page"
    times = server.times("a.html")
    assert times[1] - times[0] >= 30.0


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("<title>页面不存在</title>", "F.SOFT_404"),
        ("<form>用户登录<input type='password'></form>", "F.LOGIN"),
    ],
)
def test_an_error_or_login_is_told_and_costs_the_host_nothing(text, code):
    """Other pages are asked for as before."""
    guest, _ = visitor({"/a.html": text.encode()})
    error = failed(guest)
    assert (error.code, error.status) == (code, 200)
    assert error.answer.data == text.encode()
    assert guest.held(HOST) == 0
    assert visit(guest, "http://www.x.gov.cn/b.html").status == 200


def test_an_answer_without_change_is_given_as_it_is():
    """It has no body to be judged."""
    guest, _ = visitor({"/a.html": answer(b"", 304)})
    assert visit(guest).status == 304


def test_a_cancelled_visit_leaves_the_host_free():
    """Whoever comes next gets the turn."""
    guest, server = visitor(took=5.0)

    async def run():
        """Run inside the loop of events."""
        first = asyncio.ensure_future(guest.visit(Request(URL)))
        while not server.times("a.html"):
            await asyncio.sleep(0)
        first.cancel()
        with pytest.raises(asyncio.CancelledError):
            await first
        return await asyncio.wait_for(guest.visit(Request("http://www.x.gov.cn/b.html")), 5)

    assert asyncio.run(run()).status == 200


def test_a_verdict_for_a_plan():
    """The reason and the pace, without a request for the page."""
    guest, server = visitor({"/robots.txt": b"User-agent: *\nCrawl-delay: 9\nDisallow: /a\n"})
    verdict = asyncio.run(guest.verdict(URL))
    assert (verdict.allowed, verdict.crawl_delay) == (False, 9.0)
    assert "forbids" in verdict.reason
    assert len(server.asked) == 1


def test_patience_is_a_setting():
    """Who has the time waits for a host that asks for ten minutes."""
    slow = failure("rate-limited", "slow", url=URL, status=429, retry_after=600.0)
    answers = [slow, b"page"]
    guest, server = visitor({"/a.html": lambda: answers.pop(0)}, patience=900.0)
    assert visit(guest).data == b"page"
    assert server.times("a.html")[1] - server.times("a.html")[0] >= 600.0


def test_robots_is_asked_for_as_the_page_is():
    """A site that only knows old TLS has its robots.txt there, too."""
    guest, server = visitor()
    asyncio.run(guest.visit(Request(URL), transport="legacy"))
    assert {transport for _, transport in server.transports} == {"legacy"}
    assert len(server.transports) == 2
