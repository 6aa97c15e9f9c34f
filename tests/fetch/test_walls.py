"""What stands in the place of a page: told from pages, never from reports."""

import asyncio

import pytest

from scraper.fetch.faults import failure
from scraper.fetch.looks import looks_of
from scraper.fetch.soft404 import alike, impossible, shape_of
from scraper.fetch.walls import wall
from tests.conftest import ROOT
from tests.fetch.playing import URL, answer, gone, visitor

REPORTS = sorted((ROOT / "fixtures" / "reports").glob("*/input.html"))
LOGIN = "<title>登录</title><form>用户登录 <input type='password'></form>"
MENU = "".join(f"<a href='/{n}'>栏目{n}</a>" for n in range(40))


def page(text, **more):
    """Make an answer of a text."""
    return answer(text.encode(), headers=(("Content-Type", "text/html; charset=utf-8"),), **more)


def cookie(name):
    """Make the header that sets a cookie."""
    return (("Content-Type", "text/html"), ("Set-Cookie", f"{name}=1; path=/"))


@pytest.mark.parametrize(
    ("status", "headers", "data", "product"),
    [
        (412, cookie("FSSBBIl1UgzbN7N80S"), b"", "Rui Shu"),
        (202, cookie("FSSBBIl1UgzbN7N80T"), b"<html></html>", "Rui Shu"),
        (200, (), b"<meta id=9DhefwqGPrzGxEp9hPaoag><script>x</script>", "Rui Shu"),
        (200, (), b"<script>$_ts=window['$_ts'];</script>", "Rui Shu"),
        (521, cookie("__jsluid_s"), b"<script>", "Jiasule"),
        (521, (("X-Via-JSL", "a"),), b"<script>", "Jiasule"),
        (200, (), b"<script>document.cookie='__jsl_clearance=1'</script>", "Jiasule"),
        (200, (), b"<script>var arg1='A';</script>", "Alibaba Cloud WAF"),
        (200, (), b"<script>location='?yunsuo_session_verify'</script>", "Yunsuo"),
        (493, (("WZWS-Ray", "1"),), b"", "360 WangZhanWeiShi"),
        (202, cookie("wzws_cid"), b"x", "360 WangZhanWeiShi"),
        (200, (), b"<script src='/wzws-waf-cgi/x'></script>", "360 WangZhanWeiShi"),
        (468, cookie("sl-session"), b"", "SafeLine"),
        (403, (("cf-mitigated", "challenge"),), b"", "Cloudflare"),
        (468, (), b"", "unknown"),
        (412, (), b"x" * 100_000, "unknown"),
    ],
)
def test_checks_are_told_by_their_product(status, headers, data, product):
    """A mark in a bare page, or the status with the product's cookie or header."""
    found = wall(answer(data, status, headers))
    assert (found.product, found.code, found.certain) == (product, "F.BLOCKED", True)


