"""``gongkai show``: a record in the terminal."""

from __future__ import annotations

import argparse

from rich.console import Console

from scraper.commands.records import load_record
from scraper.errors import EXIT_OK
from scraper.view import record_view


def run(arguments: argparse.Namespace) -> int:
    """Print identity, verdict, tables, findings and statements of one record."""
    console = Console(highlight=False)
    for part in record_view(load_record(arguments)):
        console.print(part)
    return EXIT_OK
