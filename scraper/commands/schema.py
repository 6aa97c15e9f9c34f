"""``gongkai schema``: the JSON Schema of the record."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from parsers.record import json_schema
from scraper.errors import EXIT_OK
from scraper.store import write_whole


def run(arguments: argparse.Namespace) -> int:
    """Print the schema, or write it into a file."""
    text = json.dumps(json_schema(), ensure_ascii=False, indent=2) + "\n"
    if arguments.out:
        write_whole(Path(arguments.out), text.encode("utf-8"))
        if not arguments.quiet:
            print(f"written to {arguments.out}", file=sys.stderr)
    else:
        print(text, end="")
    return EXIT_OK
