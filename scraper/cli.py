"""The command line: what there is to say, and who does it.

Only the standard library is imported here; each command imports what it needs when it runs, so that
``gongkai --help`` answers at once.
"""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Callable, Sequence
from typing import NamedTuple

from scraper import arguments as takes
from scraper.collector import collect_rarely
from scraper.errors import (
    EXIT_INTERRUPTED,
    EXIT_OK,
    EXIT_SOME_FAILED,
    EXIT_USAGE,
    ScraperError,
    UsageError,
)

EXIT_STATUS = """\
exit status:
  0  every input gave a record (findings do not count)
  1  some input gave none
  2  wrong use
  130  interrupted; the work so far is kept"""


HARVEST_STATUS = """\
exit status:
  0  complete: all that the sites list was read
  1  incomplete: some addresses gave nothing; gongkai status says why
  2  wrong use
  3  blocked: all that is missing is held back by the sites' servers
  4  failed: nothing came where reports were expected
  5  the disk is full; the work so far is kept
  130  interrupted; the work so far is kept, the same command goes on"""


class Command(NamedTuple):
    """A verb of the program."""

    name: str
    summary: str
    epilog: str
    arguments: Callable[[argparse.ArgumentParser], None]


COMMANDS = (
    Command(
        "parse",
        "read reports and give one record each",
        "examples:\n"
        "  gongkai parse report.html                     a table of what was read\n"
        "  gongkai parse pages/ --out records/           one JSON file a report\n"
        "  gongkai parse pages/ --jsonl - | jq .id       one record a line, nothing else\n"
        "  gongkai parse http://www.x.gov.cn/art/1.html --jsonl all.jsonl\n\n" + EXIT_STATUS,
        takes.parse_arguments,
    ),
    Command(
        "check",
        "what does not add up, in one record or over years and bodies",
        "examples:\n  gongkai check record.json\n  gongkai check output --fail-on warning\n"
        "  gongkai check output --json | jq .verdict",
        takes.check_arguments,
    ),
    Command(
        "compare",
        "one body over years, or many bodies in one year, side by side",
        "examples:\n  gongkai compare output --publisher NAME --years 2022,2023 --html page.html\n"
        "  gongkai compare output --years 2023        the bodies of a year, ranked",
        takes.compare_arguments,
    ),
    Command(
        "store",
        "put records into a dataset folder: Parquet by year and province",
        "examples:\n  gongkai store output --out dataset             again and again: what is new is added\n"
        "  gongkai store all.jsonl --out dataset --replace\n"
        '  gongkai query dataset "SELECT year, count(*) AS n FROM reports GROUP BY year"',
        takes.store_arguments,
    ),
    Command(
        "serve",
        "the records as pages on this machine, to read and to review; nothing is written",
        "examples:\n  gongkai serve output\n  gongkai serve output --port 0 --lang en\n\n"
        "Only this machine is answered, unless --host names another address.",
        takes.serve_arguments,
    ),
    Command(
        "export",
        "the dataset: long and wide tables, findings, sources, codebook, data package",
        "examples:\n  gongkai export output --to csv --out tables --bom\n"
        "  gongkai export all.jsonl --to datapackage --out package",
        takes.export_arguments,
    ),
    Command(
        "diff",
        "what changed between two releases: reports, rows, columns, with examples",
        "examples:\n  gongkai diff dataset-2025 dataset-2026\n"
        "  gongkai diff old.jsonl new.jsonl --json | jq .tables.cells.changed\n\n"
        "exit status:\n  0  nothing differs\n  1  something does\n  2  wrong use, or an input cannot be read",
        takes.diff_arguments,
    ),
    Command(
        "query",
        "ask the records in SQL",
        'example:\n  gongkai query output "SELECT year, count(*) AS n FROM reports GROUP BY year"',
        takes.query_arguments,
    ),
    Command(
        "show",
        "show a record in the terminal",
        "examples:\n  gongkai show records/330381-x-2022.json\n  gongkai show report.html",
        takes.show_arguments,
    ),
    Command(
        "why",
        "explain one figure: raw text, place, repairs, rules",
        "example:\n  gongkai why records/330381-x-2022.json requests/outcome.granted/total",
        takes.why_arguments,
    ),
    Command(
        "schema",
        "print the JSON Schema of the record",
        "example:\n  gongkai schema --out schema.json",
        takes.schema_arguments,
    ),
    Command(
        "codebook",
        "rows, columns, labels and rules in words",
        "examples:\n  gongkai codebook\n  gongkai codebook requests\n  gongkai codebook outcome.granted\n"
        "  gongkai codebook T3.BALANCE",
        takes.codebook_arguments,
    ),
    Command(
        "discover",
        "list the annual reports that a site publishes",
        "examples:\n  gongkai discover http://www.x.gov.cn/\n"
        "  gongkai discover sites.csv --years 2021-2023 --csv > reports.csv",
        takes.discover_arguments,
    ),
    Command(
        "plan",
        "say what a harvest would ask, and what is held already",
        "example:\n  gongkai plan sites.csv --years 2019-2023",
        takes.plan_arguments,
    ),
    Command(
        "harvest",
        "discover, fetch, archive, read and store; stopped and resumed at any time",
        "examples:\n  gongkai harvest sites.csv --years 2019-2023 --out output\n"
        "  gongkai harvest sites.csv --sample 5 --limit 2     a first try\n\n" + HARVEST_STATUS,
        takes.harvest_arguments,
    ),
    Command(
        "status",
        "what a harvest has, misses, and why",
        "examples:\n  gongkai status output\n  gongkai status output --json | jq .state",
        takes.status_arguments,
    ),
    Command(
        "config",
        "the settings that hold, where each comes from, and what it means",
        "examples:\n  gongkai config\n  gongkai config --set deadline=60 --json\n\n"
        "Said in several places, the first of these holds: flag, environment (GONGKAI_DELAY=2),\n"
        "gongkai.toml here or --config FILE, gongkai/gongkai.toml below $XDG_CONFIG_HOME, default.",
        takes.config_arguments,
    ),
    Command(
        "doctor",
        "say what is installed of what the program uses, and what to do about the rest",
        "examples:\n  gongkai doctor\n  gongkai doctor --json | jq .healthy\n\n"
        "exit status:\n  0  all that is required is there\n  1  something is not",
        takes.doctor_arguments,
    ),
    Command(
        "demo",
        "harvest the project's own pages over HTTP on this machine",
        "example:\n  gongkai demo --out output",
        takes.demo_arguments,
    ),
)


