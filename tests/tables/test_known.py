"""Tables of a shape that was read before give what a reading from the beginning gives."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.model import Outline, SectionSpan
from parsers.readers.html import read_html
from parsers.tables import known, read_tables, reader
from parsers.tables.known import MOST, forget_tables
from parsers.vocab import table
from tests.tables.pages import (
    DISPUTE_HEADER,
    NOTHING,
    REQUEST_HEADER,
    read,
    request_rows,
    tbl,
    td,
    tr,
)

ROWS = [row.code for row in table("requests").rows if row.kind != "group"]
COUNTS = st.lists(
    st.lists(st.integers(0, 99999), min_size=7, max_size=7),
    min_size=len(ROWS),
    max_size=len(ROWS),
)
NOTHING_BUT_TABLE_3 = Outline("", -1, (0, 0), (SectionSpan("requests", "", 0, 2),), (0, 0), (0, 0))
ODD = ["", "/", "-", "1,234", "007", "１２", "约5", "1\ufffd", "2件", "3 4"]


@pytest.fixture(autouse=True)
def nothing_known():
    """Begin and end without any shape."""
    forget_tables()
    yield
    forget_tables()


def page(values: dict[str, list[object]], disputes: list[object] | None = None) -> str:
    """Give tables 3 and 4 with these figures."""
    second = tbl(*DISPUTE_HEADER, tr(*map(td, disputes or range(15))))
    return tbl(*REQUEST_HEADER, *request_rows(values)) + second


def anew(html: str):
    """Read a page as the first of its shape."""
    forget_tables()
    return read(html)


def watch(monkeypatch) -> list[int]:
    """Give a list that gets an entry for each table that is read from the beginning."""
    built, build = [], reader.build_grid
    monkeypatch.setattr(reader, "build_grid", lambda raw: built.append(raw.index) or build(raw))
    return built


@given(COUNTS, COUNTS)
def test_other_counts_go_where_a_reading_from_the_beginning_puts_them(first, second):
    """Figures, evidence, labels and findings are the same, whatever was read before."""
    one, other = (page(dict(zip(ROWS, rows, strict=True))) for rows in (first, second))
    fresh = anew(other)
    anew(one)
    assert read(other) == fresh


def test_a_table_of_a_known_shape_is_not_read_from_the_beginning(monkeypatch):
    """The second page of a shape needs no grid."""
    built = watch(monkeypatch)
    read(page({}))
    assert built == [0, 1]
    reading = read(page({ROWS[0]: [1, 2, 3, 4, 5, 6, 21]}))[0]
    assert built == [0, 1]
    assert list(reading.tables["requests"][ROWS[0]].values()) == [1, 2, 3, 4, 5, 6, 21]


@pytest.mark.parametrize("text", ODD)
def test_what_is_no_plain_count_belongs_to_the_shape(text, monkeypatch):
    """A blank, a dash, a figure with a comma and a word are what they are for a table read alone."""
    other = page({ROWS[1]: [text, 0, 0, 0, 0, 0, 0]})
    fresh = anew(other)
    anew(page({}))
    built = watch(monkeypatch)
    assert read(other) == fresh
    assert 0 in built


def test_what_stands_before_a_table_belongs_to_the_shape(monkeypatch):
    """The row of table 4 alone is read after its header, and not where nothing was under way."""
    alone = tbl(tr(*map(td, range(15))))
    after = tbl(*DISPUTE_HEADER) + alone
    fresh = anew(alone)
    anew(after)
    assert read(after)[0].tables == anew(after)[0].tables
    assert read(alone) == fresh


def test_a_section_belongs_to_the_shape():
    """Two rows go on with table 3 in its section, and are none of it elsewhere."""
    rows = request_rows({ROWS[-1]: [1, 2, 3, 4, 5, 6, 21]})
    document = read_html(tbl(*REQUEST_HEADER, *rows[:-2]) + tbl(*rows[-2:]))
    inside = NOTHING_BUT_TABLE_3
    fresh = read_tables(document, NOTHING)
    forget_tables()
    assert read_tables(document, inside)[0].claimed == {0, 1}
    assert read_tables(document, NOTHING) == fresh
    assert fresh[0].claimed == {0}


def test_a_reading_with_findings_is_not_kept(monkeypatch):
    """A row that could not be placed is told for every page anew."""
    rows = request_rows({ROWS[3]: [1, 2, 3]})
    html = tbl(*REQUEST_HEADER, *rows)
    first = read(html)
    built = watch(monkeypatch)
    assert read(html) == first
    assert first[0].findings
    assert built == [0]


def test_a_key_that_has_a_figure_meets_the_second_one(monkeypatch):
    """The same table twice on a page is read from the beginning the second time, so that figures meet."""
    html = page({}) + page({ROWS[0]: [1, 0, 0, 0, 0, 0, 1]})
    fresh = anew(html)
    assert read(html) == fresh
    assert any(f.code == "S.CELL_UNREADABLE" for f in fresh[0].findings)


def test_shapes_are_kept_up_to_a_limit(monkeypatch):
    """The oldest shape is forgotten, and the memory they take is bounded."""
    monkeypatch.setattr(known, "MOST", 3)
    for count in range(1, 6):
        read(page({ROWS[0]: [""] * count + [0] * (7 - count)}, None))
    assert len(known._known) <= 3
    assert MOST == 256


def test_a_picture_and_a_text_dump_have_no_known_shape():
    """Their cells have scores and lines of their own."""
    raw = read_html(page({})).blocks[0]
    cell = raw.rows[0][0]
    for of in ({"line": 3}, {"score": 0.9}, {"readings": ("1", "7")}):
        rows = ((cell._replace(**of), *raw.rows[0][1:]), *raw.rows[1:])
        changed = type(raw)(rows, raw.container, raw.index, raw.group_starts)
        assert known.shape_of(changed, None, reader.UnderWay().state()) is None
