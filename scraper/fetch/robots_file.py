"""The text of a robots.txt: which lines are rules, and which addresses they mean.

protego judges the rules; here its input is brought into the form that RFC 9309 compares.
"""

from __future__ import annotations

import math
import re
from urllib.parse import quote

from protego import Protego

AGENT = "gongkai"
LARGEST = 500 * 1024  # bytes that are read
_NEVER = 10**9  # seconds
_LINE_END = re.compile(rb"\r\n|\n|\r")
# A group is for a product token, whatever stands behind it (RFC 9309, 2.2.1).
_AGENT_LINE = re.compile(r"\s*(?:user-agent|useragent|user agent)\s*:\s*([^\s/]+)", re.IGNORECASE)
# A line that is no rule ends no group (RFC 9309, 2.2.4); misspelt rules are left to protego.
_UNKNOWN = re.compile(r"(?!user|d|allow|crawl|request|visit|site|host)[\w-]+\s*:", re.IGNORECASE)
_ASCII_SAFE = "".join(map(chr, range(33, 127)))


def may_fetch(data: bytes, url: str, agent: str = AGENT) -> bool:
    r"""Say whether a robots.txt lets a program ask for an address.

    >>> may_fetch(b"User-agent: *\nDisallow: /a", "http://x.gov.cn/a.html")
    False
    """
    return bool(Protego.parse(robots_text(data)).can_fetch(url, agent))


def robots_text(data: bytes) -> str:
    """Give the rules of a robots.txt with every byte beyond ASCII as %XX (RFC 9309, 2.2.2).

    A line that is not UTF-8 is given twice, as its bytes and as the UTF-8 of what it says in GBK, since
    the pages of such a site may be linked in either way.
    """
    head = data[:LARGEST].removeprefix(b"\xef\xbb\xbf")
    if len(data) > LARGEST:
        head = head[: head.rfind(b"\n") + 1]
    return "\n".join(line for raw in _LINE_END.split(head) for line in _ascii(raw))


def _ascii(raw: bytes) -> list[str]:
    line = raw.partition(b"#")[0].strip()
    text = line.decode("utf-8", "replace")
    agent = _AGENT_LINE.match(text)
    if agent is not None:
        return [f"User-agent: {agent.group(1)}"]
    if _UNKNOWN.match(text):
        return []
    ways = [line]
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        ways.append(line.decode("gb18030", "replace").encode("utf-8"))
    return [" ".join(quote(way, safe=_ASCII_SAFE + " \t").split()) for way in ways]


def crawl_delay(parsed: Protego) -> float | None:
    """Give the seconds between two requests that a site wishes, from Crawl-delay or Request-rate."""
    delay, rate = parsed.crawl_delay(AGENT), parsed.request_rate(AGENT)
    wishes = [float(delay)] if delay is not None else []
    if rate is not None and rate.requests:
        # An integer of any length may stand there; the division would not take it.
        wishes.append(min(rate.seconds, _NEVER) / min(rate.requests, _NEVER))
    return max((wish for wish in wishes if math.isfinite(wish) and wish >= 0), default=None)
