"""Labels are matched by meaning; damage within reason is bridged, different labels never meet."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz import fuzz

from parsers.labels import LIKE_ENOUGH, lookup
from parsers.normal import label_core
from parsers.tables.forms import tell_form
from parsers.vocab import tables


@pytest.mark.parametrize(
    ("text", "axis", "code"),
    [
        ("（一）予以公开", "row", "outcome.granted"),
        ("(一) 予以公开", "row", "outcome.granted"),
        ("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", "row", "outcome.partially_granted"),
        ("（三）不\n予公开", "row", "outcome.denied"),
        ("三、\n本\n年\n度\n办\n理\n结\n果", "row", "outcome"),
        ("2.其他法律行政止公开", "row", "outcome.denied.prohibited_by_law"),
        ('3.危及"三安全一稳定"', "row", "outcome.denied.security_and_stability"),
        ("3.危及“三安全、一稳定”", "row", "outcome.denied.security_and_stability"),
        ("5．属于三类内部事务信息", "row", "outcome.denied.internal_affairs"),
        ("（四）无法提供", "row", "outcome.unable_to_provide"),
        ("5.要求行政机关确认或重新出具已获取信息", "row", "outcome.not_processed.confirmation_or_reissue"),
        ("（六）其他处理", "row", "outcome.other_handling"),
        ("（六）其他", "row", "outcome.other_handling"),
        ("3、其他", "row", "outcome.other_handling.other"),
        ("3.其它", "row", "outcome.other_handling.other"),
        ("1、申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请", "row",
         "outcome.other_handling.clarification_overdue"),
        ("2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请", "row",
         "outcome.other_handling.fee_overdue"),
        ("（七）总计", "row", "outcome.total"),
        ("四、结转下一年度继续办理", "row", "carried_over_to_next_year"),
        ("自\n然\n人", "column", "natural_person"),
        ("商业\n企业", "column", "org.commercial_enterprise"),
        ("社会公益", "column", "org.public_interest_organization"),
        ("总　计", "column", "total"),
        ("本年发件", "column", "issued"),
        ("现行有效件", "column", "in_force"),
        ("本年制发件数量", "column", "issued"),
        ("本年收费金额（单位：万元）", "column", "amount_collected"),
        ("上一年项目数量 (指2018年事项数)", "column", "items_previous_year"),
        ("本年增/减 (指2019年增加或减少的事项数，减用负值表示，如-8)", "column", "items_change"),
        ("规 章（县级无此项）", "row", "art20_1.government_rules"),
        ("规范性文件(指各行政机关印发的有正式文号的文件)", "row", "art20_1.normative_documents"),
        ("第二十条 第(一)项", "part", "art20_1"),
        ("第二十条第（九）项", "part", "art20_9"),
        ("结果纠错", "column", "corrected"),
        ("未经复议直接起诉", "row", "litigation.direct"),
        ("⾃然⼈", "column", "natural_person"),
        ("（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", "note", "note"),
    ],
)  # fmt: skip
def test_variants(text, axis, code):
    """Each way a label is written on real pages leads to its code."""
    assert code in [hit.code for hit in lookup(text) if hit.axis == axis]


@pytest.mark.parametrize(
    "text",
    ["", "0", "12", "/", "本年", "其余", "境外机构", "行政确认", "一、总体情况", "x" * 500,
     "本年新", "机构", "公开", "3", "申请"],
)  # fmt: skip
def test_strangers_have_no_meaning(text):
    """What is no label of the forms stays without a code."""
    assert lookup(text) == ()


def test_different_labels_are_never_alike():
    """No two labels with different codes on one axis of one table reach the threshold."""
    for table in tables():
        for definitions in (table.rows, table.columns):
            for one, other in combinations(definitions, 2):
                if one.code == other.code or label_core(one.zh) == label_core(other.zh):
                    continue
                if len(label_core(one.zh)) >= 4 and len(label_core(other.zh)) >= 4:
                    likeness = fuzz.ratio(label_core(one.zh), label_core(other.zh))
                    assert likeness < LIKE_ENOUGH, (one.zh, other.zh)


@pytest.mark.parametrize("drop", range(12))
def test_one_lost_character_is_bridged_or_refused(drop):
    """A label that lost one character has its own code or none, never another's."""
    for table in tables():
        for definition in (*table.rows, *table.columns):
            core = label_core(definition.zh)
            if drop >= len(core):
                continue
            damaged = core[:drop] + core[drop + 1 :]
            own = {hit[:3] for hit in lookup(definition.zh)}
            for hit in lookup(damaged):
                assert hit.exact or hit[:3] in own, (definition.zh, damaged, hit)


def test_the_form_is_told_from_labels():
    """One sign is enough, both give B+C, none gives None."""
    assert tell_form({"本年制发件数"})[0] == "C"
    assert tell_form({"对外公开总数量", "规章"})[0] == "B"
    assert tell_form({"本年增减", "现行有效件数"})[0] == "B+C"
    assert tell_form({"统计指标"})[0] == "A"
    assert tell_form({"规章", "行政许可", "自然人"}) == (None, [])
    assert tell_form({"本年制发件"})[0] == "C"


@given(st.text(max_size=80))
def test_lookup_is_total(text):
    """Any text has meanings or none, and asking twice gives the same."""
    assert lookup(text) == lookup(text)
