"""robots.txt: what it says, and what is made of one that cannot be had."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.exchange import Hop
from scraper.fetch.faults import failure
from scraper.fetch.robots import Robots, read_rules, rules_of, without_rules
from scraper.fetch.robots_file import may_fetch
from tests.fetch.playing import URL, Time, answer, gone

HOUR, DAY = 3600, 86_400
FORBID = b"User-agent: *\nDisallow: /a\n"


def server_error(**more):
    """Make what the client raises for a server that fails."""
    return failure("server-error", "failed (HTTP 503)", url=URL, status=503, **more)


@pytest.mark.parametrize(
    ("fault", "status", "allowed", "again"),
    [
        ("not-found", 404, True, None),
        ("not-found", 410, True, None),
        ("unexpected-status", 400, True, None),
        ("unexpected-status", 204, True, None),
        ("unexpected-status", 206, False, 600),
        ("redirects", None, True, None),
        ("redirect-target", None, True, None),
        ("empty", 200, True, None),
        ("refused", 401, False, HOUR),
        ("refused", 403, False, HOUR),
        ("refused", 405, False, HOUR),
        ("wall", 200, False, HOUR),
        ("rate-limited", 429, False, 600),
        ("server-error", 500, False, 600),
        ("timeout", None, False, 600),
        ("connect", None, False, 600),
        ("short-body", 200, False, 600),
    ],
)
def test_a_robots_that_cannot_be_had(fault, status, allowed, again):
    """The decisions of RFC 9309, 2.3.1, and of this project for 401 and 403."""
    verdict = without_rules(failure(fault, "words", url=URL, status=status)).verdict(URL)
    assert (verdict.allowed, verdict.again) == (allowed, again)
    assert "words" in verdict.reason


@pytest.mark.parametrize(
    ("retry_after", "again"), [(1200.0, 1200), (0.0, 10), (10**9, HOUR), (None, 600)]
)
def test_a_server_says_when_to_ask_again(retry_after, again):
    """Within bounds."""
    verdict = without_rules(server_error(retry_after=retry_after)).verdict(URL)
    assert (verdict.allowed, verdict.again) == (False, again)


def test_a_check_in_its_place_shuts_everything():
    """Whatever status it comes with; an error page that says so is none."""
    check = answer(b"<script>$_ts=window['$_ts'];</script>")
    assert rules_of(check).verdict(URL).allowed is False
    said = failure("not-found", "gone", url=URL, status=404, answer=check._replace(status=404))
    assert without_rules(said).verdict(URL).allowed is False
    polite = answer("<title>404</title>页面不存在".encode(), status=404)
    said = failure("not-found", "gone", url=URL, status=404, answer=polite)
    assert without_rules(said).verdict(URL).allowed is True


@pytest.mark.parametrize(("hops", "allowed"), [(5, False), (6, True)])
def test_five_redirects_are_followed(hops, allowed):
    """What lies behind a sixth counts as not there (RFC 9309, 2.3.1.2)."""
    got = answer(FORBID, hops=(Hop("u", 302, "v"),) * hops)
    assert rules_of(got).verdict(URL).allowed is allowed


@pytest.mark.parametrize(
    ("data", "allowed"),
    [
        (b"User-agent: *\nDisallow: /\n", False),
        (b"User-agent: *\rDisallow: /\r", False),
        (b"\xef\xbb\xbfUser-agent: gongkai\nDisallow: /a\n", False),
        (b"User-agent: Gongkai/2.0\nDisallow: /a\n", False),
        ("# 说明\nUser-agent: *\nDisallow: /a.html\n".encode("gbk"), False),
        (b"User-agent: *\nDisallow: /a.html # \xff\xfe\n", False),
        (b"<html><body>Disallow: /</body></html>", True),
        (b"<html><pre>\nUser-agent: *\nDisallow: /\n</pre></html>", False),
        ("<html><title>404</title>页面不存在</html>".encode("gbk"), True),
        (b"", True),
        (b"\x00\x01\x02" * 50, True),
        (b"#" * 600_000 + b"\nUser-agent: *\nDisallow: /\n", True),
        (FORBID + b"#" * 600_000, False),
        (b"User-agent: other\nDisallow: /\n", True),
        (b"User-agent: *\nDisallow: /\n\nUser-agent: gongkai\nAllow: /\n", True),
        (b"User-agent: *\nDisallow: /\nAllow: /a.html\n", True),
    ],
)
def test_a_robots_in_odd_shapes(data, allowed):
    """BOM, GBK, a page of HTML, more than 500 KiB; no shape of it is an exception."""
    assert read_rules(data).verdict(URL).allowed is allowed


def test_a_line_that_the_limit_cuts_is_no_rule():
    """``Disallow: /`` would otherwise come of ``Disallow: /x``."""
    head = b"User-agent: *\n"
    rest = b"Disallow: /"
    data = head + b"#" * (500 * 1024 - len(head) - len(rest) - 1) + b"\n" + rest + b"x\n"
    assert read_rules(data).verdict(URL).allowed is True


@pytest.mark.parametrize("codec", ["utf-8", "gbk"])
@pytest.mark.parametrize("path", ["%E6%94%BF%E5%BA%9C", "政府"])
def test_paths_that_are_not_ascii(codec, path):
    """A path in GBK forbids what it names, in UTF-8 or as its own bytes."""
    data = "User-agent: *\nDisallow: /政府/\n".encode(codec)
    assert may_fetch(data, f"http://x.gov.cn/{path}/1.html") is False
    assert may_fetch(data, "http://x.gov.cn/1.html") is True
    assert may_fetch(data, "http://x.gov.cn/%D5%FE%B8%AE/1.html") is (codec == "utf-8")


@pytest.mark.parametrize(
    ("line", "delay"),
    [
        ("Crawl-delay: 7", 7.0),
        ("Crawl-delay: 0.5", 0.5),
        ("Request-rate: 1/10", 10.0),
        ("Crawl-delay: 3\nRequest-rate: 2/10", 5.0),
        ("Crawl-delay: -1", None),
        ("Crawl-delay: nan", None),
        ("Crawl-delay: soon", None),
        ("Crawl-delay: 1e999", None),
        ("Request-rate: 0/10", None),
        ("Request-rate: 1/" + "9" * 400, 1e9),
        ("Request-rate: " + "9" * 400 + "/1", 1e-9),
    ],
)
def test_the_pace_that_a_site_wishes(line, delay):
    """The slower of its two ways to say it; what is no number says nothing."""
    verdict = read_rules(f"User-agent: *\n{line}\nDisallow: /b\n".encode()).verdict(URL)
    assert (verdict.allowed, verdict.crawl_delay) == (True, delay)


def test_a_pace_that_is_not_obeyed_is_told():
    """The cap is no secret of the program."""
    verdict = read_rules(b"User-agent: *\nCrawl-delay: 86400\n").verdict(URL)
    assert "86400 s is obeyed up to 60 s" in verdict.reason


PIECES = [
    *(b"User-agent: *", b"User agent gongkai", b"Disallow: ", b"Allow: ", b"Crawl-delay: "),
    *(b"Request-rate: ", b"Visit-time: 0600-", b"Host: http://[::1", b"Sitemap: ", b"X-Y: "),
    *(
        b"\n",
        b"\r\n",
        b"\r",
        b"#",
        b" ",
        b"/a",
        b"*",
        b"$",
        b"1/5",
        b"-1/0",
        b"1e999",
        b"nan",
        b"%zz",
    ),
    *(
        "政府".encode("gbk"),
        "政府".encode(),
        b"\xef\xbb\xbf",
        b"\x00",
        b"\xff",
        b"9" * 400,
        b"<html>",
    ),
]


@given(st.lists(st.sampled_from(PIECES) | st.binary(max_size=4), max_size=40).map(b"".join))
def test_no_robots_is_an_exception(data):
    """Whatever stands there, an address is allowed or not, and the pace is a number or none."""
    verdict = read_rules(data).verdict(URL)
    assert isinstance(verdict.allowed, bool)
    assert verdict.crawl_delay is None or 0 <= verdict.crawl_delay < float("inf")


class Site:
    """Gives a robots.txt, or fails, as a list says."""

    def __init__(self, *answers):
        self.time = Time()
        self.robots = Robots(self.time)
        self.answers = list(answers)
        self.asked = []

    async def ask(self, request):
        """Answer as the client does."""
        self.asked.append(request.url)
        await self.time.sleep(1.0)
        got = self.answers.pop(0)
        if isinstance(got, Exception):
            raise got
        return answer(got)

    def allowed(self, url=URL):
        """Say whether an address is allowed now."""
        return asyncio.run(self.robots.rules(url, self.ask)).verdict(url).allowed


def test_rules_are_asked_for_again_after_a_day():
    """And not before."""
    site = Site(FORBID, gone())
    assert site.allowed() is False
    site.time.now += HOUR
    assert site.allowed() is False
    site.time.now += DAY
    assert site.allowed() is True
    assert site.asked == ["http://www.x.gov.cn/robots.txt"] * 2


def test_what_failed_is_asked_again_soon():
    """A host is not shut for a day because its server failed once."""
    site = Site(server_error(), b"")
    assert site.allowed() is False
    site.time.now += 599
    assert site.allowed() is False
    site.time.now += 2
    assert site.allowed() is True
    assert len(site.asked) == 2


def test_old_rules_hold_while_new_ones_cannot_be_had():
    """RFC 9309, 2.4: better the rules of yesterday than none."""
    site = Site(FORBID, server_error(), server_error(), b"")
    other = "http://www.x.gov.cn/b.html"
    assert (site.allowed(), site.allowed(other)) == (False, True)
    site.time.now += DAY
    assert (site.allowed(), site.allowed(other)) == (False, True)
    site.time.now += 700
    assert (site.allowed(), site.allowed(other)) == (False, True)
    site.time.now += 700
    assert site.allowed() is True
    assert len(site.asked) == 4


def test_a_site_that_shuts_its_rules_away_is_taken_at_its_word():
    """Old rules do not outlive a 403: the site has answered."""
    refused = failure("refused", "no", url=URL, status=403)
    site = Site(FORBID, refused)
    other = "http://www.x.gov.cn/b.html"
    assert site.allowed(other) is True
    site.time.now += DAY
    assert site.allowed(other) is False


def test_many_who_ask_at_once_cost_one_request():
    """And every scheme, host and port has rules of its own."""
    site = Site(*[b""] * 4)
    urls = ("http://x.gov.cn/1", "https://x.gov.cn/1", "http://x.gov.cn:8080/1", "http://Y.gov.cn/")

    async def many():
        """Run inside the loop of events."""
        await asyncio.gather(*(site.robots.rules(url, site.ask) for url in urls * 10))

    asyncio.run(many())
    assert sorted(site.asked) == [
        "http://x.gov.cn/robots.txt",
        "http://x.gov.cn:8080/robots.txt",
        "http://y.gov.cn/robots.txt",
        "https://x.gov.cn/robots.txt",
    ]
