"""What a folder says of the source that its pages come from."""

from __future__ import annotations

import json

from scraper.captures import ArchiveVisitor
from scraper.discovery.walk import is_column_path
from scraper.errors import FetchError, UsageError
from scraper.exchange import Planned, Request
from scraper.harvest.options import LIVE, Options
from scraper.ledger import Ledger
from scraper.ledger.runs import last_run
from scraper.sites import Site

_MOST = 200  # addresses of a site that nothing in the archive leads to
_SCORE = 1
_PAGES = ("html", "pdf", "word", "unk")


async def unlinked(guest: object, site: Site) -> list[Planned]:
    """Give what an archive has in the columns of annual reports of a site, linked or not.

    Archives hold samples: often a report, and not the list that names it. To be planned behind the
    walk, since a list tells more of a report than its address does.
    """
    if not isinstance(guest, ArchiveVisitor):
        return []
    try:
        captures = await guest.captures(site.home)
    except FetchError:
        return []  # told at the home page
    urls = [
        capture.url
        for capture in captures
        if is_column_path(capture.url) and any(kind in capture.media_type for kind in _PAGES)
    ]
    if len(urls) > _MOST:
        guest.source.notes.append(f"{site.home}: {len(urls) - _MOST} unlinked pages were left out")
    return [Planned(Request(url), "column", 2, _SCORE) for url in urls[:_MOST]]


def left_out(guest: object) -> tuple[str, ...]:
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
