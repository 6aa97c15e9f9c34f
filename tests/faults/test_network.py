"""N1-N16: names, addresses, connections and time."""

from __future__ import annotations

import asyncio
import errno
import json
import socket
import threading

import pytest

from scraper.errors import FetchError
from scraper.exchange import Request
from scraper.fetch import Client, network
from scraper.fetch.network import LOOK_UPS, Policy
from tests.faults.asking import ask, ask_all, quick, told
from tests.faults.server import PAGE, html, moved, reply, serving

PUBLIC = {"allow_private": False}
SHORT = {"deadline": 0.4}


@pytest.fixture
def names(monkeypatch):
    """Let names lead to the addresses that the test says; a function is called for them."""
    table = {}
    asked = []

    def getaddrinfo(host, port, *args, **kwargs):
        asked.append(host)
        found = table[host]
        found = found() if callable(found) else found
        if isinstance(found, Exception):
            raise found
        return [
            (socket.AF_INET6 if ":" in a else socket.AF_INET, 1, 6, "", (a, port)) for a in found
        ]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    table["asked"] = asked
    return table


def test_a_name_without_an_address(names):
    """N1: a fault of its own, which may pass; other hosts go on."""
    names["x.invalid"] = socket.gaierror(socket.EAI_NONAME, "no such name")
    with serving({"/": html()}) as server:
        lost, found = ask_all(["http://x.invalid/", server.url()])
    assert (lost.fault, lost.code, lost.transient) == ("dns", "F.CONNECT", True)
    names["y.invalid"] = []
    assert ask("http://y.invalid/").fault == "dns"
    assert found.data == PAGE


@pytest.mark.slow
def test_a_look_up_that_hangs(names):
    """N2: it counts against the deadline, and as many as there are hold no other host up."""
    release = threading.Event()
    hanging = {f"h{n}.example": lambda: release.wait(20) and [] for n in range(LOOK_UPS)}
    names.update(hanging)
    with serving({"/": html()}) as server:
        urls = [*(f"http://{host}/" for host in hanging), server.url("/")]
        *got, other = ask_all(urls, settings=quick(deadline=2.0), together=True)
    release.set()
    assert {answer.fault for answer in got} == {"dns-timeout"}
    assert {answer.code for answer in got} == {"F.TIMEOUT"}
    assert other.data == PAGE


def test_the_next_address_is_tried(names):
    """N3: an address that is dead does not end the request."""
    names["www.example"] = ["127.0.0.9", "127.0.0.1"]
    with serving({"/": html()}) as server:
        assert ask(server.url(host="www.example")).data == PAGE


@pytest.mark.parametrize(
    "inside", [["10.0.0.5"], ["127.0.0.1"], ["169.254.169.254"], ["::ffff:10.0.0.5"], ["fd00::1"]]
)
def test_a_name_that_leads_inside(names, inside):
    """N4: no connection is made into a private network, whatever name leads there."""
    names["www.example"] = inside
    with serving({"/": html()}) as server:
        got = ask(server.url(host="www.example"), settings=quick(**PUBLIC))
        assert server.connections == 0
    assert (got.fault, got.code, got.transient) == ("address", "F.PRIVATE_ADDRESS", False)


@pytest.mark.parametrize(
    ("policy", "allowed"),
    [
        (Policy(), ["144.1.1.1", "2607:f8b0:400a:807::200e"]),
        (Policy(loopback=True), ["144.1.1.1", "2607:f8b0:400a:807::200e", "127.0.0.1", "::1"]),
        (
            Policy(private=True),
            ["144.1.1.1", "2607:f8b0:400a:807::200e", "127.0.0.1", "::1", "10.0.0.1"],
        ),
    ],
)
def test_who_may_be_asked(policy, allowed):
    """N4: the public web always, this machine where the user named it, the rest on wish."""
    every = ["144.1.1.1", "2607:f8b0:400a:807::200e", "127.0.0.1", "::1", "10.0.0.1"]
    assert [address for address in every if policy.allows(address)] == allowed


