"""Redirects that a page itself makes, and pages that are not the one asked for.

Sources: the HTML standard, 4.2.5.3 (refresh); the scripts by which sites of bodies send a visitor
on, which assign one literal address and do nothing else.
"""

from __future__ import annotations

import html
import re
from typing import NamedTuple

import httpx

from scraper.decode import decode_bytes
from scraper.fetch.urls import site_of

LARGEST = 16_384  # bytes of a page that only sends on
FEW_LETTERS = 200  # of text that such a page may show
LONGEST_WAIT = 30.0  # seconds; a page that reloads later is meant to be read

_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_UNREAD = re.compile(r"<(script|style|title|noscript)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_NOSCRIPT = re.compile(r"<(script|noscript)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")
_META = re.compile(r"<meta\b[^>]*\bhttp-equiv\s*=\s*[\"']?\s*refresh\b[^>]*>", re.IGNORECASE)
_CONTENT = re.compile(r"\bcontent\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s>]+)", re.IGNORECASE)
_REFRESH = re.compile(
    r"\s*(\d+(?:\.\d*)?|\.\d+)\s*[;,]?\s*(?:url\s*=\s*)?[\"']?\s*([^\"']*?)\s*[\"']?\s*\Z",
    re.IGNORECASE | re.ASCII,
)
_SCRIPT = re.compile(r"<script\b[^>]*>(.*?)</script\s*>", re.DOTALL | re.IGNORECASE)
_MOVES = re.compile(
    r"\blocation\b\s*(?:\.\s*href\s*)?=(?!=)|\blocation\s*\.\s*(?:replace|assign)\s*\("
)
_LITERAL = re.compile(
    r"\blocation\b\s*(?:(?:\.\s*href\s*)?=\s*|\.\s*(?:replace|assign)\s*\(\s*)"
    r"(\"[^\"\\]*\"|'[^'\\]*')\s*\)?\s*(?:;|\}|\Z|\n|//)"
)
_LOGIN = re.compile(
    r"(?:^|[/_.-])(?:login|passport|sso|cas|signin|sign-in)(?:$|[/_.?-])", re.IGNORECASE
)
_HOME = re.compile(r"/(?:(?:index|default|main)\.\w+)?\Z", re.IGNORECASE)
_PASSWORD = re.compile(rb"<input\b[^>]{0,300}\btype\s*=\s*[\"']?password", re.IGNORECASE)


class Move(NamedTuple):
    """Where a page sends its reader; ``target`` is None where only its script knows."""

    target: str | None


def move_of(data: bytes, content_type: str | None) -> Move | None:
    """Say where a page sends on that does nothing else, or None."""
    head = data[:LARGEST].lower()
    if len(data) > LARGEST or not (b"refresh" in head or b"location" in head):
        return None
    text = _COMMENT.sub("", decode_bytes(data, content_type=content_type).text)
    if len("".join(_TAG.sub("", _UNREAD.sub("", text)).split())) > FEW_LETTERS:
        return None
    target = refresh_of(text)
    return Move(target) if target is not None else _scripted(text)


def refresh_of(text: str) -> str | None:
    """Give the address of a refresh that comes soon and leads elsewhere.

    >>> refresh_of('<meta http-equiv="refresh" content="0; URL=index.html">')
    'index.html'
    """
    found = _META.search(_NOSCRIPT.sub("", _COMMENT.sub("", text)))
    content = _CONTENT.search(found.group()) if found else None
    if content is None:
        return None
    parts = _REFRESH.match(html.unescape(content.group(1).strip("\"'")))
    if parts is None or not parts.group(2) or float(parts.group(1)) > LONGEST_WAIT:
        return None
    return parts.group(2)


def _scripted(text: str) -> Move | None:
    scripts = "\n".join(_SCRIPT.findall(text))
    moves = _MOVES.findall(scripts)
    if not moves:
        return None
    literal = _LITERAL.search(scripts)
    # A script that sets a cookie first asks the visitor to prove something; it is not played.
    if literal is None or len(moves) > 1 or "cookie" in scripts:
        return Move(None)
    return Move(literal.group(1)[1:-1])


def away(asked: httpx.URL, final: httpx.URL, data: bytes) -> tuple[str, ...]:
    """Give the flags of a redirect that leads to another site, to a home page or to a login."""
    flags: list[str] = []
    if site_of(asked) != site_of(final):
        flags.append("off-site")
    home = bool(_HOME.search(final.path)) and final.path.count("/") < asked.path.count("/")
    login = bool(_LOGIN.search(final.path)) and not _LOGIN.search(asked.path)
    if login or (home and not final.query) or (home and _PASSWORD.search(data)):
        flags.append("redirected-away")
    return tuple(flags)
