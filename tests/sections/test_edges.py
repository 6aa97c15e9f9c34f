"""Where a report begins and ends: title, lead, the page's own lines, signature."""

from __future__ import annotations

import pytest

from parsers.model import Document, Paragraph
from parsers.readers.dump import read_dump
from parsers.readers.html import read_html
from parsers.sections import build_sections, outline_document
from parsers.sections.ending import common_container
from parsers.sections.title import is_chrome, is_title

TITLE = "某县教育局2023年政府信息公开工作年度报告"
LEAD = "根据《条例》要求编制本报告，特向社会公布。"
BODY = [
    "一、总体情况",
    "甲。",
    "二、主动公开政府信息情况",
    "乙。",
    "六、其他需要报告的事项",
    "无。",
]
SIGNATURE = ["某县教育局", "2024年1月9日"]


def page(*lines):
    """Give a page with one paragraph a line."""
    return read_html("".join(f"<p>{line}</p>" for line in lines))


def dump(*lines):
    """Give a text dump."""
    return read_dump("\n".join(lines))


def read(document):
    """Give title, title block, and the text of the first and the last section."""
    document, outline = outline_document(document)
    sections, _ = build_sections(document, outline, frozenset())
    return outline.title, outline.title_block, sections[0].text, sections[-1].text


@pytest.mark.parametrize(
    "text",
    [
        "承办人大代表建议5件，政协提案3件。", "主办建议提案3件", "分享经验3次", "来源于基层的信息较少", "打印资料200份", "关闭网站2家",
        "收藏馆藏档案", "联系方式：0577-65855059", "首页设置专栏", "字体规范", "访问量达到3万人次",
    ],
)  # fmt: skip
def test_lines_that_begin_like_the_pages_words_stay(text):
    """A line of the report that begins like a page's label does not end the report."""
    assert not is_chrome(text)
    last = read(page(TITLE, LEAD, *BODY, text, "后文。", *SIGNATURE))[3]
    assert last == "\n".join(["无。", text, "后文。", *SIGNATURE])


@pytest.mark.parametrize(
    "text",
    [
        "上一篇：某局年报", "主办单位：某县人民政府", "承办：某局", "打印", "【打印本页】", "[关闭窗口]", "首页 > 政务公开", "字体：大 中 小",
        "浏览次数：123", "浏览次数 123", "来源：某局", "扫一扫在手机打开当前页", "版权所有 某县人民政府", "网站标识码：3303810001", "大 中 小",
    ],
)  # fmt: skip
def test_lines_of_the_page_end_the_report(text):
    """Labels with a colon, bracket or nothing behind them are the page's."""
    assert is_chrome(text)
    assert read(page(TITLE, LEAD, *BODY, *SIGNATURE, text, "热门推荐"))[3].endswith("2024年1月9日")


def test_lines_of_the_page_before_the_signature():
    """Where the signature is still to come the page's lines are left out, not what follows."""
    last = read(page(TITLE, LEAD, *BODY, "打印", "关闭", *SIGNATURE))[3]
    assert last == "无。\n某县教育局\n2024年1月9日"


def test_a_page_without_signature_ends_at_its_own_lines():
    """The first line of the page ends a report that nobody signed."""
    assert read(page(TITLE, LEAD, *BODY, "打印", "热门"))[3] == "无。"


@pytest.mark.parametrize(
    "signature",
    [
        ["某县教育局", "2024年1月9日"], ["某县教育局 2024年1月9日"], ["某县教育局2024年1月9日"], ["2024-01-09"],
        ["二〇二四年一月九日"], ["某县教育局", "2024 年 1 月 9 日"], ["收取费用0元。 某县教育局 2024年1月9日"],
    ],
)  # fmt: skip
def test_dumps_end_at_the_dated_signature(signature):
    """A dump has no containers: what follows the dated signature is the page's."""
    last = read(dump(TITLE, LEAD, *BODY, *signature, "最新地址", "推广词"))[3]
    assert last == "\n".join(["无。", *signature])


