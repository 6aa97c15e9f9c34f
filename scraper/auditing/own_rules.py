"""A user's own rules, from a file of the same shape as the program's own (docs/own-rules.md)."""

from __future__ import annotations

import tomllib
from pathlib import Path

from parsers.audit import Book, audit_book
from parsers.errors import VocabError
from scraper.errors import UsageError


def read_book(path: Path | None) -> Book:
    """Give the rules of the program, and those of a file behind them.

    Args:
        path: A TOML file with one ``[[rules]]`` table a rule; None for the program's own alone.

    Raises:
        UsageError: It cannot be read, or one of its entries is no rule; the reason names the entry.
    """
    book = audit_book()
    if path is None:
        return book
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(f"{path}: {error}") from error
    entries = told.get("rules")
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise UsageError(f"{path}: there is no [[rules]] table")
    for number, entry in enumerate(entries, start=1):
        try:
            book = book.with_own([entry])
        except VocabError as error:
            raise UsageError(f"{path}, rule {number}: {error.reason}") from error
    return book
