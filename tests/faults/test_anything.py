"""Whatever a server or page says, the client's own error comes of it or nothing does."""

from __future__ import annotations

import contextlib
import gzip

import httpx
from hypothesis import given
from hypothesis import strategies as st

from scraper.errors import FetchError
from scraper.fetch.addresses import is_public
from scraper.fetch.answer import ends, retry_after
from scraper.fetch.body import unpack
from scraper.fetch.moves import away, move_of
from scraper.fetch.urls import host_key, located, parse

BASE = httpx.URL("http://www.example.org/a/b?c")
PIECES = st.sampled_from(
    "http: https: // / \\ . .. : @ [ ] % %zz ? # 127 0x7f １ 。 县 \u00ad \ud800 a.cn \n \t 99999".split(
        " "
    )
)
ADDRESSES = st.lists(PIECES, max_size=9).map("".join) | st.text(max_size=40)


@given(ADDRESSES)
def test_any_address(text):
    """It is read or refused; what is read can be read again and is the same."""
    with contextlib.suppress(FetchError):
        url = parse(text)
        assert url.scheme in ("http", "https")
        assert parse(str(url)) == url
        assert ":" in host_key(url)


@given(st.binary(max_size=60) | ADDRESSES.map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_any_location(data):
    """It leads somewhere on the web or nowhere."""
    with contextlib.suppress(FetchError):
        assert located(BASE, data).scheme in ("http", "https")


@given(
    st.binary(max_size=200),
    st.sampled_from([b"", b"<script>", b"<meta http-equiv=refresh content="]),
)
def test_any_page(data, before):
    """It sends on or it does not."""
    page = before + data + b" location='" + data[:9] + b"'</script>"
    move_of(page, None)
    away(BASE, BASE, page)
    ends(page)


@given(
    st.binary(max_size=300),
    st.sampled_from(["", "gzip", "deflate", "br", "gzip,gzip", "none"]),
    st.booleans(),
)
def test_any_body(data, coding, packed):
    """It is unpacked within the limit or refused."""
    raw = gzip.compress(data) if packed else data
    with contextlib.suppress(FetchError):
        assert len(unpack(raw, coding, limit=200, url="u").data) <= 200


@given(st.binary(min_size=1, max_size=400), st.integers(1, 40), st.integers(0, 255))
def test_a_damaged_gzip_is_never_another_text(data, place, byte):
    """One byte changed: the text is right, or the page is refused, or it is not taken for gzip."""
    raw = bytearray(gzip.compress(data, mtime=0))
    raw[-min(place, len(raw) - 2)] = byte
    with contextlib.suppress(FetchError):
        got = unpack(bytes(raw), "gzip", limit=1000, url="u")
        assert got.data == data


@given(st.integers(1, 60), st.binary(min_size=1, max_size=400))
def test_a_cut_gzip_is_always_refused(missing, data):
    """However much is missing of the end."""
    raw = gzip.compress(data)
    cut = raw[: max(2, len(raw) - missing)]
    with contextlib.suppress(FetchError):
        unpack(cut, "gzip", limit=1000, url="u")
        raise AssertionError("a cut page was taken for whole")


def test_pages_made_to_be_slow():
    """Megabytes of one thing over and over end like any other page."""
    for piece in (
        b"<input ",
        b"<meta http-equiv=refresh ",
        b"<!--",
        b"<script>location",
        b"location=",
    ):
        page = piece * 300_000
        assert move_of(page, None) is None
        move_of(page[:16_000], None)
        away(BASE, BASE.join("/?id=1"), page)
        ends(page)


@given(st.text(max_size=40))
def test_any_retry_after(text):
    """Seconds, or nothing."""
    seconds = retry_after(text)
    assert seconds is None or seconds >= 0


@given(st.ip_addresses())
def test_an_ipv4_address_inside_an_ipv6_one_is_judged_as_itself(address):
    """Mapped and NAT64 forms are as public as what they carry."""
    if address.version == 4:
        assert (
            is_public(f"::ffff:{address}")
            == is_public(str(address))
            == is_public(f"64:ff9b::{address}")
        )
