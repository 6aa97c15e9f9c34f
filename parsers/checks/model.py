"""Rules and what comes of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

Value = int | float
Cells = Mapping[str, Value | None]


class Term(NamedTuple):
    """A cell of a rule with its sign on the left side of ``left - right``."""

    sign: int
    key: str


class Instance(NamedTuple):
    """A rule for one row, column, block or document."""

    rule: str
    name: str  # code of the row or column it is about
    left: tuple[str, ...]
    right: tuple[str, ...]
    op: str  # "==" | "<=" | ">="


class Outcome(NamedTuple):
    """What a rule instance says of a report."""

    instance: Instance
    status: str  # "passed" | "failed" | "undecided" | "passed_with_blanks"
    left: Value
    right: Value


class RuleUse(NamedTuple):
    """A rule that used a cell, for explanation."""

    rule: str
    formula_zh: str
    formula_en: str
    basis: str
    status: str
    terms: tuple[tuple[str, str, Value | None], ...]  # ("+" | "-" , key, value), left side first
    op: str
