"""The codebook that goes with an export: every cell, in two languages."""

from __future__ import annotations

import pyarrow as pa

from parsers.vocab import all_tables
from scraper.dataset.tables import cell_units
from scraper.dataset.wide import columns

FIELDS = ("cell", "wide_name", "stata_name", "table", "row", "column", "row_zh", "row_en", "column_zh",
          "column_en", "label_zh", "label_en", "unit", "forms")  # fmt: skip


def codebook_table() -> pa.Table:
    """Give one row a cell."""
    rows = {(t.code, row.code): row for t in all_tables() for row in t.rows}
    heads = {(t.code, column.code): column for t in all_tables() for column in t.columns}
    found = []
    for column in columns():
        code, row, name = column.key.split("/")
        left, top = rows[code, row], heads[code, name]
        forms = [form for form in left.forms if form in top.forms]
        told = (column.key, column.name, column.stata, code, row, name, left.zh, left.en, top.zh, top.en,
                column.zh, column.en, cell_units().get(column.key, ""), " ".join(forms))  # fmt: skip
        found.append(dict(zip(FIELDS, told, strict=True)))
    return pa.Table.from_pylist(found, schema=pa.schema([(name, pa.string()) for name in FIELDS]))


def codebook_markdown() -> str:
    """Give the codebook as a page, table by table."""
    lines = ["# Codebook", ""]
    for definition in all_tables():
        lines += [f"## {definition.zh} / {definition.en}", ""]
        lines += ["| cell | wide name | in Stata | zh | en | unit |", "|---|---|---|---|---|---|"]
        lines += [
            f"| `{column.key}` | `{column.name}` | `{column.stata}` | {column.zh} | {column.en} |"
            f" {cell_units().get(column.key, '')} |"
            for column in columns()
            if column.key.startswith(definition.code + "/")
        ]
        lines.append("")
    return "\n".join(lines)