@pytest.mark.suite
def test_no_address_of_the_suite_is_connected_to(names, shared):
    """N4: all 16, by name and as they are."""
    path = shared / "suites" / "ssrf" / "advocate_addresses.json"
    blocked = json.loads(path.read_text(encoding="utf-8"))["blocked"]
    assert len(blocked) == 16
    for address in blocked:
        names["www.example"] = [address]
        host = f"[{address}]" if ":" in address else address
        for url in ("http://www.example/", f"http://{host}/"):
            assert told(ask(url, settings=quick(**PUBLIC))) == "address", (address, url)


def test_a_private_address_among_public_ones_is_left_out(names):
    """N4: of several addresses only those that are allowed are tried."""
    names["www.example"] = ["10.0.0.5", "127.0.0.1"]
    with serving({"/": html()}) as server:
        assert (
            ask(server.url(host="www.example"), settings=quick(**PUBLIC), loopback=True).data
            == PAGE
        )


def test_the_checked_address_is_the_one_used(names):
    """N5: a name is looked up once for a connection; a second answer is never asked for."""
    answers = iter([["127.0.0.1"], ["10.0.0.5"]])
    names["www.example"] = lambda: next(answers)
    with serving({"/": html()}) as server:
        got = ask(server.url(host="www.example"), settings=quick(**PUBLIC), loopback=True)
    assert got.data == PAGE
    assert names["asked"] == ["www.example"]


def test_a_kept_connection_is_checked_again(names):
    """N5: a connection that one request was allowed is not lent to another that is not."""
    names["www.example"] = ["127.0.0.1"]
    with serving({"/": html(Connection="keep-alive")}) as server:
        url = server.url(host="www.example")

        async def twice():
            """Run inside the loop of events."""
            async with Client(quick(**PUBLIC)) as client:
                await client.fetch(Request(url), loopback=True)
                with pytest.raises(FetchError) as caught:
                    await client.fetch(Request(url))
                return caught.value

        assert asyncio.run(twice()).fault == "address"


