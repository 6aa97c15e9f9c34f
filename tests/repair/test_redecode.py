"""Pages that were decoded wrongly before they were stored."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper import read_report
from scraper.repair import repair_markup
from scraper.repair.redecode import redecode
from tests.conftest import ROOT, SHARED
from tests.proving.script import _misread

PAGE = (ROOT / "fixtures" / "reports" / "330381-water-2022" / "input.html").read_text("utf-8")


def _as(text: str, encoding: str, wrong: str, times: int = 1) -> str:
    for _ in range(times):
        text = _misread(text.encode(encoding), wrong)
    return text


WRONG = {
    "utf-8 as windows-1252": _as(PAGE, "utf-8", "cp1252"),
    "utf-8 as windows-1252, twice": _as(PAGE, "utf-8", "cp1252", 2),
    "utf-8 as latin-1": _as(PAGE, "utf-8", "latin-1"),
    "utf-8 as latin-1, twice": _as(PAGE, "utf-8", "latin-1", 2),
    "gbk as latin-1": _as(PAGE, "gb18030", "latin-1"),
    "gbk as windows-1252": _as(PAGE, "gb18030", "cp1252"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_page_read_wrongly_is_given_back_whole(name):
    """Every character comes back, blanks and controls that were bytes included."""
    fixed, runs = redecode(WRONG[name])
    assert fixed == PAGE
    assert runs > 100 or "gbk" in name


@pytest.mark.parametrize("name", WRONG)
def test_the_record_says_that_it_was_decoded_again(name):
    """Figures are those of the page, and R.MOJIBAKE tells."""
    report = read_report(WRONG[name])
    assert report.tables == read_report(PAGE).tables
    assert "R.MOJIBAKE" in {finding.code for finding in report.findings}
    assert report.source.repairs[0].code == "mojibake"


def test_it_can_be_switched_off():
    """Without the repair the page is what it is."""
    wrong = WRONG["utf-8 as latin-1"]
    assert repair_markup(wrong, frozenset({"mojibake"})) == (wrong, ())


@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=40))
def test_a_run_of_utf8_read_as_gbk_comes_back_where_it_can(words):
    """A run that has a reading as GBK is undone; the page's other words decide that it is one."""
    try:
        wrong = words.encode("utf-8").decode("gbk")
    except UnicodeDecodeError:
        return
    known = "政府信息"
    fixed, _ = redecode(f"<p>{known.encode('utf-8').decode('gbk')}</p><p>{wrong}</p>")
    assert fixed == f"<p>{known}</p><p>{words}</p>"


def test_quotes_beside_a_misread_sentence_stay():
    """Quotes and dashes are bytes of windows-1252 as well; without letters they were not misread."""
    wrong = "政府信息公开工作年度报告".encode("gbk").decode("latin-1")
    clean = "<p>“三安全一稳定”ab</p><p>——</p>"
    assert redecode(f"{clean}<p>{wrong}</p>")[0] == f"{clean}<p>政府信息公开工作年度报告</p>"


def test_a_lost_last_byte_is_said_to_be_lost():
    """The character whose last byte is gone stays U+FFFD."""
    wrong = "政府信息情况统计".encode()[:-1]
    assert redecode(wrong.decode("gbk", "replace"))[0] == "政府信息情况统\ufffd"


@pytest.mark.parametrize(
    "clean",
    [
        "政府信息公开工作年度报告“三安全一稳定”……——",
        "咖啡 café naïve Ärger Österreich",
        "浠水县锛山镇鏀",
        "100％，±5℃，§2·1×3÷4",
    ],
)
def test_clean_text_is_the_same_object(clean):
    """What was decoded right is not touched."""
    assert redecode(clean)[0] is clean


@pytest.mark.suite
@pytest.mark.parametrize("name", ["us_constitution_zhs.txt", "us_constitution_zhs.s2t.txt"])
def test_the_golden_of_the_script_suite_stays(name):
    """The 7,735 characters of clean Chinese text stay as they are, in both scripts."""
    path = SHARED / "suites" / "opencc" / name
    if not path.exists():
        pytest.skip("the shared suites are not here")
    text = path.read_text(encoding="utf-8")
    assert redecode(text)[0] is text


MEANT = "<td>三、本年度办理结果</td><td>政府信息公开工作年度报告</td>"


def test_a_clean_character_among_misread_runs_stays():
    """A character whose two bytes in GBK are a letter or sign in UTF-8 is no misread run by itself."""
    clean = "<span>自</span><span>然</span><span>十</span><span>路</span>"
    wrong = "<p>" + "政府信息".encode().decode("gbk") + "</p>" + clean
    assert redecode(wrong) == ("<p>政府信息</p>" + clean, 1)


@pytest.mark.parametrize("times", [1, 2])
def test_a_dash_that_stands_alone_comes_back(times):
    """It is a character of windows-1252 itself, and no reason to try again in vain."""
    page = MEANT + "<td>—</td><td>0</td>"
    assert redecode(_as(page, "utf-8", "cp1252", times))[0] == page


@pytest.mark.parametrize("odd", ["\u00ad", "\u200b", "\ufeff", "\u200e"])
@pytest.mark.parametrize(("encoding", "wrong"), [("gb18030", "latin-1"), ("utf-8", "cp1252")])
def test_invisible_characters_do_not_keep_a_run_from_coming_back(odd, encoding, wrong):
    """In GB18030 they are four bytes, two of them digits; in UTF-8 a soft hyphen is no Latin letter."""
    page = MEANT.replace("办理", f"办{odd}理") + "<td>1</td><td>23</td><td>5件</td>"
    assert redecode(_as(page, encoding, wrong))[0] == page
