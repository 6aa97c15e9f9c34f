"""What nobody can tell of a row with a cell too many is counted from the printed sums alone."""

from __future__ import annotations

import pytest

from tests.proving.doubt import headless, uncertain
from tests.proving.figures import request_columns
from tests.proving.layout import Cell

COLUMNS = request_columns()
RESULTS = ("upheld", "corrected", "other_outcome", "pending", "total")
BLOCKS = ("review", "litigation.direct", "litigation.after_review")


def row(table_row: str, texts: str, at: int, again: bool) -> list[Cell]:
    """Give the cells of a row; one is doubled, or an empty one put in front of it."""
    if table_row:
        keys = [f"requests/{table_row}/{column}" for column in COLUMNS]
    else:
        keys = [f"disputes/{block}/{result}" for block in BLOCKS for result in RESULTS]
    cells = [Cell(text, key=key) for text, key in zip(texts.split(), keys, strict=True)]
    cells.insert(at, cells[at] if again else Cell(""))
    return cells


@pytest.mark.parametrize(
    ("texts", "at", "again", "doubtful"),
    [
        ("3 1 4 1 5 9 23", 2, True, []),  # the sum allows one reading
        ("3 1 4 1 5 9 23", 0, False, []),
        ("- - - - 0 0 0", 0, True, [4]),  # a mark or a zero too many
        ("- - - - 0 0 0", 0, False, []),  # the empty cell is the only one
        ("0 0 0 0 0 0 0", 3, True, []),  # all readings are alike
    ],
)
def test_a_row_of_table_3(texts, at, again, doubtful):
    """Only the cells that differ between possible readings are in doubt."""
    cells = row("outcome.granted", texts, at, again)
    keys = {f"requests/outcome.granted/{COLUMNS[n]}" for n in doubtful}
    assert uncertain(cells, [cells]) == keys


def test_the_sums_of_a_column_are_asked():
    """- 3 - with a mark doubled: the row allows two places for the 3, the columns only one."""
    cells = row("outcome.granted", "- 3 - - - - 3", 0, True)
    sums = [
        Cell(text, key=f"requests/outcome.total/{column}")
        for column, text in zip(COLUMNS, "0 3 0 0 0 0 3".split(), strict=True)
    ]
    names = {f"requests/outcome.granted/{column}" for column in COLUMNS[1:3]}
    assert uncertain(cells, [cells]) == names
    assert uncertain(cells, [cells, sums]) == set()


def test_a_column_that_its_office_added_up_wrongly_speaks_for_no_reading():
    """No reading makes its sum hold, the true one as little as the others; they stay in doubt."""
    cells = row("outcome.granted", "- 3 - - - - 3", 0, True)
    sums = [
        Cell(text, key=f"requests/outcome.total/{column}")
        for column, text in zip(COLUMNS, "- - - - - - 9".split(), strict=True)
    ]
    names = {f"requests/outcome.granted/{column}" for column in COLUMNS[1:3]}
    assert uncertain(cells, [cells, sums]) == names


def test_a_row_of_table_4():
    """0 0 0 0 0 0 | 2 0 0 0 2: the zero too many may stand on either side of the block's border."""
    cells = row("", "5 0 8 0 13 0 0 0 0 0 2 0 0 0 2", 6, True)
    names = {
        "disputes/litigation.after_review/upheld",
        "disputes/litigation.after_review/corrected",
    }
    assert uncertain(cells, [cells]) == names


def test_a_row_that_its_office_added_up_wrongly():
    """No reading is right, so none can be told from another."""
    cells = row("outcome.granted", "3 1 4 1 5 9 24", 2, True)
    assert len(uncertain(cells, [cells])) == len(COLUMNS)


@pytest.mark.parametrize(
    ("sums", "lost"), [("3 3 3", 0), ("0 0 0", 0), ("3 3 9", 15), ("0 0 9", 15)]
)
def test_a_table_without_its_header(sums, lost):
    """Its order is shown by sums that hold; one that does not takes the proof from table 4."""
    blocks = {"3": "1 2 0 0 3", "0": "0 0 0 0 0", "9": "1 2 0 0 9"}
    cells = row("", " ".join(blocks[total] for total in sums.split()), 0, False)
    assert len(headless([cells])) == lost


def test_a_table_of_nothing_without_its_header():
    """0 and marks prove no order, so that nobody knows which column the marks stand for."""
    cells = row("outcome.granted", "0 - - 0 0 - 0", 0, False)
    assert len(headless([cells])) == len(COLUMNS)