@pytest.mark.parametrize(
    "line", ["截至2023年12月31日", "发布日期：2024年1月9日", "自2023年1月1日", "更新于2024-01-09"]
)
def test_other_dates_are_no_signature(line):
    """A reporting day or a label's date does not end a dump."""
    assert read(dump(TITLE, LEAD, *BODY, line, "后文", *SIGNATURE, "推广词"))[3] == "\n".join(
        ["无。", line, "后文", *SIGNATURE]
    )


def test_a_date_in_an_earlier_section_ends_nothing():
    """Only behind the last section a date is a signature."""
    lines = [TITLE, LEAD, "一、总体情况", "2023年5月1日", *BODY[2:], *SIGNATURE]
    assert read(dump(*lines))[2].endswith("2023年5月1日")


def test_a_dump_cut_off_after_its_overview_keeps_its_dates():
    """Where the last sections are missing a date does not end the text."""
    lines = [TITLE, LEAD, "一、总体情况", "2023年5月1日", "后文"]
    assert read(dump(*lines))[3].endswith("2023年5月1日\n后文")


def test_a_signature_right_behind_the_container_belongs_to_the_report():
    """Headings in an inner box, body and date outside of it: both are kept, the menu is not."""
    body = "".join(f"<p>{line}</p>" for line in BODY)
    signed = "".join(f"<p>{line}</p>" for line in SIGNATURE)
    source = f"<div><h1>{TITLE}</h1><div>{body}</div>{signed}</div><div>友情链接</div>"
    assert read(read_html(source))[3] == "无。\n某县教育局\n2024年1月9日"


def test_a_date_of_the_page_behind_the_container_does_not():
    """发布日期：… behind the report's box is the page's."""
    body = "".join(f"<p>{line}</p>" for line in BODY)
    source = (
        f"<div><h1>{TITLE}</h1>{body}</div><div>友情链接</div><div>更新日期：2024年1月9日</div>"
    )
    assert read(read_html(source))[3] == "无。"


def test_pages_of_several_boxes():
    """Word makes a box a page: the smallest container of all headings holds the report."""
    boxes = "".join(
        f"<div><p>{a}</p><p>{b}</p></div>" for a, b in zip(BODY[::2], BODY[1::2], strict=True)
    )
    source = f"<div><p>{TITLE}</p>{boxes}<p>某县教育局</p></div><div>热门</div>"
    assert read(read_html(source))[3] == "无。\n某县教育局"


def test_containers_without_a_common_one():
    """Broken container trees give the root."""
    document = read_html("<div><p>甲</p></div><p>乙</p>")
    apart = [block.container for block in document.blocks]
    assert common_container(document, apart) in (0, document.parents[apart[1]])


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        ([TITLE], TITLE),
        ([TITLE, TITLE], TITLE),
        (["某县教育局", "2023年政府信息公开工作年度报告"], TITLE),
        (["某县教育局2023年政府信息公开", "工作年度报告"], TITLE),
        (["某县教育局2023年", "政府信息公开工作年度报告"], TITLE),
        (["特克斯县2023年政府信息公开工作年度报告"], "特克斯县2023年政府信息公开工作年度报告"),
        ([TITLE, "现将某县教育局2023年政府信息公开工作年度报告公布如下："], TITLE),
        ([TITLE, "本年度报告是某县教育局2023年政府信息公开工作年度报告"], TITLE),
        ([TITLE, "标题：某县教育局2022年政府信息公开年报"], TITLE),
        (["标题：某县教育局2022年政府信息公开年报"], "某县教育局2022年政府信息公开年报"),
        (["政府信息公开年度报告"], "政府信息公开年度报告"),
        (["首页", "政府信息公开", "年度报告"], ""),
        (["（2024年1月发布）", "某县教育局", "2023年政府信息公开", "工作年度报告"], TITLE),
        (["联系电话：0577-1", "2023年政府信息公开工作年度报告"], "2023年政府信息公开工作年度报告"),
    ],
)
def test_titles_on_pages(lines, title):
    """The nearest title wins, cut ones are joined, lines that speak of the report are none."""
    assert read(page(*lines, LEAD, *BODY))[0] == title


