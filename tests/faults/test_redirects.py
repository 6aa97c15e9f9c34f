"""R1-R11: redirects by server, page and script, and answers that are another page."""

from __future__ import annotations

import base64
import json

import pytest

from scraper.exchange import Request
from scraper.fetch.chain import Chain
from scraper.fetch.moves import move_of, refresh_of
from scraper.fetch.urls import joined, parse
from tests.faults.asking import ask, ask_all, quick, told
from tests.faults.certificates import HOST, Authority, context, secured
from tests.faults.server import PAGE, html, moved, reply, serving

PUBLIC = {"allow_private": False}


def counting(visit):
    """Send on to a path never seen before."""
    visit.send(moved(f"{visit.path}0"))


def test_circles_and_chains_without_an_end():
    """R1: ten redirects are followed; the chain is kept."""
    endless = {"/" + "0" * n: moved("/" + "0" * (n + 1)) for n in range(30)}
    with serving({"/a": moved("/b"), "/b": moved("/a"), **endless}) as server:
        circle, chain = ask_all([server.url("/a"), server.url("/")])
        assert server.hits["/a"] + server.hits["/b"] == 11
    for got in (circle, chain):
        assert (got.fault, got.code, got.transient, len(got.hops)) == (
            "redirects",
            "F.REDIRECTS",
            False,
            11,
        )
    assert [hop.status for hop in circle.hops] == [302] * 11
    assert circle.hops[0].location == server.url("/b")


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_every_redirect_is_followed_and_kept(status):
    """R1: the answer says where it came from and how."""
    with serving({"/a": moved("b?x=1#top", f"{status} Moved"), "/b": html()}) as server:
        got = ask(server.url("/a"))
    assert (got.data, got.url) == (PAGE, server.url("/b?x=1"))
    assert got.hops == ((server.url("/a"), status, server.url("/b?x=1")),)


def test_a_form_becomes_a_question_where_a_browser_makes_it_one():
    """R1: 302 and 303 are followed by GET without the body, 307 keeps both."""
    form = Request("", "POST", b"a=1", (("Content-Type", "application/x-www-form-urlencoded"),))
    with serving({"/2": moved("/x"), "/7": moved("/x", "307 Again"), "/x": html()}) as server:
        ask_all([form._replace(url=server.url(path)) for path in ("/2", "/7")])
        methods = [visit.head.split(b" ")[0] for visit in server.visits]
        assert methods == [b"POST", b"GET", b"POST", b"POST"]
        assert server.visits[-1].head.endswith(b"a=1")


@pytest.mark.parametrize(
    "target",
    [
        "http://10.0.0.1/",
        "http://169.254.169.254/latest/",
        "http://192.168.1.1/",
        "http://[fd00::1]/",
        "//0.0.0.0/",
    ],
)
def test_redirects_into_private_networks(target):
    """R2: refused at the hop, whatever the first address was allowed."""
    with serving({"/": moved(target)}) as server:
        got = ask(server.url(), settings=quick(**PUBLIC), loopback=True)
    assert (got.fault, got.code) == ("address", "F.PRIVATE_ADDRESS")
    assert len(got.hops) == 1


@pytest.mark.suite
def test_no_address_of_the_suite_is_redirected_to(shared):
    """R2: all 16 as the target of a redirect, of a refresh and of a script."""
    path = shared / "suites" / "ssrf" / "advocate_addresses.json"
    blocked = json.loads(path.read_text(encoding="utf-8"))["blocked"]
    hosts = [f"[{a}]" if ":" in a else a for a in blocked if a not in ("127.0.0.1", "::1")]
    assert len(hosts) == 14  # this machine itself is allowed to a chain that began on it
    ways = {}
    for n, host in enumerate(hosts):
        url = f"http://{host}/"
        ways[f"/{n}"] = moved(url)
        ways[f"/{n}r"] = html(f'<meta http-equiv=refresh content="0;url={url}">'.encode())
        ways[f"/{n}s"] = html(f'<script>location.href="{url}"</script>'.encode())
    with serving(ways) as server:
        got = ask_all([server.url(p) for p in ways], settings=quick(**PUBLIC), loopback=True)
    assert [told(answer) for answer in got] == ["address"] * len(ways)


