"""Rules, what they are held against, and what comes of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

from parsers.record import Statement

Value = int | float
Cells = Mapping[str, Value]
Status = Literal["passed", "failed", "undecided", "passed_with_blanks"]
Bound = Literal["exact", "least", "most"]

PROSE = "prose"  # stands for the key of a figure that the prose states


class Rule(NamedTuple):
    """A rule of the book."""

    id: str
    kind: str
    forms: frozenset[str]
    basis: str
    severity: str
    formula_zh: str
    formula_en: str
    en: str
    zh: str
    example: str
    data: dict[str, Any]  # the whole entry; what only one kind of rule has


class Facts(NamedTuple):
    """What a rule is held against: the figures of one report."""

    stated: Cells  # table/row/column -> figure, only where the cell has one
    present: Mapping[str, Value | None]  # every cell of the source, None where it has no figure
    statements: Sequence[Statement]  # a figure that is said twice stands here once
    whole: frozenset[str]  # rows of the tables that stand for their sub-rows in this report
    previous: Cells = MappingProxyType({})  # figures of the same body's report of the year before


class Instance(NamedTuple):
    """A rule for one row, column, block or document, or for one figure of the prose."""

    name: str  # code or cell that it is about; "" where it runs over nothing
    left: tuple[str, ...]
    op: str  # "==" | "<=" | ">="
    right: tuple[str, ...]
    bounded: bool = True  # every cell is zero or more: stated cells bound a sum from below


class Outcome(NamedTuple):
    """What one rule says of one place of a report."""

    rule: Rule
    instance: Instance
    status: Status
    left: Value  # the sum of the stated cells; only a bound where one is blank
    right: Value
    statement: Statement | None = None  # the figure of the prose that is checked
    bound: Bound = "exact"  # what is known of ``left`` where a statement is checked


class RuleUse(NamedTuple):
    """A rule that used a cell, for explanation."""

    rule: str
    formula_zh: str
    formula_en: str
    basis: str
    status: Status
    terms: tuple[tuple[str, str, Value | None], ...]  # ("+" | "-", key, value), left side first
    op: str
    side: Literal["left", "right"] = "left"  # where the cell asked for stands
