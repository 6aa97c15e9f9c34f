"""Lines that lost their first GBK byte are restored where one known text gives them, else told."""

from __future__ import annotations

import csv

import pytest

from parsers.model import RepairStep
from scraper.repair import repair_text
from scraper.repair.script import simplify
from scraper.repair.shifted import _known_texts, damage, gate, known_lines, restore_shifted


def table(shared):
    """Give the 48 clean and damaged headings that were noted."""
    path = shared / "reference" / "gbk_shift_table.tsv"
    lines = path.read_text(encoding="utf-8").splitlines()
    rows = list(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    assert len(rows[1:]) == 48
    return [(clean, damaged) for _, clean, damaged in rows[1:]]


def test_the_damage_is_derived(shared):
    """The derivation gives every damaged form of the table, byte for byte."""
    assert [damage(clean) for clean, _ in table(shared)] == [seen for _, seen in table(shared)]


def test_all_lines_of_the_table_are_restored(shared):
    """All 48 headings come back, with and without what is left of the closing tag."""
    for clean, damaged in table(shared):
        assert restore_shifted(damaged) == (clean, 1)
        assert restore_shifted(f"{damaged}/p>" if damaged.endswith("?") else damaged) == (clean, 1)


def test_every_known_text_comes_back_or_stays():
    """Damage to any heading or label gives back the text or one of its meaning, or is left alone."""
    texts = list(_known_texts())
    meanings = {simplify(text): meaning for text, meaning in reversed(texts)}
    restored = 0
    for clean, meaning in texts:
        damaged = damage(clean)
        text, count = restore_shifted(damaged)
        assert (meanings.get(simplify(text)) == meaning) if count else text == damaged, clean
        restored += count
    assert restored > len(texts) * 0.9


@pytest.mark.parametrize(
    ("damaged", "fixed"),
    [
        ("?。ㄒ唬┲鞫榭?/p>", "（一）主动公开情况"),
        ("\ufffd。ㄒ唬┲鞫榭\ufffd", "（一）主动公开情况"),
        ("?。ㄒ唬┲鲃庸_。全年", "（一）主動公開。全年"),
        ("前言\n?。ǘ└慕胧?\n其他", "前言\n（二）改进措施\n其他"),
    ],
)
def test_damaged_lines(damaged, fixed):
    """A line comes back whole; where the cut was set right inside it, the clean rest stays."""
    assert restore_shifted(damaged) == (fixed, 1)


def test_an_unknown_line_is_told_as_lost():
    """A damaged line that no known text gives stays as it is and is counted."""
    damaged = damage("（一）深化重点领域工作")
    assert repair_text(damaged) == (damaged, (RepairStep("lost_text", 1),))


@pytest.mark.parametrize(
    "text",
    [
        "?",
        "?。",
        "公开吗?。是的",
        "“何为公开?”“公开”",
        "?《条例》规定",
        "?“互联网+”",
        "（一）主动公开情况?",
    ],
)
def test_clean_lines_with_question_marks_stay(text):
    """A question mark in front of a bracket or quote is no damage."""
    assert repair_text(text) == (text, ())


def test_no_known_line_is_damaged_to_itself():
    """What is looked up never is clean text: each form begins with the mark of the lost byte."""
    assert len(known_lines()) > 1000
    assert all(seen.startswith("?") for seen in known_lines())
    assert not any(gate().search(clean) for clean in known_lines().values())
