"""Checks before a site's pages, told by status, headers and marks in the page."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

from scraper.exchange import Headers

HOLD = 3600.0  # seconds for which a host with a wall is left alone


class Wall(NamedTuple):
    """A check that a program must not get round."""

    product: str
    reason: str


def wall(status: int, headers: Headers, data: bytes) -> Wall | None:
    """Tell whether an answer is a check in the place of a page.

    Args:
        status: Of the answer.
        headers: As received.
        data: The body, or its beginning.
    """
    table = _table()
    if len(data) > table["any"]["largest"]:
        return None
    text = data.decode("latin-1")
    told = [(name.lower(), value) for name, value in headers]
    for kind in table["wall"]:
        if _is_of(kind, status, told, text):
            return Wall(kind["product"], f"a check stands before the page ({kind['product']})")
    if status in table["any"]["statuses"]:
        return Wall("unknown", f"a check stands before the page (HTTP {status})")
    return None


def _is_of(kind: dict[str, Any], status: int, headers: list[tuple[str, str]], text: str) -> bool:
    """A mark in a short page is enough; a cookie only with the status of a check."""
    if any(mark in text for mark in kind.get("marks", ())) and _is_short(text):
        return True
    if status not in kind.get("statuses", ()):
        return False
    cookies = " ".join(value for name, value in headers if name == "set-cookie")
    names = {name for name, _ in headers}
    return any(name in cookies for name in kind.get("cookies", ())) or bool(
        names.intersection(kind.get("headers", ()))
    )


def _is_short(text: str) -> bool:
    """A check is a script and next to no markup; a page that only embeds one has a table or list."""
    return not any(tag in text.lower() for tag in ("<table", "<li", "<article"))


@lru_cache
def _table() -> dict[str, Any]:
    return tomllib.loads(files("scraper.fetch").joinpath("walls.toml").read_text("utf-8"))
