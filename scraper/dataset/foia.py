"""The terms of annual reports under the United States' Freedom of Information Act, beside the form's cells."""

from __future__ import annotations

import pyarrow as pa

from parsers.vocab import load

RELATIONS = {
    "exact": "the same count",
    "close": "the same for most purposes",
    "broad": "the cells count more than the term",
    "narrow": "the cells count less than the term",
    "none": "the form has no such figure",
}
_FIELDS = ("code", "section", "term", "relation", "cells", "note")


def foia_table() -> pa.Table:
    """Give one row a term; ``cells`` has the keys of cells that are added up, with blanks between."""
    rows = [{**term, "cells": " ".join(term["cells"])} for term in load("foia")["terms"]]
    return pa.Table.from_pylist(rows, schema=pa.schema([(name, pa.string()) for name in _FIELDS]))


def foia_markdown() -> str:
    """Give the table as a page."""
    lines = [
        "# Terms of the FOIA annual report",
        "",
        "What agencies of the United States report under 5 U.S.C. 552(e)(1) (sections of the Department of Justice's handbook for",
        "annual FOIA reports) and the cells of the Chinese form that count the same. Several cells are added up. Generated from",
        "`parsers/vocab/foia.toml`; the table `foia` of every export has the same rows.",
        "",
        "| relation | means |",
        "|---|---|",
        *(f"| {word} | {means} |" for word, means in RELATIONS.items()),
        "",
        "| section | term | relation | cells | note |",
        "|---|---|---|---|---|",
    ]
    for row in foia_table().to_pylist():
        cells = "<br>".join(f"`{cell}`" for cell in row["cells"].split())
        lines.append(
            f"| {row['section']} | {row['term']} | {row['relation']} | {cells} | {row['note']} |"
        )
    return "\n".join(lines) + "\n"
