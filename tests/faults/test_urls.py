"""Addresses as the client takes them: read, refused, and what they belong to."""

from __future__ import annotations

import pytest

from scraper.errors import FetchError
from scraper.fetch.urls import host_key, names_loopback, parse, site_of


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        (" HTTP://Www.X.Gov.CN:80/a ", "http://www.x.gov.cn/a"),
        ("https://user:word@x.cn/a?b#c", "https://x.cn/a?b"),
        ("http://x.cn:65535/", "http://x.cn:65535/"),
        ("http://x.cn:1/", "http://x.cn:1/"),
        ("http://[2001:db8::1]:8080/", "http://[2001:db8::1]:8080/"),
        ("http://政府.cn/", "http://xn--mxtq1m.cn/"),
        ("http://a_b.x.cn/", "http://a_b.x.cn/"),
        ("http://8.8.8.8/", "http://8.8.8.8/"),
        ("http://x.cn/%C4%EA?q=%2F+%20%", "http://x.cn/%C4%EA?q=%2F+%20%"),
    ],
)
def test_addresses_that_are_asked(written, asked):
    """Read once, and the same when read again."""
    try:
        assert str(parse(written)) == asked
    except FetchError:
        pytest.fail(f"{written} was refused")
    assert parse(asked) == parse(written)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "x.cn",
        "//x.cn/",
        "ftp://x.cn/",
        "file:///etc/passwd",
        "http:///a",
        "http://x.cn:0/",
        "http://x.cn:65536/",
        "http://x.cn:99999/",
        "http://x.cn:a/",
        "http://.x.cn/",
        "http://x..cn/",
        "http://x cn/",
        "http://x%20cn/",
        "http://x%E3%80%82cn/",
        "http://[::1/",
        f"http://{'a' * 64}.cn/",
        "http://x.cn/\0",
        "http://\ud800.cn/",
    ],
)
def test_addresses_that_are_none(written):
    """Refused before anything is looked up."""
    with pytest.raises(FetchError) as caught:
        parse(written)
    assert caught.value.code == "F.BAD_URL"


@pytest.mark.parametrize(
    ("url", "here"),
    [
        ("http://localhost/", True),
        ("http://localhost:8000/x", True),
        ("http://a.localhost/", True),
        ("http://127.0.0.1/", True),
        ("http://127.9.9.9/", True),
        ("http://[::1]/", True),
        ("http://notlocalhost/", False),
        ("http://localhost.cn/", False),
        ("http://10.0.0.1/", False),
        ("http://x.cn/", False),
    ],
)
def test_addresses_that_name_this_machine(url, here):
    """By number or as RFC 6761 says; no other name does, wherever it leads."""
    assert names_loopback(parse(url)) is here


@pytest.mark.parametrize(
    ("url", "site"),
    [
        ("http://www.rugao.gov.cn/", "rugao.gov.cn"),
        ("http://rugao.gov.cn/", "rugao.gov.cn"),
        ("http://a.b.rugao.gov.cn./", "rugao.gov.cn"),
        ("http://gov.cn/", "gov.cn"),
        ("http://www.gov.cn/", "www.gov.cn"),
        ("http://www.hz.zj.cn/", "hz.zj.cn"),
        ("http://www.people.cn/", "people.cn"),
        ("http://a.people.cn/", "people.cn"),
        ("http://x.people.com.cn/", "people.com.cn"),
        ("http://www.example.com/", "example.com"),
        ("http://a.co.com/", "co.com"),
        ("http://10.1.2.3/", "10.1.2.3"),
        ("http://[2001:db8::1]/", "2001:db8::1"),
        ("http://localhost/", "localhost"),
    ],
)
def test_what_one_body_registers(url, site):
    """Two hosts of one site are not off-site to each other; two sites below gov.cn are."""
    assert site_of(parse(url)) == site


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("http://X.cn/", "x.cn:80"),
        ("https://x.cn/", "x.cn:443"),
        ("https://x.cn:8443/", "x.cn:8443"),
        ("http://x.cn:80/", "x.cn:80"),
    ],
)
def test_the_unit_of_politeness(url, key):
    """Host and port."""
    assert host_key(url) == host_key(parse(url)) == key