def test_a_menus_genre_loses_to_the_page_title():
    """政府信息公开年度报告 in a breadcrumb names no report; <title> does."""
    source = f"<title>{TITLE}_某县政府</title><p>政府信息公开年度报告</p><p>{LEAD}</p>" + "".join(
        f"<p>{line}</p>" for line in BODY
    )
    title, block, first, _ = read(read_html(source))
    assert (title, block) == (TITLE, -1)
    assert first == f"{LEAD}\n甲。"


def test_a_title_glued_to_the_lead_is_cut_off():
    """A dump on one line begins with its title; the lead stays in the record."""
    title, block, first, last = read(dump(f"首页\n{TITLE} {LEAD} {' '.join(BODY)}"))
    assert (title, block) == (TITLE, 1)
    assert first == f"{LEAD}\n甲。"
    assert last == "无。"


def test_a_glued_title_with_nothing_but_a_date():
    """Where no Chinese character follows the title, the published text stays whole with it."""
    blocks = [
        Paragraph(f"{line}", plain)
        for line, plain in (
            (
                "某縣教育局2023年政府信息公開年度報告 2024-01-09;",
                "某县教育局2023年政府信息公开年度报告 2024-01-09;",
            ),
            *((line, line) for line in BODY),
        )
    ]
    document, outline = outline_document(Document(tuple(blocks)))
    assert outline.title == "某县教育局2023年政府信息公开年度报告"
    assert document.blocks[1].text == "2024-01-09;"
    assert "公開年度報告" in document.blocks[0].published


def test_the_lead_without_a_title():
    """Sentences before the first heading are kept though no title was found; menus are not."""
    lines = ["首页", "政务公开", LEAD, "电话：0577-1。", *BODY]
    assert read(page(*lines))[2] == f"{LEAD}\n电话：0577-1。\n甲。"


def test_the_lead_without_a_title_stays_in_its_box():
    """Sentences outside the report's box, before a table or a page's line are not the lead."""
    body = "".join(f"<p>{line}</p>" for line in BODY)
    source = f"<div><p>欢迎访问。</p></div><div><p>{LEAD}</p>{body}</div>"
    assert read(read_html(source))[2] == f"{LEAD}\n甲。"
    source = f"<p>欢迎。</p><table><tr><td>索引号</table><p>{LEAD}</p>{body}"
    assert read(read_html(source))[2] == f"{LEAD}\n甲。"
    source = f"<p>欢迎。</p><p>打印</p><p>{LEAD}</p>{body}"
    assert read(read_html(source))[2] == f"{LEAD}\n甲。"


def test_the_pages_lines_between_title_and_lead_go():
    """来源 and 字体 lines are the page's; the date of publication is the report's."""
    lines = [TITLE, "发布日期：2024-01-09", "来源：某县教育局", "【字体：大 中 小】", LEAD, *BODY]
    assert read(page(*lines))[2] == f"发布日期：2024-01-09\n{LEAD}\n甲。"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (TITLE, True), ("关于某县教育局2023年政府信息公开工作情况的报告", True), (f"{TITLE}：", False),
        ("根据条例编制2023年政府信息公开年度报告", False), ("某局2023年政府信息公开年度报告现公布如下", False),
        ("某局2023年政府信息公开年度报告公布如下", False), ("某" * 90 + "政府信息公开年度报告", False),
    ],
)  # fmt: skip
def test_lines_that_are_titles(text, expected):
    """A title names the genre, is short, and does not speak of itself."""
    assert is_title(text) is expected
