"""When two addresses are one request.

Only what cannot change the answer is evened out: letter case of scheme and host, the default port,
the fragment, the case of percent escapes, dot segments, session ids and the marks of visitor
counters. Bytes of a query are never decoded and coded again: many old systems take GBK there.
Source: RFC 3986, section 6.2.2; U4-U6 of the faults in docs/faults.md.
"""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit, urlunsplit

_ESCAPE = re.compile(r"%[0-9a-fA-F]{2}")
# Dots may be escaped in a segment that is nothing else; in a name they stay as they are.
_DOTS = {"%2e": ".", "%2e%2e": "..", ".%2e": "..", "%2e.": ".."}
# What a browser escapes in a path, always as UTF-8; a query goes out in the page's own encoding.
_RAW = re.compile(r"[^\x21-\x7e]|[\"<>`{}]")
_SESSION = re.compile(r";jsessionid=[^/?#;]*", re.IGNORECASE)
_COUNTERS = re.compile(
    r"(?:^|&)(?:utm_[a-z]+|spm|from_wecom|jsessionid|phpsessid|sid_?session|aspsessionid\w*)=[^&]*",
    re.IGNORECASE,
)
_DEFAULT = {"http": 80, "https": 443}


def normal_url(url: str) -> str:
    """Give the key under which an address is asked once; the address itself stays as it was.

    >>> normal_url("HTTP://WWW.X.gov.cn:80/a/../b;jsessionid=1F?q=%e4#top")
    'http://www.x.gov.cn/b?q=%E4'
    """
    parts = urlsplit(url.strip())
    scheme = parts.scheme.lower()
    path = _escaped(_without_dots(_SESSION.sub("", parts.path))) or "/"
    query = _COUNTERS.sub("", parts.query).removeprefix("&")
    return urlunsplit((scheme, authority(url), _upper(path), _upper(query), ""))


def authority(url: str) -> str:
    """Give host and port (RFC 3986, 3.2) in small letters, without the port that the scheme implies.

    >>> authority("https://WWW.X.gov.cn:443/a"), authority("http://127.0.3.7:8080/")
    ('www.x.gov.cn', '127.0.3.7:8080')
    """
    parts = urlsplit(url.strip())
    host = (parts.hostname or "").rstrip(".")
    name = f"[{host}]" if ":" in host else host
    try:
        port = parts.port
    except ValueError:
        port = None
    return name if port in (None, _DEFAULT.get(parts.scheme.lower())) else f"{name}:{port}"


def _upper(text: str) -> str:
    return _ESCAPE.sub(lambda found: found[0].upper(), text)


def _escaped(path: str) -> str:
    """Escape what a path should not hold bare, so that both spellings are one address."""
    return _RAW.sub(lambda found: quote(found[0], safe="", errors="replace"), path)


def _without_dots(path: str) -> str:
    """Resolve ``.`` and ``..`` in a path; empty segments stay, some systems mean them."""
    if "/." not in path and "/%2" not in path:
        return path
    kept: list[str] = []
    segments = [_DOTS.get(segment.lower(), segment) for segment in path.split("/")]
    for segment in segments:
        if segment == "..":
            del kept[max(1, len(kept) - 1) :]
        elif segment != ".":
            kept.append(segment)
    if segments[-1] in (".", ".."):
        kept.append("")
    return "/".join(kept)