DISGUISED = [
    "2130706433", "0x7f000001", "0x7f.0.0.1", "0177.0.0.1", "127.1", "127.0.1", "0", "127.0.0.1.",
    "①②⑦.⓪.⓪.①", "１２７.０.０.１", "127。0。0。1", "10.1", "3232235777",
]  # fmt: skip


@pytest.mark.parametrize("host", DISGUISED)
@pytest.mark.parametrize("private", [True, False])
def test_addresses_hidden_behind_numbers(host, private):
    """R3: refused as they stand, by the first address and by a redirect; not even asked for."""
    settings = quick(allow_private=private)
    with (
        serving({"/": html()}) as server,
        serving({"/": moved(f"http://{host}:{server.port}/")}) as first,
    ):
        assert ask(f"http://{host}:{server.port}/", settings=settings).fault == "address"
        assert ask(first.url(), settings=settings, loopback=True).fault in (
            "address",
            "redirect-target",
        )
        assert server.connections == 0


@pytest.mark.parametrize(
    "target",
    ["file:///etc/passwd", "ftp://x/", "javascript:alert(1)", "data:text/html,x", "mailto:a@b"],
)
def test_redirects_to_other_schemes(target):
    """R4: only http and https are followed, from a redirect, a refresh and a script."""
    ways = {
        "/1": moved(target),
        "/2": html(f'<meta http-equiv="refresh" content="0;url={target}">'.encode()),
        "/3": html(f'<script>window.location="{target}"</script>'.encode()),
    }
    with serving(ways) as server:
        got = ask_all([server.url(path) for path in ways])
    assert [(a.fault, a.code) for a in got] == [("redirect-target", "F.BAD_URL")] * 3


LOGIN = PAGE.replace(b"</body>", b"<form><input type=password></form></body>")


@pytest.mark.parametrize(
    ("location", "page", "flag"),
    [
        ("/", PAGE, "redirected-away"),
        ("/index.html", PAGE, "redirected-away"),
        ("/?next=1", LOGIN, "redirected-away"),
        ("/?id=2023", PAGE, None),
        ("/user/login.jsp?next=x", PAGE, "redirected-away"),
        ("/sso/auth", PAGE, "redirected-away"),
        ("/zwgk/nb/2023.html", LOGIN, None),
        ("/zwgk/2023.html", PAGE, None),
        ("/zwgk/xxgk/nb/index.html", PAGE, None),
    ],
)
def test_redirects_to_home_and_login(location, page, flag):
    """R5: flagged and suspect; a move to another page of the site is neither."""
    ways = {"/zwgk/nb/1.html": moved(location), location.partition("?")[0]: html(page)}
    with serving(ways) as server:
        got = ask(server.url("/zwgk/nb/1.html"))
    assert got.suspect == flag


def test_a_home_page_asked_for_is_one():
    """R5: what asks for the home page or a login may be led to it."""
    ways = {
        "/": moved("/index.html"),
        "/index.html": html(),
        "/login": moved("/login/"),
        "/login/": html(),
    }
    with serving(ways) as server:
        assert [ask(server.url(path)).suspect for path in ("/", "/login")] == [None, None]


def test_redirects_to_other_sites():
    """R6: followed and flagged; a sold domain or a mirror is never the source."""
    with serving({"/x": html(), "/": html()}) as server:
        ways = {
            "/other": moved(server.url("/x", "other.localhost")),
            "/same": moved(server.url("/x", "www.county.localhost")),
        }
        with serving(ways) as first:
            other, same = ask_all([first.url(path, "xxgk.county.localhost") for path in ways])
    assert (other.data, other.suspect) == (PAGE, "off-site")
    assert (same.data, same.suspect) == (PAGE, None)


