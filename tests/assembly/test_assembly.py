"""Tables that stand as text: every shape that real dumps have, and nothing read that is not there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.assembly import assemble_tables
from parsers.errors import EmptyDocumentError
from parsers.model import Outline, Paragraph, RawTable
from parsers.readers.dump import read_dump
from parsers.readers.html import read_html
from parsers.tables import read_tables
from parsers.vocab import table

NOTHING = Outline("", -1, (0, 0), (), (0, 0), (0, 0))
PROACTIVE = {
    "art20_1.government_rules": [0, 0, 0],
    "art20_1.normative_documents": [8, None, 18],
    "art20_5.administrative_licensing": [12],
}


def read(text):
    """Give tables, finding codes and the assembled document of a dump."""
    document = assemble_tables(read_dump(text))
    reading, _ = read_tables(document, NOTHING)
    tables = {
        code: {row: list(columns.values()) for row, columns in rows.items()}
        for code, rows in reading.tables.items()
    }
    return tables, reading, document


INLINE = """二、主动公开政府信息情况
第二十条第(一)项 | |||
信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数 |
规章 | 0 | 0 | 0 |
行政规范性文件 | 8 |  | 18 |
第二十条第(五)项 |
信息内容 | 本年处理决定数量 |
行政许可 | 12 |
"""
BY_LINE = """第二十条第(一)项
|||
信息内容 |
本年制发件数 |
本年废止件数 |
现行有效件数 |
规章 |
0 |
0 |
0 |
行政规范性文件 |
8 |
|
18 |
第二十条第(五)项 |
信息内容 |
本年处理决定数量 |
行政许可 |
12 |
"""


@pytest.mark.parametrize(
    "text",
    [
        INLINE,
        INLINE.replace("\n", "\n| ").replace("| 二、", "二、"),
        INLINE.replace(" |\n", "\n").replace(" | |||", ""),
        INLINE.replace("信息内容", "|---|---|---|\n信息内容"),
        INLINE.replace("|", "\t"),
        BY_LINE,
        BY_LINE.replace(" |\n", "\n|\n"),
        BY_LINE.replace("规章 |\n0 |\n0 |\n0 |", "规章 |\n0 |\n0 |\n0 | |").replace("0 | |", "0 |"),
    ],
    ids=[
        "inline",
        "leading",
        "no-closing-pipe",
        "markdown",
        "tabs",
        "cell-a-line",
        "pipe-a-line",
        "mixed",
    ],
)
def test_pipes(text):
    """Pipes inline, leading, closing or on their own lines, and tabs, give the same rows."""
    tables, _, document = read(text)
    assert tables["proactive"] == PROACTIVE
    assert not any("|" in b.text for b in document.blocks if isinstance(b, Paragraph))


def test_cells_know_their_lines():
    """Evidence of a dump names the 1-based line of the source."""
    _, reading, _ = read(BY_LINE)
    evidence = reading.evidence["proactive/art20_1.normative_documents/in_force"]
    assert evidence == {"raw": "18", "state": "stated", "at": {"line": 14}}
    blank = reading.evidence["proactive/art20_1.normative_documents/repealed"]
    assert (blank["state"], blank["at"]) == ("blank", {"line": 13})


REQUESTS = """三、收到和处理政府信息公开申请情况
（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和） | 申请人情况 |||||||
自然人 | 法人或其他组织 ||||| 总计 |
商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 |
一、本年新收政府信息公开申请数量 ||| 3 | 1 | 0 | 0 | 0 | 2 | 6 |
二、上年结转政府信息公开申请数量 ||| 0 | 0 | 0 | 0 | 0 |  | 0 |
三、本年度办理结果 | （一）予以公开 || 2 | 1 | 0 | 0 | 0 | 2 | 5 |
（二）部分公开（区分处理的，只计这一情形，不计其他情形） || 0 | 0 | 0 | 0 | 0 | 0 | 0 |
（三）不予公开 | 1.属于国家秘密 | 1 | 0 | 0 | 0 | 0 | 0 | 1 |
"""


def test_fillers_of_spanned_labels_are_no_values():
    """A label that spanned columns leaves empty cells behind it; the figures keep their columns."""
    tables, _, _ = read(REQUESTS)
    rows = tables["requests"]
    assert rows["requests_received"] == [3, 1, 0, 0, 0, 2, 6]
    assert rows["carried_over_from_previous_year"] == [0, 0, 0, 0, 0, None, 0]
    assert rows["outcome.granted"] == [2, 1, 0, 0, 0, 2, 5]
    assert rows["outcome.denied.state_secret"] == [1, 0, 0, 0, 0, 0, 1]


BARE = """第二十条第（一）项
信息内容
本年制发件数
本年废止件数
现行有效件数
规章
0
0
0
行政规范性文件
8
18
第二十条第（五）项
信息内容
本年处理决定数量
行政许可
12
"""


def test_vanished_blanks_are_not_placed():
    """Where blanks vanished a short row stays unplaced, with its text; whole rows are read."""
    tables, reading, _ = read(BARE)
    assert tables["proactive"]["art20_1.government_rules"] == [0, 0, 0]
    assert tables["proactive"]["art20_1.normative_documents"] == [None] * 3
    finding = next(f for f in reading.findings if "8 | 18" in f.message)
    assert finding.code == "S.TABLE_INCOMPLETE"


def test_one_cell_a_line_reads_table_3_and_4():
    """Headers and rows are told by labels where every cell is a line."""
    header = "申请人情况\n自然人\n法人或其他组织\n总计\n商业企业\n科研机构\n社会公益组织\n法律服务机构\n其他\n"
    rows = "一、本年新收政府信息公开申请数量\n3\n1\n0\n0\n0\n2\n6\n三、本年度办理结果\n（一）予以公开\n2\n1\n0\n0\n0\n2\n5\n"
    five = "结果维持\n结果纠正\n其他结果\n尚未审结\n总计\n"
    disputes = (
        f"行政复议\n行政诉讼\n{five}未经复议直接起诉\n复议后起诉\n{five}{five}1\n2\n3\n4\n10\n"
        + "0\n" * 10
    )
    tables, _, _ = read(header + rows + "四、政府信息公开行政复议、行政诉讼情况\n" + disputes)
    assert tables["requests"]["outcome.granted"] == [2, 1, 0, 0, 0, 2, 5]
    assert tables["disputes"]["review"] == [1, 2, 3, 4, 10]


def test_figures_behind_labels_on_one_line():
    """PDF-like lines: a label with its figures behind it, separated by blanks."""
    header = "自然人\n法人或其他组织\n总计\n商业企业\n科研机构\n社会公益组织\n法律服务机构\n其他"
    text = f"{header}\n一、本年新收政府信息公开申请数量 3 1 0 0 0 2 6\n- 4 - 二、上年结转政府信息公开申请数量 0 0 0 0 0 0 0\n"
    tables, _, _ = read(text)
    assert tables["requests"]["requests_received"] == [3, 1, 0, 0, 0, 2, 6]
    assert tables["requests"]["carried_over_from_previous_year"] == [0] * 7


GLUED_HEADER = "信息内容本年制发件数本年废止件数现行有效件数\n"


def test_glued_rows_are_cut_where_one_reading_is_possible():
    """规章000 under three columns is three zeros, 005 is 0, 0, 5: no figure begins with 0."""
    tables, reading, _ = read(GLUED_HEADER + "规章000\n行政规范性文件005\n")
    assert tables["proactive"]["art20_1.government_rules"] == [0, 0, 0]
    assert tables["proactive"]["art20_1.normative_documents"] == [0, 0, 5]
    assert {e["state"] for e in reading.evidence.values()} == {"recovered"}


@pytest.mark.parametrize(
    ("digits", "figures"),
    [("0012", [0, 0, 12]), ("00345", [0, 0, 345]), ("0010", [0, 0, 10]), ("000", [0, 0, 0])],
)
def test_glued_figures_of_more_digits_are_cut_where_one_reading_is_possible(digits, figures):
    """Each 0 stands alone, for no figure begins with it; then one column is left for the others."""
    tables, _, _ = read(f"{GLUED_HEADER}规章{digits}\n行政规范性文件000\n")
    assert tables["proactive"]["art20_1.government_rules"] == figures


@pytest.mark.parametrize(
    "digits", ["102", "120", "012", "0120", "1200", "00", "0000", "12", "7", "1234567"]
)
def test_glued_digits_with_more_readings_hold_no_figure(digits):
    """102 may be 1, 0, 2 or 10, 2 and a blank: it is told, and the rows around it are read."""
    tables, reading, _ = read(f"{GLUED_HEADER}规章000\n行政规范性文件{digits}\n")
    assert tables["proactive"]["art20_1.government_rules"] == [0, 0, 0]
    assert tables["proactive"]["art20_1.normative_documents"] == [None, None, None]
    assert any(digits in f.message for f in reading.findings)


CELL_LINES = """第二十条第（一）项 |
|||
信息内容 |
本年制发件数 |
本年废止件数 |
现行有效件数 |
规章 |
|
0 |
|
行政规范性文件 |
0 |
2 |
|
第二十条第（五）项 |
|||
信息内容 |
本年处理决定数量 |
||
行政许可 |
12 |
||
"""


def test_a_blank_last_column_of_cells_on_lines_is_no_closing_pipe():
    """Every row ends with a blank; the label above the last column shows that it is one of its own."""
    tables, reading, _ = read(CELL_LINES)
    assert tables["proactive"]["art20_1.government_rules"] == [None, 0, None]
    assert tables["proactive"]["art20_1.normative_documents"] == [0, 2, None]
    assert tables["proactive"]["art20_5.administrative_licensing"][0] == 12
    assert not any(f.cells for f in reading.findings)


def test_deduplicated_lines_are_told_and_never_zeros():
    """An extractor that kept every line once has destroyed the table."""
    lines = ["第二十条第（一）项", "信息内容", "本年制发件数", "本年废止件数", "现行有效件数", "规章", "0", "行政规范性文件",
             "第二十条第（五）项", "本年处理决定数量", "行政许可", "第二十条第（六）项", "行政处罚", "行政强制",
             "第二十条第（八）项", "本年收费金额（单位：万元）", "行政事业性收费"]  # fmt: skip
    tables, reading, _ = read("\n".join(lines))
    values = {v for rows in tables.values() for row in rows.values() for v in row}
    assert values == {None}
    assert any("deduplicated_lines" in f.message for f in reading.findings)


def test_a_layout_table_of_pipes_is_prose():
    """A title with hundreds of pipes and a body on one line are no table; the pipes go."""
    text = (
        "您现在的位置: | 首页 |\n某局2021年年度报告 "
        + "|" * 330
        + "\n"
        + "本年度认真贯彻条例要求，主动公开。" * 20
        + " |\n|||"
    )
    tables, _, document = read(text)
    assert tables == {}
    texts = [b.text for b in document.blocks if isinstance(b, Paragraph)]
    assert "某局2021年年度报告" in texts
    assert not any("|" in t for t in texts)


def test_pictures_by_name_are_nothing():
    """File names where a table should stand give no table."""
    tables, _, document = read(
        "二、主动公开政府信息情况\n捕获2.PNG\n三、收到和处理政府信息公开申请情况\n"
    )
    assert tables == {}
    assert not any(isinstance(b, RawTable) for b in document.blocks)


def test_pages_without_text_tables_are_untouched():
    """A page of ordinary prose and tables comes back as the same object."""
    document = read_html("<p>一、总体情况</p><p>正文。</p><table><tr><td>规章<td>0</table>")
    assert assemble_tables(document) is document


def test_pasted_tables_in_pages_and_links():
    """A table pasted as paragraphs into a page is found; numbering and links go on behind it."""
    html = "<table><tr><td>a<td>b</table>" + "".join(
        f"<p>{line}</p>" for line in INLINE.split("\n") if line
    )
    document = assemble_tables(read_html(html + "<p>附件<a href=x.pdf>年报</a></p>"))
    tables = [b for b in document.blocks if isinstance(b, RawTable)]
    assert [t.index for t in tables] == [0, 1]
    assert document.blocks[document.links[0].block].text == "附件年报"


def test_dump_lines():
    """Line ends are LF, CRLF and CR only; marks of Markdown stay in the published text."""
    document = read_dump("## 一、总体情况\r\n**甲**\u2028乙\r丙\n\n---\n")
    assert [(b.published, b.text, b.line) for b in document.blocks] == [
        ("## 一、总体情况", "一、总体情况", 1), ("**甲**\u2028乙", "甲\u2028乙", 2), ("丙", "丙", 3),
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["", " \n ", "|||\n|", "\ufeff"])
def test_empty_dumps(text):
    """A dump without text is refused."""
    with pytest.raises(EmptyDocumentError):
        read_dump(text)


@given(
    st.lists(
        st.sampled_from(["规章", "0", "12", "|", " | ", "信息内容", "本年制发件数", "\n", "第二十条第（一）项", "其他", "总计", "自然人",
                         "一、总体情况", "说明文字。", "规章000", "信息内容本年制发件数", "\t", "- 4 - ", "捕获.PNG"]),
        max_size=40,
    )
)  # fmt: skip
def test_nothing_is_lost(pieces):
    """Every token of a dump is in a paragraph or a cell afterwards, in any order of tokens."""
    text = "".join(pieces)
    try:
        document = read_dump(text)
    except EmptyDocumentError:
        return
    assembled = assemble_tables(document)
    shown = "".join(
        b.text if isinstance(b, Paragraph) else "".join(c.text for row in b.rows for c in row)
        for b in assembled.blocks
    )
    wanted = "".join(b.text for b in document.blocks)
    for mark in ("|", "- 4 -", " ", "\t", "\n"):
        shown, wanted = shown.replace(mark, ""), wanted.replace(mark, "")
    assert shown == wanted


def test_no_table_of_a_text_without_repeats_is_trusted():
    """A small table does not show by itself that its repeated lines were dropped; a large one does."""
    rows = [row.zh for row in table("requests").rows if row.kind != "group"]
    large = "\n".join(["自然人", "商业企业", "总计", *rows[:3], "0", *rows[3:]])
    small = "行政复议\n结果维持\n结果纠正\n其他结果\n尚未审结\n3\n4"
    document = assemble_tables(read_dump(f"{small}\n一段正文。\n{large}"))
    reasons = {block.incomplete for block in document.blocks if isinstance(block, RawTable)}
    assert reasons == {"deduplicated_lines"}
