"""The arguments of each command; only the standard library, so that ``--help`` answers at once."""

from __future__ import annotations

import argparse


def parse_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what ``parse`` takes."""
    parser.add_argument(
        "inputs", nargs="+", metavar="INPUT", help="file, folder, http(s) address, or -"
    )
    parser.add_argument(
        "--out", metavar="DIR", help="write one JSON file a report into this folder"
    )
    parser.add_argument(
        "--jsonl", metavar="FILE", help="write one record a line; - is standard output"
    )
    parser.add_argument(
        "--jobs", metavar="N", type=int, help="processes that read (all cores for many inputs)"
    )
    parser.add_argument(
        "--store",
        metavar="ADDRESS",
        help="put the records into this dataset folder (a path, or an address that fsspec knows)",
    )
    parser.add_argument(
        "--fresh", action="store_true", help="read inputs again that --out holds unchanged"
    )
    _reading(parser)
    parser.add_argument("--content-type", metavar="TEXT", help="Content-Type header of the inputs")
    parser.add_argument("--url", metavar="URL", help="address of the (only) input on the web")
    parser.add_argument(
        "--no-repair",
        metavar="CODE",
        action="append",
        default=[],
        help="do not make this repair; may be repeated",
    )
    _settings(parser)


def _reading(parser: argparse.ArgumentParser) -> None:
    """Add what bounds the reading of a page, and where pages are read."""
    parser.add_argument(
        "--page-seconds",
        metavar="S",
        type=float,
        default=60.0,
        help="processor time that one page may take (default: 60)",
    )
    parser.add_argument(
        "--page-memory",
        metavar="MB",
        type=int,
        default=4096,
        help="memory that a process reading pages may take (default: 4096)",
    )
    parser.add_argument(
        "--engine",
        choices=("local", "dask"),
        default="local",
        help="read on this machine, or on the workers of a Dask cluster",
    )
    parser.add_argument("--scheduler", metavar="ADDRESS", help="of the Dask cluster")


def show_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what ``show`` takes."""
    parser.add_argument(
        "record", metavar="RECORD", help="record (.json, .jsonl), report to parse, or -"
    )
    parser.add_argument(
        "--id", metavar="ID", help="the record with this id, where there are several"
    )


def why_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what ``why`` takes."""
    show_arguments(parser)
    parser.add_argument("cell", metavar="CELL", help="key such as requests/outcome.granted/total")


def schema_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what ``schema`` takes."""
    parser.add_argument("--out", metavar="FILE", help="write the schema into this file")


def codebook_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what ``codebook`` takes."""
    parser.add_argument(
        "code", nargs="?", metavar="CODE", help="table, row, column, cell key or rule"
    )


def doctor_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what ``doctor`` takes."""
    parser.add_argument(
        "--out", metavar="DIR", default="output", help="folder that is to be written (output)"
    )
    parser.add_argument("--json", action="store_true", help="print what was found as JSON")


def demo_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what ``demo`` takes."""
    parser.add_argument(
        "--out", metavar="DIR", default="output", help="folder for the results (default: output)"
    )


def harvest_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what ``harvest`` takes."""
    _sites(parser)
    _walk(parser)
    _folder_and_choice(parser)
    parser.add_argument("--limit", metavar="N", type=int, help="at most N reports a site")
    parser.add_argument(
        "--fresh", action="store_true", help="forget what the folder holds and begin again"
    )
    parser.add_argument(
        "--from",
        dest="source",
        metavar="ARCHIVE",
        default="live",
        help="common-crawl or wayback: ask an archive in the sites' place",
    )
    parser.add_argument(
        "--archives", metavar="FILE", help="description of archives in the place of the known ones"
    )
    parser.add_argument(
        "--readers", metavar="N", type=int, default=2, help="processes that read reports (2)"
    )
    parser.add_argument(
        "--log", choices=("text", "json"), default="text", help="how progress is told in lines"
    )


def plan_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what ``plan`` takes."""
    _sites(parser)
    _walk(parser)
    _folder_and_choice(parser)
    parser.add_argument("--json", action="store_true", help="one JSON object on standard output")


def discover_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what ``discover`` takes."""
    parser.add_argument("sites", nargs="+", metavar="SITE", help="home page, or a list of sites")
    _walk(parser)
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument("--csv", action="store_true", help="CSV with a header")


def status_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what ``status`` takes."""
    parser.add_argument(
        "folder", nargs="?", metavar="DIR", default="output", help="folder (default: output)"
    )
    parser.add_argument("--json", action="store_true", help="one JSON object on standard output")
    parser.add_argument("--csv", action="store_true", help="one line an address, as CSV")
    parser.add_argument("--all", action="store_true", help="also the addresses that went well")


def config_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what ``config`` takes."""
    _settings(parser)
    parser.add_argument("--json", action="store_true", help="one JSON object on standard output")


