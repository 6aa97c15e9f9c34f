"""docs/audit-accuracy.md: which planted faults were found, and what was found where there was nothing."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.planting.evaluate import Planted, Scores

_INTRO = """\
# Accuracy of the audit

Written by `make planted` (`tests/planting`): counties of departments, townships and a government that sums them up are
generated over five years, written as pages, read as pages, and audited. In one part all is clean; in the other each rule
has its fault planted into a body of its own, with sums and prose kept in step so that nothing else is wrong. The counties are
made from a seed, so everybody measures the same ones; floors are pinned in `tests/planting/floors.json`. Generated reports are
tidier than real ones: the recall says that every rule works on pages, the false findings are a lower bound.

*Found* counts findings and what is folded under them. *Others* are findings of other rules on the same body, folded
ones not counted: what a person has to look at beside the one that was planted.
"""


def page(scores: Scores, counties: int, rounds: int, seed: int) -> str:
    """Give the page."""
    by_rule: dict[str, list[Planted]] = defaultdict(list)
    for one in scores.planted:
        by_rule[one.code].append(one)
    found = sum(one.found for one in scores.planted)
    false = ", ".join(f"{code} {count}" for code, count in sorted(scores.false.items())) or "none"
    share = scores.false.total() / scores.clean
    lines = [
        _INTRO,
        f"Seed {seed}, corpus sha256 {scores.digest[:16]}….",
        "",
        f"- clean: {scores.clean} reports of {counties} counties; false findings: {false} ({share:.4f} a report)",
        f"- planted: {len(scores.planted)} faults of {len(by_rule)} rules, {rounds} of each; found: {found}",
        "",
        "| rule | planted | found | others |",
        "|---|---|---|---|",
        *(
            f"| {code} | {len(own)} | {sum(one.found for one in own)} | {sum(one.others for one in own) / len(own):.2f} |"
            for code, own in by_rule.items()
        ),
    ]
    return "\n".join(lines) + "\n"
