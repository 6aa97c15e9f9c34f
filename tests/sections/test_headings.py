"""Every heading counted on real reports has its decision here: one of the six sections, or none.

Source: the 104 headings seen on 324 report pages (one of them is "no heading at all").
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.sections.headings import number_value, read_heading

# Overview: whatever sums the year up, however the older reports call it.
OVERVIEW = [
    "一、总体情况",
    "一、概述",
    "一、 总体情况",
    "一、总体工作情况",
    "一、总体公开情况",
    "一 概 述",
    "一、政府信息公开总体工作情况",
    "一、工作总体推进情况",
    "一、工作基本情况",
    "一、主要工作概述",
    "一、总体概述",
    "一、工作情况概况",
    "一、政务公开情况",
    "一、政务公开工作总体情况",
    "一、总体情况。",
    "一、2023年政务公开总体情况",
    "一、总体情况、",
    "一、工作概述",
    "一、总体情况(宋体加粗小四号字)",
    "一、工作开展情况",
    "一、政府信息公开总体情况",
    "一、政府信息公开的基本情况",
    "一、信息公开工作总体情况。",
    "一、概 述",
    "一、政府信息公开工作要点落实情况",
    "一、本年度政府信息公开工作的总体情况",
    "一,、总体情况",
    "一、 概述",
    "一、2018年政务公开工作完成情况及成效",
    "一 、概 述",
    "引言",
    "引 言",
    "总体情况",
]
# Proactive disclosure. 政府信息公开情况 as the second heading of a report speaks of what was disclosed.
PROACTIVE = [
    "一、政府信息主动公开情况",
    "一、主动公开政府信息情况",
    "二、主动公开政府信息情况",
    "二、主动公开政府信息的情况",
    "二、主动公开情况",
    "二、政府信息主动公开情况",
    "二、主动公开信息情况",
    "二 政府信息主动公开情况",
    "二、主动公开政府政府情况",
    "二、政府信息公开情况",
    "二、主动公开信息情况。",
    "二、主动公开政府信息情况。",
    "三、主动公开政府信息情况以及公开平台建设情况",
    "主动公开政府信息情况",
]
# Requests. The older form joins them with what was refused (不予公开).
REQUESTS = [
    "二、依申请公开和不予公开政府信息的情况",
    "三、收到和处理政府信息公开申请情况",
    "三、依申请公开政府信息情况",
    "三、依申请公开政府信息和不予公开政府信息的情况",
    "三、依申请公开政府信息和不予公开政府信息情况",
    "三、政府信息依申请公开办理情况",
    "三、政府信息依申请公开情况",
    "三、依申请公开办理情况",
    "三、依申请公开信息办理情况",
    "三、依申请公开政府信息情况和不予公开政府信息情况。",
    "三、依申请公开和不予公开情况",
    "收到和处理政府信息公开申请情况",
]
# Reviews and litigation; the older form adds complaints (申诉).
DISPUTES = [
    "四、政府信息公开行政复议、行政诉讼情况",
    "四、复议、诉讼情况",
    "四、因政府信息公开申请行政复议、提起行政诉讼情况",
    "四、政府信息公开行政复议",
    "四、申请行政复议和提起行政诉讼情况",
    "五、因政府信息公开申请行政复议、提起行政诉讼的情况",
    "五、申请行政复议和提起行政诉讼情况",
    "五、复议、诉讼和申诉情况",
    "五、因政府信息公开申请行政复议、提起行政诉讼情况。",
    "五、因政务公开申请行政复议、提起行政诉讼的情况",
    "六、行政复议和行政诉讼情况",
]
# Problems, wherever the older forms number them; one is cut off by the index that was read.
PROBLEMS = [
    "三、存在的问题及改进措施",
    "三、存在的主要问题及下一步工作打算",
    "五、存在的主要问题及改进情况",
    "五、存在的主要问题及改进措施",
    "五、工作存在的问题及改进措施",
    "六、主要问题和改进措施",
    "六、存在的主要问题和改进情况",
    "六、存在的主要问题和改进措施",
    "六、政府信息公开工作存在的主要问题及改进情况",
    "六、政务公开工作存在的主要问题及改…",
    "七、主要问题和改进措施",
]
# Other matters.
OTHER = [
    "六、其他需要报告的事项",
]
# None of the six: fees, staff, consultations and free narrative headings; their text stays in the
# section before.
NONE = [
    "一、加强组织领导",
    "一、及时发布政务信息，接受监督主动服务",
    "二、政府信息公开的组织领导和制度建设情况",
    "二、主要工作措施",
    "二、政务信息公开工作机制不断完善",
    "二、重点工作落实情况",
    "三、公开方式以及内容不断拓展",
    "三、咨询和投诉情况",
    "四、政府信息公开的收费及减免情况",
    "四、咨询情况",
    "四、依申请信息公开收费情况",
    "四、人员和收支情况",
    "四、政府信息公开支出与收费",
    "四、信息公开收费及减免情况",
    "四、政府信息公开咨询处理情况。",
    "四、政务公开的收费及减免情况",
    "五、咨询处理情况",
    "五、咨询情况",
    "五、政府信息公开的收费及减免情况",
    "六、政府信息公开的收费和减免情况。",
    "(一)公开的主要内容",
]

BY_CODE = {
    "overview": OVERVIEW,
    "proactive": PROACTIVE,
    "requests": REQUESTS,
    "disputes": DISPUTES,
    "problems": PROBLEMS,
    "other": OTHER,
    None: NONE,
}


def code_of(text):
    """Give the section that a line is the heading of, or None."""
    heading = read_heading(text)
    return heading.code if heading else None


@pytest.mark.parametrize(
    ("text", "code"), [(text, code) for code, texts in BY_CODE.items() for text in texts]
)
def test_headings_of_real_reports(text, code):
    """Each of the headings counted on real reports opens the section decided for it, or none."""
    assert code_of(text) == code


def test_the_decisions_are_complete():
    """All 104 are decided, the one that is missing on its page included, each once."""
    texts = [text for texts in BY_CODE.values() for text in texts]
    assert len(texts) == len(set(texts)) == 104 - 1


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("五、存在的主要问题及整改措施", "problems"),
        ("五、政府信息公开工作存在的主要问题及改进情况", "problems"),
        ("三、主动公开工作情况", "proactive"),
        ("四、政府信息公开申请情况", "requests"),
        ("二、收到和处理政府信息公开申请情况", "requests"),
        ("三、政府信息公开行政复议、行政诉讼情况", "disputes"),
        ("五、其他需要报告的事项", "other"),
        ("二、工作机制保障", None),
        ("五、政府信息管理", None),
        ("六、政府信息公开平台建设", None),
    ],
)
def test_headings_of_whole_documents(text, code):
    """Headings of reports that were read to the end, restarted numbering included."""
    assert code_of(text) == code


@pytest.mark.parametrize(
    "text",
    [
        "一、总体情况", "（一）总体情况", "一．总体情况", "第一部分 总体情况", "第一部分：总体情况", "1、总体情况", "1．总体情况",
        "一 、总 体 情 况", "????一、总体情况", "? 一、总体情况", "\ufffd一、总体情况", "## 一、总体情况", "**一、总体情况**",
        "一、总体情况：", "一、总体情况|", "　　一、总体情况", "一、２０２３年总体情况", "一､总体情况", "一、“总体情况”",
    ],
)  # fmt: skip
def test_spellings_of_a_heading(text):
    """Numbering in any style, blanks, noise of lost indents, Markdown and widths do not count."""
    heading = read_heading(text)
    assert heading is not None
    assert (heading.code, heading.number, heading.exact) == ("overview", 1, True)


@pytest.mark.parametrize(
    "text",
    [
        "", "|", "2023年", "无其他需要报告的事项。", "本年度无其他需要报告的事项。", "没有其他需要报告的事项", "附件：其他需要报告的事项",
        "一季度主动公开情况", "一、本年新收政府信息公开申请数量", "二、上年结转政府信息公开申请数量", "三、本年度办理结果",
        "四、结转下年度继续办理", "（六）其他", "其他", "3.其他", "（六）其他处理", "（七）总计", "政府信息公开", "政府信息公开指南",
        "2023年，我局认真贯彻条例要求，总体情况良好。", "依申请公开方面", "（一）主动公开", "（一）", "十二、",
    ],
)  # fmt: skip
def test_lines_that_are_no_headings(text):
    """Rows of table 3, denials, menus and items are no headings of sections."""
    assert read_heading(text) is None


@pytest.mark.parametrize("text", ["六、其他", "第六部分 其它", "六、其他情况"])
def test_general_words_count_behind_a_numeral(text):
    """其他 alone is a row of table 3; behind 六、 it is the sixth section."""
    assert code_of(text) == "other"


def test_a_number_alone_keeps_its_place():
    """A plain 六、 says which section it would be and that it has no words."""
    heading = read_heading("六、")
    assert heading is not None
    assert (heading.code, heading.style, heading.exact) == ("other", "number", False)


@pytest.mark.parametrize(
    ("text", "number"), [("十一、总体情况", 11), ("十、总体情况", 10), ("11、总体情况", 11)]
)
def test_numbers_over_ten(text, number):
    """Eleven is not one."""
    heading = read_heading(text)
    assert heading is not None
    assert heading.number == number


@pytest.mark.parametrize(("numeral", "value"), [("一", 1), ("十", 10), ("十九", 19), ("７", 7)])
def test_numerals(numeral, value):
    """Chinese and full-width numerals have their values."""
    assert number_value(numeral) == value


@given(
    st.text(
        alphabet="一二六、.（）()第部分总体情况概述主动公开政府信息其他事项 |?2023年。\n",
        max_size=60,
    )
)
def test_reading_is_total(text):
    """Any text is a heading or none; the same text is always the same."""
    assert read_heading(text) == read_heading(text)
