"""Plausibility of single figures."""

from __future__ import annotations

from collections.abc import Iterator

from parsers.checks.model import Facts, Instance, Outcome, Rule
from parsers.checks.registry import rule_kind
from parsers.checks.rules import count_cells


@rule_kind
def rule_count(facts: Facts, rule: Rule) -> Iterator[Outcome]:
    """Counts are whole numbers of zero or more; changes may be negative, money has decimals.

    Only what fails is given: every figure of a report is held against it.
    """
    for key, value in facts.stated.items():
        if (value >= 0 and isinstance(value, int)) or key not in count_cells():
            continue
        yield Outcome(rule, Instance(key, (key,), ">=", ()), "failed", value, 0)
