"""The terms of the FOIA annual report beside the cells: whole, of this form, and one page."""

from __future__ import annotations

from parsers.vocab import key_order, load
from scraper.dataset.foia import RELATIONS, foia_markdown, foia_table
from tests.conftest import ROOT

ROWS = foia_table().to_pylist()


def test_every_cell_is_one_of_the_form():
    """No key is misspelt, and a term without cells says so."""
    known = set(key_order())
    for row in ROWS:
        cells = row["cells"].split()
        assert set(cells) <= known, row["code"]
        assert row["relation"] in RELATIONS
        assert cells or row["relation"] == "none"
    assert len({row["code"] for row in ROWS}) == len(ROWS) == len(load("foia")["terms"])


def test_every_outcome_of_a_request_has_a_term():
    """The whole of table 3 is placed: each row of the outcomes in one disposition."""
    outcomes = {
        key
        for key in key_order()
        if key.startswith("requests/outcome.")
        and key.endswith("/total")
        and "outcome.total" not in key
    }
    groups = {"denied", "unable_to_provide", "not_processed", "other_handling"}
    leaves = {key for key in outcomes if key.split("/")[1].removeprefix("outcome.") not in groups}
    placed = [c for r in ROWS if r["section"] == "V.B(1)" for c in r["cells"].split()]
    assert sorted(placed) == sorted(leaves)


def test_the_page_is_the_table():
    """docs/foia.md is generated."""
    assert (ROOT / "docs" / "foia.md").read_text(encoding="utf-8") == foia_markdown()
