"""The generators of rules: one function ``rule_<kind>`` for every kind in the rule book."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from parsers.checks.model import Facts, Outcome, Rule

Generator = Callable[[Facts, Rule], Iterator[Outcome]]
PREFIX = "rule_"
RULE_KINDS: dict[str, Generator] = {}


def rule_kind(generator: Generator) -> Generator:
    """Register a generator for the kind of rules that its name says.

    Raises:
        ValueError: The name has no prefix ``rule_``, or its kind is taken.
    """
    name = generator.__name__
    kind = name.removeprefix(PREFIX)
    if kind == name or kind in RULE_KINDS:
        raise ValueError(f"{name} names no new kind of rules")
    RULE_KINDS[kind] = generator
    return generator
