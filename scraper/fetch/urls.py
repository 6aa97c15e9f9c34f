"""Addresses of the web as they are asked: checked, and joined as a browser joins them.

Sources: the URL standard (WHATWG), 4.3 and 4.4, for hosts that are numbers; RFC 9110, 10.2.2, for
Location; RFC 6761, 6.3, for names below ``localhost``.
"""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from functools import lru_cache
from urllib.parse import quote_from_bytes, urlsplit

import httpx

from scraper.fetch.addresses import is_loopback
from scraper.fetch.faults import failure

MAX_PORT = 65_535
DEFAULT_PORTS = {"http": 80, "https": 443}
_NAME = re.compile(rb"[0-9A-Za-z_-]{1,63}(?:\.[0-9A-Za-z_-]{1,63}){0,126}\.?")  # RFC 1035, 2.3.4
_DOTS = str.maketrans("\u3002\uff0e\uff61", "...")  # RFC 3490, 3.1
_NUMBER = re.compile(r"\d+|0[xX][0-9a-fA-F]*")
_NOWHERE = re.compile(r"(?:https?:[/\\]*)?", re.IGNORECASE)
# What a browser leaves as it is in the bytes of a Location; all else is written as %XX.
_AS_IS = "!#$%&'()*+,/:;=?@[]~\\"
# Labels below which a registry of a country gives names away: gov.cn, com.cn, zj.cn.
_SECOND_LEVEL = re.compile(r"(?:gov|com|org|net|edu|ac|mil|[a-z]{2})\Z")


@lru_cache(maxsize=2048)  # one request asks for its own address several times over
def parse(url: str) -> httpx.URL:
    """Read an address of the web; fragment, user name and password are taken off.

    Raises:
        FetchError: F.BAD_URL; F.PRIVATE_ADDRESS for a host that is written as a number in a way that
            only hides where it leads.
    """
    try:
        _refuse_disguised(_host(url), url)
        parsed = httpx.URL(url.strip())
    except (httpx.InvalidURL, ValueError, TypeError) as error:
        raise failure("bad-url", f"not a web address ({error})", url=url) from error
    if parsed.scheme not in DEFAULT_PORTS or not parsed.host:
        raise failure("bad-url", "not an address of the web (http or https)", url=url)
    if not (_NAME.fullmatch(parsed.raw_host) or ":" in parsed.host):
        raise failure("bad-url", f"{parsed.host} is no name of a host", url=url)
    if parsed.port is not None and not 0 < parsed.port <= MAX_PORT:
        raise failure("bad-url", f"there is no port {parsed.port}", url=url)
    return parsed.copy_with(fragment=None, username=None, password=None)


def _host(url: str) -> str:
    """Give the host as it is written, not yet put into ASCII."""
    return urlsplit(url.strip().replace("\\", "/")).hostname or ""


def _refuse_disguised(host: str, url: str) -> None:
    """Refuse 2130706433, 0x7f.1, 127.1 and digits that are not ASCII: resolvers take them."""
    plain = unicodedata.normalize("NFKC", host).translate(_DOTS).rstrip(".")
    if not _NUMBER.fullmatch(plain.rpartition(".")[2]):
        return
    try:
        canonical = str(ipaddress.IPv4Address(plain))
    except ValueError:
        canonical = ""
    if canonical != host:
        raise failure("address", f"{host} hides an address behind a number", url=url)


def host_key(url: str | httpx.URL) -> str:
    """Give ``host:port`` in lower case: the unit of politeness and of connections.

    >>> host_key("HTTP://Www.X.gov.cn/a?b"), host_key("https://x:8443/")
    ('www.x.gov.cn:80', 'x:8443')
    """
    parsed = parse(url) if isinstance(url, str) else url
    return f"{parsed.host.lower()}:{parsed.port or DEFAULT_PORTS[parsed.scheme]}"


def names_loopback(url: httpx.URL) -> bool:
    """Say whether an address itself names this machine, as a number or as ``localhost``."""
    if f".{url.host.rstrip('.')}".endswith(".localhost"):
        return True
    try:
        return is_loopback(url.host)
    except ValueError:
        return False  # a name; names of the web never lead to this machine


def site_of(url: httpx.URL) -> str:
    """Give the part of a host's name that one body registers; a number is its own site.

    >>> site_of(httpx.URL("http://xxgk.rugao.gov.cn/")), site_of(httpx.URL("http://www.x.com/"))
    ('rugao.gov.cn', 'x.com')
    """
    labels = url.host.lower().rstrip(".").split(".")
    if _NUMBER.fullmatch(labels[-1]) or ":" in url.host:
        return url.host
    short = len(labels[-1]) == 2 and len(labels) > 2 and _SECOND_LEVEL.match(labels[-2])
    return ".".join(labels[-3:] if short else labels[-2:])


def located(base: httpx.URL, location: bytes) -> httpx.URL:
    """Give where a Location leads: bytes stay the bytes they are, a backslash is a slash.

    Raises:
        FetchError: F.BAD_URL, fault ``redirect-target``; F.PRIVATE_ADDRESS.
    """
    text = quote_from_bytes(location.strip(b" \t\r\n\x0c"), safe=_AS_IS)
    path, mark, rest = text.partition("?")
    return joined(base, path.replace("\\", "/") + mark + rest)


def joined(base: httpx.URL, target: str) -> httpx.URL:
    """Join an address found in an answer to that answer's own; raises as :func:`located` does."""
    if _NOWHERE.fullmatch(target.strip()):
        raise failure("redirect-target", "the redirect says no address", url=str(base))
    try:
        found = str(base.join(target))
    except (httpx.InvalidURL, ValueError) as error:
        reason = f"the redirect leads to no web address ({error})"
        raise failure("redirect-target", reason, url=str(base)) from error
    try:
        return parse(found)
    except Exception as error:
        if getattr(error, "fault", "") != "bad-url":
            raise
        reason = f"the redirect leads to no web address ({found})"
        raise failure("redirect-target", reason, url=str(base)) from error
