"""Rows as text: what is written fast is what the library writes."""

from __future__ import annotations

import csv
import json

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.dataset import rendering
from scraper.dataset.formats import CsvWriter, JsonLinesWriter
from scraper.dataset.rendering import Texts
from scraper.spreadsheet import inert

SCHEMA = pa.schema(
    [("text", pa.string()), ("count", pa.int64()), ("value", pa.float64()), ("is%d", pa.bool_())]
)
TEXT = st.one_of(
    st.none(),
    st.text(st.characters(exclude_categories=["Cs"])),
    st.sampled_from(["", '"', ",", "a\nb", "\r", "=1+1", " x ", "-5", "'", "％", "x" * 300]),
)
ROWS = st.lists(
    st.fixed_dictionaries(
        {},
        optional={
            "text": TEXT,
            "count": st.none() | st.integers(-(2**62), 2**62),
            "value": st.one_of(st.none(), st.floats(allow_nan=False, allow_infinity=False), st.integers(-9, 9)),
            "is%d": st.none() | st.booleans(),
        },
    ),
    min_size=1,
    max_size=20,
)  # fmt: skip


def plain(value):
    """Give a count without its decimal point."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def field(value):
    """Give a value as the CSV writer of the library is to be given it."""
    if isinstance(value, str):
        return inert(value)
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else plain(value)


@given(rows=ROWS)
def test_csv_is_what_the_library_writes(rows, tmp_path_factory):
    """Quotes, line feeds, formulas, null and empty: byte for byte, in lots or at once."""
    folder = tmp_path_factory.mktemp("csv")
    with (folder / "wanted.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(SCHEMA.names)
        writer.writerows([field(row.get(name)) for name in SCHEMA.names] for row in rows)
    with CsvWriter(folder / "found.csv", SCHEMA) as found:
        found.write(rows[:1])
        found.write(rows[1:])
    assert (folder / "found.csv").read_bytes() == (folder / "wanted.csv").read_bytes()


@given(rows=ROWS)
def test_lines_are_what_the_library_writes(rows, tmp_path_factory):
    """One object a line, with every column; a column's name may have any character."""
    path = tmp_path_factory.mktemp("jsonl") / "found.jsonl"
    with JsonLinesWriter(path, SCHEMA) as found:
        found.write(rows)
    wanted = "".join(
        json.dumps({name: plain(row.get(name)) for name in SCHEMA.names}, ensure_ascii=False) + "\n"
        for row in rows
    )
    assert path.read_text(encoding="utf-8") == wanted


def test_texts_are_made_once_and_forgotten_in_time(monkeypatch):
    """What comes often is asked for once; long texts are not held, nor more than a number of others."""
    monkeypatch.setattr(rendering, "_KEPT", 3)
    asked = []
    texts = Texts(lambda value: asked.append(value) or str(value) * 100)
    assert [texts[n] for n in (1, 2, 1, 2, 10, 10, 3, 4)] == [
        str(n) * 100 for n in (1, 2, 1, 2, 10, 10, 3, 4)
    ]
    assert asked == [1, 2, 10, 3, 4]
    assert len(texts) == 2
    assert texts[1234] == "1234" * 100
    assert 1234 not in texts
    with pytest.raises(TypeError):
        texts[[]]
