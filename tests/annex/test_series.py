"""Measures over the forms: their figures, and where a series must not be joined."""

from __future__ import annotations

import pytest

from parsers.series import joined, measures, points, series
from parsers.vocab import key_order
from scraper.dataset.crosswalk import crosswalk_table, series_rows
from tests.annex.pages import make_page
from tests.annex.scoring import read
from tests.audit.test_audit import years

KNOWN = {measure.code: measure for measure in measures()}


def test_measures_are_made_of_cells_that_exist():
    """Every cell is one of the codebook, of the form's own tables."""
    for measure in measures():
        for form, cells in measure.cells.items():
            keys = {cell.removeprefix("-") for cell in cells}
            assert keys <= key_order().keys()
            assert {key.startswith("annex/") for key in keys} == {form in ("A", "A0")}


def test_the_measures_of_an_annex_are_its_figures():
    """Granted of form A holds those answered as already public; denials lose what is no information."""
    record = read(make_page("A", "plain", 3))
    rows = {row: cells["value"] for row, cells in record.tables["annex"].items()}
    found = {point.measure: point.value for point in points(record)}
    assert found["requests_received"] == rows["requests.received"]
    answered = "requests.answered"
    assert found["granted"] == rows[f"{answered}.already_public"] + rows[f"{answered}.granted"]
    other = rows[f"{answered}.denied.not_government_information"]
    assert found["denied"] == rows[f"{answered}.denied"] - other
    assert "penalty_decisions" not in found


def test_a_measure_with_a_blank_cell_has_no_figure():
    """Null is not zero: one blank among the cells leaves the measure without a value."""
    record = read(make_page("A", "plain", 3))
    record.tables["annex"]["requests.answered.granted"]["value"] = None
    found = {point.measure: point.value for point in points(record)}
    assert found["granted"] is None
    assert found["requests_received"] is not None


def test_a_series_marks_its_breaks():
    """2012 to 2022 over four forms: each point says how it joins the one before."""
    old = [read(make_page("A0", "plain", 1)), read(make_page("A", "plain", 1))]
    new = years(2)
    for report, form, year in zip(new, ("B", "C"), (2020, 2021), strict=True):
        report.form, report.identity.year = form, year
    found = series([*reversed(new), *old], "requests_received")
    assert [point.form for point in found] == ["A0", "A", "B", "C"]
    assert [p.join.grade if p.join else None for p in found] == [
        None,
        "approximate",
        "good",
        "good",
    ]
    assert series(old, "penalty_decisions") == []


@pytest.mark.parametrize(
    ("measure", "before", "after", "grade"),
    [
        ("normative_documents_stock", "B", "C", "none"),
        ("granted", "A", "C", "approximate"),
        ("granted", "B", "C", "good"),
        ("granted", "C", "C", "good"),
        ("reviews", "C", "A", "good"),
        ("reviews", "A0", "C", "approximate"),
    ],
)
def test_the_worst_join_between_two_forms_counts(measure, before, after, grade):
    """A gap of years does not make a join better."""
    assert joined(KNOWN[measure], before, after).grade == grade


def test_the_tables_of_an_export():
    """The crosswalk has a row for each measure and form, the series a row for each of a report."""
    table = crosswalk_table().to_pylist()
    assert {row["measure"] for row in table} == set(KNOWN)
    assert len(table) == sum(len(measure.cells) for measure in measures())
    rows = list(series_rows(read(make_page("A", "plain", 3))))
    assert {row["form"] for row in rows} == {"A"}
    assert len(rows) == sum("A" in measure.cells for measure in measures())
