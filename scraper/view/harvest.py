"""A harvest in the terminal: while it runs, and how it stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rich.box import SIMPLE_HEAD
from rich.console import Group
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from scraper.harvest.status import Status, provinces
from scraper.harvest.verdict import Tally, site_state
from scraper.harvest.watch import Watch

STYLES = {
    "complete": "green",
    "incomplete": "yellow",
    "blocked": "magenta",
    "failed": "bold red",
    "interrupted": "yellow",
}
_MOST = 40  # sites that are shown; the rest is counted


def live_table(watch: Watch) -> Table:
    """Give what a running harvest looks like now."""
    table = Table.grid(padding=(0, 2))
    table.add_row("sites", f"{watch.done} of {watch.sites} done, {watch.active} active")
    table.add_row("answers", f"{watch.fetched} kept, {watch.rate():.1f} a second")
    table.add_row("reports", f"{watch.records} read of {watch.found} found in this run")
    left = watch.left()
    table.add_row("queued", f"{watch.queued}" + (f", about {left:.0f} s" if left else ""))
    table.add_row("failed", codes(watch.failed))
    table.add_row("refused", codes(watch.refused))
    return table


def plain_line(watch: Watch) -> str:
    """Give the same in one line, for logs."""
    return (
        f"{watch.done}/{watch.sites} sites, {watch.fetched} answers ({watch.rate():.1f}/s), "
        f"{watch.queued} queued, {watch.records} reports, failed: {codes(watch.failed)}"
    )


def codes(counts: Counter[str] | dict[str, int]) -> str:
    """Give counts by code, the most frequent first."""
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return ", ".join(f"{code} {count}" for code, count in ranked) or "none"


def status_view(status: Status) -> Group:
    """Give the verdict on a harvest and a line a site, those that need a look first."""
    states = {tally.site.id: site_state(tally, status.years) for tally in status.tallies}
    ranked = sorted(status.tallies, key=lambda tally: states[tally.site.id] == "complete")
    table = Table(pad_edge=False, box=SIMPLE_HEAD, padding=(0, 1, 0, 0))
    for name in ("site", "name", "state", "reports", "expected", "years", "failed", "waiting"):
        table.add_column(name, overflow="fold", justify="left")
    for tally in ranked[:_MOST]:
        table.add_row(*_cells(tally, states[tally.site.id], status.years))
    counts = Counter(states.values())
    words = ", ".join(f"{count} {state}" for state, count in counts.most_common())
    got = sum(tally.reports for tally in status.tallies)
    head = Text.assemble(
        (status.state.upper(), STYLES.get(status.state, "")),
        f": {got} reports of {len(status.tallies)} sites ({words})",
    )
    more = len(ranked) - _MOST
    by_province = ", ".join(f"{code} {count}" for code, count in provinces(status.rows).items())
    tail = f"records by province: {by_province or 'none'}"
    return Group(head, table, Text(f"and {more} more sites\n{tail}" if more > 0 else tail))


def _cells(tally: Tally, state: str, years: range) -> Sequence[str]:
    return (
        escape(tally.site.id),
        escape(tally.site.name),
        f"[{STYLES[state]}]{state}[/]",
        str(tally.reports),
        str(tally.expected(years)),
        " ".join(
            f"{year or '?'}:{count}" for year, count in sorted(tally.by_year.items(), key=str)
        ),
        escape(codes(dict(tally.failed))),
        str(tally.waiting or ""),
    )
