"""Sections are found by the meaning of their headings, wherever these stand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.assembly import assemble_tables
from parsers.model import Paragraph
from parsers.readers.dump import read_dump
from parsers.readers.html import read_html
from parsers.sections import build_sections, outline_document
from parsers.sections.glued import inline_headings
from parsers.sections.headings import read_heading
from parsers.sections.title import is_chrome, is_title

HEADINGS = {
    "overview": "一、总体情况",
    "proactive": "二、主动公开政府信息情况",
    "requests": "三、收到和处理政府信息公开申请情况",
    "disputes": "四、政府信息公开行政复议、行政诉讼情况",
    "problems": "五、存在的主要问题及改进情况",
    "other": "六、其他需要报告的事项",
}
CODES = list(HEADINGS)


def sections_of(document):
    """Give the sections and findings of a document whose tables were not read."""
    document, outline = outline_document(assemble_tables(document))
    return build_sections(document, outline, frozenset())


def page(*lines):
    """Give a page with one paragraph a line."""
    return read_html("".join(f"<p>{line}</p>" for line in lines))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("一、总体情况", "overview"), ("一、概述", "overview"), ("一 概 述", "overview"),
        ("一、总体工作情况", "overview"), ("一、2023年政务公开总体情况", "overview"),
        ("一、总体情况。", "overview"), ("一、总体情况、", "overview"), ("一,、总体情况", "overview"),
        ("一、总体情况(宋体加粗小四号字)", "overview"), ("总体情况", "overview"), ("引 言", "overview"),
        ("????一、总体情况", "overview"), ("## 一、总体情况", "overview"), ("第一部分 总体情况", "overview"),
        ("一．总体情况", "overview"), ("（一）总体情况", "overview"),
        ("一、政府信息公开工作要点落实情况", "overview"), ("一、工作开展情况", "overview"),
        ("二、主动公开政府信息情况", "proactive"), ("二、主动公开政府信息的情况", "proactive"),
        ("二 政府信息主动公开情况", "proactive"), ("二、主动公开信息情况。", "proactive"),
        ("二、主动公开政府政府情况", "proactive"), ("一、政府信息主动公开情况", "proactive"),
        ("三、收到和处理政府信息公开申请情况", "requests"), ("三、依申请公开政府信息情况", "requests"),
        ("三、依申请公开政府信息和不予公开政府信息的情况", "requests"),
        ("二、依申请公开和不予公开政府信息的情况", "requests"), ("三、依申请公开信息办理情况", "requests"),
        ("四、政府信息公开行政复议、行政诉讼情况", "disputes"), ("四、复议、诉讼情况", "disputes"),
        ("五、因政府信息公开申请行政复议、提起行政诉讼的情况", "disputes"),
        ("四、政府信息公开行政复议", "disputes"), ("六、行政复议和行政诉讼情况", "disputes"),
        ("五、存在的主要问题及改进情况", "problems"), ("五、存在的主要问题及整改措施", "problems"),
        ("六、主要问题和改进措施", "problems"), ("三、存在的问题及改进措施", "problems"),
        ("六、政府信息公开工作存在的主要问题及改进情况", "problems"),
        ("六、其他需要报告的事项", "other"), ("六、其它需要报告的事项", "other"),
        ("四、政府信息公开的收费及减免情况", None), ("四、人员和收支情况", None),
        ("二、主要工作措施", None), ("四、咨询情况", None), ("一、加强组织领导", None),
        ("一、本年新收政府信息公开申请数量", None), ("二、上年结转政府信息公开申请数量", None),
        ("三、本年度办理结果", None), ("四、结转下年度继续办理", None), ("（一）予以公开", None),
        ("", None), ("2023年，我局认真贯彻条例要求，总体情况良好。", None),
    ],
)  # fmt: skip
def test_heading_variants(text, code):
    """Each heading variant has its section, each lookalike none."""
    heading = read_heading(text)
    assert (heading.code if heading else None) == code


def test_six_sections_in_order():
    """The six headings give six sections; the lead begins the first one's text."""
    lines = ["某县教育局2023年政府信息公开工作年度报告", "本报告由某县教育局编制，特向社会公布。"]
    for heading in HEADINGS.values():
        lines += [heading, f"{heading}的内容。"]
    sections, findings = sections_of(page(*lines))
    assert [s.code for s in sections] == CODES
    assert sections[0].text.startswith("本报告由某县教育局编制")
    assert sections[5].heading == "六、其他需要报告的事项"
    assert findings == []


