"""``gongkai export``: the dataset in the format that is asked for."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from scraper.collection import load_collection
from scraper.dataset.export import export
from scraper.errors import EXIT_OK


def run(arguments: argparse.Namespace) -> int:
    """Write the export and say what is in it."""
    collection = load_collection(Path(arguments.path))
    counts = export(collection.reports, arguments.to, Path(arguments.out), bom=arguments.bom)
    if not arguments.quiet:
        for name, rows in counts.items():
            print(f"{name}: {rows} rows", file=sys.stderr)
        print(f"written to {arguments.out}", file=sys.stderr)
    return EXIT_OK
