"""The table of faults, as data and as the page that shows it."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import NamedTuple

from tests.conftest import ROOT

TABLE = Path(__file__).with_name("faults.toml")
PAGE = ROOT / "docs" / "faults.md"
GROUPS = {
    "N": ("Name and connection", 16),
    "T": ("TLS", 11),
    "H": ("HTTP framing", 15),
    "E": ("Encoding and size", 14),
    "R": ("Redirects and impostors", 11),
    "S": ("Status, walls, truth of content", 10),
    "U": ("robots.txt, addresses, traps", 8),
    "D": ("Disk, process, clock", 11),
}
HEAD = """# Faults

What goes wrong between this program and the servers it asks, what it then does, and the test that
holds it to that. Every fault is played on loopback by `tests/faults`; no test reaches further. The
names in `code` are those of `scraper.fetch.faults` (a request that failed) or flags of an answer that
came through all the same. A fault without a test is open.

Words: *fails* = the address ends as a failure with that name; *asked again* = the failure may pass, and
the request is repeated a bounded number of times; *suspect* = kept as evidence and never read as the
page.

Written by `python -m tests.faults` from `tests/faults/faults.toml`.
"""


class Row(NamedTuple):
    """One fault."""

    id: str
    fault: str
    does: str
    test: str  # file::function, "" while it is open


def ids():
    """Give the names of all faults in order."""
    return [f"{group}{n}" for group, (_, size) in GROUPS.items() for n in range(1, size + 1)]


def rows():
    """Read the table."""
    data = tomllib.loads(TABLE.read_text(encoding="utf-8"))
    return [Row(key, **value) for key, value in data.items()]


def render():
    """Give the page that shows the table."""
    parts = [HEAD]
    for group, (title, _) in GROUPS.items():
        parts += [
            f"\n## {title}\n\n| # | fault | what the program does | test |\n|---|---|---|---|\n"
        ]
        parts += [line(row) for row in rows() if row.id.startswith(group)]
    return "".join(parts)


def line(row):
    """Give a row of the page."""
    test = f"`{row.test.removeprefix('tests/')}`" if row.test else "*open*"
    return f"| {row.id} | {row.fault} | {row.does or '*open*'} | {test} |\n"
