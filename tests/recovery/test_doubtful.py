"""Cells of a picture that are in doubt: the sums choose a reading, or the cell stays null and is told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from parsers.model import RawTable
from parsers.readers.html import read_html
from parsers.recovery import recover_rows
from parsers.tables import read_tables
from tests.tables.pages import DISPUTE_HEADER, NOTHING, tbl, td, tr

FULL = [5, 1, 8, 2, 16, 3, 0, 4, 1, 8, 2, 6, 0, 7, 15]
UPHELD, CORRECTED, TOTAL = (f"disputes/review/{c}" for c in ("upheld", "corrected", "total"))


def read(doubts, figures=FULL, recover=recover_rows):
    """Read table 4 as a picture gives it; ``doubts`` are the readings of single cells by number."""
    document = read_html(tbl(*DISPUTE_HEADER, tr(*(td(figure) for figure in figures))))
    blocks = tuple(seen(block, doubts) for block in document.blocks)
    return read_tables(replace(document, blocks=blocks), NOTHING, recover)[0]


def seen(block, doubts):
    """Give a table as if it came from a picture."""
    assert isinstance(block, RawTable)
    last = len(block.rows) - 1
    rows = tuple(
        tuple(
            cell._replace(score=0.987, readings=doubts.get(at, ()) if number == last else ())
            for at, cell in enumerate(row)
        )
        for number, row in enumerate(block.rows)
    )
    return replace(block, rows=rows)


def test_figures_of_a_picture_are_recognised_with_their_score():
    """Never stated: a picture was looked at, not read."""
    reading = read({})
    assert {one["state"] for one in reading.evidence.values()} == {"recognised"}
    assert {one["score"] for one in reading.evidence.values()} == {0.99}
    assert reading.tables["disputes"]["review"]["total"] == 16
    assert "S.CELL_UNREADABLE" not in [f.code for f in reading.findings]


def test_the_sum_chooses_the_reading_that_fits():
    """3 or 5: only 5 makes 16."""
    reading = read({0: ("3", "5")}, ["3", *FULL[1:]])
    assert reading.tables["disputes"]["review"]["upheld"] == 5
    assert (reading.evidence[UPHELD]["state"], reading.evidence[UPHELD]["raw"]) == (
        "recognised",
        "3",
    )
    told = next(f for f in reading.findings if f.code == "S.CELL_RECOVERED")
    assert (told.severity, told.cells) == ("info", [UPHELD])
    assert "3 / 5" in told.message
    assert not reading.doubtful


@pytest.mark.parametrize("readings", [("3", "8"), ("?",), ("3",)])
def test_what_no_reading_fits_stays_null_and_is_told(readings):
    """The sum asks for 5; arithmetic chooses, it never makes a figure."""
    reading = read({0: readings}, ["3", *FULL[1:]])
    assert reading.tables["disputes"]["review"]["upheld"] is None
    assert reading.evidence[UPHELD]["state"] == "unreadable"
    told = next(f for f in reading.findings if f.code == "S.CELL_UNREADABLE")
    assert (told.severity, told.cells) == ("warning", [UPHELD])
    assert " / ".join(readings) in told.message


def test_two_doubts_of_one_sum_are_not_decided():
    """5 and 1 or 3 and 3: both make six."""
    reading = read({0: ("5", "3"), 1: ("1", "3")})
    assert reading.tables["disputes"]["review"]["upheld"] is None
    assert reading.tables["disputes"]["review"]["corrected"] is None
    assert [f.cells for f in reading.findings if f.code == "S.CELL_UNREADABLE"] == [
        [UPHELD],
        [CORRECTED],
    ]


def test_a_doubt_in_the_total_is_decided_by_its_parts():
    """The other side of the equation."""
    reading = read({4: ("10", "16")}, [*FULL[:4], "10", *FULL[5:]])
    assert reading.tables["disputes"]["review"]["total"] == 16


def test_without_recovery_a_doubt_is_told():
    """No way leads round the finding."""
    reading = read({0: ("5",)}, recover=None)
    assert reading.tables["disputes"]["review"]["upheld"] is None
    assert [f.cells for f in reading.findings if f.code == "S.CELL_UNREADABLE"] == [[UPHELD]]


def test_a_sure_figure_is_never_changed():
    """The office's own mistake stays as printed, and its doubtful neighbour is not bent to it."""
    reading = read({0: ("5", "6")}, [5, 1, 8, 2, 99, *FULL[5:]])
    assert reading.tables["disputes"]["review"]["total"] == 99
    assert reading.tables["disputes"]["review"]["upheld"] is None
