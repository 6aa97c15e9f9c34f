"""What a folder says of the source that its pages come from."""

from __future__ import annotations

import json

from scraper.captures import ArchiveVisitor
from scraper.errors import UsageError
from scraper.harvest.crawl import Guest
from scraper.harvest.options import LIVE, Options
from scraper.ledger import Ledger
from scraper.ledger.runs import last_run


def left_out(guest: Guest) -> tuple[str, ...]:
    """Give what an archive has and was not asked for, in words."""
    return tuple(guest.source.notes) if isinstance(guest, ArchiveVisitor) else ()


def require_one_source(ledger: Ledger, options: Options) -> None:
    """Refuse to mix sources in a folder: an old capture would pass for the newest version.

    Raises:
        UsageError: The folder was harvested from another source.
    """
    last = last_run(ledger)
    before = json.loads(last.arguments).get("source", LIVE) if last else options.source
    if before != options.source:
        raise UsageError(
            f"{options.out} was harvested from {before}; take another --out for {options.source}"
        )
