"""``gongkai query``: SQL over the records of a folder."""

from __future__ import annotations

import argparse
import csv
import json
import sys
from itertools import islice, zip_longest

from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from scraper.dataset.query import Answer, open_dataset
from scraper.errors import EXIT_OK
from scraper.spreadsheet import inert

_MOST = 200  # rows that a terminal gets
_FOLDED = 14  # cells of a terminal; a column may be as narrow where its texts are longer


def run(arguments: argparse.Namespace) -> int:
    """Ask, and print the answer as a table, as CSV or as one JSON object a line."""
    with open_dataset(arguments.path).rows(arguments.sql) as answer:
        if arguments.format == "json":
            for row in answer.rows:
                told = dict(zip(answer.names, row, strict=True))
                print(json.dumps(told, ensure_ascii=False, default=str))
        elif arguments.format == "csv":
            writer = csv.writer(sys.stdout, lineterminator="\n")
            writer.writerow(answer.names)
            writer.writerows(
                [inert(v) if isinstance(v, str) else v for v in row] for row in answer.rows
            )
        else:
            _show(answer)
    return EXIT_OK


def _show(answer: Answer) -> None:
    """Print an answer as a table, or a line for each value where the terminal is too narrow for its columns."""
    console = Console(highlight=False)
    first = list(islice(answer.rows, _MOST))
    more = sum(1 for _ in answer.rows)
    shown = [["" if value is None else str(value) for value in row] for row in first]
    if shown and _width(answer.names, shown) > console.width:
        _print_lines(console, answer.names, shown)
    else:
        numbers = [isinstance(value, int | float) for value in first[0]] if first else []
        _print_table(console, answer.names, shown, numbers)
    if more:
        console.print(f"and {more} more rows; --format csv gives all")


def _width(names: list[str], shown: list[list[str]]) -> int:
    """Give the cells of a terminal that the columns need; longer texts than ``_FOLDED`` may be folded."""
    columns = zip(names, *shown, strict=True)
    return sum(min(_FOLDED, max(map(cell_len, column))) + 1 for column in columns)


def _print_table(
    console: Console, names: list[str], shown: list[list[str]], numbers: list[bool]
) -> None:
    table = Table(pad_edge=False, box=SIMPLE_HEAD, padding=(0, 1, 0, 0))
    for name, number in zip_longest(names, numbers):
        table.add_column(escape(name), overflow="fold", justify="right" if number else "left")
    for row in shown:
        table.add_row(*map(escape, row))
    console.print(table)


def _print_lines(console: Console, names: list[str], shown: list[list[str]]) -> None:
    for number, row in enumerate(shown, 1):
        console.print(f"row {number}")
        lines = Table(box=None, show_header=False, padding=(0, 1, 0, 1))
        lines.add_column(no_wrap=True)
        lines.add_column(overflow="fold")
        for name, value in zip(names, row, strict=True):
            lines.add_row(escape(name), escape(value))
        console.print(lines)
