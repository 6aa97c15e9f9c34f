"""``gongkai config``: the settings that hold, and who said so."""

from __future__ import annotations

import argparse
import json
import os
from pathlib import Path

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from scraper.config import Config, Value, read_config
from scraper.errors import EXIT_OK, UsageError
from scraper.settings import Settings, user_agent


def run(arguments: argparse.Namespace) -> int:
    """Print every setting with value, source and meaning."""
    config = config_of(arguments)
    agent = user_agent(config.settings.contact)
    if arguments.json:
        told = {
            v.name: {"value": v.value, "source": v.source, "means": v.means} for v in config.values
        }
        print(json.dumps({"settings": told, "user_agent": agent}, ensure_ascii=False, indent=2))
        return EXIT_OK
    console = Console(highlight=False)
    console.print(_table(config.values))
    console.print(f"User-Agent: {escape(agent)}")
    if config.settings.contact is None:
        console.print('no contact is set: write contact = "you@example.org" into gongkai.toml')
    return EXIT_OK


def config_of(arguments: argparse.Namespace) -> Config:
    """Give the settings of a command line; raises UsageError."""
    flags: dict[str, object] = {}
    for text in getattr(arguments, "set", None) or ():
        name, mark, value = text.partition("=")
        if not mark:
            raise UsageError(f"--set {text}: write NAME=VALUE")
        flags[name.strip()] = value
    for name in ("delay", "allow_private"):
        value = getattr(arguments, name, None)
        if value is not None and value is not False:
            flags[name] = value
    file = Path(arguments.config) if getattr(arguments, "config", None) else None
    return read_config(flags, os.environ, folder=Path(), file=file)


def settings_of(arguments: argparse.Namespace) -> Settings:
    """Give limits and manners as flags, environment and files have them; raises UsageError."""
    return config_of(arguments).settings


def _table(values: tuple[Value, ...]) -> Table:
    table = Table(pad_edge=False, box=SIMPLE_HEAD, padding=(0, 1, 0, 0))
    for name in ("setting", "value", "from", "meaning"):
        table.add_column(name, overflow="fold")
    for one in values:
        style = "" if one.source == "default" else "bold"
        table.add_row(
            one.name, escape(_shown(one.value)), escape(one.source), one.means, style=style
        )
    return table


def _shown(value: object) -> str:
    """Give a value as a file would have it.

    >>> _shown(None), _shown(True), _shown(64), _shown(1.0)
    ('–', 'true', '64', '1.0')
    """
    if value is None:
        return "–"
    return str(value).lower() if isinstance(value, bool) else str(value)
