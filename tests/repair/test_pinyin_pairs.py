"""Every pair of character and reading that was noted on real pages is taken apart."""

from __future__ import annotations

import re

from scraper.repair import repair_text
from scraper.repair.script import simplify


def test_all_pairs_of_the_corpus(shared):
    """All 82 pairs of the pages and two of the seed go, in both kinds of bracket, inside a label as well."""
    text = (shared / "reference" / "corpus-variants.md").read_text(encoding="utf-8")
    pairs = re.findall(r"^\| (.)\(([^)]+)\) \|", text, re.MULTILINE)
    assert len(set(pairs)) == 84
    for character, reading in pairs:
        plain = f"本年{simplify(character)}件"
        for glued in (f"本年{character}({reading})件", f"本年{character}（{reading}）件"):
            fixed, steps = repair_text(glued)
            assert simplify(fixed) == plain
            assert steps[0].code == "glued_pinyin"
