"""The annex of forms A and A0, on pages whose figures are known."""

from __future__ import annotations

import random

import pytest

from parsers.annex.index import choose, meanings
from parsers.vocab import load
from tests.annex.pages import SKINS, make_page, rows_of
from tests.annex.scoring import figures_of, read, score

FORMS = ("A", "A0")
NOTES = {"I.DATE_SOURCE", "R.TRADITIONAL", "S.ROW_RECALLED"}
RECALLED = {r["code"] for r in load("annex")["rows"] if r["confirmation"] == "recalled"}


@pytest.mark.parametrize("skin", SKINS)
@pytest.mark.parametrize("form", FORMS)
def test_every_figure_is_read_in_every_skin(form, skin):
    """A clean page gives every figure, the form, all sections, and no contradiction."""
    for seed in range(4):
        page = make_page(form, skin, seed)
        result = score(page)
        assert (result.right, result.wrong) == (len(page.truth), ())
        assert result.codes <= NOTES
        record = read(page)
        assert record.form == form
        assert len(record.sections) == 6
        stated = {key for key, value in figures_of(record).items() if value is not None}
        assert stated == set(page.truth)


def lose_letter(dice):
    """Take a character out of the labels of three rows."""

    def change(rows):
        for place in dice.sample(range(len(rows)), 3):
            label, *rest = rows[place]
            cut = dice.randrange(len(label))
            rows[place] = (label[:cut] + label[cut + 1 :], *rest)
        return rows

    return change


def lose_row(dice):
    """Take five rows out, and print one twice."""

    def change(rows):
        for _ in range(5):
            rows.pop(dice.randrange(len(rows)))
        rows.insert(3, rows[3])
        return rows

    return change


def spoil_figures(dice):
    """Replace figures by words, two figures, a blank or nothing that is one."""

    def change(rows):
        for place in dice.sample(range(len(rows)), 4):
            label, unit, _, number = rows[place]
            rows[place] = (label, unit, dice.choice(("", "详见网站", "3 4", "约十", "3|4")), number)
        return rows

    return change


def strange_rows(dice):
    """Insert rows that no form has."""

    def change(rows):
        for place in dice.sample(range(len(rows)), 3):
            rows.insert(place, ("政务微视频播放量", "次", 77, ""))
        return rows

    return change


DAMAGES = (lose_letter, lose_row, spoil_figures, strange_rows)


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("skin", SKINS)
def test_damage_never_makes_a_figure_that_was_not_published(skin, damage):
    """What is lost is missing, what is strange is told; no cell has another figure than the page."""
    for form in FORMS:
        for seed in range(3):
            page = make_page(form, skin, seed, damage(random.Random(f"{skin}{seed}")))
            result = score(page)
            assert result.silent == ()
            assert result.wrong == ()
            assert result.right >= len(page.truth) - 12


def test_strange_rows_are_told():
    """A row that no form has is a finding with its text."""
    record = read(make_page("A", "plain", 1, strange_rows(random.Random(1))))
    told = [f.message for f in record.findings if f.code == "S.ROW_UNKNOWN"]
    assert len(told) == 3
    assert all("政务微视频播放量" in text and "77" in text for text in told)


def test_recalled_rows_are_matched_word_for_word_and_told():
    """One finding names the cells whose labels are known from memory; a damaged one is not taken."""
    record = read(make_page("A", "plain", 1))
    (finding,) = [f for f in record.findings if f.code == "S.ROW_RECALLED"]
    rows = {cell.split("/")[1] for cell in finding.cells}
    assert rows == RECALLED - {r["code"] for r in rows_of("A") if r["kind"] == "group"}
    assert meanings("召开政府信息公开工作会议或专题会议数")
    assert not meanings("召开政府信息公开工作会议或专题会数")
    assert meanings("同意部分公开答数")[0].code == "requests.answered.partially_granted"


def test_labels_that_stand_twice_are_told_by_the_row_before():
    """被依法纠错数 is of reviews behind reviews, and of none where the row before is neither."""
    twice = meanings("（二）被依法纠错数")
    assert choose(twice, "A", "review.total").code == "review.corrected"
    assert choose(twice, "A", "litigation.upheld").code == "litigation.corrected"
    assert choose(twice, "A", "requests.received") is None
    copies = meanings("2.复制费（纸张）")
    assert choose(copies, "A0", "fees.on_request.postage").code == "fees.on_request.copy_paper"


def test_local_columns_have_codes_of_their_own():
    """The extended table of one province prints three bodies, and none of them is the year's total."""
    rows = "".join(
        f"<tr><td>{i}</td><td>{label}</td><td>件</td><td>1</td><td>2</td><td>3</td></tr>"
        for i, label in enumerate(("收到申请数", "1.当面申请数", "2.传真申请数", "申请办结数"))
    )
    head = "".join(
        f"<td>{t}</td>" for t in ("序号", "统计指标", "单位", "区政府", "区直单位", "乡镇街道")
    )
    page = f"<h1>甲县2017年政府信息公开年度报告</h1><table><tr>{head}</tr>{rows}</table>"
    cells = figures_of(read(make_page("A", "plain", 0).__class__(page, "text/html", {}, "A")))
    assert cells["annex/requests.received/government"] == 1
    assert cells["annex/requests.closed/townships"] == 3
    assert not any(key.endswith("/value") for key in cells)


@pytest.mark.parametrize(
    ("year", "missing"), [(2012, []), (2016, ["Statistical annex"]), (2021, None)]
)
def test_a_report_without_tables_misses_those_of_its_year(year, missing):
    """Nobody misses the tables of 2019 in a report of 2016, nor any table before 2014."""
    page = make_page("A", "plain", 0)
    source = page.source.replace("2016年", f"{year}年").replace("2017年", f"{year + 1}年")
    source = source[: source.index("<p>附表")] + f"<p>永嘉县交通局</p><p>{year + 1}年3月1日</p>"
    record = read(page.__class__(source, "text/html", {}, "A"))
    told = [f.message for f in record.findings if f.code == "S.TABLE_MISSING"]
    if missing is None:
        assert len(told) == 3
    else:
        assert len(told) == len(missing)
        assert all(name in text for name, text in zip(missing, told, strict=True))


def test_identities_of_the_annex_are_held():
    """A figure that breaks its sum is told with both sides, and stays as it is."""

    def change(rows):
        return [(a, b, 999 if "收到申请数" in a else c, d) for a, b, c, d in rows]

    record = read(make_page("A", "plain", 2, change))
    codes = [f.code for f in record.findings]
    assert "A.RECEIVED" in codes
    assert record.tables["annex"]["requests.received"]["value"] == 999


def test_reports_of_the_later_forms_have_no_annex(shared):
    """The real case of form C is read as before."""
    from scraper import read_report

    source = next((shared / "cases" / "ruian-2021").glob("input.*")).read_bytes()
    assert "annex" not in read_report(source).tables
