"""The words of the pages."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib.resources import files


@lru_cache
def words(lang: str) -> dict[str, str]:
    """Give the words of a language, ``zh`` or ``en``."""
    text = files("scraper.pages").joinpath("words.toml").read_text("utf-8")
    found: dict[str, str] = tomllib.loads(text)[lang]
    return found
