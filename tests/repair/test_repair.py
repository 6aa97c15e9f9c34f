"""Repairs are named, counted, idempotent, can be switched off, and leave clean text alone."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from opencc import OpenCC

from parsers.model import Cell, Document, Paragraph, RawTable, RepairStep
from scraper.repair import repair_document, repair_findings, repair_markup, repair_text, repairs
from scraper.repair.tables import load_tables

CLEAN = "政府信息公开工作年度报告，“主动公开”（一）：瞭望、乾隆、著名；１２件〔2019〕60号　ＡＢ￥5—《条例》…"


@pytest.mark.parametrize(
    ("original", "fixed", "codes"),
    [
        (
            "現(xiàn)將政務(wù)公開情況報(bào)告如下",
            "现将政务公开情况报告如下",
            ["glued_pinyin", "traditional"],
        ),
        ("行政事業(yè)性收費（fèi）", "行政事业性收费", ["glued_pinyin", "traditional"]),
        ("現(xiàn)在 務(wù)必", "现在 务必", ["glued_pinyin", "traditional"]),
        ("現(xia\u0300n)在", "现在", ["glued_pinyin", "traditional"]),
        ("全方麵推進製度建設，複議答複", "全方面推进制度建设，复议答复", ["traditional"]),
        ("⼀、主动公开⼈⺠政府", "一、主动公开人民政府", ["radicals"]),
        (
            "⻔⼾⽹站、⻝品、⻋⻢、⻩⾊、⺟⼦、⻓⻰、⻥⻦、⻬⻮",
            "门户网站、食品、车马、黄色、母子、长龙、鱼鸟、齐齿",
            ["radicals"],
        ),
        ("说\U0002f804明\uf9dd", "说你明利", ["radicals"]),
        ("自\u200b然\ufeff人", "自然人", ["invisible"]),
        ("ÕþÎñ¹«¿ªÐÅÏ¢", "政务公开信息", ["mojibake"]),
        ("鏀垮簻淇℃伅", "政府信息", ["mojibake"]),
        ("æ\x94¿åº\x9cä¿¡æ\x81¯å\x85¬å¼\x80", "政府信息公开", ["mojibake"]),
    ],
)
def test_damage_is_undone(original, fixed, codes):
    """Each kind of damage is undone by the repair of its name, once and for all."""
    text, steps = repair_text(original)
    assert text == fixed
    assert [step.code for step in steps] == codes
    assert repair_text(text) == (fixed, ())


@pytest.mark.parametrize(
    "text",
    [
        CLEAN,
        "瑞安公安(raga110)，PM(PM2.5)，网址(http://www.x.gov.cn)",
        "沭(shù)阳县、乐清(lè qīng)市",
        "設为首页 " + "政府信息公开" * 100,
        "Õþ abc",
        "12 345 ¥ é à",
        "",
        "{{{}}} <b>&lt;</b> &amp;nbsp;",
    ],
)
def test_clean_text_is_never_altered(text):
    """Punctuation, brackets, numbers and rare characters of clean text stay as they are."""
    assert repair_text(text) == (text, ())


def test_every_radical_is_read_or_is_only_a_part():
    """No radical of Unicode that stands for a whole character is left; parts of characters are."""
    parts = {c for c in map(chr, range(0x2E80, 0x2EF4)) if repair_text(c) == (c, ())}
    assert parts <= set("⺀⺂⺇⺈⺋⺌⺍⺑⺗⺚⺥⺧⺫⺳⺴⺵⺶⺷⺸⻊⻏⻕⻗⻞")
    assert [c for c in map(chr, range(0x2F00, 0x2FD6)) if repair_text(c)[0] == c] == []


@pytest.mark.parametrize("text", ["锟斤拷公开", "公开\ufffd\ufffd报告", "邮箱:[email protected]"])
def test_what_is_lost_is_counted_and_left(text):
    """Text that cannot be restored is told, not guessed."""
    assert repair_text(text) == (text, (RepairStep("lost_text", 1),))


def test_every_repair_can_be_switched_off():
    """With its code in ``off`` a repair is not made."""
    text = "現(xiàn)將⼀\u200b"
    assert repair_text(text, frozenset(r.code for r in repairs())) == (text, ())
    assert repair_text(text, frozenset({"traditional"}))[0] == "現將一"


def test_documents_keep_the_published_text():
    """Paragraphs, cells, title and metadata are repaired; what was published stays beside."""
    cell = Cell("規(guī)章", "規(guī)章")
    document = Document(
        (Paragraph("主動(dòng)公開", "主動(dòng)公開"), RawTable(((cell, Cell("0", "0")),))),
        title="報(bào)告", metas=(("SiteName", "縣政府"),),
    )  # fmt: skip
    repaired, steps = repair_document(document)
    paragraph, table = repaired.blocks
    assert (paragraph.published, paragraph.text) == ("主動(dòng)公開", "主动公开")
    assert table.rows[0][0] == Cell("規(guī)章", "规章")
    assert (repaired.title, repaired.metas) == ("报告", (("SiteName", "县政府"),))
    assert [(s.code, s.count) for s in steps] == [("glued_pinyin", 2), ("traditional", 3)]


def test_clean_documents_come_back_as_the_same_object():
    """Nothing is copied where nothing is wrong."""
    document = Document((Paragraph(CLEAN, CLEAN),))
    assert repair_document(document) == (document, ())
    assert repair_document(document)[0] is document


def test_hidden_emails():
    """Cloudflare's protection is decoded from the markup, in elements and in links."""
    html = (
        "<a href='/cdn-cgi/l/email-protection#422302206c21'><span data-cfemail=\"422302206c21\">"
        "[email&#160;protected]</span></a><a data-cfemail='zz'>x</a>"
    )
    text, steps = repair_markup(html)
    assert text == "<a href='mailto:a@b.c'>a@b.c</a><a data-cfemail='zz'>x</a>"
    assert steps == (RepairStep("obfuscated_email", 2),)
    assert repair_markup(html, frozenset({"obfuscated_email"})) == (html, ())
    assert repair_markup("<p>公开</p>") == ("<p>公开</p>", ())


