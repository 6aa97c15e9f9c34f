"""``gongkai diff``: what changed between two releases."""

from __future__ import annotations

import argparse
import json
import sys

from rich.console import Console

from scraper.dataset.diff import Diff, diff_datasets
from scraper.errors import EXIT_OK, EXIT_SOME_FAILED, EXIT_USAGE, ScraperError, UsageError
from scraper.view.diff import diff_view


def run(arguments: argparse.Namespace) -> int:
    """Compare; the exit status is that of diff(1): 0 the same, 1 different, 2 trouble."""
    try:
        found = diff_datasets(arguments.old, arguments.new)
    except UsageError:
        raise
    except ScraperError as error:
        print(f"gongkai diff: {error.reason} [{error.code}]", file=sys.stderr)
        return EXIT_USAGE
    if arguments.json:
        print(json.dumps(as_json(found), ensure_ascii=False, indent=2, default=str))
    elif not arguments.quiet:
        Console(highlight=False, soft_wrap=True).print(diff_view(found))
    return EXIT_OK if found.same else EXIT_SOME_FAILED


def as_json(found: Diff) -> dict[str, object]:
    """Give the comparison as an object; tables in which nothing differs are told with zeros."""
    tables = {
        table.table: {
            **{k: v for k, v in table._asdict().items() if k not in ("table", "changed")},
            "changed": {
                change.column: {
                    "rows": change.rows,
                    "share": change.rows / table.rows,
                    "examples": change.examples,
                }
                for change in table.changed
            },
        }
        for table in found.tables
    }
    return {**found._asdict(), "same": found.same, "tables": tables}
