"""Rows with a cell too few or too many: placed where the sums leave one place, never wrongly."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from parsers.readers.html import read_html
from parsers.recovery import recover_rows
from parsers.tables import read_tables
from parsers.vocab import table
from tests.tables.pages import COLUMNS, NOTHING, REQUEST_HEADER, request_rows, tbl

ROWS = [row.code for row in table("requests").rows if row.kind != "group"]
OUTCOMES = [row for row in ROWS if row.startswith("outcome.") and row != "outcome.total"]
CARRIED_OUT = "carried_over_to_next_year"
RECEIVED = "requests_received"
VALUE_CELL = re.compile(r"<td>\d*</td>")


def balanced(leaves):
    """Give a whole table 3 from the figures of its outcome rows, six applicants each."""
    figures = {row: [*leaves.get(row, [0] * 6)] for row in [*OUTCOMES, CARRIED_OUT]}
    figures["outcome.total"] = [sum(figures[r][c] for r in OUTCOMES) for c in range(6)]
    figures[RECEIVED] = [
        a + b for a, b in zip(figures["outcome.total"], figures[CARRIED_OUT], strict=True)
    ]
    figures["carried_over_from_previous_year"] = [0] * 6
    return {row: [*values, sum(values)] for row, values in figures.items()}


def read(figures, damaged=None, damage=None):
    """Read a page of these figures; ``damage`` changes the list of value cells of one row."""
    rows = request_rows(figures)
    if damaged is not None:
        number = ROWS.index(damaged)
        cells = VALUE_CELL.findall(rows[number])
        rows[number] = rows[number].replace("".join(cells), "".join(damage(cells)))
    page = tbl(*REQUEST_HEADER, *rows)
    return read_tables(read_html(page), NOTHING, recover_rows)[0]


def row_of(reading, row):
    """Give the figures of a row in the order of the columns."""
    return [reading.tables["requests"][row][column] for column in COLUMNS]


def states_of(reading, row):
    """Give the states of a row's cells in the order of the columns."""
    return [reading.evidence[f"requests/{row}/{column}"]["state"] for column in COLUMNS]


FULL = balanced({"outcome.granted": [9, 1, 2, 3, 4, 5], "outcome.partially_granted": [7, 0, 0, 6, 0, 8]})  # fmt: skip


def test_a_doubled_cell_is_left_out():
    """Eight cells for seven columns: the sums leave one reading, with a finding and the places."""
    reading = read(FULL, "outcome.granted", lambda cells: [*cells[:2], *cells[1:]])
    assert row_of(reading, "outcome.granted") == FULL["outcome.granted"]
    assert states_of(reading, "outcome.granted") == ["recovered"] * 7
    finding = next(f for f in reading.findings if f.code == "S.CELL_RECOVERED")
    assert len(finding.cells) == 7
    assert finding.severity == "warning"
    last = reading.evidence["requests/outcome.granted/total"]
    assert (last["raw"], last["at"]["row"]) == ("24", 5)
    assert "requests" not in reading.unplaced


def test_a_lost_cell_stays_null_and_the_others_are_placed():
    """The sums place what was published; the figure that is gone is not made up."""
    reading = read(FULL, "outcome.granted", lambda cells: [*cells[:3], *cells[4:]])
    assert row_of(reading, "outcome.granted") == [9, 1, 2, None, 4, 5, 24]
    assert states_of(reading, "outcome.granted").count("recovered") == 6
    assert reading.unplaced["requests"][0].keys == (f"requests/outcome.granted/{COLUMNS[3]}",)


def test_equal_figures_in_doubt_stay_null():
    """Where a zero is lost among zeros nobody knows which: the zeros stay null, the rest is placed."""
    reading = read(FULL, "outcome.partially_granted", lambda cells: [cells[0], *cells[2:]])
    assert row_of(reading, "outcome.partially_granted") == [7, None, None, 6, 0, 8, 21]


def test_rows_that_contradict_the_sums_are_left_alone():
    """An office's own wrong sum gives no placement: nothing is entered, the text is kept."""
    wrong = {**FULL, "outcome.total": [v + 1 for v in FULL["outcome.total"]]}
    reading = read(wrong, "outcome.granted", lambda cells: cells[1:])
    assert row_of(reading, "outcome.granted") == [None] * 7
    assert reading.unplaced["requests"][0].text


def read_both(figures, damage):
    """Read a page on which the cells of two rows are damaged in the same way."""
    rows = request_rows(figures)
    for row in ("outcome.granted", "outcome.partially_granted"):
        number = ROWS.index(row)
        cells = VALUE_CELL.findall(rows[number])
        rows[number] = rows[number].replace("".join(cells), "".join(damage(cells)))
    return read_tables(read_html(tbl(*REQUEST_HEADER, *rows)), NOTHING, recover_rows)[0]