REFRESH = b'<html><head><meta http-equiv="refresh" content="0; url=/two"></head></html>'


def test_meta_refresh():
    """R7: followed where the page does nothing else, three times at most."""
    circle = html(b'<META HTTP-EQUIV=Refresh CONTENT="1;URL=/c2">')
    ways = {
        "/one": html(REFRESH), "/two": html(), "/c1": circle,
        "/c2": circle.replace(b"/c2", b"/c1"), "/self": html(REFRESH.replace(b"/two", b"/self")),
        "/read": html(PAGE.replace(b"<head>", REFRESH)),
        "/late": html(REFRESH.replace(b'"0;', b'"300;')),
        "/noscript": html(b"<noscript>" + REFRESH + b"</noscript>"),
        "/quoted": html(b"<!-- " + REFRESH + b" -->"),
    }  # fmt: skip
    with serving(ways) as server:
        got = dict(zip(ways, ask_all([server.url(path) for path in ways]), strict=True))
        assert server.hits["/c1"] + server.hits["/c2"] == 4 + 4  # each begins a chain of its own
    assert (got["/one"].data, got["/one"].url) == (PAGE, server.url("/two"))
    assert got["/one"].hops == ((server.url("/one"), 200, server.url("/two")),)
    assert (got["/c1"].fault, len(got["/c1"].hops)) == ("redirects", 3)
    for path in ("/self", "/read", "/late", "/noscript", "/quoted"):
        assert (got[path].hops, got[path].url) == ((), server.url(path))


@pytest.mark.suite
def test_meta_refresh_as_others_read_it(shared):
    """R7: the cases of w3lib; where we differ is known."""
    path = shared / "suites" / "w3lib" / "w3lib_calls.jsonl"
    cases = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    cases = [case for case in cases if case["fn"] == "get_meta_refresh"]
    assert len(cases) == 26
    # Theirs may be told to look into scripts; ours may not.
    cases = [case for case in cases if case["kwargs"].get("ignore_tags") != []]
    different = [case["result"][1] for case in cases if not agrees(case)]
    assert different == DIFFERENT_REFRESH


DIFFERENT_REFRESH = [
    "http://example.org/newpage",  # a tag that never ends is none (HTML standard, 13.2.5)
    "http://example.com/to%C2%A3?unit=%B5",  # a query in the page's encoding; ours is UTF-8
]


def as_text(value):
    """Give an argument of the suite as text; its bytes are UTF-8 or Latin-1."""
    data = value.encode() if isinstance(value, str) else base64.b64decode(value["b64"])
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("latin-1")


def agrees(case):
    """Say whether a case of the suite is read as it says."""
    text, base = map(as_text, case["args"][:2])
    target = refresh_of(text)
    got = None if target is None else str(joined(parse(base), target))
    return got == case["result"][1]


@pytest.mark.parametrize(
    ("script", "target"),
    [
        ("window.location.href = '/two';", "/two"),
        ('location="/two"', "/two"),
        ("location.replace('/two')", "/two"),
        ('self.location.assign( "/two" );', "/two"),
        ("top.location.href='/two'", "/two"),
        ("document.location = '/two';", "/two"),
        ("function go(){ window.location.href='/two'; } go();", "/two"),
        ("location.href='/two?t=' + Date.now();", None),
        ("var u='/two'; location.href = u;", None),
        ("document.cookie='c=1'; location.href='/two';", None),
        ("location.href='/two'; location.href='/three';", None),
        ("location.href=location.href;", None),
    ],
)
def test_script_redirects(script, target):
    """R8: one literal address is followed; what only a script knows is suspect and not played."""
    page = f"<html><head><script>{script}</script></head><body></body></html>".encode()
    with serving({"/": html(page), "/two": html()}) as server:
        got = ask(server.url())
    if target is None:
        assert (got.suspect, got.data, got.hops) == ("js-redirect", page, ())
    else:
        assert (got.data, got.url, got.suspect) == (PAGE, server.url(target), None)


