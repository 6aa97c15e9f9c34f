"""Fetching: limits, deadlines, addresses, and nothing read beyond them."""

from __future__ import annotations

import gzip
import ipaddress
import json

import pytest

from scraper.errors import FetchError
from scraper.fetch import Fetcher
from scraper.fetch.addresses import is_loopback, is_public
from scraper.fetch.body import unpack
from scraper.settings import Settings
from tests.cli.server import PAGE, serving


def test_a_deadline_ends_a_slow_answer():
    """The deadline counts for the whole request."""
    with (
        serving() as base,
        Fetcher(Settings(deadline=0.5)) as fetcher,
        pytest.raises(FetchError) as caught,
    ):
        fetcher.fetch(f"{base}/slow")
    assert caught.value.code == "F.TIMEOUT"


def test_a_closed_port_and_a_name_that_is_none():
    """No connection has a code of its own."""
    with Fetcher(Settings(deadline=3)) as fetcher:
        for url in ("http://127.0.0.1:1/", "http://127.0.0.1:9/x"):
            with pytest.raises(FetchError) as caught:
                fetcher.fetch(url)
            assert caught.value.code == "F.CONNECT"


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "ftp://x/y", "http://", "http://x:99999/", "javascript:1", "x"]
)
def test_bad_addresses(url):
    """Only http and https with a host and a real port are fetched."""
    with Fetcher() as fetcher, pytest.raises(FetchError) as caught:
        fetcher.fetch(url)
    assert caught.value.code == "F.BAD_URL"


@pytest.mark.parametrize(
    "url",
    ["http://10.0.0.1/", "http://169.254.169.254/", "http://192.168.1.1/", "http://[fd00::1]/"],
)
def test_private_addresses_need_leave(url):
    """Addresses of private networks are refused before a connection is made."""
    with Fetcher(Settings(deadline=2)) as fetcher, pytest.raises(FetchError) as caught:
        fetcher.fetch(url)
    assert caught.value.code == "F.PRIVATE_ADDRESS"


def test_what_a_page_comes_with():
    """Bytes, header, address, status and time of a page."""
    with serving() as base, Fetcher() as fetcher:
        got = fetcher.fetch(f"{base}/moved")
    assert (got.data, got.content_type, got.status) == (PAGE, "text/html; charset=utf-8", 200)
    assert got.url == f"{base}/report.html"
    assert got.retrieved_at.endswith("Z")


def test_bodies_are_inflated_within_the_limit():
    """Gzip with several members is read whole; bombs and torn ends are refused."""
    whole = gzip.compress(b"a" * 50) + gzip.compress(b"b" * 50)
    assert unpack(whole, "gzip", limit=1000, url="u").data == b"a" * 50 + b"b" * 50
    for data, coding, code in (
        (gzip.compress(b"0" * 10**6), "gzip", "F.TOO_LARGE"),
        (whole[:-9], "gzip", "F.TRUNCATED"),
        (b"x" * 2000, "", "F.TOO_LARGE"),
        (b"x", "br", "F.ENCODING"),
    ):
        with pytest.raises(FetchError) as caught:
            unpack(data, coding, limit=1000, url="u")
        assert caught.value.code == code


@pytest.mark.suite
def test_no_address_of_the_suite_gets_through(shared):
    """Addresses that a page must not lead to are not public, those that it may are."""
    path = shared / "suites" / "ssrf" / "advocate_addresses.json"
    suite = json.loads(path.read_text(encoding="utf-8"))
    networks = [str(ipaddress.ip_network(net)[1]) for net in suite["blocked_networks"]]
    assert [a for a in (*suite["blocked"], *networks) if is_public(a)] == []
    assert [a for a in suite["allowed"] if not is_public(a)] == []
    assert is_loopback("127.0.0.1")
    assert not is_loopback("144.1.1.1")
