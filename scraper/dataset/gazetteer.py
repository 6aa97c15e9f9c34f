"""The gazetteer that region codes are of: GB/T 2260 with the years in which a code held."""

from __future__ import annotations

import csv
from importlib.resources import files

import pyarrow as pa


def gazetteer_table() -> pa.Table:
    """Give the program's own gazetteer, every column as text."""
    text = files("parsers.vocab").joinpath("gazetteer.csv").read_text("utf-8")
    rows = list(csv.DictReader(line for line in text.splitlines() if not line.startswith("#")))
    names = list(rows[0]) if rows else []
    return pa.Table.from_pylist(rows, schema=pa.schema([(name, pa.string()) for name in names]))
