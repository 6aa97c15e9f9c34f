"""Reports for the tests of the rules, built from figures alone."""

from __future__ import annotations

import copy
import json

from parsers.record import Encoding, Identity, Report, Source, Statement
from parsers.vocab import table

REQUEST_COLUMNS = [c.code for c in table("requests").columns if c.kind != "group"]
REQUEST_ROWS = [r.code for r in table("requests").rows if r.kind != "group"]
OUTCOMES = [r for r in REQUEST_ROWS if r.startswith("outcome.") and r != "outcome.total"]
OTHER = [r for r in OUTCOMES if r.startswith("outcome.other_handling.")]
BLOCKS = ["review", "litigation.direct", "litigation.after_review"]
RESULTS = ["upheld", "corrected", "other_outcome", "pending", "total"]


def report(tables, form="C", statements=()):
    """Give a report with these tables and statements (cell, value, unit, approximate)."""
    return Report(
        schema="gongkai.report/1",
        id="000000-x-2023",
        identity=Identity(),
        form=form,
        tables=tables,
        statements=[
            Statement(cell=c, value=v, unit=u, approximate=a, quote="q", section="overview", span=(0, 1))
            for c, v, u, a in statements
        ],
        source=Source(
            media_type="text/html", bytes=1, sha256="0" * 64, reader="html", gongkai_version="0",
            encoding=Encoding(used="utf-8", how="meta"),
        ),
    )  # fmt: skip


def zeros():
    """Give tables 3 and 4 of form C with zeros everywhere."""
    return {
        "requests": {row: dict.fromkeys(REQUEST_COLUMNS, 0) for row in REQUEST_ROWS},
        "disputes": {block: dict.fromkeys(RESULTS, 0) for block in BLOCKS},
    }


def consistent():
    """Give tables 3 and 4 that satisfy every identity, no figure alone in its row and column."""
    tables = zeros()
    requests = tables["requests"]
    for i, row in enumerate(OUTCOMES):
        for j, column in enumerate(REQUEST_COLUMNS[:-1]):
            requests[row][column] = (3 * i + 5 * j) % 7
    for column in REQUEST_COLUMNS[:-1]:
        closed = sum(requests[row][column] for row in OUTCOMES)
        requests["outcome.total"][column] = closed
        requests["carried_over_from_previous_year"][column] = 2
        requests["carried_over_to_next_year"][column] = 1
        requests["requests_received"][column] = closed - 1
    for row in requests.values():
        row["total"] = sum(row[c] for c in REQUEST_COLUMNS[:-1])
    for k, block in enumerate(BLOCKS):
        values = [k + 1, 2, 0, 1]
        tables["disputes"][block] = dict(zip(RESULTS, [*values, sum(values)], strict=True))
    return tables


def with_one_row_of_other_handling(tables):
    """Give the tables with （六）其他处理 as one row, as form B prints it."""
    changed = copy.deepcopy(tables)
    parts = [changed["requests"].pop(row) for row in OTHER]
    changed["requests"]["outcome.other_handling"] = {
        column: sum(part[column] for part in parts) for column in REQUEST_COLUMNS
    }
    return changed


def cells_of(tables):
    """Give the figures of tables by their keys."""
    return {
        f"{code}/{row}/{column}": value
        for code, rows in tables.items()
        for row, columns in rows.items()
        for column, value in columns.items()
    }


def stated_of(tables):
    """Give the figures of tables that are stated."""
    return {key: value for key, value in cells_of(tables).items() if value is not None}


def put(tables, key, value):
    """Write a figure into tables."""
    code, row, column = key.split("/")
    tables[code][row][column] = value


def real_examples(shared):
    """Give the codebook's data sets as form and tables, by name."""
    examples = json.loads((shared / "codebook" / "examples.json").read_text(encoding="utf-8"))
    found = {}
    for name, example in examples.items():
        tables: dict = {}
        for key, value in example["cells"].items():
            code, row, column = key.split("/")
            tables.setdefault(code, {}).setdefault(row, {})[column] = value
        found[name] = (example["generation"], tables)
    return found