def test_two_rows_with_a_cell_too_many_are_placed_together():
    """Neither row knows its column sums without the other; together one placement is left."""
    reading = read_both(FULL, lambda cells: [*cells, cells[-1]])
    for row in ("outcome.granted", "outcome.partially_granted"):
        assert row_of(reading, row) == FULL[row]
        assert states_of(reading, row) == ["recovered"] * 7
    assert "requests" not in reading.unplaced


def test_two_rows_that_lost_a_cell_keep_what_the_columns_prove():
    """The lost figures stay null, and those whose column lost a figure are not proved."""
    reading = read_both(FULL, lambda cells: cells[1:])
    for row in ("outcome.granted", "outcome.partially_granted"):
        values = row_of(reading, row)
        assert values[0] is None
        assert all(v in (None, t) for v, t in zip(values, FULL[row], strict=True))
        assert values[3] == FULL[row][3]


def test_a_row_that_contradicts_the_sums_of_its_columns_is_left_alone():
    """The first row is placed by its own sum; then the office's wrong totals ask the second for more."""
    wrong = {**FULL, "outcome.total": [v + 1 for v in FULL["outcome.total"]]}
    reading = read_both(wrong, lambda cells: [*cells, cells[-1]])
    assert row_of(reading, "outcome.granted") == FULL["outcome.granted"]
    assert row_of(reading, "outcome.partially_granted") == [None] * 7
    assert row_of(reading, "outcome.total") == wrong["outcome.total"]
    assert "requests" in reading.unplaced


def test_two_rows_that_lost_a_cell_against_a_wrong_sum_are_left_alone():
    """Where a figure is gone and the office's own sum is wrong, no combination fits: nothing is entered."""
    wrong = {**FULL, "outcome.total": [v + 1 for v in FULL["outcome.total"]]}
    reading = read_both(wrong, lambda cells: cells[1:])
    for row in ("outcome.granted", "outcome.partially_granted"):
        assert row_of(reading, row) == [None] * 7


def test_a_blank_in_front_is_left_out_of_a_table_without_blanks():
    """Zeros behind a blank: only without the blank do the sums hold with every cell."""
    reading = read(FULL, OUTCOMES[3], lambda cells: ["<td></td>", *cells])
    assert row_of(reading, OUTCOMES[3]) == [0] * 7


def test_the_blank_of_a_row_that_kept_its_spans_is_a_value():
    """A blank first figure is no filler where the label spans its columns and a margin follows."""
    granted = ["", 0, "", 0, "", 0, 0]
    rows = request_rows({"outcome.granted": granted})
    page = tbl(*REQUEST_HEADER, *(row.replace("</tr>", "<td></td></tr>") for row in rows))
    reading = read_tables(read_html(page), NOTHING, recover_rows)[0]
    assert row_of(reading, "outcome.granted") == [None, 0, None, 0, None, 0, 0]


def test_a_group_does_not_take_the_figures_of_a_row_whose_label_is_gone():
    """The group's label reaches over many rows; its first row lost its own: told, not entered."""
    label = table("requests").row("outcome.denied.state_secret").zh
    rows = [row.replace(f"<td>{label}</td>", "<td></td>") for row in request_rows(FULL)]
    reading = read_tables(read_html(tbl(*REQUEST_HEADER, *rows)), NOTHING, recover_rows)[0]
    assert "outcome.denied" not in reading.tables["requests"]
    assert any(f.code == "S.ROW_UNKNOWN" for f in reading.findings)


def test_a_whole_row_is_never_touched():
    """A row with all its cells keeps them, right or wrong."""
    wrong = {**FULL, "outcome.granted": [1, 9, 2, 3, 4, 5, 24]}
    reading = read(wrong)
    assert row_of(reading, "outcome.granted") == [1, 9, 2, 3, 4, 5, 24]
    assert states_of(reading, "outcome.granted") == ["stated"] * 7


SMALL = st.lists(st.integers(0, 3), min_size=6, max_size=6)


@settings(max_examples=60)
@given(st.data(), SMALL, SMALL, SMALL)
def test_what_is_recovered_is_true(data, granted, denied, carried):
    """Whatever one cell of a row is lost, doubled or blank: no figure but the published one."""
    truth = balanced({"outcome.granted": granted, OUTCOMES[3]: denied, CARRIED_OUT: carried})
    off_by = data.draw(st.sampled_from([0, 0, 1]))  # an office's own mistake in one sum
    truth["outcome.total"][data.draw(st.integers(0, 6))] += off_by
    row = data.draw(
        st.sampled_from(["outcome.granted", OUTCOMES[3], CARRIED_OUT, RECEIVED, "outcome.total"])
    )
    at = data.draw(st.integers(0, 6))
    kind = data.draw(st.sampled_from(["lost", "doubled", "blank"]))
    more = {"lost": [], "doubled": [f"<td>{truth[row][at]}</td>"] * 2, "blank": ["<td></td>"]}
    extra = more[kind] if kind != "blank" else ["<td></td>", f"<td>{truth[row][at]}</td>"]
    reading = read(truth, row, lambda cells: [*cells[:at], *extra, *cells[at + 1 :]])
    for code in ROWS:
        for value, true in zip(row_of(reading, code), truth.get(code, [0] * 7), strict=True):
            assert value is None or value == true


