"""``gongkai codebook``: rows, columns, labels and rules in words."""

from __future__ import annotations

import argparse

from rich.console import Console

from scraper.errors import EXIT_OK, UsageError
from scraper.view import codebook_view


def run(arguments: argparse.Namespace) -> int:
    """Print the whole codebook, or what belongs to one code."""
    parts = codebook_view(arguments.code)
    if not parts:
        raise UsageError(f"nothing in the codebook is called {arguments.code}")
    console = Console(highlight=False)
    for part in parts:
        console.print(part)
    return EXIT_OK
