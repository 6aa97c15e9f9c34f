"""``gongkai doctor``: what is there of what the program uses, and what to do about the rest."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from scraper.doctor import Check, examine, is_healthy
from scraper.errors import EXIT_OK, EXIT_SOME_FAILED
from scraper.settings import gongkai_version

_STYLES = {"ok": "green", "missing": "yellow", "broken": "bold red"}


def run(arguments: argparse.Namespace) -> int:
    """Print what was found; gives 1 where something that is required is not there."""
    checks = examine(Path(arguments.out))
    healthy = is_healthy(checks)
    if arguments.json:
        told = {
            "gongkai": gongkai_version(),
            "healthy": healthy,
            "checks": [check._asdict() for check in checks],
        }
        print(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        _show(checks, healthy, quiet=arguments.quiet)
    return EXIT_OK if healthy else EXIT_SOME_FAILED


def _show(checks: list[Check], healthy: bool, *, quiet: bool) -> None:
    console = Console(highlight=False)
    wrong = [check for check in checks if check.state != "ok"]
    if not quiet:
        console.print(_table(checks))
    for check in wrong:
        console.print(f"{check.name} ({check.state}): {check.use}. {check.advice}", markup=False)
    if not quiet:
        missing = sum(check.state == "missing" for check in wrong)
        rest = f"; {missing} optional things are not installed" if missing else ""
        console.print(f"gongkai {gongkai_version()} " + ("can work" if healthy else "cannot work") + rest)  # fmt: skip


def _table(checks: list[Check]) -> Table:
    table = Table(pad_edge=False, box=SIMPLE_HEAD, padding=(0, 1, 0, 0))
    for name in ("what", "state", "found", "for"):
        table.add_column(name, overflow="fold")
    for check in checks:
        style = _STYLES[check.state]
        table.add_row(
            check.name, f"[{style}]{check.state}[/]", escape(check.found) or "–", check.use
        )
    return table