def test_a_doubled_cell_is_left_out_although_the_columns_have_blanks():
    """Where no column can be asked the row's own sum decides: it has all its figures and one too many."""
    figures = {row: list(values) for row, values in FULL.items()}
    figures["outcome.partially_granted"] = [""] * 7
    reading = read(figures, "outcome.granted", lambda cells: [*cells[:2], *cells[1:]])
    assert row_of(reading, "outcome.granted") == FULL["outcome.granted"]


def test_a_doubled_mark_is_left_out_where_all_readings_agree():
    """0 - - - - - - 0 is 0 - - - - - 0, whichever mark is the one too many."""
    reading = read(FULL, "outcome.denied.state_secret", lambda cells: [
        cells[0], *["<td>-</td>"] * 6, cells[-1]
    ])  # fmt: skip
    assert row_of(reading, "outcome.denied.state_secret") == [0, None, None, None, None, None, 0]


def test_a_figure_or_a_mark_too_many_leaves_their_border_open():
    """- - 0 0 … has one mark or one zero too many: what differs stays null, the rest is entered."""
    reading = read(FULL, "outcome.denied.state_secret", lambda _: [
        *["<td>-</td>"] * 4, *["<td>0</td>"] * 4
    ])  # fmt: skip
    assert row_of(reading, "outcome.denied.state_secret") == [None, None, None, None, 0, 0, 0]


def test_what_the_sums_ask_for_a_lost_cell_is_told_and_not_entered():
    """The figure stays null; the finding holds what would make the sums of its column hold."""
    reading = read(FULL, "outcome.granted", lambda cells: cells[1:])
    assert row_of(reading, "outcome.granted") == [None, *FULL["outcome.granted"][1:]]
    finding = next(f for f in reading.findings if f.code == "S.TABLE_INCOMPLETE")
    assert finding.expected == FULL["outcome.granted"][0]
    assert finding.cells == ["requests/outcome.granted/natural_person"]


def test_nothing_is_expected_where_more_than_one_cell_is_gone():
    """Two gaps in a row are no single figure."""
    reading = read(FULL, "outcome.granted", lambda cells: cells[2:])
    finding = next(f for f in reading.findings if f.code == "S.TABLE_INCOMPLETE")
    assert finding.expected is None


def marked(values):
    """Write a mark for every None."""
    return [f"<td>{'-' if value is None else value}</td>" for value in values]


def test_a_reading_that_states_more_than_its_total_is_none():
    """6 0 - - - 39 39 45: with a mark left out the row would state 84 of 45, so a 39 is too many."""
    printed = [6, 0, None, None, None, 39, 39, 45]
    figures = balanced({"outcome.granted": [6, 0, 0, 0, 0, 39]})
    rows = request_rows(figures)
    for number in range(len(rows)):  # marks elsewhere: the columns ask for nothing
        rows[number] = re.sub(r"<td>0</td>", "<td>-</td>", rows[number])
    number = ROWS.index("outcome.granted")
    cells = re.findall(r"<td>[-\d]+</td>", rows[number])
    rows[number] = rows[number].replace("".join(cells), "".join(marked(printed)))
    reading = read_tables(read_html(tbl(*REQUEST_HEADER, *rows)), NOTHING, recover_rows)[0]
    assert row_of(reading, "outcome.granted") == [6, 0, None, None, None, 39, 45]
    assert "requests" not in reading.unplaced


def test_a_column_that_its_office_added_up_wrongly_is_outvoted():
    """The row's own sum and six columns leave one reading; the seventh asks for a figure nobody printed."""
    wrong = {**FULL, "outcome.total": [FULL["outcome.total"][0] - 5, *FULL["outcome.total"][1:]]}
    reading = read(wrong, "outcome.granted", lambda cells: [cells[0], *cells])
    assert row_of(reading, "outcome.granted") == FULL["outcome.granted"]
    assert states_of(reading, "outcome.granted") == ["recovered"] * 7
    assert row_of(reading, "outcome.total") == wrong["outcome.total"]


def test_a_row_that_two_columns_contradict_is_left_alone():
    """Two columns against a reading are no slip of one sum: all stays null and is told."""
    off = [v - 1 for v in FULL["outcome.total"][:2]]
    wrong = {**FULL, "outcome.total": [*off, *FULL["outcome.total"][2:]]}
    reading = read(wrong, "outcome.granted", lambda cells: [cells[0], *cells])
    assert row_of(reading, "outcome.granted") == [None] * 7
    assert "requests" in reading.unplaced
