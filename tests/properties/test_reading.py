"""Properties of the whole way, over mutated pages and bytes of any kind."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from parsers.grid import MAX_WIDTH, build_grid
from parsers.model import RawTable
from parsers.readers.html import read_html
from scraper.repair import repair_text
from tests.fuzzing.mutations import mutated, sources
from tests.fuzzing.oracle import faults, outcome

MUTATED = st.builds(mutated, st.just(19), st.integers(0, 10**9)).filter(lambda d: len(d) < 60_000)
SPAN = st.integers(-1, 12) | st.sampled_from(["", "x", "999", "65534", "2;"])
CELL = st.builds("<td colspan={} rowspan={}>{}".format, SPAN, SPAN, st.integers(0, 99))
ROW = st.lists(CELL, max_size=5).map(lambda cells: "<tr>" + "".join(cells))


@given(st.binary(max_size=3000))
def test_any_bytes_give_a_record_or_a_documented_error(data):
    """No bytes raise anything else."""
    assert faults(data) == []


@given(st.text(max_size=800))
def test_any_text_gives_a_record_or_a_documented_error(text):
    """Nor does any text, lone surrogates included."""
    assert faults(text) == []


@settings(max_examples=40)
@given(MUTATED)
def test_every_figure_has_evidence_that_holds_its_digits(data):
    """No cell of a damaged page states a figure whose digits its evidence does not show."""
    assert faults(data) == []


@settings(max_examples=30)
@given(MUTATED)
def test_the_same_bytes_give_the_same_record(data):
    """Byte for byte, whatever was read before."""
    first, second = outcome(data), outcome(data)
    if isinstance(first, str) or isinstance(second, str):
        assert first == second
    else:
        assert first.model_dump_json() == second.model_dump_json()


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=200))
def test_repair_is_idempotent(text):
    """A repaired text needs no repair."""
    once = repair_text(text)[0]
    assert repair_text(once)[0] == once


def test_clean_pages_are_left_alone():
    """The text of a page in plain simplified script is repaired to itself."""
    clean = "本年度收到政府信息公开申请5件，已全部办结。联系电话：0577-12345678"
    assert repair_text(clean)[0] == clean


@given(st.lists(ROW, min_size=1, max_size=6))
def test_grids_are_rectangular_and_bounded(rows):
    """Whatever the spans, every row of a grid has the same width, within the limits of HTML."""
    for block in read_html("<table>" + "".join(rows) + "<td>1</table>").blocks:
        if isinstance(block, RawTable):
            grid = build_grid(block)
            assert {len(row) for row in grid.slots} == {grid.width}
            assert len(grid.slots) == len(block.rows)
            # A span is clipped to one place at least, so that no cell is lost.
            assert grid.width <= 2 * MAX_WIDTH + sum(map(len, block.rows))


def test_the_sources_are_there():
    """The mutations start from pages that give records."""
    assert sum(not isinstance(outcome(data), str) for data in sources()) >= 15
