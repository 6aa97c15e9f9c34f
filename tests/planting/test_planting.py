"""The world itself, and a small one held against its floors on every run."""

from __future__ import annotations

import json
from collections import Counter
from itertools import pairwise

import pytest

from parsers.audit import audit_book
from parsers.checks.rules import rule_book
from tests.planting.county import county
from tests.planting.draft import CARRIED_IN, CARRIED_OUT, CLOSED, RECEIVED
from tests.planting.evaluate import (
    SMALL,
    Planted,
    Scores,
    compare,
    evaluate,
    key_of,
    load_floors,
    pin,
    shares,
)
from tests.planting.faults import FAULTS
from tests.planting.page_of_docs import page
from tests.planting.write import read
from tests.proving.dice import Dice
from tests.proving.figures import request_columns

OLD = ("A.", "A0.", "N.ANNEX.")  # rules of the forms before 2019: they have tests of their own


def test_no_rule_is_unplanted():
    """Every rule of both books has a fault, and no fault is of a rule that is gone."""
    books = {code for code in rule_book() if not code.startswith(OLD)} | set(audit_book().rules)
    assert set(FAULTS) == books


def test_a_county_is_the_same_whenever_it_is_made():
    """It depends on its seed alone."""
    first, again, other = (county(Dice(seed), 3, 4, 2020) for seed in ("a", "a", "b"))
    assert first == again
    assert first != other


def test_a_clean_series_goes_on_from_year_to_year():
    """What is carried out is carried in, and what is there is closed or carried out."""
    for drafts in county(Dice("series"), 5, 5, 2019):
        for before, now in pairwise(drafts):
            for column in request_columns():
                came, went = now.value(CARRIED_IN, column), now.value(CARRIED_OUT, column)
                assert came == before.value(CARRIED_OUT, column)
                assert now.value(RECEIVED, column) + came == now.value(CLOSED, column) + went


def test_a_page_says_what_its_draft_says():
    """The record has every figure of the draft, and who, when and in what scope."""
    government, *parts = county(Dice("page"), 7, 3, 2020)
    for draft in (government[3], parts[0][0]):
        report = read(draft, 1)
        stated = {
            f"{table}/{row}/{column}": value
            for table, rows in report.tables.items()
            for row, cells in rows.items()
            for column, value in cells.items()
        }
        assert {key: stated.get(key) for key in draft.figures} == draft.figures
        assert (report.identity.publisher, report.identity.year) == (draft.body, draft.year)
        assert (report.identity.body, report.form) == (draft.kind, draft.form)
        assert report.identity.published_on == draft.published
    assert read(government[3], 1).identity.scope == "consolidated"


def _scores(found: bool, false: int) -> Scores:
    planted = [Planted("X.CARRY", found, 0), Planted("P.INT", True, 1)]
    return Scores(10, Counter({"P.JUMP": false}), planted, "0" * 64)


def test_floors_rise_by_themselves_and_sink_on_demand(tmp_path):
    """A lower recall or more false findings are told, and pinned only with the flag."""
    path = tmp_path / "floors.json"
    assert pin("x", shares(_scores(found=True, false=1)), lower=False, path=path) == []
    worse = shares(_scores(found=False, false=3))
    told = pin("x", worse, lower=False, path=path)
    assert told == [
        "X.CARRY: recall 0.0 below 100.0",
        "false findings 0.3 above 0.1 a report",
    ]
    assert json.loads(path.read_text(encoding="utf-8"))["x"]["false"] == 0.1
    assert pin("x", worse, lower=True, path=path) == []
    assert json.loads(path.read_text(encoding="utf-8"))["x"]["recall"]["X.CARRY"] == 0.0


def test_another_corpus_is_told():
    """Floors of one world say nothing of another one."""
    reached = shares(_scores(found=True, false=0))
    assert compare({**reached, "corpus": "1" * 64}, reached) == [
        "the corpus is another one than that of the floors"
    ]
    assert compare(None, reached) == ["nothing is pinned for a world of this size"]


def test_the_page_tells_each_rule():
    """One row a rule, and the false findings by their code."""
    text = page(_scores(found=False, false=3), 1, 1, 1)
    assert "| X.CARRY | 1 | 0 | 0.00 |" in text
    assert "false findings: P.JUMP 3 (0.3000 a report)" in text


@pytest.mark.slow
def test_the_small_world_stays_above_its_floors():
    """Every planted fault is found, and a clean report has less than a tenth of a finding."""
    scores = evaluate(*SMALL)
    reached = shares(scores)
    floors = load_floors(key_of(*SMALL))
    assert floors is not None
    assert compare(floors, reached) == []
    assert set(reached["recall"].values()) == {100.0}
    assert reached["false"] < 0.1
