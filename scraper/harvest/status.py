"""What a harvest has, misses, and why; as JSON and CSV."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

from scraper.harvest.tallies import tallies
from scraper.harvest.verdict import Tally, run_state, site_state
from scraper.harvest.years import ALL
from scraper.ledger import Ledger, Row
from scraper.ledger.runs import last_run
from scraper.ledger.views import rows

FIELDS = ("url", "site", "kind", "outcome", "code", "reason", "sha256", "year", "publisher",
          "versions", "record")  # fmt: skip
_UNKNOWN = {"00": "unknown"}


class Status(NamedTuple):
    """A harvest as it stands.

    Attributes:
        state: Of the last run: complete, incomplete, blocked, failed or interrupted.
        years: That were wanted.
        tallies: By site, in the user's order.
        rows: One an address.
    """

    state: str
    years: range
    tallies: list[Tally]
    rows: list[Row]


def read_status(folder: Path) -> Status:
    """Read the status of a harvest folder.

    Raises:
        StoreError: There is no harvest in it, or it cannot be read.
    """
    with closing(Ledger(folder, readonly=True)) as ledger:
        run = last_run(ledger)
        years = _years(run.arguments) if run else ALL
        found = tallies(ledger)
        state = run.state if run and run.state else "interrupted"
        if run is None:
            state = run_state(site_state(tally, years) for tally in found)
        return Status(state, years, found, list(rows(ledger)))


def _years(arguments: str) -> range:
    first, last = json.loads(arguments).get("years", [ALL[0], ALL[-1]])
    return range(first, last + 1)


def as_json(status: Status) -> str:
    """Give the status as one JSON object."""
    told = {
        "state": status.state,
        "sites": [_site(tally, status.years) for tally in status.tallies],
        "provinces": provinces(status.rows),
        "rows": [_row(row) for row in status.rows],
    }
    return json.dumps(told, ensure_ascii=False, indent=2)


def provinces(rows: Iterable[Row]) -> dict[str, int]:
    """Count the records by province: the first two digits of their region's code (GB/T 2260)."""
    codes = Counter(row.record[:2] for row in rows if row.record and row.outcome == "record")
    return {_UNKNOWN.get(code, code): count for code, count in sorted(codes.items())}


def _site(tally: Tally, years: range) -> dict[str, Any]:
    return {
        "id": tally.site.id,
        "name": tally.site.name,
        "state": site_state(tally, years),
        "expected": tally.expected(years),
        "reports": tally.reports,
        "by_year": {str(year): count for year, count in sorted(_known(tally), key=str)},
        "failed": dict(sorted(tally.failed.items())),
        "waiting": tally.waiting,
        "shortfalls": tally.shortfalls(years),
    }


def _known(tally: Tally) -> Iterable[tuple[int | str, int]]:
    return ((year or "unknown", count) for year, count in tally.by_year.items())


def _row(row: Row) -> dict[str, Any]:
    told = row._asdict()
    return {name: told[name] for name in FIELDS}


def as_csv(found: Iterable[Row]) -> str:
    """Give one line an address, with a header."""
    out = io.StringIO()
    writer = csv.DictWriter(out, FIELDS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(_row(row) for row in found)
    return out.getvalue()