def test_headings_glued_into_one_paragraph():
    """A dump with everything on one line is cut at its headings."""
    text = "电话0577。 " + " ".join(
        f"{h} 2021年，内容{i}。" for i, h in enumerate(HEADINGS.values())
    )
    sections, _ = sections_of(read_dump("某局2021年政府信息公开工作年度报告\n" + text))
    assert [s.code for s in sections] == CODES
    assert sections[1].text == "2021年，内容1。"


def test_lead_that_lists_the_parts_is_no_heading():
    """An enumeration of the report's parts in the lead has no numerals and cuts nothing."""
    lead = "全文包括总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况及其他需要报告的事项。"
    assert inline_headings(lead) == []


def test_items_worded_like_sections_stay_items():
    """（一）主动公开情况 inside the overview does not open the second section."""
    lines = ["一、总体情况", "（一）主动公开情况。内容甲。", "（二）依申请公开情况。内容乙。"]
    lines += [h + "\n" for h in list(HEADINGS.values())[1:]]
    sections, _ = sections_of(page(*lines))
    assert [s.code for s in sections] == CODES
    assert [i.heading for i in sections[0].items] == [
        "（一）主动公开情况。",
        "（二）依申请公开情况。",
    ]
    assert sections[0].items[1].text == "内容乙。"


def test_rows_of_table_3_as_lines_are_no_headings():
    """The rows 一、二、三、四 of table 3 standing as text do not split the third section."""
    lines = [
        *list(HEADINGS.values())[:3],
        "一、本年新收政府信息公开申请数量",
        "3",
        "四、结转下年度继续办理",
        "0",
    ]
    sections, _ = sections_of(page(*lines, *list(HEADINGS.values())[3:]))
    assert [s.code for s in sections] == CODES
    assert "结转下年度继续办理" in sections[2].text


def test_a_table_of_contents_does_not_win():
    """Headings listed at the top lose to the ones that content follows."""
    body = [line for h in HEADINGS.values() for line in (h, "正文。", "更多正文。")]
    sections, _ = sections_of(page(*HEADINGS.values(), *body))
    assert [s.text for s in sections] == ["正文。\n更多正文。"] * 6


def test_restarted_numbering_prefers_the_headings_above_tables():
    """A narrative that numbers 三、主动公开工作情况 loses to 一、主动公开政府信息情况 above its table."""
    html = (
        "<p>一、总体情况</p><p>甲。</p><p>三、主动公开工作情况</p><p>乙。</p>"
        "<p>一、主动公开政府信息情况</p><table><tr><td>1<td>2</table><p>二、收到和处理政府信息公开申请情况</p>"
        "<table><tr><td>1<td>2</table>"
    )
    _document, outline = outline_document(read_html(html))
    assert [(s.code, s.heading) for s in outline.sections] == [
        ("overview", "一、总体情况"), ("proactive", "一、主动公开政府信息情况"),
        ("requests", "二、收到和处理政府信息公开申请情况"),
    ]  # fmt: skip


def test_missing_sections_and_order_are_told():
    """What is missing is named; a section out of its place is told."""
    sections, findings = sections_of(
        page(
            "一、总体情况",
            "甲。",
            "三、收到和处理政府信息公开申请情况",
            "乙。",
            "二、主动公开政府信息情况",
            "丙。",
        )
    )
    codes = [f.code for f in findings]
    assert [s.code for s in sections] == ["overview", "requests", "proactive"]
    assert codes.count("S.SECTION_MISSING") == 3
    assert "S.SECTION_ORDER" in codes


def test_chrome_around_the_report_stays_out():
    """Navigation before and footer after the report are no part of it."""
    body = "".join(f"<p>{h}</p><p>内容。</p>" for h in HEADINGS.values())
    html = (
        "<div><a>首页</a></div><div class=article><p>某局2023年政府信息公开年度报告</p>"
        f"{body}<p>某局</p><p>2024年1月9日</p></div><div>主办单位：某市人民政府</div><p>网站标识码：1</p>"
    )
    sections, _ = sections_of(read_html(html))
    assert sections[-1].text == "内容。\n某局\n2024年1月9日"
    assert "首页" not in sections[0].text


