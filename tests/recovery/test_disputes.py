"""The row of table 4 with cells too few or one too many, placed by its three sums."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsers.readers.html import read_html
from parsers.recovery import disputes, recover_rows
from parsers.recovery.placing import placements
from parsers.tables import read_tables
from tests.tables.pages import DISPUTE_HEADER, NOTHING, tbl, td, tr

BLOCKS = ("review", "litigation.direct", "litigation.after_review")
RESULTS = ("upheld", "corrected", "other_outcome", "pending", "total")
KEYS = [(block, result) for block in BLOCKS for result in RESULTS]


def whole(*results):
    """Give the fifteen figures of three blocks from their four results each."""
    return [figure for block in results for figure in (*block, sum(block))]


def read(cells):
    """Read table 4 with these cells below its header."""
    page = tbl(*DISPUTE_HEADER, tr(*(td(cell) for cell in cells)))
    return read_tables(read_html(page), NOTHING, recover_rows)[0]


def figures(reading):
    """Give the figures in the order of the columns."""
    return [reading.tables["disputes"][row][column] for row, column in KEYS]


FULL = whole([5, 1, 8, 2], [3, 0, 4, 1], [2, 6, 0, 7])


def test_a_doubled_cell_is_left_out():
    """Sixteen cells: without one of the twins the three sums hold; the ways are counted."""
    reading = read([*FULL[:6], *FULL[5:]])
    assert figures(reading) == FULL
    assert "disputes" not in reading.unplaced
    finding = next(f for f in reading.findings if f.code == "S.CELL_RECOVERED")
    assert len(finding.cells) == 15
    assert "of 2 placements" in finding.message


def test_a_blank_in_front_is_left_out():
    """A blank in front of fifteen figures, zeros among them, is no figure."""
    quiet = whole([0, 0, 0, 0], [3, 0, 0, 1], [0, 0, 0, 0])
    assert figures(read(["", *quiet])) == quiet


@pytest.mark.parametrize("lost", [0, 6, 14])
def test_a_lost_cell_costs_its_block_alone(lost):
    """The other blocks are proved by their sums; what is gone stays null and is told."""
    reading = read([*FULL[:lost], *FULL[lost + 1 :]])
    block = lost // 5
    for number, figure in enumerate(figures(reading)):
        assert figure == (None if number // 5 == block else FULL[number])
    assert reading.unplaced["disputes"][0].text


def test_a_row_that_contradicts_its_sums_is_left_alone():
    """Sixteen cells of which no fifteen add up: nothing is entered."""
    wrong = [*FULL[:4], 99, *FULL[5:]]
    assert figures(read([wrong[0], *wrong])) == [None] * 15


def test_fifteen_cells_are_never_moved():
    """A full row keeps its places, however wrong its sums are."""
    wrong = [*FULL[1:], FULL[0]]
    assert figures(read(wrong)) == wrong


FOUR = st.lists(st.integers(0, 4), min_size=4, max_size=4)


@settings(max_examples=80)
@given(st.data(), FOUR, FOUR, FOUR)
def test_what_is_recovered_is_true(data, first, second, third):
    """Whatever one cell is lost, doubled or blank in front: the truth, or null with a finding."""
    truth = whole(first, second, third)
    at = data.draw(st.integers(0, 14))
    kind = data.draw(st.sampled_from(["lost", "doubled", "blank"]))
    middle = {"lost": [], "doubled": [truth[at]] * 2, "blank": ["", truth[at]]}[kind]
    reading = read([*truth[:at], *middle, *truth[at + 1 :]])
    got = figures(reading)
    assert all(g is None or g == t for g, t in zip(got, truth, strict=True))
    assert None not in got or reading.unplaced["disputes"]


def test_a_header_of_many_blocks_is_not_tried_out(monkeypatch):
    """A header that stands twice has five blocks, and 13 cells under 25 columns five million ways.

    Found by the fuzz: the ways were all made before they were counted, and took all memory.
    """
    made = []

    def counted(cells, width):
        """Give the ways, and fail where more are asked for than may be tried."""
        for way in placements(cells, width):
            made.append(width)
            assert len(made) <= disputes.MAX_WAYS + 1
            yield way

    monkeypatch.setattr(disputes, "placements", counted)
    results = "结果维持 结果纠正 其他结果 尚未审结 总计".split()
    suits = ["未经复议直接起诉", "复议后起诉"]
    header = [*results, *suits, *results, *suits]
    cells = [*header, *results, *results, *results]
    page = tbl(tr(td("行政复议", 25)), tr(*map(td, cells)), tr(*(td(n % 5) for n in range(13))))
    reading = read_tables(read_html(page), NOTHING, recover_rows)[0]
    assert set(made) == {25}
    assert {v for row in reading.tables.get("disputes", {}).values() for v in row.values()} <= {
        None
    }


def test_blanks_do_not_hide_that_all_readings_agree():
    """A doubled mark is left out: every reading gives the same figures, and they add up."""
    row = ["5", "-", "-", "-", "5", *["0"] * 5, "2", "-", "3", "-", "5"]
    expected = [5, None, None, None, 5, 0, 0, 0, 0, 0, 2, None, 3, None, 5]
    assert figures(read([*row[:2], *row[1:]])) == expected


def test_the_one_empty_cell_among_marks_is_no_value():
    """A row that writes - for nothing has no empty cell of its own: the one in front is left out."""
    row = ["-", "-", "-", "-", "0", "-", "-", "-", "0", "0", "4", "-", "0", "-", "4"]
    assert figures(read(["", *row])) == [None if cell == "-" else int(cell) for cell in row]


def test_a_blank_that_may_be_any_number_proves_nothing():
    """What a row states must add up without its blanks, else a figure may have moved."""
    row = ["5", "-", "-", "-", "9", *["0"] * 5, "2", "-", "3", "-", "5"]
    assert figures(read([*row[:2], *row[1:]]))[:5] == [None] * 5
