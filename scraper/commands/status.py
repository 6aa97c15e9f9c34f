"""``gongkai status``: what a harvest has, misses, and why."""

from __future__ import annotations

import argparse
from pathlib import Path

from rich.console import Console
from rich.markup import escape

from scraper.errors import EXIT_OK
from scraper.harvest.status import as_csv, as_json, read_status
from scraper.view.harvest import status_view

_GOOD = ("record", "page", "attachment", "same", "skipped")
_MOST = 30


def run(arguments: argparse.Namespace) -> int:
    """Print the status of a folder; as JSON and CSV nothing else goes to standard output."""
    status = read_status(Path(arguments.folder))
    if arguments.json:
        print(as_json(status))
        return EXIT_OK
    if arguments.csv:
        print(as_csv(status.rows), end="")
        return EXIT_OK
    console = Console(highlight=False)
    console.print(status_view(status))
    rows = [row for row in status.rows if arguments.all or row.outcome not in _GOOD]
    for row in rows[: None if arguments.all else _MOST]:
        told = f"{row.outcome:9} {row.code or '':15} {row.url}  {row.reason}"
        console.print(escape(told), soft_wrap=True)
    if len(rows) > _MOST and not arguments.all:
        console.print(f"and {len(rows) - _MOST} more; --all shows every address, --csv for a file")
    return EXIT_OK
