"""A section's numbered parts, top level only."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.sections.items import numbered_items


def items_of(text):
    """Give headings and texts of the items."""
    return [(item.heading, item.text) for item in numbered_items(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("（一）主动公开方面。甲。\n（二）平台建设方面。乙。", [("（一）主动公开方面。", "甲。"), ("（二）平台建设方面。", "乙。")]),
        ("（一）主动公开方面\n甲。\n（二）平台建设\n乙。", [("（一）主动公开方面", "甲。"), ("（二）平台建设", "乙。")]),
        ("(一)主动公开方面 甲。(二)平台建设方面 乙。", [("(一)主动公开方面", "甲。"), ("(二)平台建设方面", "乙。")]),
        ("引言。1.公开：甲。2.平台：乙。", [("1.公开：", "甲。"), ("2.平台：", "乙。")]),
        ("1、公开。甲\n2、平台。乙", [("1、公开。", "甲"), ("2、平台。", "乙")]),
        ("不足：一是少；二是慢。", [("一是少；", ""), ("二是慢。", "")]),
    ],
)  # fmt: skip
def test_styles(text, expected):
    """Numbered in brackets, in digits or as 一是, on one line or on many."""
    assert items_of(text) == expected


def test_only_the_top_level_divides():
    """1. and 一是 inside （一） are its text."""
    text = "（一）公开。1.甲。2.乙。\n（二）平台。一是丙；二是丁。"
    assert items_of(text) == [
        ("（一）公开。", "1.甲。2.乙。"),
        ("（二）平台。", "一是丙；二是丁。"),
    ]


def test_numbering_that_begins_again():
    """问题：一是 … 二是 … 措施：一是 … are two runs; the third item of the second run is no third of the first."""
    text = "问题：一是甲。二是乙。措施：一是丙。二是丁。三是戊。"
    assert [heading for heading, _ in items_of(text)] == [
        "一是甲。", "二是乙。", "一是丙。", "二是丁。", "三是戊。",
    ]  # fmt: skip
    assert items_of(text)[1] == ("二是乙。", "措施：")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "无。",
        "一是甲。",
        "依据第二十条第（一）项和第（二）项",
        "2021年1.5万元",
        "（二）甲。（三）乙。",
    ],
)
def test_no_items(text):
    """A lone number, articles of the law and decimals divide nothing; a run begins at one."""
    assert items_of(text) == []


def test_a_lone_reference_before_the_run():
    """（一） mentioned before the run does not take the first item's place."""
    text = "（一）项所列事项。 （一）公开。甲。（二）平台。乙。"
    assert [heading for heading, _ in items_of(text)] == ["（一）公开。", "（二）平台。"]


def test_long_first_sentences_are_text():
    """An item whose first sentence is long has no heading; nothing is lost."""
    long = "很" * 70
    assert items_of(f"一是{long}。二是短。") == [("", f"一是{long}。"), ("二是短。", "")]


@given(st.text(alphabet="（一）二三1.2、是。\n甲乙", max_size=60))
def test_items_lose_nothing(text):
    """From the first item on every character is in an item."""
    joined = "".join(heading + rest for heading, rest in items_of(text))
    kept = "".join(joined.split())
    assert "".join(text.split()).endswith(kept)
