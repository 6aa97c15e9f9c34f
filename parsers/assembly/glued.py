"""Labels and figures glued without any separator: 信息内容本年制发件数… and 规章000.

A glued row is cut only where one reading is possible, blanks counted in: no figure but 0 begins with
0, so 0012 under three columns is 0, 0, 12 and nothing else. 102 may be 1, 0, 2 or 10, 2 and a blank;
table 2 has no sums to ask, so such digits stay together and are told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice

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

    >>> split_row("规章0012", 3), split_row("规章102", 3), split_row("规章 8 18", 3)
    (['规章', '0', '0', '12'], ['规章', '102'], [])
    """
    if _BLANK.search(text.strip()):
        return []  # separated after all: the digits are figures of their own
    match = _DIGITS.match(squeeze(text))
    if match is None or match.group("label") not in _row_labels():
        return []
    label, digits = match.group("label", "digits")
    readings = list(islice(_readings(digits, columns), 2))
    if len(readings) == 1 and len(readings[0]) == columns:
        return [label, *readings[0]]
    return [label, digits]


def _readings(digits: str, columns: int) -> Iterator[list[str]]:
    """Give every way to cut digits into figures of at most so many columns; the rest are blanks.

    >>> list(_readings("102", 2))
    [['10', '2'], ['102']]
    """
    if not digits:
        yield []
    elif columns:
        sizes = (1,) if digits[0] == "0" else range(1, len(digits) + 1)
        for size in sizes:
            for rest in _readings(digits[size:], columns - 1):
                yield [digits[:size], *rest]


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
