"""The tables of the repairs, loaded once."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Any, NamedTuple


class Repair(NamedTuple):
    """A repair that can be made, in words."""

    code: str
    title: str
    title_zh: str
    finding: str | None


@lru_cache
def load_tables() -> dict[str, Any]:
    """Give the parsed table file; it must not be changed."""
    text = files("scraper.repair").joinpath("tables.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def repairs() -> tuple[Repair, ...]:
    """Give every repair in the order in which they are made."""
    return tuple(
        Repair(entry["code"], entry["title"], entry["title_zh"], entry["finding"] or None)
        for entry in load_tables()["repairs"]
    )
