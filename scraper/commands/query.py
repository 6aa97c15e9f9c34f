"""``gongkai query``: SQL over the records of a folder."""

from __future__ import annotations

import argparse
import csv
import json
import sys

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from scraper.dataset.query import open_dataset
from scraper.errors import EXIT_OK
from scraper.spreadsheet import inert

_MOST = 200  # rows that a terminal gets


def run(arguments: argparse.Namespace) -> int:
    """Ask, and print the answer as a table, as CSV or as one JSON object a line."""
    found = open_dataset(arguments.path).query(arguments.sql)
    rows = found.to_pylist()
    if arguments.format == "json":
        for row in rows:
            print(json.dumps(row, ensure_ascii=False, default=str))
    elif arguments.format == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(found.column_names)
        writer.writerows(
            [inert(v) if isinstance(v, str) else v for v in row.values()] for row in rows
        )
    else:
        _show(found.column_names, rows)
    return EXIT_OK


def _show(names: list[str], rows: list[dict[str, object]]) -> None:
    table = Table(pad_edge=False, box=SIMPLE_HEAD, padding=(0, 1, 0, 0))
    for name in names:
        numbers = rows and isinstance(rows[0].get(name), int | float)
        table.add_column(escape(name), overflow="fold", justify="right" if numbers else "left")
    for row in rows[:_MOST]:
        table.add_row(*("" if value is None else escape(str(value)) for value in row.values()))
    console = Console(highlight=False)
    console.print(table)
    if len(rows) > _MOST:
        console.print(f"and {len(rows) - _MOST} more rows; --format csv gives all")