def test_unread_tables_are_kept_as_text():
    """A table whose figures were not read stays as lines of cells."""
    html = "<p>一、总体情况</p><table><tr><td>渠道<td>数量<tr><td>网站<td>12</table>"
    sections, _ = sections_of(read_html(html))
    assert sections[0].text == "渠道\t数量\n网站\t12"


def test_template_residue_is_told_and_stays():
    """Words of the blank template are flagged, not deleted."""
    sections, findings = sections_of(
        page("一、总体情况", "（文字描述）2023年度。", "二、主动公开政府信息情况", "无")
    )
    assert "S.TEMPLATE_RESIDUE" in [f.code for f in findings]
    assert "（文字描述）" in sections[0].text


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("（三号黑体）2023年", "三号黑体"), ("（仿宋_GB2312三号）", "仿宋_GB2312三号"), ("（黑体，三号）", "黑体，三号"),
        ("（方正小标宋简体 二号）", "方正小标宋简体 二号"), ("小四号宋体", "小四号宋体"), ("(宋体加粗小四号字)", "(宋体加粗小四号字)"),
        ("（含 2017 年度及历年累计数量）", "含 2017 年度及历年累计数量"), ("该部分以表格形式报告。", "该部分以表格形式报告"),
        ("依据二号文件，统一用黑体标注", None), ("字体：大 中 小", None), ("第三号、第四号通告", None),
    ],
)  # fmt: skip
def test_instructions_of_the_template(text, told):
    """Words on fonts and sizes are the template's wherever they stand; plain sizes and fonts are not."""
    _, findings = sections_of(
        page("一、总体情况", f"{text}年度情况。", "二、主动公开政府信息情况", "无")
    )
    found = [f.message for f in findings if f.code == "S.TEMPLATE_RESIDUE"]
    assert len(found) == (told is not None)
    assert told is None or f"“{told}”" in found[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2023年度某县教育局政府信息公开工作年度报告", True),
        ("某县教育局关于2021年度政府信息公开工作情况的报告", True),
        ("根据条例，编制本年度报告，内容包括政府信息公开工作年度报告。", False),
        ("政府信息公开指南", False),
    ],
)
def test_titles(text, expected):
    """Titles are short, name the genre, and are no sentences."""
    assert is_title(text) is expected


def test_title_over_two_lines_is_joined():
    """A title whose second line lacks the body is joined with the first."""
    _document, outline = outline_document(
        page("某县教育局", "2023年政府信息公开工作年度报告", "一、总体情况", "甲")
    )
    assert outline.title == "某县教育局2023年政府信息公开工作年度报告"


def test_page_title_stands_in():
    """Without a title in the text the page's <title> counts, without the site's name."""
    html = (
        "<title>某县教育局2023年政府信息公开年度报告-某县人民政府</title><p>一、总体情况</p><p>甲"
    )
    _, outline = outline_document(read_html(html))
    assert (outline.title, outline.title_block) == ("某县教育局2023年政府信息公开年度报告", -1)


def test_chrome_lines():
    """Chrome is told by its beginning; long lines are text."""
    assert is_chrome("上一篇：某局2022年年度报告")
    assert not is_chrome("打印" + "长" * 80)


def test_links_follow_their_blocks():
    """When a paragraph is cut at its headings, links keep pointing at the right place."""
    html = "<p>电话1。 一、总体情况 甲。 二、主动公开政府信息情况 乙。</p><p>丙<img src=a.png></p>"
    document, _ = outline_document(read_html(html))
    block = document.blocks[document.links[0].block]
    assert isinstance(block, Paragraph)
    assert block.text == "丙"


@given(
    st.lists(
        st.sampled_from([*HEADINGS.values(), "正文。", "（一）主动公开", "1", "|", "某局年度报告"]),
        min_size=1,
        max_size=25,
    )
)
def test_outline_is_total_and_covers_the_document(lines):
    """Any order of lines gives an outline: each section once, spans in order and apart."""
    document, outline = outline_document(page(*lines))
    codes = [s.code for s in outline.sections]
    assert len(codes) == len(set(codes))
    stops = [0]
    for span in outline.sections:
        assert stops[-1] <= span.start <= span.stop <= len(document.blocks)
        stops.append(span.stop)
