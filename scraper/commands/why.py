"""``gongkai why``: where a figure comes from and which rules used it."""

from __future__ import annotations

import argparse

from rapidfuzz import process
from rich.console import Console

from parsers.record import Report
from parsers.vocab import key_order
from scraper.commands.records import load_record
from scraper.errors import EXIT_OK, UsageError
from scraper.view import cell_view

SUGGESTIONS = 5


def run(arguments: argparse.Namespace) -> int:
    """Explain one cell of one record."""
    report = load_record(arguments)
    key = find_cell(report, arguments.cell)
    console = Console(highlight=False)
    for part in cell_view(report, key):
        console.print(part)
    return EXIT_OK


def find_cell(report: Report, name: str) -> str:
    """Give the key that a name stands for: the whole key, or an unmistakable end of it.

    Raises:
        UsageError: No cell or several are meant; the message has those nearest.
    """
    stated = {statement.cell: None for statement in report.statements}
    keys = list(dict.fromkeys([*report.evidence, *stated, *key_order()]))
    if name in keys:
        return name
    ends = (f"/{name}", f".{name}")
    ending = [key for key in report.evidence if key.endswith(ends)]
    if len(ending) == 1:
        return ending[0]
    near = ending or [found[0] for found in process.extract(name, keys, limit=SUGGESTIONS)]
    raise UsageError(f"no cell is called {name}; did you mean {', '.join(near[:SUGGESTIONS])}?")
