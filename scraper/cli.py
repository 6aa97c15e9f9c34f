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


class Command(NamedTuple):
    """A verb of the program."""

    name: str
    summary: str
    epilog: str
    arguments: Callable[[argparse.ArgumentParser], None]


def _parse_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "inputs", nargs="+", metavar="INPUT", help="file, folder, http(s) address, or -"
    )
    parser.add_argument(
        "--out", metavar="DIR", help="write one JSON file a report into this folder"
    )
    parser.add_argument(
        "--jsonl", metavar="FILE", help="write one record a line; - is standard output"
    )
    parser.add_argument("--content-type", metavar="TEXT", help="Content-Type header of the inputs")
    parser.add_argument("--url", metavar="URL", help="address of the (only) input on the web")
    parser.add_argument(
        "--no-repair",
        metavar="CODE",
        action="append",
        default=[],
        help="do not make this repair; may be repeated",
    )
    parser.add_argument(
        "--allow-private", action="store_true", help="also fetch from addresses of private networks"
    )


def _show_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "record", metavar="RECORD", help="record (.json, .jsonl), report to parse, or -"
    )
    parser.add_argument(
        "--id", metavar="ID", help="the record with this id, where there are several"
    )


def _why_arguments(parser: argparse.ArgumentParser) -> None:
    _show_arguments(parser)
    parser.add_argument("cell", metavar="CELL", help="key such as requests/outcome.granted/total")


def _schema_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", metavar="FILE", help="write the schema into this file")


def _codebook_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "code", nargs="?", metavar="CODE", help="table, row, column, cell key or rule"
    )


def _demo_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--out", metavar="DIR", default="output", help="folder for the results (default: output)"
    )


COMMANDS = (
    Command(
        "parse",
        "read reports and give one record each",
        "examples:\n"
        "  gongkai parse report.html                     a table of what was read\n"
        "  gongkai parse pages/ --out records/           one JSON file a report\n"
        "  gongkai parse pages/ --jsonl - | jq .id       one record a line, nothing else\n"
        "  gongkai parse http://www.x.gov.cn/art/1.html --jsonl all.jsonl\n\n" + EXIT_STATUS,
        _parse_arguments,
    ),
    Command(
        "show",
        "show a record in the terminal",
        "examples:\n  gongkai show records/330381-x-2022.json\n  gongkai show report.html",
        _show_arguments,
    ),
    Command(
        "why",
        "explain one figure: raw text, place, repairs, rules",
        "example:\n  gongkai why records/330381-x-2022.json requests/outcome.granted/total",
        _why_arguments,
    ),
    Command(
        "schema",
        "print the JSON Schema of the record",
        "example:\n  gongkai schema --out schema.json",
        _schema_arguments,
    ),
    Command(
        "codebook",
        "rows, columns, labels and rules in words",
        "examples:\n  gongkai codebook\n  gongkai codebook requests\n  gongkai codebook outcome.granted\n"
        "  gongkai codebook T3.BALANCE",
        _codebook_arguments,
    ),
    Command(
        "demo",
        "harvest the project's own pages over HTTP on this machine",
        "example:\n  gongkai demo --out output",
        _demo_arguments,
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
