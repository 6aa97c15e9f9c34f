"""What a rule of each kind must say; a rule file that says something else is refused with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from parsers.errors import VocabError
from parsers.vocab import key_order, load

FIELDS = tuple("id kind forms basis severity formula_zh formula_en en zh example".split())
EVERY = ("follows", "same_cell", "explains", "back")  # what a rule of any kind may say
_ID = re.compile(r"[A-Z][A-Z0-9_]*(\.[A-Z0-9_]+)+")
_ALLOWED = {
    "severity": {"error", "warning", "info"},
    "forms": {"A0", "A", "B", "C"},
    "op": {"==", "<=", ">="},
    "levels": {"township", "county", "city_department"},
    "tables": {"proactive", "requests", "disputes", "annex"},
    "section": {"overview", "proactive", "requests", "disputes", "problems", "other"},
    "bodies": {"government", "department", "township", "other"},
}
_LISTS = frozenset(
    "forms lhs rhs cells tables any_of bodies levels items sections follows explains".split()
)
_NUMBERS = frozenset(
    "least bits years size deviations roots ratio low high step share first_year late".split()
)
_CELLS = ("lhs", "rhs", "cells", "cell", "part", "whole")


class Kind(NamedTuple):
    """A kind of rules: what it needs, what it may say, and which words its messages may use."""

    needs: tuple[str, ...]
    words: tuple[str, ...] = ()
    may: tuple[str, ...] = ()
    free: bool = True  # whether a user's own rules may be of this kind


_NAMED = ("name", "name_en")
_BEFORE = (*_NAMED, "previous")
KINDS = {
    "linear": Kind(("lhs", "op", "rhs"), (*_NAMED, "left", "right"), ("each",)),
    "across": Kind(
        ("lhs", "op", "rhs"),
        (*_BEFORE, "left", "right"),
        ("each", "items", "chain", "cause_before"),
    ),
    "same_table": Kind(("tables", "least", "bits"), (*_BEFORE, "count")),
    "outlier": Kind(("cells", "years", "size", "deviations"), _NAMED),
    "jump": Kind(("cells", "least", "roots", "ratio"), _BEFORE),
    "unit_slip": Kind(("cells", "low", "high"), _BEFORE),
    "rise": Kind(("cells", "size", "first_year"), _BEFORE),
    "share_below": Kind(("part", "whole", "size", "share"), ("whole",)),
    "share_above": Kind(("part", "whole", "size", "share"), ("whole",)),
    "ratio_above": Kind(("part", "whole", "size"), ("whole",)),
    "section_words": Kind(("section", "any_of"), (), ("bodies",)),
    "section_empty": Kind(
        ("section", "least"),
    ),
    "rules_power": Kind(("row", "levels"), (*_NAMED, "level", "level_zh")),
    "deadline": Kind(("department", "government", "late", "first_year")),
    "period": Kind((), ("year",)),
    "published_before": Kind((), ("year",)),
    "form_year": Kind(("current",), ("form", "year"), (), False),
    "shifted": Kind(("table", "least"), ("count",), (), False),
    "fee_steps": Kind(("step",)),
    "fee_start": Kind(("first_year",), ("year", "first")),
    "fee_link": Kind(("cell", "word")),
    "linear_own": Kind(("lhs", "op", "rhs"), ("left", "right"), (), False),
    "aggregate": Kind(
        ("op",), (*_NAMED, "left", "right", "count", "gaps_en", "gaps_zh"), (), False
    ),
    "reuse": Kind(("sections", "similar", "least"), (*_BEFORE, "quote", "other"), (), False),
    "reuse_other": Kind(("sections", "similar", "least"), (*_BEFORE, "quote", "other"), (), False),
    "restated": Kind((), (*_NAMED, "count", "before", "now"), (), False),
}


def refuse_wrong(entry: dict[str, Any], *, free: bool) -> None:
    """Refuse an entry that is no rule.

    Args:
        entry: A table of a rule file.
        free: It is a user's own.

    Raises:
        VocabError: The reason tells what is wrong, in words for who wrote the file.
    """
    name = entry.get("id", "a rule without id")
    for wrong in _faults(entry, free=free):
        raise VocabError(f"{name}: {wrong}", rule=name)


def _faults(entry: dict[str, Any], *, free: bool) -> Iterator[str]:
    kind = KINDS.get(entry.get("kind", ""))
    if kind is None or (free and not kind.free):
        known = ", ".join(name for name, one in KINDS.items() if one.free)
        yield f"there is no kind {entry.get('kind')!r} of rules; kinds are {known}"
        return
    yield from _faults_of_fields(entry, kind)
    yield from _faults_of_values(entry)
    yield from _faults_of_words(entry, kind)
    yield from _faults_of_cells(entry)


def _faults_of_fields(entry: dict[str, Any], kind: Kind) -> Iterator[str]:
    needed = (*FIELDS, *kind.needs)
    for name in needed:
        if name not in entry:
            yield f"there is no {name}; a rule of kind {entry['kind']} needs {', '.join(needed)}"
    for name in entry:
        if name not in (*needed, *kind.may, *EVERY):
            yield f"a rule of kind {entry['kind']} has no field {name}"
    if not isinstance(entry["id"], str) or not _ID.fullmatch(entry["id"]):
        yield "an id is capitals with a dot between, such as OWN.RULE"


def _faults_of_values(entry: dict[str, Any]) -> Iterator[str]:
    for name, value in entry.items():
        if name in _LISTS and not (
            isinstance(value, list) and all(isinstance(one, str) for one in value)
        ):
            yield f"{name} is no list of texts"
        elif name in _NUMBERS and (not isinstance(value, int | float) or isinstance(value, bool)):
            yield f"{name} is no number"
        elif name in ("en", "zh", "example", "formula_en", "formula_zh") and not isinstance(
            value, str
        ):
            yield f"{name} is no text"
        for one in value if isinstance(value, list) else [value]:
            if name in _ALLOWED and one not in _ALLOWED[name]:
                yield f"{name} has no {one!r}; it may be {', '.join(sorted(_ALLOWED[name]))}"


def _faults_of_words(entry: dict[str, Any], kind: Kind) -> Iterator[str]:
    words = dict.fromkeys((*kind.words, "expected", "actual"), 0)
    for name in ("en", "zh"):
        try:
            entry[name].format_map(words)
        except (KeyError, ValueError, IndexError, AttributeError) as error:
            yield f"{name} uses {error}; it may use {', '.join(f'{{{one}}}' for one in words)}"


def _faults_of_cells(entry: dict[str, Any]) -> Iterator[str]:
    if "each" in entry:
        sets = load("rules")["sets"]
        for name in entry["each"].values() if isinstance(entry["each"], dict) else [entry["each"]]:
            if name not in sets:
                yield f"there is no set {name}; sets are {', '.join(sets)}"
    for field in _CELLS:
        value = entry.get(field, [])
        for key in value if isinstance(value, list) else [value]:
            bare = str(key).removeprefix("-").removeprefix("@-1:")
            if not any(mark in bare for mark in "{@") and bare not in key_order():
                yield f"{field} names the cell {bare}, which no form has; see gongkai codebook"
            if "{" in bare and not ("each" in entry or "items" in entry):
                yield f"{field} has {bare}, and no each says what it runs over"
