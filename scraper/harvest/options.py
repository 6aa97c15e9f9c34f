"""What the user asks of a harvest."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from scraper.harvest.years import ALL
from scraper.settings import Settings

LIVE = "live"


@dataclass(frozen=True, slots=True)
class Options:
    """One harvest.

    Attributes:
        out: The folder of ledger, archive and records.
        years: Reporting years that are wanted.
        only: Ids of the sites that are visited; empty for all.
        sample: So many sites, evenly spread over the list; None for all.
        limit: At most so many reports a site; None for all.
        fresh: Forget what the folder holds and begin again.
        drivers: A folder with drivers of the user's own.
        source: ``live``, or the archive that is asked in the sites' place: ``common-crawl``,
            ``wayback``.
        archives: A description of archives in the place of the known ones.
        active: Sites that are visited at the same time.
        readers: Processes that read reports.
        settings: Limits and manners of the network.
    """

    out: Path = Path("output")
    years: range = ALL
    only: frozenset[str] = frozenset()
    sample: int | None = None
    limit: int | None = None
    fresh: bool = False
    drivers: Path | None = None
    source: str = LIVE
    archives: Path | None = None
    active: int = 500
    readers: int = 2
    settings: Settings = field(default_factory=Settings)
