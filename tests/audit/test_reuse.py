"""Copied sections: who meets whom, how near a copy may be, and what is quoted of it."""

from __future__ import annotations

import pytest

from parsers.audit import audit, audit_book
from parsers.audit.model import Mark
from parsers.audit.reuse import bands_of, of_others, pairs_of, similarity
from parsers.audit.words import Common, own_texts
from tests.audit.test_audit import make, own_words
from tests.proving.dice import Dice


def _text(words, code="overview", body="柳河县教育局"):
    """The own words of one section."""
    report = make(2022, body=body)
    section = next(one for one in report.sections if one.code == code)
    section.text = words
    return next(one for one in own_texts(report, Common()) if one.code == code)


def _edited(dice, words, share):
    """The same words with some sentences written anew."""
    sentences = words.split("。")[:-1]
    return "".join(
        (own_words(dice)[:24] if dice.chance(share) else sentence) + "。" for sentence in sentences
    )


def test_copies_with_small_changes_meet_and_are_told():
    """Two hundred pairs above the bound: each shares a band, so each is found."""
    dice = Dice("reuse")
    rule = audit_book().rules["X.REUSE_OTHER"]
    near = 0
    for _ in range(200):
        words = own_words(dice) + own_words(dice)
        first, second = _text(words), _text(_edited(dice, words, 0.06), body="柳河县水利局")
        alike = similarity(first.runs, second.runs)
        if alike <= rule.data["similar"]:
            continue
        near += alike < 1
        assert set(bands_of(first)) & set(bands_of(second))
        (finding,) = of_others(second, [first], audit_book())
        assert finding.actual == round(alike, 3)
    assert near > 20


def test_sections_of_two_kinds_do_not_meet():
    """The same words in section one and in section five."""
    words = own_words(Dice("kinds"))
    assert not set(bands_of(_text(words))) & set(bands_of(_text(words, "problems")))


def test_a_crowd_of_copies_costs_no_more_than_its_number():
    """Of a thousand texts in one band each is held against the last eight before it."""
    band = [Mark(2022, body, body, 0) for body in range(1000)]
    pairs = list(pairs_of(band))
    assert len(pairs) <= 8 * len(band)
    assert pairs[-1] == (band[-1], band[-9])
    assert {mark.body for mark, other in pairs if mark.body == other.body} == set()


def test_a_body_is_not_held_against_itself():
    """Its own years are compared elsewhere."""
    assert list(pairs_of([Mark(2021, 4, 1, 0), Mark(2022, 4, 2, 0)])) == []


def test_the_most_similar_body_is_named():
    """Of two that were copied from the nearer one."""
    dice = Dice("nearest")
    words = own_words(dice) + own_words(dice) + own_words(dice)
    far = _text(_edited(dice, words, 0.05), body="柳河县审计局")
    mine, near = _text(words), _text(words, body="柳河县水利局")
    (finding,) = of_others(mine, [far, near], audit_book())
    assert finding.report_ids == [mine.report.id, near.report.id]


def test_passages_stand_in_both_reports_where_they_say():
    """With what stands around them in each, and only where own words are in them."""
    dice = Dice("passages")
    first, second = make(2022), make(2022, body="柳河县水利局")
    words = own_words(dice) + own_words(dice)
    first.sections[0].text = "我局：" + words + own_words(dice)[:25]
    second.sections[0].text = own_words(dice)[:25] + words
    (finding,) = [one for one in audit([first, second]) if one.code == "X.REUSE_OTHER"]
    assert finding.passages
    for mine, other in finding.passages:
        report = {one.id: one for one in (first, second)}
        for passage in (mine, other):
            text = report[passage.report_id].sections[0].text
            assert text[passage.start : passage.stop] == passage.text
        assert mine.text == other.text
    assert max(len(mine.text) for mine, _ in finding.passages) >= len(words) - 1
    assert finding.message.count("“") == 1


@pytest.mark.parametrize("bodies", [4, 5])
def test_words_of_five_bodies_are_nobodys_own(bodies):
    """A circular that everybody copies is no copying; four who share words are still told."""
    words = own_words(Dice("shared"))
    reports = [make(2022, body=f"柳河县{n}局") for n in range(bodies)]
    for report in reports:
        report.sections[0].text = words
    told = [one for one in audit(reports) if one.code == "X.REUSE_OTHER"]
    assert len(told) == (bodies - 1 if bodies < 5 else 0)


@pytest.mark.parametrize(("bodies", "copies"), [(60, 9), (60, 14)])
def test_nine_of_sixty_bodies_are_copies_and_a_fifth_of_all_is_a_circular(bodies, copies):
    """What is nobody's own grows with the collection."""
    words = own_words(Dice("many"))
    reports = [make(2022, body=f"柳河县{n}局") for n in range(bodies)]
    for report in reports[:copies]:
        report.sections[0].text = words
    told = [one for one in audit(reports) if one.code == "X.REUSE_OTHER"]
    assert len(told) == (copies - 1 if copies < bodies / 5 else 0)