def test_findings_of_repairs():
    """Repairs that a reader should know of are findings, one a code."""
    steps = [RepairStep("glued_pinyin", 3), RepairStep("bad_bytes", 1, "x", "字节"), RepairStep("lost_text", 2),
             RepairStep("radicals", 5)]  # fmt: skip
    findings = repair_findings(steps)
    assert [f.code for f in findings] == ["R.GLUED_PINYIN", "R.TEXT_LOST"]
    assert "3 places" in findings[1].message
    assert "（字节）" in findings[1].message_zh


@given(st.text(alphabet=CLEAN + "現務(wùàn)æåÃ¤ÕþÎñ鏀垮\u200b⼀?", max_size=60))
def test_repairs_are_idempotent(text):
    """Repairing what was repaired changes nothing more."""
    once, _ = repair_text(text)
    twice, steps = repair_text(once)
    assert twice == once
    assert all(step.code == "lost_text" for step in steps)


@given(st.text(max_size=80))
def test_repairs_are_total(text):
    """Any text is repaired or left, without an error."""
    repair_text(text)
    repair_markup(text)


@pytest.mark.suite
def test_a_long_clean_text_stays_as_it_is(shared):
    """7,735 characters of clean simplified Chinese are not touched."""
    path = shared / "suites" / "opencc" / "us_constitution_zhs.txt"
    text = path.read_text(encoding="utf-8")
    assert repair_text(text) == (text, ())


@pytest.mark.suite
def test_texts_that_only_look_broken(shared):
    """The negative cases of the mojibake suite stay as they are."""
    cases = json.loads((shared / "suites" / "ftfy" / "negative.json").read_text(encoding="utf-8"))
    changed = [c["label"] for c in cases if repair_text(c["original"])[0] != c["original"]]
    assert changed == []


def test_the_seed_has_152_groups(shared):
    """The mirror of 2021 has exactly 152 glued groups, and none is left."""
    text = (shared / "cases" / "ruian-2021" / "input.txt").read_text(encoding="utf-8")
    fixed, steps = repair_text(text)
    assert steps[0] == RepairStep("glued_pinyin", 152)
    assert "(guān)" not in fixed
    assert "(raga110)" in fixed


def test_no_sign_of_traditional_script_stands_in_simplified_text():
    """監督 is traditional by its first character alone; 监督 is simplified."""
    signs = "".join(load_tables()["traditional"]["frequent"].split())
    simplified = OpenCC("t2s")
    assert [sign for sign in signs if simplified.convert(sign) == sign] == []
    assert len(set(signs)) == len(signs)