def build_parser() -> argparse.ArgumentParser:
    """Give the parser of the whole command line."""
    parser = argparse.ArgumentParser(
        prog="gongkai",
        description="Turns published annual reports on open government information into validated figures.",
        epilog="Each command explains itself: gongkai parse --help",
    )
    parser.add_argument("--version", action="store_true", help="print the version and stop")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands")
    for command in COMMANDS:
        sub = commands.add_parser(
            command.name,
            help=command.summary,
            description=command.summary[0].upper() + command.summary[1:] + ".",
            epilog=command.epilog,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        command.arguments(sub)
        sub.add_argument(
            "--quiet", action="store_true", help="no progress and no summary, only errors"
        )
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and give its exit status."""
    parser = build_parser()
    arguments = parser.parse_args(argv)
    if arguments.version:
        from scraper.settings import gongkai_version

        print(f"gongkai {gongkai_version()}")
        return EXIT_OK
    if arguments.command is None:
        parser.print_help(sys.stderr)
        return EXIT_USAGE
    return _run(parser, arguments)


def _run(parser: argparse.ArgumentParser, arguments: argparse.Namespace) -> int:
    collect_rarely()
    try:
        module = importlib.import_module(f"scraper.commands.{arguments.command}")
        return int(module.run(arguments))
    except UsageError as error:
        parser.exit(EXIT_USAGE, f"gongkai {arguments.command}: {error.reason}\n")
    except ScraperError as error:
        print(f"gongkai {arguments.command}: {error.reason} [{error.code}]", file=sys.stderr)
        return EXIT_SOME_FAILED
    except BrokenPipeError:
        sys.stderr.close()  # whoever read our output has gone; there is nobody to tell
        return EXIT_SOME_FAILED
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        return EXIT_INTERRUPTED


if __name__ == "__main__":
    sys.exit(main())
