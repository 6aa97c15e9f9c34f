"""Column labels that stand twice."""

from __future__ import annotations

import pytest

from parsers.tables.reading import TableReading
from tests.tables.pages import COLUMNS, DISPUTE_HEADER, FLAT_HEADER, read, request_rows, tbl, td, tr

GRANTED = [9, 1, 2, 3, 4, 5, 24]


def granted(reading: TableReading) -> list[object]:
    """Give the row 予以公开, None for a column that the reading does not have."""
    row = reading.tables["requests"]["outcome.granted"]
    return [row.get(column) for column in COLUMNS]


@pytest.mark.parametrize("label", ["商业企业", "社会公益组织", "其他"])
def test_a_label_that_stands_twice_moves_nothing(label):
    """With a value for every column but none for the second label, each keeps its own."""
    header = "".join(FLAT_HEADER).replace(td(label), td(label) * 2)
    reading = read(tbl(header, *request_rows({"outcome.granted": GRANTED})))[0]
    assert granted(reading) == GRANTED
    assert "requests" not in reading.unplaced


def test_a_label_twice_instead_of_another_is_not_trusted():
    """Where the second label took the place of another column, nothing is guessed for that one."""
    header = "".join(FLAT_HEADER).replace(td("科研机构"), td("商业企业"))
    reading = read(tbl(header, *request_rows({"outcome.granted": [9, 1, 2, 3, 4, 24]})))[0]
    assert granted(reading) == [None] * len(COLUMNS)


def test_a_column_that_stands_twice_wholly_is_read_once():
    """Equal values under both labels are one figure."""
    header = "".join(FLAT_HEADER).replace(td("商业企业"), td("商业企业") * 2)
    rows = request_rows({"outcome.granted": [9, 1, *GRANTED[1:]]})
    rows = [row.replace(td(0) * 7, td(0) * 8) for row in rows]
    reading = read(tbl(header, *rows))[0]
    assert granted(reading) == GRANTED


@pytest.mark.parametrize(("header", "label"), [(2, "结果纠正"), (2, "总计"), (1, "尚未审结")])
def test_a_label_of_table_4_that_stands_twice(header, label):
    """The fifteen values of table 4 keep their columns."""
    rows = list(DISPUTE_HEADER)
    spans = (1, 2) if header == 1 else (1, 1)
    rows[header] = rows[header].replace(td(label, *spans), td(label, *spans) * 2, 1)
    values = [1, 2, 3, 4, 10, 0, 1, 0, 1, 2, 3, 0, 0, 2, 5]
    reading = read(tbl(*rows, tr(*map(td, values))))[0]
    figures = [v for row in reading.tables["disputes"].values() for v in row.values()]
    assert figures == values
