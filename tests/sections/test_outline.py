"""The outline holds up on the layouts that real pages have."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace

import pytest

from parsers.assembly import assemble_tables
from parsers.model import Document, Link, Paragraph, RawTable
from parsers.readers.dump import read_dump
from parsers.readers.html import read_html
from parsers.sections import build_sections, outline_document
from parsers.sections.candidates import MOST_CANDIDATES, Candidate
from parsers.sections.chain import best_chain
from parsers.sections.headings import Heading
from tests.conftest import HEADINGS

CODES = ["overview", "proactive", "requests", "disputes", "problems", "other"]
TITLE = "某县教育局2023年政府信息公开工作年度报告"
LEAD = "根据《条例》要求，由某县教育局编制本报告，特向社会公布。"
TABLE = "<table><tr><td>甲<td>乙<tr><td>1<td>2</table>"


def html(lines):
    """Give markup with one paragraph a line; markup stays as it is."""
    return "".join(line if line.startswith("<") else f"<p>{line}</p>" for line in lines)


def report(**changes):
    """Give the lines of a report; ``h0`` … ``h5`` replace headings, ``b0`` … ``b5`` what follows."""
    lines = [TITLE, LEAD]
    for place, heading in enumerate(HEADINGS):
        body = [TABLE] if place in (1, 2, 3) else [f"内容{place}。"]
        lines += changes.get(f"h{place}", [heading]) + changes.get(f"b{place}", body)
    return [*lines, "某县教育局", "2024年1月9日"]


def outlined(document):
    """Give the outline of a document."""
    return outline_document(assemble_tables(document))


def read(document, claimed=frozenset()):
    """Give the sections by code, and the findings."""
    document, outline = outlined(document)
    sections, findings = build_sections(document, outline, claimed)
    return {section.code: section for section in sections}, findings


def read_unassembled(document):
    """Give sections and findings of a document in which pipes were left."""
    document, outline = outline_document(document)
    return build_sections(document, outline, frozenset())


def codes_of(findings):
    """Give the codes of findings."""
    return [finding.code for finding in findings]


def test_the_plain_report():
    """Six sections, the lead before the first, the signature in the last, nothing to tell."""
    sections, findings = read(read_html(html(report())))
    assert list(sections) == CODES
    assert sections["overview"].text == f"{LEAD}\n内容0。"
    assert sections["other"].text == "内容5。\n某县教育局\n2024年1月9日"
    assert findings == []


def test_headings_are_paragraphs_of_their_own():
    """Every section begins right behind a paragraph with the tag heading."""
    document, outline = outlined(
        read_html(html(report(h4=[HEADINGS[4] + "2023年，我局改进。"], b4=[])))
    )
    for span in outline.sections:
        block = document.blocks[span.start - 1]
        assert isinstance(block, Paragraph)
        assert (block.tag, block.text) == ("heading", span.heading)


def test_a_heading_cut_over_two_paragraphs_is_joined():
    """五、存在的主要问题及 / 改进情况 and 一、 / 总体情况 are one heading each."""
    sections, _ = read(
        read_html(html(report(h0=["一、", "总体情况"], h4=["五、存在的主要问题及", "改进情况"])))
    )
    assert sections["overview"].heading == "一、总体情况"
    assert sections["problems"].heading == "五、存在的主要问题及改进情况"
    assert sections["problems"].text == "内容4。"


def test_two_headings_in_a_row_are_not_joined():
    """A heading without words is not joined with the next one."""
    sections, _ = read(read_html(html(report(h1=["二、"]))))
    assert list(sections) == CODES
    assert sections["proactive"].heading == "二、"


def test_a_plain_number_is_a_section_only_in_its_place():
    """六、 behind the fifth section is the sixth; 二、 behind nothing is no section."""
    sections, _ = read(read_html(html(report(h5=["六、"]))))
    assert sections["other"].text.startswith("内容5。")
    sections, _ = read(read_html(html([TITLE, "六、", "甲", *report()[2:]])))
    assert sections["other"].heading == HEADINGS[5]


def test_numbered_enumeration_in_the_lead_stays_a_sentence():
    """A lead that lists the parts with numbers is neither cut nor taken for the sections."""
    lead = "报告包括：" + "；".join(HEADINGS) + "。"
    sections, _ = read(read_html(html([TITLE, lead, *report()[2:]])))
    assert sections["overview"].text == f"{lead}\n内容0。"
    assert sections["other"].text.startswith("内容5。")


@pytest.mark.parametrize("end", ["", "……3", " 5"])
def test_a_table_of_contents_loses(end):
    """Headings listed before the report, with or without page numbers, open no section."""
    lines = [TITLE, "目录", *(heading + end for heading in HEADINGS), *report()[1:]]
    sections, _ = read(read_html(html(lines)))
    assert sections["overview"].text.endswith("内容0。")
    assert sections["other"].text.startswith("内容5。")
    assert [s.heading for s in sections.values()] == HEADINGS


def test_menu_entries_worded_like_headings_open_nothing():
    """Unnumbered lines above the report never make the chain step back."""
    menu = "<ul><li>政府信息公开情况</li><li>依申请公开情况</li></ul>"
    document = read_html(f"{menu}<div>{html(report())}</div><ul><li>其他事项</li></ul>")
    sections, findings = read(document)
    assert [s.heading for s in sections.values()] == HEADINGS
    assert findings == []


def test_items_of_a_lone_numbered_section_stay_items():
    """With one section numbered 一、 the （一）, （二） in it are its items."""
    lines = [TITLE, LEAD, "一、概述", "（一）主动公开情况", "甲", "（二）依申请公开情况", "乙"]
    sections, _ = read(read_html(html(lines)))
    assert list(sections) == ["overview"]
    assert [i.heading for i in sections["overview"].items] == lines[3::2]


def test_sections_numbered_in_brackets():
    """Where the whole report numbers its sections （一） to （六）, these are the sections."""
    numbered = [f"（{h[0]}）{h[2:]}" for h in HEADINGS]
    changes = {f"h{place}": [heading] for place, heading in enumerate(numbered)}
    items = ["1.主动公开情况", "甲", "2.依申请公开情况", "乙"]
    sections, findings = read(read_html(html(report(**changes, b0=items))))
    assert [s.heading for s in sections.values()] == numbered
    assert len(sections["overview"].items) == 2
    assert findings == []


def test_parts_win_over_their_items():
    """第一部分 … divide a report whose parts number their items 一、二、."""
    parts = [f"第{h[0]}部分 {h[2:]}" for h in HEADINGS]
    changes = {f"h{place}": [heading] for place, heading in enumerate(parts)}
    items = ["一、主动公开情况", "甲", "二、存在的问题", "乙"]
    sections, findings = read(read_html(html(report(**changes, b0=items))))
    assert [s.heading for s in sections.values()] == parts
    assert findings == []


def test_a_report_that_restarts_its_numbering():
    """A narrative numbered 一 to 六 before the tables: the headings above the tables win."""
    lines = [
        TITLE, LEAD, "一、总体情况", "甲", "二、工作机制保障", "乙", "三、主动公开工作情况", "丙", "四、政府信息公开申请情况", "丁",
        "五、政府信息管理", "戊", "六、政府信息公开平台建设", "己", "一、主动公开政府信息情况", TABLE,
        "二、收到和处理政府信息公开申请情况", TABLE, "三、政府信息公开行政复议、行政诉讼情况", TABLE, "五、其他需要报告的事项", "无",
    ]  # fmt: skip
    sections, findings = read(read_html(html(lines)))
    assert [(s.code, s.heading[0]) for s in sections.values()] == [
        ("overview", "一"), ("proactive", "一"), ("requests", "二"), ("disputes", "三"), ("other", "五"),
    ]  # fmt: skip
    assert "六、政府信息公开平台建设\n己" in sections["overview"].text
    assert codes_of(findings) == ["S.SECTION_MISSING", "S.SECTION_ORDER"]


def test_a_doubled_section_is_told():
    """A numbered heading that stands twice is told; the text of both is kept."""
    sections, findings = read(read_html(html(report(b4=["甲", HEADINGS[4], "乙"]))))
    assert sections["problems"].text == f"甲\n{HEADINGS[4]}\n乙"
    assert codes_of(findings) == ["S.SECTION_ORDER"]
    assert "problems → problems" in findings[0].message


def test_a_heading_in_a_table_opens_the_section_with_that_table():
    """A first row of one cell is the heading; the table itself is in the section."""
    table = f"<table><tr><td colspan=2>{HEADINGS[2]}<tr><td>受理<td>7</table>"
    document, outline = outlined(read_html(html(report(h2=[], b2=[table, "表后文字"]))))
    span = next(s for s in outline.sections if s.code == "requests")
    assert isinstance(document.blocks[span.start], RawTable)
    sections, _ = build_sections(document, outline, frozenset())
    assert sections[2].text == f"{HEADINGS[2]}\n受理\t7\n表后文字"
    sections, _ = build_sections(document, outline, frozenset({span.start}))
    assert sections[2].text == "表后文字"


def test_old_sections_stay_in_the_section_before():
    """Fees of the older form are kept behind the requests, nothing is dropped."""
    lines = [
        TITLE, "一、概述", "甲", "三、依申请公开政府信息情况", "乙", "四、政府信息公开的收费及减免情况", "0元", "六、主要问题和改进措施", "丙",
    ]  # fmt: skip
    sections, _ = read(read_html(html(lines)))
    assert sections["requests"].text == "乙\n四、政府信息公开的收费及减免情况\n0元"


def test_nothing_found_is_told():
    """Without any heading there are no sections and six findings; the title is known."""
    document, outline = outlined(read_html(html([TITLE, LEAD, TABLE])))
    assert outline.title == TITLE
    assert (outline.sections, outline.lead) == ((), (1, 3))
    sections, findings = build_sections(document, outline, frozenset())
    assert (sections, codes_of(findings)) == ([], ["S.SECTION_MISSING"] * 6)


def test_published_text_is_cut_where_the_repaired_one_is():
    """Pinyin and script differ; the published pieces begin and end at the same characters."""
    published = "聯(lián)系我局。 一、總體情況 2021年，我局開(kāi)展。 二、主動(dòng)公開政府信息情況(kuàng) 無(wú)。"
    text = "联系我局。 一、总体情况 2021年，我局开展。 二、主动公开政府信息情况 无。"
    document, _ = outlined(Document((Paragraph(published, text, line=4),)))
    assert [(b.text, b.published) for b in document.blocks] == [
        ("联系我局。", "聯(lián)系我局。"),
        ("一、总体情况", "一、總體情況"),
        ("2021年，我局开展。", "2021年，我局開(kāi)展。"),
        ("二、主动公开政府信息情况", "二、主動(dòng)公開政府信息情況(kuàng)"),
        ("无。", "無(wú)。"),
    ]
    assert {block.line for block in document.blocks} == {4}


def test_brackets_of_a_numbering_stay_with_it():
    """The bracket before a numeral belongs to the heading in the published text, too."""
    document, _ = outlined(
        Document((Paragraph("開會。（一）總體情況 無。", "开会。（一）总体情况 无。"),))
    )
    assert [b.published for b in document.blocks] == ["開會。", "（一）總體情況", "無。"]


def test_published_text_that_cannot_be_cut_stays_whole():
    """Where characters were lost the published text stays on the first piece."""
    document, _ = outlined(Document((Paragraph("前文總體情況後", "前文。 一、总体情况 后文"),)))
    assert [b.published for b in document.blocks] == ["前文總體情況後", "", ""]


def test_links_follow_their_blocks():
    """Cutting and joining renumbers links, the one past the end included."""
    source = read_html(html(["甲。 一、总体情况 乙。", "五、存在的主要问题及", "改进情况", "丙"]))
    ends = len(source.blocks)
    links = tuple(Link("a.png", "", "img", block) for block in (0, 3, ends, ends + 5))
    document, _ = outlined(replace(source, links=links))
    assert [link.block for link in document.links] == [0, 4, 5, 5]
    assert document.blocks[4].text == "丙"


def test_marks_of_lost_cells_are_no_text():
    """Pipes inside paragraphs and cells of unread tables do not reach the text."""
    lines = [TITLE, HEADINGS[0], "甲|||乙 | ||丙", "<table><tr><td>渠道|||<td>数量</table>"]
    sections, _ = read_unassembled(read_html(html(lines)))
    assert sections[0].text == "甲\n乙\n丙\n渠道\t数量"


def test_noise_of_lost_indents_is_no_text():
    """???? before a heading goes; the heading is given without it."""
    changes = {f"h{place}": [f"????{heading}"] for place, heading in enumerate(HEADINGS)}
    sections, _ = read(read_html(html(report(**changes))))
    assert [s.heading for s in sections.values()] == HEADINGS
    assert "?" not in "".join(s.text for s in sections.values())


def test_more_candidates_than_a_report_has():
    """A page of many headings is bounded: the last ones are looked at."""
    lines = [*HEADINGS * MOST_CANDIDATES, *report()]
    sections, _ = read(read_html(html(lines)))
    assert sections["problems"].text == "内容4。"


def candidate(code, style="cn", content=1.0, number=0):
    """Give a candidate for the chain alone."""
    return Candidate(0, 0, 0, 0, Heading(code, style, number, exact=True), "", True, content)


def test_the_chain_takes_the_credit_of_all():
    """A section out of order costs less than leaving it out; the same twice is taken once."""
    wanted = [candidate("overview"), candidate("requests"), candidate("proactive")]
    assert best_chain(wanted) == wanted
    better = candidate("overview", content=2.5)
    assert best_chain([candidate("overview"), better]) == [better]
    assert best_chain([]) == []


def test_steps_back_need_numbers():
    """An unnumbered line never stands before a section of a smaller number."""
    menu = candidate("requests", style="none", content=1.0)
    assert best_chain([menu, candidate("overview")]) == [candidate("overview")]


@pytest.mark.parametrize("name", ["ruian-2021", "shanghai-2019", "shuyang-2023"])
def test_real_reports(shared, name):
    """Three real reports have their six sections in the form's order, with lead and signature."""
    path = next((shared / "cases" / name).glob("input.*"))
    source = path.read_text(encoding="utf-8")
    document = read_html(source) if path.suffix == ".html" else simplified(read_dump(source))
    sections, findings = read(document)
    assert list(sections) == CODES
    assert "||" not in "".join(s.text for s in sections.values())
    assert "S.SECTION_MISSING" not in codes_of(findings)
    assert len(sections["overview"].items) >= 5


def test_the_lead_and_the_signature_of_a_real_dump(shared):
    """What stands before the first heading on the same line is in the record, so is the signature."""
    source = (shared / "cases" / "ruian-2021" / "input.txt").read_text(encoding="utf-8")
    sections, _ = read(simplified(read_dump(source)))
    assert "特向社会公布" in sections["overview"].text
    assert sections["other"].text.endswith("2022年1月24日")


def simplified(document):
    """Give a dump without glued pinyin, in simplified script, published text as it was."""
    opencc = pytest.importorskip("opencc")
    convert = opencc.OpenCC("t2s").convert
    blocks = []
    for block in document.blocks:
        plain = re.sub(
            r"\((?=[^)]*[^\x00-\x7f)])[a-zà-ǜ]+\)", "", unicodedata.normalize("NFC", block.text)
        )
        blocks.append(replace(block, text=convert(plain)))
    return replace(document, blocks=tuple(blocks))