def test_a_connection_that_is_refused():
    """N6: a fault of its own, which may pass."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    got = ask(f"http://127.0.0.1:{port}/")
    assert (got.fault, got.code, got.transient) == ("connect", "F.CONNECT", True)


def test_a_connection_that_is_never_taken():
    """N7: the time for a connection is shorter than that for a page."""
    with socket.create_server(("127.0.0.1", 0), backlog=0) as full:
        waiting = [socket.socket() for _ in range(4)]
        for sock in waiting:
            sock.setblocking(False)
            sock.connect_ex(full.getsockname())
        got = ask(f"http://127.0.0.1:{full.getsockname()[1]}/", settings=quick(connect=0.3))
        for sock in waiting:
            sock.close()
    assert (got.fault, got.code, got.transient) == ("connect-timeout", "F.TIMEOUT", True)


def half(visit):
    """Send half a page and nothing more."""
    visit.send(html()[: len(PAGE) // 2])
    visit.wait()


def endless_continue(visit):
    """Say "continue" for ever."""
    while visit.wait(0.01):
        visit.send(b"HTTP/1.1 100 Continue\r\n\r\n")


def dripping_body(visit):
    """Send the head, then a byte now and then."""
    visit.send(html(length=10**6)[: -len(PAGE)])
    visit.drip(b"a")


# Each path's behaviour and the name of what it comes to.
BREAKING = {
    "N8": [(b"", "closed"), (b"HTT", "closed"), (html()[:40], "closed"), (b"HTTX", "framing")],
    "N9": [(lambda visit: visit.reset(), "reset")],
    "N10": [(lambda visit: visit.wait() and None, "timeout")],
    "N11": [(half, "timeout")],
    "N12": [(dripping_body, "timeout")],
    "N13": [
        (lambda visit: visit.drip(b"HTTP/1.1 200 OK\r\nX-A: b"), "timeout"),
        (endless_continue, "timeout"),
    ],
}


@pytest.mark.parametrize("fault", BREAKING)
def test_broken_answers(fault):
    """Nothing of a page that did not come whole is given; asking again may help."""
    ways = {f"/{n}": behaviour for n, (behaviour, _) in enumerate(BREAKING[fault])}
    with serving(ways) as server:
        got = ask_all([server.url(path) for path in ways], settings=quick(**SHORT))
        assert set(server.hits.values()) == {1}  # a new connection is not tried twice
    assert [told(answer) for answer in got] == [expected for _, expected in BREAKING[fault]]
    assert all(answer.transient for answer in got if answer.fault != "framing")


@pytest.mark.slow
def test_the_deadline_spans_the_redirects():
    """N10: each hop is quick enough, all of them are not."""

    def slow(visit):
        if visit.wait(0.4):
            visit.send(moved("/again"))

    with serving({"/": slow, "/again": slow}) as server:
        got = ask(server.url(), settings=quick(deadline=1.0))
        assert sum(server.hits.values()) < 5
    assert got.fault == "timeout"
    assert len(got.hops) == sum(server.hits.values()) - 1


@pytest.mark.slow
def test_waiting_for_ones_turn_is_not_the_servers_time():
    """N10: what the caller waits before a request does not count against the deadline."""

    async def before(_):
        """Run inside the loop of events."""
        await asyncio.sleep(1.2)

    with serving({"/": html()}) as server:
        assert ask(server.url(), settings=quick(deadline=1.0), before=before).data == PAGE


def test_no_file_descriptor_and_no_thread_left(monkeypatch, names):
    """D10: the request fails and may be asked again; nothing else is raised."""
    names["www.example"] = ["127.0.0.1"]

    def none_left(*_, **__):
        raise OSError(errno.EMFILE, "Too many open files")

    def no_thread(_):
        raise RuntimeError("can't start new thread")

    got = []
    for target, what in (
        (network.socket, ("socket", none_left)),
        (threading.Thread, ("start", no_thread)),
    ):
        with asyncio.Runner() as runner:
            runner.get_loop()  # it needs sockets of its own
            with monkeypatch.context() as patch:
                patch.setattr(target, *what)
                got.append(runner.run(one("http://www.example/")))
    assert [(e.fault, e.code, e.transient) for e in got] == [
        ("connect", "F.CONNECT", True),
        ("dns", "F.CONNECT", True),
    ]


async def one(url):
    """Ask once and give the error."""
    async with Client(quick()) as client:
        with pytest.raises(FetchError) as caught:
            await client.fetch(Request(url))
    return caught.value


@pytest.mark.parametrize("end", ["reset", "close"])
def test_a_kept_connection_that_the_server_has_closed(end):
    """N14: the request goes out again on a new connection, once and unseen."""

    def once(visit):
        if visit.server.hits["/"] == 2:
            if end == "reset":
                visit.reset()
            return False
        visit.send(html(Connection="keep-alive"))
        return True

    with serving({"/": once}) as server:
        got = ask_all([server.url()] * 2)
        assert (server.hits["/"], server.connections) == (3, 2)
    assert [told(answer) for answer in got] == ["ok", "ok"]


def test_a_kept_connection_that_answers_wrongly():
    """N14: only a request without any answer goes out again by itself."""

    def second_is_wrong(visit):
        visit.send(b"no HTTP\r\n" if visit.server.hits["/"] == 2 else html(Connection="keep-alive"))
        return visit.server.hits["/"] == 1

    with serving({"/": second_is_wrong}) as server:
        got = ask_all([server.url()] * 2)
        assert (server.hits["/"], server.connections) == (2, 1)
    assert [told(answer) for answer in got] == ["ok", "framing"]


def test_connections_are_used_again():
    """N14: a server that keeps its connection is not connected to twice."""
    with serving({"/": html(Connection="keep-alive")}) as server:
        assert [told(a) for a in ask_all([server.url()] * 5)] == ["ok"] * 5
        assert server.connections == 1


def test_a_connection_that_was_idle_for_long_is_not_used(monkeypatch):
    """N14: what stands between may have forgotten it without a word."""
    monkeypatch.setattr("scraper.fetch.transport.KEEP_SECONDS", 0.0)
    with serving({"/": html(Connection="keep-alive")}) as server:
        assert [told(a) for a in ask_all([server.url()] * 3)] == ["ok"] * 3
        assert server.connections == 3


def slowly(visit):
    """Answer after a moment, so that requests overlap."""
    visit.wait(0.05)
    visit.done()
    visit.send(html(Connection="keep-alive"))
    return True


def test_one_host_is_not_asked_by_many_at_once():
    """N15: two requests at most, whatever is wanted."""
    with serving({"/": slowly}) as server:
        got = ask_all([server.url()] * 8, together=True)
        assert server.most == 2
        assert server.connections == 2
    assert {told(answer) for answer in got} == {"ok"}


def test_all_hosts_together_have_a_bound():
    """N15: hundreds of hosts do not open hundreds of connections at once."""
    with serving({"/": slowly}) as server:
        urls = [server.url(host=f"h{n}.localhost") for n in range(20)]
        got = ask_all(urls, settings=quick(connections=3, idle_hosts=4), together=True)
        assert server.most == 3
    assert {told(answer) for answer in got} == {"ok"}


def test_hosts_that_were_used_longest_ago_are_closed():
    """N15: the connections that are kept open have a bound as well."""
    with serving({"/": html(Connection="keep-alive")}) as server:
        urls = [server.url(host=f"h{n}.localhost") for n in (1, 2, 3, 1, 3)]
        ask_all(urls, settings=quick(idle_hosts=2))
        assert server.connections == 4  # h1 was closed for h3; the second h3 was still open


def test_proxies_of_the_environment_are_not_obeyed(monkeypatch):
    """N16: unless the settings say so; then the answer tells it."""

    def proxy(visit):
        visit.send(html(b"from the proxy"))

    with serving({"/": html()}) as server, serving({server.url(): proxy}) as middle:
        monkeypatch.setenv("HTTP_PROXY", middle.url())
        monkeypatch.setenv("http_proxy", middle.url())
        monkeypatch.setenv("NO_PROXY", "")
        monkeypatch.setenv("no_proxy", "")
        direct = ask(server.url())
        through = ask(server.url(), settings=quick(environment_proxies=True))
    assert (direct.data, direct.flags) == (PAGE, ())
    assert (through.data, through.flags) == (b"from the proxy", ("proxy",))


def test_a_proxy_is_not_asked_for_private_addresses(monkeypatch):
    """N16: what is written as a number is refused before the proxy hears of it."""
    with serving({}) as middle:
        for name in ("HTTP_PROXY", "http_proxy"):
            monkeypatch.setenv(name, middle.url())
        for name in ("NO_PROXY", "no_proxy"):
            monkeypatch.setenv(name, "")
        settings = quick(environment_proxies=True, **PUBLIC)
        got = ask_all(["http://10.0.0.1/", "http://a.localhost/"], settings=settings)
        assert middle.connections == 0
    assert [answer.fault for answer in got] == ["address"] * 2


@pytest.mark.parametrize("proxy", ["http://127.0.0.1:1", "nonsense://x", "ftp://127.0.0.1:1"])
def test_a_proxy_that_fails_is_named(monkeypatch, proxy):
    """N16: the fault is the proxy's, not the server's."""
    for name in ("HTTP_PROXY", "http_proxy"):
        monkeypatch.setenv(name, proxy)
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.setenv(name, "")
    got = ask("http://www.example/", settings=quick(environment_proxies=True))
    assert (got.fault, got.code) == ("proxy", "F.CONNECT")


def test_names_below_localhost_are_this_machine():
    """RFC 6761: looked up nowhere, refused as this machine is, each a host of its own."""
    with serving({"/": reply(b"x")}) as server:
        url = server.url(host="county.localhost")
        assert ask(url).data == b"x"
        assert ask(url, settings=quick(**PUBLIC)).fault == "address"
        assert ask(url, settings=quick(**PUBLIC), loopback=True).data == b"x"
        assert server.visits[0].header("Host") == f"county.localhost:{server.port}"
