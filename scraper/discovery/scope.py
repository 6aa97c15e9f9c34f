"""Which addresses belong to a site."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from scraper.urls import authority

# Under these the third label is the owner's: www.x.gov.cn belongs to x.gov.cn.
_SECOND = frozenset({"gov", "com", "org", "net", "edu", "ac", "mil"})
_LABELS = 2


def owner(url: str) -> str:
    """Give the domain that an owner registers, or host and port where the host is an address.

    >>> owner("http://www.x.gov.cn/a"), owner("http://xx.y.zj.gov.cn/"), owner("http://127.0.3.7:80/")
    ('x.gov.cn', 'zj.gov.cn', '127.0.3.7')
    """
    host = (urlsplit(url).hostname or "").rstrip(".")
    try:
        ipaddress.ip_address(host)
    except ValueError:
        labels = host.split(".")
        second = labels[-2] if len(labels) > _LABELS else ""
        size = _LABELS + 1 if labels[-1] == "cn" and second in _SECOND else _LABELS
        name = ".".join(labels[-size:])
        port = authority(url).partition(":")[2]
        return f"{name}:{port}" if port else name
    return authority(url)


def belongs(url: str, home: str) -> bool:
    """Say whether an address is of the same owner as a site's home."""
    return owner(url) == owner(home)


def in_reach(url: str, page: str, home: str) -> bool:
    """Say whether an address belongs to a site, or to the government's host its home has moved to.

    >>> moved = "http://www.new.gov.cn/"
    >>> in_reach("http://www.new.gov.cn/nb/", moved, "http://www.old.gov.cn/")
    True
    >>> in_reach("http://casino.cn/nb/", "http://casino.cn/", "http://www.old.gov.cn/")
    False
    """
    return belongs(url, home) or (is_official(url) and belongs(url, page))


def is_official(url: str) -> bool:
    """Say whether a host is of the government's own domain."""
    host = urlsplit(url).hostname or ""
    return host == "gov.cn" or host.endswith(".gov.cn")
