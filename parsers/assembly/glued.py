"""Labels and figures glued without any separator: 信息内容本年制发件数… and 规章000.

A glued row is cut only where one reading is possible: the header has as many columns as there are
digits behind the row's label, and all but the last are 0, for no figure begins with 0. 102 under
three columns may be 1, 0, 2 or 10, 2 and a blank, so such digits stay together and are told.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from parsers.model import Cell, Paragraph
from parsers.normal import squeeze
from parsers.vocab import load, tables

_BLANK = re.compile(r"[\s|]")
_DIGITS = re.compile(r"^(?P<label>\D+?)(?P<digits>\d+)$")


@lru_cache
def _column_pattern() -> re.Pattern[str]:
    words = {squeeze(c.zh) for t in tables() for c in t.columns}
    words |= {squeeze(n) for t in tables() for n in load(t.code).get("notes", ())}
    return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))


@lru_cache
def _row_labels() -> frozenset[str]:
    return frozenset(
        squeeze(text) for t in tables() for r in t.rows for text in (r.zh, *r.variants)
    )


def split_header(text: str) -> list[str]:
    """Cut a text that consists of column labels only, else give an empty list.

    >>> split_header("信息内容本年制发件数本年废止件数现行有效件数")
    ['信息内容', '本年制发件数', '本年废止件数', '现行有效件数']
    """
    parts = _column_pattern().findall(text)
    if len(parts) < 2 or _BLANK.search(text.strip()):
        return []
    plain = squeeze(text)
    parts = _column_pattern().findall(plain)
    return parts if len(parts) > 1 and "".join(parts) == plain else []


def split_row(text: str, columns: int) -> list[str]:
    """Cut a row label from the digits behind it, and those where one reading is possible.

    Returns:
        Label and figures; label and all digits where they have more readings; else nothing.

    >>> split_row("规章005", 3), split_row("规章102", 3), split_row("规章 8 18", 3)
    (['规章', '0', '0', '5'], ['规章', '102'], [])
    """
    if _BLANK.search(text.strip()):
        return []  # separated after all: the digits are figures of their own
    match = _DIGITS.match(squeeze(text))
    if match is None or match.group("label") not in _row_labels():
        return []
    label, digits = match.group("label", "digits")
    if len(digits) == columns and not digits[:-1].strip("0"):
        return [label, *digits]
    return [label, digits]


def glued_rows(paragraphs: Sequence[Paragraph]) -> tuple[list[list[Cell]], int]:
    """Give the rows of a glued table that begins with its header, and how many lines they took."""
    rows: list[list[Cell]] = []
    columns = 0
    for paragraph in paragraphs:
        header = split_header(paragraph.text)
        parts = header or (split_row(paragraph.text, columns) if columns else [])
        if not parts:
            break
        if header:
            columns = len(header) - 1
        rows.append([Cell(part, part, line=paragraph.line) for part in parts])
    return (rows, len(rows)) if len(rows) > 1 else ([], 0)
