"""Tries the drivers of a folder on their own examples: ``python -m scraper.families.trial FOLDER``."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType

from scraper.errors import UsageError
from scraper.exchange import Request
from scraper.families.model import WebPage
from scraper.families.registry import load_module
from scraper.sites import Site

_YEARS = range(2008, 2100)


def try_driver(module: ModuleType) -> list[str]:
    """Run a driver over its example; gives what does not agree, nothing where all does.

    Args:
        module: Of a file with DRIVER, EXAMPLE_URL, EXAMPLE_PAGE, EXAMPLE_REPORTS, EXAMPLE_MORE.
    """
    if not getattr(module, "EXAMPLE_PAGE", "") or not getattr(module, "EXAMPLE_REPORTS", ()):
        return ["the example is not filled in (EXAMPLE_PAGE, EXAMPLE_REPORTS)"]
    url = module.EXAMPLE_URL
    page = WebPage(url, module.EXAMPLE_PAGE, asked=Request(url))
    site = Site("example", "example", url)
    listing = module.DRIVER.listing(page, site)
    told = (
        ("score", module.DRIVER.score(page) > 0, True),
        ("reports", [entry.url for entry in listing.entries], module.EXAMPLE_REPORTS),
        ("further pages", [request.url for request in listing.more], module.EXAMPLE_MORE),
    )
    module.DRIVER.entrances(page, site, _YEARS)
    return [f"{what}: {got}, expected {want}" for what, got, want in told if got != want]


def main(folder: str) -> int:
    """Try all drivers of a folder; 0 where each agrees with its example."""
    paths = sorted(path for path in Path(folder).glob("*.py") if not path.name.startswith("_"))
    worst = 0 if paths else 1
    for path in paths:
        try:
            problems = try_driver(load_module(path))
        except UsageError as error:
            problems = [error.reason]
        worst |= bool(problems)
        for line in problems or ["agrees with its example"]:
            sys.stdout.write(f"{path}: {line}\n")
    return worst


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]) if len(sys.argv) > 1 else 2)