def _settings(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--delay", metavar="SECONDS", type=float, help="pause between requests to a host (1)"
    )
    parser.add_argument(
        "--allow-private", action="store_true", help="also ask loopback and private addresses"
    )
    parser.add_argument(
        "--set",
        metavar="NAME=VALUE",
        action="append",
        default=[],
        help="any setting that gongkai config names; may be repeated",
    )
    parser.add_argument(
        "--config", metavar="FILE", help="file of settings, in the place of gongkai.toml"
    )


def _folder_and_choice(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--out", metavar="DIR", default="output", help="folder of the harvest (default: output)"
    )
    parser.add_argument("--only", metavar="ID", action="append", default=[], help="only this site")
    parser.add_argument("--sample", metavar="N", type=int, help="only N sites, evenly spread")


def _sites(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("sites", metavar="SITES", help="list of sites: CSV (id,name,home) or TOML")


def _walk(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--years", metavar="A-B", help="reporting years, such as 2019-2023")
    _settings(parser)
    parser.add_argument("--drivers", metavar="DIR", help="folder with drivers of your own")


def check_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what ``check`` takes."""
    parser.add_argument("path", metavar="PATH", help="record, JSON lines, or folder of a harvest")
    parser.add_argument("--json", action="store_true", help="one JSON object on standard output")
    parser.add_argument("--jsonl", action="store_true", help="one finding a line, like SARIF")
    parser.add_argument("--html", metavar="FILE", help="write a page with all findings")
    parser.add_argument(
        "--fail-on",
        choices=("error", "warning", "info", "never"),
        default="error",
        help="exit status 1 from this severity on (error)",
    )
    parser.add_argument("--accept", metavar="FILE", help="TOML file of accepted findings")
    parser.add_argument("--rules", metavar="FILE", help="TOML file of rules of your own")
    parser.add_argument(
        "--complete", action="store_true", help="every body below a consolidated report is there"
    )
    parser.add_argument("--lang", choices=("zh", "en"), default="en", help="language of messages")


def compare_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what ``compare`` takes."""
    parser.add_argument("path", metavar="PATH", help="JSON lines, or folder of a harvest")
    parser.add_argument("--publisher", metavar="NAME", help="the body, or a part of its name")
    parser.add_argument("--years", metavar="A,B", required=True, help="2022,2023 or 2019-2023")
    parser.add_argument("--html", metavar="FILE", help="write a page that needs nothing else")
    parser.add_argument("--csv", metavar="FILE", help="write all that the page says, a line each")
    parser.add_argument("--json", action="store_true", help="one JSON object on standard output")
    parser.add_argument(
        "--region",
        metavar="CODE",
        help="beginning of region codes: where a name or a ranking is looked for",
    )
    parser.add_argument("--accept", metavar="FILE", help="TOML file of accepted findings")
    parser.add_argument("--rules", metavar="FILE", help="TOML file of rules of your own")
    parser.add_argument("--lang", choices=("zh", "en"), default="zh", help="language (zh)")


def store_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what ``store`` takes."""
    parser.add_argument(
        "paths", nargs="+", metavar="PATH", help="JSON lines, folder of records, dataset folder"
    )
    parser.add_argument(
        "--out", metavar="ADDRESS", required=True, help="the dataset folder: a path, s3://…"
    )
    parser.add_argument(
        "--replace", action="store_true", help="forget what the folder holds; else add to it"
    )


def serve_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what ``serve`` takes."""
    parser.add_argument("path", metavar="DIR", help="folder of a harvest or dataset, or JSON lines")
    parser.add_argument(
        "--host", metavar="ADDRESS", default="127.0.0.1", help="address to listen on (127.0.0.1)"
    )
    parser.add_argument(
        "--port", metavar="N", type=int, default=8000, help="0: any free one (8000)"
    )
    parser.add_argument("--lang", choices=("zh", "en"), default="zh", help="language (zh)")


def export_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what ``export`` takes."""
    parser.add_argument(
        "path", metavar="PATH", help="JSON lines, folder of a harvest, dataset folder"
    )
    parser.add_argument(
        "--to",
        metavar="FORMAT",
        required=True,
        help="csv, xlsx, dta, parquet, jsonl, sqlite, duckdb, datapackage",
    )
    parser.add_argument("--out", metavar="DIR", required=True, help="folder for the files")
    parser.add_argument("--bom", action="store_true", help="CSV with a mark that Excel needs")
    parser.add_argument(
        "--crate",
        action="store_true",
        help="describe the folder as RO-Crate (needs gongkai[crate])",
    )


def diff_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what ``diff`` takes."""
    what = "dataset folder, JSON lines, folder of records, or of an export (csv, jsonl, parquet)"
    parser.add_argument("old", metavar="OLD", help=what)
    parser.add_argument("new", metavar="NEW", help="the same")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def query_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what ``query`` takes."""
    parser.add_argument(
        "path", metavar="PATH", help="JSON lines, folder of a harvest, dataset folder"
    )
    parser.add_argument("sql", metavar="SQL", help="a SELECT over reports, cells, findings, …")
    parser.add_argument("--format", choices=("table", "csv", "json"), default="table")