def test_scripts_of_pages_that_are_read_stay_scripts():
    """R8: a page with words of its own is the page, whatever its scripts could do."""
    page = PAGE.replace(b"<head>", b"<head><script>function f(){location.href='/two'}</script>")
    assert move_of(page, None) is None
    assert move_of(PAGE, None) is None
    assert move_of(b"<p>location</p>", None) is None


def test_only_small_pages_send_on():
    """R7, R8: what is large or says something is a page, whatever stands in its head."""
    for much in (b"<!--" + b"x" * 20_000 + b"-->", b"<p>" + b"x" * 201 + b"</p>"):
        assert move_of(much + REFRESH, None) is None
        assert move_of(much + b"<script>location='/two'</script>", None) is None
    for little in (b"", b"<!--" + b"x" * 9000 + b"-->", b"<p>" + b"x" * 200 + b"</p>"):
        assert move_of(little + REFRESH, None).target == "/two"


def test_a_page_in_gbk_sends_on_in_its_own_letters():
    """R8: the address of a script is read in the page's encoding."""
    page = "<script>location.href='/年报'</script>".encode("gbk")
    ways = {
        "/meta": reply(b"<meta charset=gbk>" + page, Content_Type="text/html"),
        "/header": reply(page, Content_Type="text/html; charset=gbk"),
    }
    with serving(ways) as server:
        for path in ways:
            got = ask(server.url(path))
            assert server.visits[-1].target == "/%E5%B9%B4%E6%8A%A5"
    assert got.fault == "not-found"


GBK = "/年报".encode("gbk")


@pytest.mark.parametrize(
    ("location", "asked"),
    [
        (GBK, "/%C4%EA%B1%A8"),
        (GBK + b"?q=" + GBK[1:], "/%C4%EA%B1%A8?q=%C4%EA%B1%A8"),
        ("/年报", "/%E5%B9%B4%E6%8A%A5"),
        ("/%C4%EA%2F", "/%C4%EA%2F"),
        ("/a%25b", "/a%25b"),
        ("/a b", "/a%20b"),
        ("  /a  ", "/a"),
        ("\\a\\b?c=\\d", "/a/b?c=%5Cd"),
        ("x/../y", "/y"),
        ("?x=1+1%20", "/?x=1+1%20"),
    ],
)
def test_odd_locations_that_a_browser_follows(location, asked):
    """R9: bytes are sent again as the bytes they were."""
    with serving({"/": moved(location)}) as server:
        behaviours = server.behaviours
        behaviours["/"] = lambda visit: visit.send(
            moved(location) if visit.target == "/" else html()
        )
        ask(server.url())
        assert server.visits[-1].target.replace("%5C", "\\") == asked.replace("%5C", "\\")


@pytest.mark.parametrize(
    "answer",
    [
        moved(""),
        moved("   "),
        reply(b"", "302 Found"),
        moved("/a").replace(b"Location: /a", b"Location: /a\r\nLocation: /b"),
        moved("http://x.localhost:99999/"),
        moved("http://x.localhost:port/"),
        moved("http://"),
        moved("http://[::1/"),
    ],
)
def test_locations_that_lead_nowhere(answer):
    """R9: a failure, which comes again."""
    with serving({"/": answer}) as server:
        got = ask(server.url())
    assert (got.fault, got.code, got.transient) == ("redirect-target", "F.BAD_URL", False)


