"""``gongkai store``: records into a dataset folder."""

from __future__ import annotations

import argparse
import sys

from scraper.collection import read_records
from scraper.dataset.store import write_store
from scraper.errors import EXIT_OK, UsageError


def run(arguments: argparse.Namespace) -> int:
    """Put the records in, and say what the folder then holds."""
    if arguments.out in arguments.paths:
        raise UsageError("--out is one of the inputs")
    records = (report for path in arguments.paths for report in read_records(path))
    manifest = write_store(records, arguments.out, replace=arguments.replace)
    if not arguments.quiet:
        for name, rows in manifest.counts.items():
            print(f"{name}: {rows} rows", file=sys.stderr)
        size = sum(file.bytes for file in manifest.files)
        what = f"{len(manifest.files)} files, {size:,} bytes, digest {manifest.digest}"
        print(f"{arguments.out} holds {what}", file=sys.stderr)
    return EXIT_OK
