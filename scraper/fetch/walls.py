"""Pages in the place of the one that was asked for: checks, bans, logins, errors sent as pages.

They are told by status, headers and marks, and left alone: nothing here solves or passes a check. Words
count only on pages so short that a report or list cannot be meant; what such a page is for certain, the
stages of reading say later (``scraper.reading.refusals``, which has the same words).
"""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

from parsers.vocab import load
from scraper.decode import decode_bytes
from scraper.exchange import Exchange
from scraper.fetch.looks import Looks, looks_of

HOLD = 3600.0  # seconds for which a host with a wall is left alone
_CODES = {"blocked": "F.BLOCKED", "login": "F.LOGIN", "soft_404": "F.SOFT_404"}
_OK, _UNAUTHORIZED = 200, 401
_SCRIPT = re.compile(rb"<script\b", re.IGNORECASE)


class Wall(NamedTuple):
    """What stands in the place of a page.

    Attributes:
        product: Whose check it is; "" for what is no product's.
        code: F.BLOCKED, F.LOGIN or F.SOFT_404.
        reason: In words.
        certain: Whether it stands before all of the host's pages.
        passing: Whether it goes away by itself.
    """

    product: str
    code: str
    reason: str
    certain: bool = False
    passing: bool = False


def wall(exchange: Exchange) -> Wall | None:
    """Tell what stands in the place of the page that was asked for, or None.

    Args:
        exchange: The answer, of any status; its body may be cut.
    """
    if exchange.status == _UNAUTHORIZED:
        return Wall("", "F.LOGIN", "the server asks for an account (HTTP 401)")
    product = _product(exchange)
    if product is not None:
        reason = f"a check stands before the page ({product or f'HTTP {exchange.status}'})"
        return Wall(product or "unknown", "F.BLOCKED", reason, certain=True)
    if exchange.status == _OK and _is_stub(exchange.data):
        return Wall("script stub", "F.BLOCKED", "one script stands in the place of the page")
    return _told_in_words(exchange)


def _product(exchange: Exchange) -> str | None:
    """Give the product whose check an answer is, "" for an unknown one, None for no check."""
    table = _table()
    if len(exchange.data) > table["any"]["largest"] and exchange.status == _OK:
        return None
    text = exchange.data[: table["any"]["largest"]].decode("latin-1")
    bare = not any(tag in text.lower() for tag in table["any"]["content"])
    for kind in table["wall"]:
        if bare and any(mark in text for mark in kind["marks"]):
            return str(kind["product"])
        if exchange.status in kind["statuses"] and _is_signed(kind, exchange):
            return str(kind["product"])
    return "" if exchange.status in table["any"]["statuses"] else None


def _is_signed(kind: dict[str, Any], exchange: Exchange) -> bool:
    """Say whether the headers of an answer bear a cookie or a header of a product."""
    told = [(name.lower(), value) for name, value in exchange.headers]
    cookies = [value.lstrip() for name, value in told if name == "set-cookie"]
    named = any(c.startswith(name) for c in cookies for name in kind.get("cookies", ()))
    return named or any(name in kind.get("headers", ()) for name, _ in told)


def _is_stub(data: bytes) -> bool:
    stub = _table()["stub"]
    if not 0 < len(data) <= stub["largest"] or len(_SCRIPT.findall(data)) != 1:
        return False
    text = data.decode("latin-1")
    return not any(tag in text.lower() for tag in stub["forbidden"]) and not looks_of(text).text


def _told_in_words(exchange: Exchange) -> Wall | None:
    """Tell a page by its words; a login must have a field for the password as well."""
    if not exchange.data or len(exchange.data) > _table()["words"]["largest"]:
        return None
    if exchange.data[:1] not in (b"<", b"\xef", b"\r", b"\n", b" ", b"\t"):
        return None  # JSON and files: their words are data
    markup = decode_bytes(exchange.data, content_type=exchange.header("Content-Type")).text
    looks = looks_of(markup)
    for kind in load("refusals")["kinds"]:
        word = _word(kind["words"], looks)
        if word and all(any(mark in markup for mark in kind[m]) for m in ("markup",) if m in kind):
            reason = f"{kind['reason']} ({word})"
            return Wall("", _CODES[kind["kind"]], reason, passing=kind.get("passing", False))
    return None


def _word(words: list[str], looks: Looks) -> str | None:
    limits = _table()["words"]
    if len(looks.text) > load("refusals")["short_page"]:
        return None
    short = len(looks.text) <= limits["text"] and looks.tags["a"] <= limits["links"]
    where = looks.title + looks.text if short else looks.title
    return next((word for word in words if word.replace(" ", "") in where), None)


@lru_cache
def _table() -> dict[str, Any]:
    return tomllib.loads(files("scraper.fetch").joinpath("walls.toml").read_text("utf-8"))
