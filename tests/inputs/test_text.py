"""Damaged text to records: one test for each row of the robustness matrix, section 5.2 (M1 to M16)."""

from __future__ import annotations

import pytest
from opencc import OpenCC

from parsers.record import Report
from scraper import read_report
from tests.inputs.test_bytes import PAGE, WANTED, text_of

LAST = "<p>2022年度未收取信息处理费"
SENTENCE = "政府信息公开工作主动公开情况"


def told(report):
    """Give the repairs of a record with their counts."""
    return {repair.code: repair.count for repair in report.source.repairs}


def with_text(extra):
    """Read the page with a paragraph more in its last section."""
    return read_report(PAGE.replace(LAST, f"<p>{extra}</p>{LAST}", 1))


def holds(report, text, repairs):
    """Hold a record against the clean page's figures; the paragraph reads so, by these repairs."""
    assert report.tables == WANTED.tables
    assert report.identity == WANTED.identity
    assert text in text_of(report)
    assert told(report) == repairs


def test_m1_clean_punctuation_stays():
    """Full-width marks and quotes of clean text are what they were."""
    clean = "其他：“一网通办”（一）；《条例》，全年１２件、￥5—完成！"
    holds(with_text(clean), clean, {})


def test_m2_utf8_as_latin():
    """UTF-8 read as Latin-1 is read again and named."""
    holds(with_text(SENTENCE.encode().decode("latin-1")), SENTENCE, {"mojibake": 1})


def test_m3_utf8_as_latin_twice():
    """The same damage made twice is undone."""
    twice = SENTENCE.encode().decode("latin-1").encode().decode("latin-1")
    holds(with_text(twice), SENTENCE, {"mojibake": 1})


def test_m4_utf8_as_gbk():
    """UTF-8 read as GBK comes back where no byte was lost, and is told where one was."""
    holds(with_text(SENTENCE.encode().decode("gb18030")), SENTENCE, {"mojibake": 1})
    torn = (SENTENCE + "表").encode().decode("gb18030", "replace")
    holds(with_text(torn), SENTENCE + "\ufffd", {"mojibake": 1, "lost_text": 1})


def test_m5_gbk_as_latin():
    """GBK read as Latin-1 is read again before any other table sees it."""
    holds(with_text(SENTENCE.encode("gbk").decode("latin-1")), SENTENCE, {"mojibake": 1})


@pytest.mark.parametrize("lost", ["锟斤拷锟斤拷", "烫烫烫", "公开\ufffd\ufffd\ufffd"])
def test_m6_lost_text(lost):
    """What is lost stays as it is and is told."""
    report = with_text(f"补充{lost}事项")
    assert f"补充{lost}事项" in text_of(report)
    assert "R.TEXT_LOST" in [finding.code for finding in report.findings]
    assert report.tables == WANTED.tables


def test_m7_traditional_with_pinyin():
    """A traditional page with glued pinyin has the figures of the clean one."""
    page = OpenCC("s2t").convert(PAGE)
    for pair in ("務(wù)", "開(kāi)", "機(jī)", "數(shù)", "發(fā)", "規(guī)"):
        page = page.replace(pair[0], pair)
    report = read_report(page)
    assert report.tables == WANTED.tables
    assert text_of(report) == text_of(read_report(OpenCC("s2t").convert(PAGE)))
    assert set(told(report)) == {"glued_pinyin", "traditional"}


def test_m8_real_pinyin_stays():
    """A bracket that explains a name of two syllables is no damage."""
    holds(with_text("乐清(lè qīng)市"), "乐清(lè qīng)市", {})


def test_m9_traditional_that_is_right():
    """A name in traditional script and words like 乾隆 stay on a simplified page."""
    holds(with_text("乾隆年间，香港繁體版"), "乾隆年间，香港繁體版", {})


def test_m10_zero_width():
    """Zero-width, soft hyphen and direction marks go and are counted."""
    holds(with_text("主\u200b动\u00ad公\ufeff开\u202e情况"), "主动公开情况", {"invisible": 4})


@pytest.mark.parametrize("blank", ["\u3000", "\xa0", "\x85", "\u2028"])
def test_m11_blanks_of_other_scripts(blank):
    """Blanks of any kind part no record: JSON stays one line and comes back the same."""
    report = with_text(f"补充{blank}事项")
    line = report.model_dump_json()
    assert "\n" not in line
    assert Report.model_validate_json(line) == report
    assert report.tables == WANTED.tables


def test_m12_control_characters():
    """Control characters and non-characters go and are counted."""
    holds(with_text("主动\x01公开\x7f情\ufffe况"), "主动公开情况", {"invisible": 3})


def test_m13_lone_surrogate():
    """Half of a character costs no text and can be written."""
    report = with_text("补充\ud800事项")
    assert report.tables == WANTED.tables
    assert "事项" in text_of(report)
    report.model_dump_json().encode("utf-8")


def test_m14_compatibility_forms():
    """Radicals are read as characters; circled and bracketed numbers of a text stay."""
    holds(with_text("⼈⺠政府①、Ⅲ类㈠"), "人民政府①、Ⅲ类㈠", {"radicals": 2})


def test_m15_one_level_of_escapes():
    """Markup that was escaped twice is opened once."""
    holds(with_text("甲&amp;nbsp;乙&amp;lt;b"), "甲&nbsp;乙&lt;b", {})


def test_m16_brackets_and_digits():
    """Document numbers, telephone numbers and addresses are not touched."""
    text = "国办发〔2019〕60号，0577-65812345，raga110@163.com"
    holds(with_text(text), text, {})


def test_a_heading_without_its_first_byte():
    """A page whose headings lost their first byte has its sections and figures again."""
    damaged = PAGE.replace("一、总体情况", "?∫弧⒆芴迩榭?/p>", 1)
    assert damaged != PAGE
    report = read_report(damaged)
    assert report.tables == WANTED.tables
    assert [section.code for section in report.sections] == [s.code for s in WANTED.sections]
    assert told(report) == {"shifted": 1}
