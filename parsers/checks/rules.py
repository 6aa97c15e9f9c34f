"""The rule book: rules as data, linear ones compiled once to the cells they use."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import product
from typing import Any, get_args

from parsers.checks.model import Instance, Rule
from parsers.checks.registry import RULE_KINDS
from parsers.errors import VocabError
from parsers.record import Severity
from parsers.vocab import ColumnDef, RowDef, all_tables, cell_key, key_order, load, table

_MEMBER = re.compile(r"@([\w.]+)")
FIELDS = tuple("id forms basis severity formula_zh formula_en en zh example".split())
FIELDS_OF_KIND = {
    "linear": ("lhs", "op", "rhs"),
    "narrative": ("accepts",),
    "annex": ("cells", "denials"),
    "denial": ("tables",),
    "agreement": ("cells",),
    "share": ("column", "of"),
    "growth": ("column", "of", "tolerance_pp"),
}
OPERATORS = ("==", "<=", ">=")
SEVERITIES = get_args(Severity)
ANY_FORM = frozenset({"B", "C"})


@lru_cache
def rule_book() -> dict[str, Rule]:
    """Give every rule by its id, in the order of the file.

    Raises:
        VocabError: An entry lacks a field or has one of no known meaning.
    """
    return {entry["id"]: read_rule(entry) for entry in load("rules")["rules"]}


def read_rule(entry: dict[str, Any]) -> Rule:
    """Give the rule of an entry of ``rules.toml``.

    Raises:
        VocabError: The entry lacks a field or has one of no known meaning.
    """
    kind = entry.get("kind", "")
    missing = [name for name in (*FIELDS, *FIELDS_OF_KIND.get(kind, ())) if name not in entry]
    if missing or kind not in RULE_KINDS:
        raise VocabError("a rule lacks fields or has no known kind", rule=entry, missing=missing)
    if entry.get("op", "==") not in OPERATORS or entry["severity"] not in SEVERITIES:
        raise VocabError("a rule has no known operator or severity", rule=entry["id"])
    return Rule(
        id=entry["id"],
        kind=entry["kind"],
        forms=frozenset(entry["forms"]),
        basis=entry["basis"],
        severity=entry["severity"],
        formula_zh=entry["formula_zh"],
        formula_en=entry["formula_en"],
        en=entry["en"],
        zh=entry["zh"],
        example=entry["example"],
        data=entry,
    )


@lru_cache
def rules_of(form: str | None) -> tuple[Rule, ...]:
    """Give the rules that hold for a form; where it is not known those of forms B and C.

    >>> "T2.NEWLY_LE_TOTAL" in [rule.id for rule in rules_of("C")]
    False
    """
    forms = frozenset(form.split("+")) if form else ANY_FORM
    return tuple(rule for rule in rule_book().values() if rule.forms & forms)


@lru_cache
def members(name: str, whole: frozenset[str]) -> tuple[str, ...]:
    """Give the codes of a set that rules run over.

    Args:
        name: A set of ``rules.toml``, such as ``requests.columns``.
        whole: Rows that stand for their sub-rows in this report.

    Raises:
        VocabError: The set is not known.
    """
    spec = load("rules")["sets"].get(name)
    if spec is None:
        raise VocabError("a rule runs over an unknown set", name=name)
    if "codes" in spec:
        return tuple(spec["codes"])
    definition = table(spec["table"])
    items: tuple[RowDef | ColumnDef, ...] = (
        definition.rows if spec["of"] == "rows" else definition.columns
    )
    return tuple(
        item.code
        for item in items
        if item.code.startswith(spec.get("prefix", "")) and _is_counted(item, spec["kinds"], whole)
    )


def _is_counted(item: RowDef | ColumnDef, kinds: list[str], whole: frozenset[str]) -> bool:
    """Say whether a row or column is a member; a whole row takes the place of its sub-rows."""
    if "group" in kinds:
        return True
    return item.code in whole or (item.kind in kinds and item.parent not in whole)


@lru_cache
def instances(rule_id: str, whole: frozenset[str]) -> tuple[Instance, ...]:
    """Give a linear rule for every member of the sets that it runs over.

    Raises:
        VocabError: The rule names a cell that the form does not have.
    """
    return tuple(expand(rule_book()[rule_id].data, whole))


def expand(entry: dict[str, Any], whole: frozenset[str]) -> Iterator[Instance]:
    """Compile the entry of a linear rule; a key that begins with ``-`` goes to the other side.

    Raises:
        VocabError: The rule names a cell that the form does not have.
    """
    variables = entry.get("each", {})
    for chosen in product(*(members(name, whole) for name in variables.values())):
        named = dict(zip(variables, chosen, strict=True))
        lhs = _keys(entry["lhs"], named, whole)
        rhs = _keys(entry["rhs"], named, whole)
        left, right = (*_plus(lhs), *_minus(rhs)), (*_plus(rhs), *_minus(lhs))
        _refuse_unknown(entry["id"], left + right)
        bounded = signed_cells().isdisjoint(left + right)
        yield Instance(chosen[0] if chosen else "", left, entry["op"], right, bounded)


def _keys(templates: list[str], named: dict[str, str], whole: frozenset[str]) -> list[str]:
    keys: list[str] = []
    for template in templates:
        key = template
        for variable, member in named.items():
            key = key.replace("{" + variable + "}", member)
        found = _MEMBER.search(key)
        names = members(found.group(1), whole) if found else ("",)
        keys += [_MEMBER.sub(name, key) for name in names]
    return keys


def _plus(keys: list[str]) -> list[str]:
    return [key for key in keys if not key.startswith("-")]


def _minus(keys: list[str]) -> list[str]:
    return [key[1:] for key in keys if key.startswith("-")]


def _refuse_unknown(rule_id: str, keys: tuple[str, ...]) -> None:
    for key in keys:
        if key not in key_order():
            raise VocabError("a rule names a cell that no form has", rule=rule_id, cell=key)


@lru_cache
def signed_cells() -> frozenset[str]:
    """Give the cells whose figures may be below zero: those of the column of changes."""
    return frozenset(_cells_where(lambda _, column: column.signed))


@lru_cache
def count_cells() -> frozenset[str]:
    """Give the cells that hold counts: neither changes nor money."""
    return frozenset(
        _cells_where(lambda row, column: not (column.signed or _is_money(row, column)))
    )


def _is_money(row: RowDef, column: ColumnDef) -> bool:
    return (column.unit or row.unit).endswith("\u5143")  # 元, 万元


def _cells_where(wanted: Callable[[RowDef, ColumnDef], bool]) -> Iterator[str]:
    for definition in all_tables():
        for row, column in product(definition.rows, definition.columns):
            if row.part == column.part and wanted(row, column):
                yield cell_key(definition.code, row.code, column.code)
