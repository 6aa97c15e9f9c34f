"""``gongkai plan``: what a harvest would ask, before it asks."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from scraper.commands.harvest import read_options
from scraper.errors import EXIT_OK
from scraper.harvest.planning import Plan, SitePlan, make_plan
from scraper.harvest.run import choose
from scraper.sites import read_sites

_MOST = 40
_HOUR, _MINUTE = 3600, 60


def run(arguments: argparse.Namespace) -> int:
    """Print the plan; the sites are asked for nothing but robots.txt."""
    options = read_options(arguments)
    plan = make_plan(choose(read_sites(Path(arguments.sites)), options), options)
    if arguments.json:
        print(json.dumps(_told(plan), ensure_ascii=False, indent=2))
        return EXIT_OK
    console = Console(highlight=False)
    console.print(_table(plan.sites[:_MOST]))
    if len(plan.sites) > _MOST:
        console.print(f"and {len(plan.sites) - _MOST} more sites")
    forbidden = sum(not one.verdict.allowed for one in plan.sites)
    hosts = len({one.host for one in plan.sites})
    console.print(
        f"{len(plan.sites)} sites on {hosts} hosts, about {plan.requests} requests, at least"
        f" {duration(plan.seconds)}; {forbidden} sites cannot be asked"
    )
    return EXIT_OK


def duration(seconds: float) -> str:
    """Give a time in words.

    >>> duration(42), duration(150), duration(7300)
    ('42 s', '3 min', '2.0 h')
    """
    if seconds < 2 * _MINUTE:
        return f"{seconds:.0f} s"
    if seconds < 2 * _HOUR:
        return f"{-(-seconds // _MINUTE):.0f} min"
    return f"{seconds / _HOUR:.1f} h"


def _told(plan: Plan) -> dict[str, object]:
    return {
        "requests": plan.requests,
        "seconds": plan.seconds,
        "sites": [
            {
                "id": one.site.id,
                "host": one.host,
                "allowed": one.verdict.allowed,
                "robots": one.verdict.reason,
                "pause": one.pause,
                "held": one.held,
                "waiting": one.waiting,
                "requests": one.requests,
            }
            for one in plan.sites
        ],
    }


def _table(plans: list[SitePlan]) -> Table:
    table = Table(pad_edge=False, box=SIMPLE_HEAD, padding=(0, 1, 0, 0))
    for name in ("site", "name", "host", "robots.txt", "pause", "held", "waiting", "requests"):
        table.add_column(name, overflow="fold")
    for one in plans:
        table.add_row(
            *(escape(text) for text in (one.site.id, one.site.name, one.host, one.verdict.reason)),
            f"{one.pause:g} s",
            *(str(count) for count in (one.held, one.waiting, one.requests)),
        )
    return table
