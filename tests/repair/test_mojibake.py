"""Wrong decodings are undone whole or in pieces; clean text stays; what is lost is told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.vocab import load
from scraper.repair import repair_text
from scraper.repair.mojibake import fix_mojibake

TEXT = "政府信息公开工作年度报告，主动公开情况"
HEADINGS = [s["zh"] for s in load("sections")["sections"]]


def utf8_as_latin(text, codec="latin-1"):
    """Damage a text as a page of UTF-8 read as Latin-1."""
    return text.encode("utf-8").decode(codec)


def gbk_as_latin(text):
    """Damage a text as a page of GBK read as Latin-1."""
    return text.encode("gbk").decode("latin-1")


def utf8_as_gbk(text):
    """Damage a text as a page of UTF-8 read as GBK; bytes that do not pair are lost."""
    return text.encode("utf-8").decode("gb18030", "replace")


@pytest.mark.parametrize(
    "damage", [utf8_as_latin, gbk_as_latin, lambda t: utf8_as_latin(utf8_as_latin(t))]
)
@given(words=st.lists(st.sampled_from(HEADINGS), min_size=1, max_size=6))
def test_what_goes_back_comes_back(damage, words):
    """Every text of headings comes back from each damage that loses nothing, also made twice."""
    clean = "，".join(words)
    assert fix_mojibake(damage(clean)) == (clean, 1)


@given(words=st.lists(st.sampled_from(HEADINGS), min_size=1, max_size=6))
def test_utf8_as_gbk_comes_back_or_is_told(words):
    """UTF-8 read as GBK comes back; where bytes were lost, the loss is told and the rest read."""
    clean = "，".join(words)
    damaged = utf8_as_gbk(clean)
    text, steps = repair_text(damaged)
    assert text == clean or "lost_text" in [step.code for step in steps]
    if "\ufffd" not in damaged:
        assert text == clean


@pytest.mark.parametrize("damage", [utf8_as_latin, gbk_as_latin, utf8_as_gbk])
def test_a_damaged_piece_in_a_clean_text(damage):
    """A piece that came from a page of another encoding is decoded; its clean neighbours stay."""
    piece = "政府信息公开工作"
    text = f"二、主动公开，{damage(piece)}，共12件（含规章0件）。"
    assert repair_text(text)[0] == f"二、主动公开，{piece}，共12件（含规章0件）。"


def test_a_torn_text_is_read_but_for_the_loss():
    """An odd number of bytes loses one character, which is told; all others are read."""
    damaged = utf8_as_gbk("政府信息公开工作年度报告情况表")
    text, steps = repair_text(damaged)
    assert text == "政府信息公开工作年度报告情况\ufffd"
    assert [step.code for step in steps] == ["mojibake", "lost_text"]


def test_what_does_not_go_back_is_told():
    """Damaged text that cannot be decoded again stays and is told as lost."""
    damaged = "鏀垮簻淇℃伅" + "锟斤拷?" * 20
    text, steps = repair_text(damaged)
    assert text == damaged
    assert [step.code for step in steps] == ["lost_text"]


@pytest.mark.parametrize(
    "damaged",
    [
        "政府信息公开工作".encode("gbk")
        .decode("latin-1")
        .replace("\u00b9", ""),  # a byte of 公 is gone
        "政府信息公开".encode().decode("latin-1").replace("\u009c", ""),
        "å…¬å¼?æƒ…å†µ",
    ],
)
def test_latin_letters_that_do_not_go_back_are_told(damaged):
    """Bytes that stand as Latin letters and miss one of them stay, and are told as lost."""
    text, steps = repair_text(f"补充{damaged}事项")
    assert "lost_text" in [step.code for step in steps]
    assert text.startswith("补充")


@pytest.mark.parametrize(
    "clean",
    ["————", "······", "“”“”", "……——", "°°°°", "Ÿ€€€", "déjà vu", "ÀÀÀÀ", "lǜ sè", "ééé", "€£¥¢"],
)
def test_drawn_lines_and_accents_are_not_told(clean):
    """Dots, dashes and quotes in a row, signs of money and words with accents are clean."""
    assert repair_text(f"补充{clean}事项") == (f"补充{clean}事项", ())


@given(
    words=st.lists(
        st.sampled_from([*HEADINGS, TEXT, "12", "（一）", "？", "?", "é", "¥5"]), max_size=8
    )
)
def test_clean_text_stays(words):
    """Clean text is never decoded again, whatever stands side by side."""
    text = "".join(words)
    assert fix_mojibake(text) == (text, 0)