def test_from_https_to_http(tmp_path):
    """R10: followed, and told; so is leaving TLS out because the list of sites says so."""
    authority = Authority(tmp_path)
    with serving({"/": html()}) as plain:
        ways = {"/": moved(plain.url(host=HOST))}
        with serving(ways, secured=secured(context(authority.leaf()))) as server:
            got = ask(server.url(host=HOST), settings=quick(ca_file=authority.file))
        assert (got.data, got.flags, got.tls) == (PAGE, ("downgrade",), None)
    with serving(
        {"/": moved("/x"), "/x": html()}, secured=secured(context(authority.leaf()))
    ) as server:
        assert ask(server.url(host=HOST), settings=quick(ca_file=authority.file)).flags == ()


def test_without_tls_where_the_list_of_sites_says_so():
    """R10: the port is that of http, the leaving out of TLS is told."""
    for url, asked, flags in (
        ("https://www.example.org:8443/a?b", "http://www.example.org/a?b", ["downgrade"]),
        ("http://www.example.org:8080/", "http://www.example.org:8080/", []),
    ):
        chain = Chain.of(Request(url), quick(), loopback=False)
        chain.without_tls()
        assert (str(chain.url), chain.flags) == (asked, flags)


def wants_cookie(visit):
    """Give the page to who brings the cookie, and the cookie to all others."""
    if visit.header("Cookie") == "seen=1":
        return visit.send(html())
    return visit.send(moved(visit.path, Set_Cookie="seen=1; path=/"))


def test_headers_of_an_interface_stay_with_their_host():
    """R6: what a family's interface needs is sent along one host; validators go with the chain."""
    headers = (("X-Requested-With", "XMLHttpRequest"),)
    with serving({"/end": html(), "/near": moved("/end")}) as server:
        server.behaviours["/far"] = moved(server.url("/end", "b.localhost"))
        asked = [
            Request(server.url(path, "a.localhost"), headers=headers) for path in ("/near", "/far")
        ]
        ask_all(asked, etag='"v1"')
        ends = [visit for visit in server.visits if visit.path == "/end"]
    assert [visit.header("X-Requested-With") for visit in ends] == ["XMLHttpRequest", None]
    assert [visit.header("If-None-Match") for visit in ends] == ['"v1"', '"v1"']


def test_a_page_that_loads_itself_again_with_its_cookie():
    """R11: followed once the cookie is there; without one it is the page."""

    def page(visit):
        sends = b'<meta http-equiv="refresh" content="0;url=/">'
        visit.send(html() if visit.header("Cookie") else html(sends, Set_Cookie="seen=1"))

    with serving({"/": page}) as server:
        got = ask(server.url())
    assert (got.data, len(got.hops)) == (PAGE, 1)


def test_cookies_add_up_along_a_chain():
    """R11: the second does not drive out the first; one that is gone again is not sent."""
    ways = {
        "/a": moved("/b", Set_Cookie="one=1"),
        "/b": moved("/c", Set_Cookie="two=2"),
        "/c": moved("/d", Set_Cookie="one=; Max-Age=0"),
        "/d": html(),
    }
    with serving(ways) as server:
        ask(server.url("/a"))
        sent = [visit.header("Cookie") for visit in server.visits]
    assert sent == [None, "one=1", "one=1; two=2", "two=2"]


def test_a_cookie_that_is_wanted():
    """R11: kept for the chain, sent to its host alone, forgotten behind it."""
    with serving({"/other": html()}) as other:
        ways = {
            "/": wants_cookie,
            "/away": moved(other.url("/other", "b.localhost"), Set_Cookie="seen=1"),
            "/plain": html(),
        }
        with serving(ways) as server:
            got = ask_all(
                [server.url(path, "a.localhost") for path in ("/", "/away", "/plain", "/")]
            )
            assert [told(answer) for answer in got] == ["ok", "ok off-site", "ok", "ok"]
            assert server.hits["/"] == 4  # the second chain begins without the cookie
            assert [v.header("Cookie") for v in server.visits if v.path == "/plain"] == [None]
        assert other.visits[0].header("Cookie") is None
    assert [len(answer.hops) for answer in got] == [1, 1, 0, 1]