@pytest.mark.parametrize(
    ("status", "headers", "data"),
    [
        (200, cookie("acw_tc"), b"<table>"),
        (200, cookie("FSSBBIl1UgzbN7N80S"), b"<p>page</p>"),
        (403, cookie("__jsluid_s"), b"no"),
        (200, (), b"<script>var arg1=1</script><table><tr><td>"),
        (200, (), b"<script>$_ts=1</script>" + b"x" * 70_000),
        (404, (), b"gone"),
        (202, (), b"accepted"),
        (200, (), b'{"msg": "\xe9\xa1\xb5\xe9\x9d\xa2\xe4\xb8\x8d\xe5\xad\x98\xe5\x9c\xa8"}'),
        (200, (), b"%PDF-1.4 404 Not Found"),
        (200, (), b""),
    ],
)
def test_pages_are_no_checks(status, headers, data):
    """A product's cookie on an ordinary page, its mark in a page with content, a file, data."""
    assert wall(answer(data, status, headers)) is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("<title>页面不存在</title><p>返回首页</p>" + MENU, "F.SOFT_404"),
        ("<p>您访问的页面不存在或已被删除！</p>", "F.SOFT_404"),
        ("<title>Error</title><h1>500 Internal Server Error</h1>", "F.SOFT_404"),
        ("<title>提示</title>数据库错误，系统异常", "F.SOFT_404"),
        ("<p>您的访问被拒绝，IP 已被记录</p>", "F.BLOCKED"),
        ("<title>网站防火墙</title>", "F.BLOCKED"),
        (LOGIN, "F.LOGIN"),
        ("<p>用户登录</p>", None),
        ("<title>某县人民政府</title><p>用户登录</p><input type=password>" + MENU, None),
        ("<title>某县</title><p>系统维护</p>" + "本机关主动公开政府信息。" * 100, None),
        ("<title>关于系统维护的公告</title>" + "本机关主动公开政府信息。" * 200, None),
        ("<title>某县人民政府</title>您访问的页面" + MENU, None),
        ("<title>公告</title><a href=1>关于系统维护的公告</a>" + MENU[: MENU.index("栏目7")], None),
    ],
)
def test_pages_are_told_by_their_words(text, code):
    """Words count in the title, and in the text of a page that has hardly any and few links."""
    found = wall(page(text))
    assert (found and found.code) == code
    if found:
        assert not found.certain


def test_being_asked_too_often_passes():
    """Of the bans in words this one goes away by itself."""
    found = wall(page("<p>访问过于频繁，请稍后再试</p>"))
    assert (found.code, found.passing) == ("F.BLOCKED", True)
    assert not wall(page("<p>请求被拦截，网站防火墙</p>")).passing


@pytest.mark.parametrize(
    ("data", "stub"),
    [
        (b"<html><head><script>var a=1;eval(a)</script></head><body></body></html>", True),
        (b"<html><script src=/app.js></script><div id=app></div></html>", False),
        (b"<script>a()</script><script>b()</script>", False),
        (b"<script>a()</script><p>words</p>", False),
        (b"<script>a()</script><iframe src=x></iframe>", False),
        (b"<script>a()</script><a href=x></a>", False),
        (b"<script>" + b"a" * 3000 + b"</script>", False),
        (b"words", False),
    ],
)
def test_a_stub_is_one_script_and_nothing_else(data, stub):
    """A page that a script fills names its script and its place; a stub has neither."""
    found = wall(answer(data))
    assert (found is not None) is stub
    if found:
        assert (found.product, found.code) == ("script stub", "F.BLOCKED")


def test_an_account_is_asked_for():
    """By status."""
    assert wall(answer(b"", 401)).code == "F.LOGIN"


def test_no_report_is_taken_for_a_wall():
    """Every page of the fixtures that gave a record passes."""
    with_record = [path for path in REPORTS if (path.parent / "expected.json").exists()]
    assert len(with_record) > 10
    assert [p.parent.name for p in with_record if wall(answer(p.read_bytes()))] == []


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        ("http://x.gov.cn/a/art_1.shtml", "http://x.gov.cn/a/zq.shtml"),
        ("http://x.gov.cn/a/", "http://x.gov.cn/a/zq"),
        ("http://x.gov.cn", "http://x.gov.cn/zq"),
        ("http://x.gov.cn/a.jsp?id=3#top", "http://x.gov.cn/zq.jsp"),
    ],
)
def test_an_address_that_cannot_be(url, wanted):
    """In the same folder and of the same kind."""
    assert impossible(url, "zq") == wanted


FRAME = "<div>某某县人民政府门户网站</div><p>{}</p><div>主办：某某县人民政府办公室 备案号</div>"
NOWHERE = FRAME.format("很抱歉，没有您要的内容 {}")


