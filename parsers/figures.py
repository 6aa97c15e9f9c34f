"""The text of a cell to a figure: a value, or a decided reason why there is none.

Nothing is guessed. What is no plain decimal number after the widths are folded is null with a
state, and text that is neither a figure nor a known mark is ``unreadable``.

Source: the cell forms counted on real pages (`251000元`, `增加5`, `22（其中修订16件）`, `0/0`) and the
number traps of Python (`int("1_000")`, `float("3e2")`, `"²".isdigit()`).
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from parsers.vocab import load

Value = int | float

# Only the full-width forms of ASCII are folded: NFKC would turn a footnote mark ² into a figure.
_WIDTHS = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_WIDTHS |= {0x3000: 0x20, 0xA0: 0x20, 0x2212: 0x2D, 0x3002: 0x2E}
_PLAIN = re.compile(r"[+-]?\d+(?:\.\d+)?\Z", re.ASCII)
_GROUPED = re.compile(r"[+-]?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?\Z", re.ASCII)
_SPACED = re.compile(r"[+-]?[1-9]\d{0,2}(?: \d{3})+(?:\.\d+)?\Z", re.ASCII)
_NUMBER_HEAD = re.compile(r"([+-]?(?:[1-9]\d{0,2}(?:,\d{3})+|\d+)(?:\.\d+)?) ?", re.ASCII)
_NOTE = re.compile(r"\([^()]*\)\Z")
_SPLIT_DIGITS = re.compile(r"[+-]?[\d,.]+(?:\n[\d,.]+)+\Z", re.ASCII)
_BETWEEN = re.compile(r"[,. \n]")
# Digits that a JSON number keeps exactly in every reader (RFC 8259, 6); no report counts so far.
MAX_DIGITS = 15
_LONG = re.compile(rf"\d{{{MAX_DIGITS + 1}}}", re.ASCII)
_END_MARKS = ".;,\u3001"
_UNIT = "\u5355\u4f4d"  # 单位


class Figure(NamedTuple):
    """What a cell says."""

    value: Value | None
    state: str  # a State of the record
    note: str = ""  # "split_lines" where digits were joined over line breaks


class Expected(NamedTuple):
    """What kind of figure a column asks for."""

    unit: str = ""  # "元" or "万元" for money, else a count
    signed: bool = False  # the column of changes, where words give the sign

    @property
    def yuan(self) -> int | None:
        """Worth of the column's unit in yuan; None for counts."""
        worth = _words()["money_units"].get(self.unit)
        return None if worth is None else int(worth)


BLANK = Figure(None, "blank")
UNREADABLE = Figure(None, "unreadable")
COUNT = Expected()


@lru_cache(maxsize=16384)
def parse_figure(text: str, expected: Expected = COUNT) -> Figure:
    """Read the text of one cell.

    Args:
        text: The cell's repaired text; line breaks are line feeds.
        expected: The kind of figure the column asks for.

    Returns:
        A value with state ``stated`` (``recovered`` where digits were joined over lines), or null
        with ``blank``, ``dash``, ``slash``, ``word`` or ``unreadable``. Counts and integral money
        are int, other money is float; money is given in the column's unit.

    >>> parse_figure("１２"), parse_figure("—"), parse_figure("3e2")
    (Figure(value=12, state='stated', note=''), Figure(value=None, state='dash', note=''), \
Figure(value=None, state='unreadable', note=''))
    """
    plain = text.translate(_WIDTHS).strip()
    if not plain:
        return BLANK
    mark = _marks().get("".join(plain.split()))
    if mark is not None:
        return Figure(None, mark)
    if len(plain) > MAX_DIGITS and is_too_long(plain):
        return UNREADABLE
    if _SPLIT_DIGITS.match(plain):
        joined = _number("".join(plain.split("\n")), expected)
        return UNREADABLE if joined is None else Figure(joined, "recovered", "split_lines")
    value = _number(" ".join(plain.split()), expected)
    beyond = value is None or abs(value) >= 10**MAX_DIGITS
    return UNREADABLE if beyond else Figure(value, "stated")


def is_too_long(text: str) -> bool:
    """Say whether a number in a text has more digits than are kept exactly.

    >>> is_too_long("1,234.50"), is_too_long("9" * 16)
    (False, True)
    """
    return _LONG.search(_BETWEEN.sub("", text)) is not None


