"""The proving ground itself, and a slice of it held against its floors on every run."""

from __future__ import annotations

import json
from collections import Counter

import pytest

from scraper import read_report
from tests.proving.evaluate import evaluate, read_page
from tests.proving.figures import outcome_rows, request_columns
from tests.proving.floors import FLOORS, compare, load_floors, pin
from tests.proving.page import make_page
from tests.proving.score import LOST_NULL, MISSING, RIGHT, SILENT, WARNED, score_page
from tests.proving.tally import tally

SLICE = 300  # pages of every run of the tests; the ten thousand are ``make evaluate``
PLAIN = {
    "tables": "clean", "numbers": "plain", "script": "simplified", "charset": "UTF-8",
    "wording": "printed", "damage": "none", "markup": "none",
}  # fmt: skip


def test_a_page_is_the_same_whenever_it_is_made():
    """The bytes of a page depend on seed and number alone."""
    assert make_page(1, 7) == make_page(1, 7)
    assert make_page(1, 7).data != make_page(2, 7).data


@pytest.mark.parametrize("form", ["B", "C"])
def test_the_true_figures_keep_the_identities(form):
    """Every total is the sum of its parts on a page that breaks no rule."""
    page = next(
        page
        for page in (make_page(5, n, form=form, **PLAIN) for n in range(50))
        if not page.planted
    )
    for column in request_columns():
        parts = [page.truth[f"requests/{row}/{column}"] for row in outcome_rows(form)]
        assert sum(parts) == page.truth[f"requests/outcome.total/{column}"]


def test_a_clean_page_is_read_without_a_mistake():
    """What is printed in clean tables comes out cell for cell."""
    for number in range(6):
        page = make_page(3, number, **PLAIN)
        score = read_page(page)
        assert score.cells == Counter({RIGHT: len(page.truth)})


def test_a_wrong_figure_is_seen_by_the_score():
    """A figure that is changed in the record counts as silently wrong, one taken out as missing."""
    page = make_page(3, 1, **PLAIN)
    report = read_report(page.data, content_type=page.content_type, url=page.url)
    row = report.tables["requests"]["outcome.granted"]
    row["natural_person"] = (row["natural_person"] or 0) + 1
    row["org.other"] = None
    score = score_page(page, report)
    told = any("requests/outcome.granted" in cell for f in report.findings for cell in f.cells)
    assert score.cells[WARNED if told else SILENT] == 1
    assert score.cells[MISSING] == 1
    assert not score.page_right


def test_a_lost_figure_may_be_null():
    """Where the page lost a figure, null is right and another figure is not."""
    page = make_page(3, 2, **{**PLAIN, "damage": "cell emptied"})
    assert len(page.lost) == 1
    score = read_page(page)
    assert score.cells[LOST_NULL] == 1
    assert score.cells[SILENT] == 0


def test_no_record_counts_every_cell_as_missing():
    """A refused page is no way to a good score."""
    page = make_page(3, 1, **PLAIN)
    assert score_page(page, None, "F.EMPTY").cells == Counter({MISSING: len(page.truth)})


def test_a_floor_that_sinks_is_told_and_not_pinned(tmp_path):
    """Floors rise by themselves and sink only on demand."""
    scores, digest = evaluate(4, seed=9)
    counted = tally(scores)
    path = tmp_path / "floors.json"
    path.write_text("{}", encoding="utf-8")
    assert pin(path, 4, digest, counted, lower=False) == 0
    assert compare(load_floors(path, 4), digest, *counted) == []
    high = json.loads(path.read_text(encoding="utf-8"))
    high["4"]["least"]["all"]["cells"] = 100.1
    path.write_text(json.dumps(high), encoding="utf-8")
    assert len(compare(load_floors(path, 4), digest, *counted)) == 1
    assert pin(path, 4, digest, counted, lower=False) == 1
    assert pin(path, 4, digest, counted, lower=True) == 0


@pytest.mark.slow
def test_the_slice_stays_above_its_floors():
    """What was reached on the first pages is kept: no share sinks, no silent error is added."""
    scores, digest = evaluate(SLICE)
    floors = load_floors(FLOORS, SLICE)
    assert floors is not None
    assert compare(floors, digest, *tally(scores)) == []