def test_shapes():
    """Numbers and names that vary do not count; the text of a page does."""
    one, two = (shape_of(page(NOWHERE.format(n))) for n in ("a1.html", "b2.html 12:30"))
    real = shape_of(page(FRAME.format("本年度主动公开政府信息一百条，依法办理申请公开。" * 3)))
    assert alike(one, two)
    assert not alike(one, real)
    shell = shape_of(page("<div id=app></div><script src=app.js></script>"))
    assert not alike(shell, shell)


REAL = FRAME.format("本年度主动公开政府信息一百条，依法办理申请公开。" * 3)


def soft_404s(otherwise, *texts):
    """Say which of some pages are none, on a site that answers anything else in one way."""
    guest, server = visitor(otherwise=otherwise)

    async def run():
        """Run inside the loop of events."""
        pages = [page(t, url=f"http://www.x.gov.cn/a/{n}.html") for n, t in enumerate(texts)]
        return [await guest.soft_404(one) for one in pages]

    found = [one and one.code for one in asyncio.run(run())]
    return found, [url for _, url in server.asked if "robots" not in url]


@pytest.mark.parametrize("words", ["很抱歉，没有您要的内容", "<title>页面不存在</title>"])
def test_a_site_that_answers_everything_is_found_out(words):
    """One request for a page that cannot be; what looks like its answer is none."""
    nothing = FRAME.format(words + " {}")
    found, asked = soft_404s(page(nothing.format("zq")), REAL, nothing.format(2), REAL)
    assert found == [None, "F.SOFT_404", None]
    assert len(asked) == 1
    assert asked[0].startswith("http://www.x.gov.cn/a/")
    assert asked[0].endswith(".html")


@pytest.mark.parametrize(
    "otherwise",
    [
        gone(),
        failure("timeout", "late", url=URL),
        failure("server-error", "failed", url=URL, status=500),
        page(REAL),
    ],
)
def test_a_site_of_which_nothing_is_learnt_is_believed(otherwise):
    """It says 404, or fails, or gives other pages."""
    found, _ = soft_404s(otherwise, NOWHERE.format(1), NOWHERE.format(2))
    assert found == [None, None]


def test_a_page_that_has_not_changed_is_not_compared():
    """There is nothing to compare, and nothing is asked."""
    guest, server = visitor()
    assert asyncio.run(guest.soft_404(answer(b"", 304))) is None
    assert server.asked == []


@pytest.mark.parametrize(
    ("markup", "title", "text", "links"),
    [
        ("<TITLE>A b</TITLE ><p>c d</p>", "Ab", "cd", 0),
        ("a<!-- <b>x</b> -->b<!---->c<!-->d", "", "abcd", 0),
        ("a<!-- never closed <p>x", "", "a", 0),
        ("a<script>if (1 < 2) '</p>'</script>b<style>x</style >c", "", "abc", 0),
        ("a<script>never closed", "", "a", 0),
        ("1 < 2 <3 <政府> &lt;", "", "1<2<3<政府>&lt;", 0),
        ("<a href=x>l</a><A>m</A><abbr>n</abbr><a never closed", "", "lmn", 3),
        ("<title>one</title><title>two</title>", "one", "", 0),
        ("<script-x>text</script-x>", "", "text", 0),
        ("<!doctype html><?xml version='1.0'?>t", "", "t", 0),
    ],
)
def test_what_a_reader_sees(markup, title, text, links):
    """Title, text and links, as a browser takes broken markup."""
    looks = looks_of(markup)
    assert (looks.title, looks.text, looks.tags["a"]) == (title, text, links)


@pytest.mark.parametrize(
    "piece",
    ["<!--", "<script>", "<script ", "<", "<a ", "</script", "<title></titl", "<!-->", "<?"],
)
def test_pages_made_to_take_long_do_not(piece):
    """A quarter of a megabyte of it took up to two minutes; a hang here is the failure."""
    made = page("<p>" + piece * (250_000 // len(piece)))
    assert not alike(shape_of(made), shape_of(page(REAL)))
    wall(page("<p>" + piece * (16_000 // len(piece))))