def _number(text: str, expected: Expected) -> Value | None:
    """Give the value of text without marks, or None where it is no figure."""
    body = text[:-1].rstrip() if text[-1] in _END_MARKS and len(text) > 1 else text
    if _SPACED.match(body):
        body = body.replace(" ", "")
    if _PLAIN.match(body) or _GROUPED.match(body):
        return to_number(Decimal(body.replace(",", "")))
    if expected.signed:
        change = _change(body)
        if change is not None:
            return change
    without_note = _NOTE.sub("", body).rstrip()
    if without_note and without_note != body:
        note = body[len(without_note) :]
        return None if _doubts(note, expected) else _number(without_note, expected)
    return _with_unit(body, expected)


def _doubts(note: str, expected: Expected) -> bool:
    """Say whether a note in brackets speaks of another unit than the column's, or of another year."""
    words = _words()
    inner = note.strip("( )").rpartition(":")[2].strip().removeprefix(_UNIT)
    worth = words["money_units"].get(inner)
    return inner in words["doubts"] or (worth is not None and worth != expected.yuan)


def _with_unit(body: str, expected: Expected) -> Value | None:
    head = _NUMBER_HEAD.match(body)
    if head is None:
        return _chinese(body)
    number = Decimal(head.group(1).replace(",", ""))
    unit = body[head.end() :].strip().replace(" ", "")
    factor = _unit_factor(unit, expected)
    if factor is None and number == 0 and _is_unit(unit):
        return 0  # nothing is nothing in any unit
    return None if factor is None else to_number(number * factor)


def _is_unit(unit: str) -> bool:
    words = _words()
    return unit in words["count_units"] or unit in words["money_units"]


def _unit_factor(unit: str, expected: Expected) -> Decimal | None:
    """Give what a number in ``unit`` is multiplied by to stand in the column's unit."""
    words = _words()
    if expected.yuan is not None:
        worth = words["money_units"].get(unit)
        return None if worth is None else Decimal(worth) / expected.yuan
    factor = Decimal(1)
    for sign, size in words["magnitudes"].items():
        if unit.startswith(sign):
            unit, factor = unit[len(sign) :], Decimal(size)
            break
    return factor if unit in words["count_units"] or (not unit and factor != 1) else None


def _change(body: str) -> Value | None:
    """Read the words of the column of changes: more is positive, fewer is negative."""
    words = _words()
    if body in words["unchanged"]:
        return 0
    for sign, names in ((1, words["increase"]), (-1, words["decrease"])):
        for name in names:
            if body.startswith(name):
                rest = _number_or_none(body[len(name) :].strip())
                return None if rest is None else sign * rest
    return None


def _number_or_none(text: str) -> Value | None:
    return _number(text, COUNT) if text and text[0] not in "+-" else None


def _chinese(body: str) -> Value | None:
    """Read a number written only in Chinese numerals, with or without a unit of counting."""
    words = _words()
    for unit in sorted(words["count_units"], key=len, reverse=True):
        if body.endswith(unit) and len(body) > len(unit):
            body = body[: -len(unit)]
            break
    if not body or any(letter not in words["numerals"] for letter in body):
        return None
    return chinese_number(body)


def chinese_number(text: str) -> Value | None:
    """Give the value of Chinese numerals, or None where they are no well-formed number.

    >>> chinese_number("十二"), chinese_number("百"), chinese_number("两")
    (12, None, 2)
    """
    import cn2an

    try:
        value = cn2an.cn2an(text, "smart")
    except ValueError:
        return None
    return None if value >= 10**MAX_DIGITS else to_number(Decimal(str(value)))


def to_number(value: Decimal) -> Value:
    """Give an int where the value is integral, else a float with the same digits."""
    return int(value) if value == value.to_integral_value() else float(value)


@lru_cache
def _words() -> dict[str, Any]:
    return load("values")


@lru_cache
def _marks() -> dict[str, str]:
    """Give the state of every mark that stands for no figure, keyed by its folded text."""
    words = _words()
    return {
        token.translate(_WIDTHS): state
        for state in ("dash", "slash", "word")
        for token in words[state]
    }
