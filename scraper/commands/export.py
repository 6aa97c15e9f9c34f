"""``gongkai export``: the dataset in the format that is asked for."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from scraper.dataset.export import export
from scraper.dataset.newest import newest_records
from scraper.errors import EXIT_OK


def run(arguments: argparse.Namespace) -> int:
    """Write the export and say what is in it."""
    reports = newest_records(arguments.path)
    out = Path(arguments.out)
    counts = export(reports, arguments.to, out, bom=arguments.bom, crate=arguments.crate)
    if not arguments.quiet:
        for name, rows in counts.items():
            print(f"{name}: {rows} rows", file=sys.stderr)
        print(f"written to {arguments.out}", file=sys.stderr)
    return EXIT_OK
