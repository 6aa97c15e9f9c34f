"""Headings that are glued into running text are found, mentions of them are not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.sections.glued import MOST_MARKS, find_headings, inline_headings


def found(text):
    """Give what the headings of a text are, and what they read."""
    return [(h.heading.code, text[h.start : h.end].strip()) for h in find_headings(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("六、其他需要报告的事项 本年度无。", [("other", "六、其他需要报告的事项")]),
        ("六、其他需要报告的事项本年度无", [("other", "六、其他需要报告的事项")]),
        (
            "五、存在的主要问题及改进情况2021年，我局做了很多。",
            [("problems", "五、存在的主要问题及改进情况")],
        ),
        ("一 、概 述 2021年，我局。", [("overview", "一 、概 述")]),
        ("一 概述 2008年，我局。", [("overview", "一 概述")]),
        (
            "第三部分 收到和处理政府信息公开申请情况 无。",
            [("requests", "第三部分 收到和处理政府信息公开申请情况")],
        ),
        ("电话：65855059一、总体情况2021年，我局", [("overview", "一、总体情况")]),
        ("做好公开工作一、总体情况2021年，我局", [("overview", "一、总体情况")]),
        ("一、2023年政务公开总体情况 我局", [("overview", "一、2023年政务公开总体情况")]),
        (
            "一、总体情况（宋体加粗小四号字）2021年，我局",
            [("overview", "一、总体情况（宋体加粗小四号字）")],
        ),
        ("一、总体情况（一）主动公开。新增3条。", [("overview", "一、总体情况")]),
        ("二、主动公开政府信息的情况截至2008年底", [("proactive", "二、主动公开政府信息的情况")]),
        ("其他需要报告的事项：无。", [("other", "其他需要报告的事项：")]),
        ("总体情况。2023年，我局", [("overview", "总体情况。")]),
        ("1、总体情况2023年，我局认真贯彻落实条例。", [("overview", "1、总体情况")]),
        (
            "五、政府信息公开工作中存在的主要问题及改进措施 2021年，我局做了很多工作。",
            [("problems", "五、政府信息公开工作中存在的主要问题及改进措施")],
        ),
        (
            "一、总体情况 二、主动公开政府信息情况",
            [("overview", "一、总体情况"), ("proactive", "二、主动公开政府信息情况")],
        ),
        (
            "（一）总体情况 甲。（二）主动公开政府信息情况 乙。",
            [("overview", "（一）总体情况"), ("proactive", "（二）主动公开政府信息情况")],
        ),
    ],
)
def test_glued_headings(text, expected):
    """Text goes on behind a heading with or without a mark; the heading ends where its words end."""
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "全文包括总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况及其他需要报告的事项。",
        "五、存在的主要问题及改进情况的说明材料由各科室在规定期限内整理报送，并按照要求及时归档备查存入档案。",
        "十一、总体", "二、三、四季度情况通报", "政府信息公开工作情况良好，没有出现问题。",
        "依法办理三、四类事项的情况，逐项梳理。",
    ],
)  # fmt: skip
def test_mentions_are_no_headings(text):
    """A wording without number amid a sentence, or one that goes on, cuts nothing."""
    assert inline_headings(text) == []


def test_the_end_of_a_wording_must_be_clear():
    """存在问题的整改 begins with a known short wording and is none."""
    assert found("三、存在问题的整改落实由办公室负责，各科室配合完成") == []


def test_a_whole_line_that_is_only_alike_stays_whole():
    """A caption that goes on without a mark is one heading, not a heading and a rest."""
    text = "六、其他需要报告的事项说明"
    assert found(text) == [("other", text)]


def test_more_numberings_than_any_report_has_are_not_looked_at():
    """A hostile paragraph of numberings costs a bounded time; its end is not read."""
    text = "二、情况" * (MOST_MARKS + 1) + "。一、总体情况 甲"
    assert inline_headings(text) == []


@given(
    st.lists(
        st.sampled_from(
            [
                "一、总体情况",
                "（二）依申请公开情况",
                "六、",
                "2021年",
                "我局",
                " ",
                "。",
                "概述",
                "：",
                "(",
                "|",
                "第一部分",
            ]
        ),
        max_size=12,
    ).map("".join)
)
def test_places_are_in_order_and_apart(text):
    """Any text gives headings that lie inside it, one after the other."""
    reached = 0
    for heading in find_headings(text):
        assert reached <= heading.start < heading.end <= len(text)
        reached = heading.end
