"""``gongkai discover``: the annual reports that sites list, without fetching them."""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Iterable
from pathlib import Path

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from scraper.commands.harvest import read_options
from scraper.errors import EXIT_OK, EXIT_SOME_FAILED
from scraper.families.registry import known_drivers, load_drivers
from scraper.harvest.listing import Found, Listed, discover
from scraper.inputs import is_address
from scraper.sites import Site, read_sites

FIELDS = ("url", "title", "publisher", "year", "published_on", "family", "site")


def run(arguments: argparse.Namespace) -> int:
    """List; 0 where every site gave at least one report."""
    options = read_options(arguments)
    sites = list(_sites(arguments.sites))
    drivers = load_drivers(options.drivers) if options.drivers else known_drivers()
    listed = []
    for one in discover(sites, options, drivers):
        listed.append(one)
        _complain(one)
        if arguments.json:
            for entry in one.found:
                print(json.dumps(_told(entry), ensure_ascii=False), flush=True)
    found = [entry for one in listed for entry in one.found]
    if arguments.csv:
        writer = csv.DictWriter(sys.stdout, FIELDS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(_told(entry) for entry in found)
    elif not arguments.json:
        Console().print(_table(found))
    return EXIT_OK if all(one.found for one in listed) else EXIT_SOME_FAILED


def _sites(names: list[str]) -> Iterable[Site]:
    for name in names:
        if is_address(name):
            yield Site(name, name, name)
        else:
            yield from read_sites(Path(name))


def _complain(listed: Listed) -> None:
    for error in listed.failed:
        print(f"{error.url}: {error.reason} [{error.code}]", file=sys.stderr)
    if not listed.found:
        print(f"{listed.site.home}: no annual report was found", file=sys.stderr)


def _told(found: Found) -> dict[str, object]:
    told = found._asdict()
    return {name: told[name] for name in FIELDS}


def _table(found: list[Found]) -> Table:
    table = Table(pad_edge=False, box=SIMPLE_HEAD, padding=(0, 1, 0, 0))
    for name in ("year", "title", "url", "family"):
        table.add_column(name, overflow="fold")
    for one in found:
        year = str(one.year or "")
        table.add_row(year, escape(one.title or ""), escape(one.url), one.family or "")
    return table
