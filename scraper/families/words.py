"""The words and signs by which lists and columns of annual reports are told."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Any


@lru_cache
def words() -> dict[str, Any]:
    """Give the table of words (``words.toml``)."""
    return tomllib.loads(files("scraper.families").joinpath("words.toml").read_text("utf-8"))
