"""``gongkai harvest``: many sites into a folder, stopped and resumed at any time."""

from __future__ import annotations

import argparse
import errno
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

from rich.console import Console
from rich.live import Live

from scraper.commands.config import settings_of
from scraper.errors import EXIT_NO_SPACE, StoreError, UsageError
from scraper.harvest.options import LIVE, Options
from scraper.harvest.run import INTERRUPTED, Ended, harvest
from scraper.harvest.watch import Watch
from scraper.harvest.years import read_years, told
from scraper.sites import read_sites
from scraper.view.harvest import codes, live_table, plain_line

_EVERY = 5.0  # seconds between two lines where there is no terminal


def run(arguments: argparse.Namespace) -> int:
    """Harvest; the exit status tells complete, incomplete, blocked or failed."""
    sites = read_sites(Path(arguments.sites))
    options = read_options(arguments)
    unknown = sorted(options.only - {site.id for site in sites})
    if unknown:
        raise UsageError(f"--only {unknown[0]}: there is no such site in {arguments.sites}")
    watch = Watch()
    if not arguments.quiet:
        _say(f"{len(sites)} sites, {told(options.years)}, into {options.out.absolute()}")
        if options.settings.contact is None and not options.settings.allow_private:
            _say("no contact is set, so that nobody can write to you: see gongkai config")
    try:
        with _shown(arguments, watch):
            ended = harvest(sites, options, watch)
    except StoreError as error:
        if error.detail.get("errno") not in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise
        _say(
            f"the disk is full; what was written is whole, run it again with space: {error.reason}"
        )
        return EXIT_NO_SPACE
    if not arguments.quiet:
        _tell(ended, options, watch)
    return ended.status


def read_options(arguments: argparse.Namespace) -> Options:
    """Give what the user asks of a harvest; raises UsageError."""
    for name in ("sample", "limit", "readers"):
        if (getattr(arguments, name, None) or 1) < 1:
            raise UsageError(f"--{name}: write a number from 1")
    return Options(
        out=Path(getattr(arguments, "out", "output")),
        years=read_years(arguments.years),
        only=frozenset(getattr(arguments, "only", ())),
        sample=getattr(arguments, "sample", None),
        limit=getattr(arguments, "limit", None),
        fresh=getattr(arguments, "fresh", False),
        drivers=Path(arguments.drivers) if arguments.drivers else None,
        source=getattr(arguments, "source", LIVE),
        archives=Path(arguments.archives) if getattr(arguments, "archives", None) else None,
        readers=getattr(arguments, "readers", 2),
        settings=settings_of(arguments),
    )


class _shown:  # noqa: N801 -- reads as the word it is: with _shown(...)
    """Progress: a live table in a terminal, lines elsewhere, JSON lines on wish."""

    def __init__(self, arguments: argparse.Namespace, watch: Watch) -> None:
        console = Console(stderr=True)
        self._live: Live | None = None
        if arguments.log == "json":
            watch.listeners.append(_log_json)
        elif arguments.quiet:
            return
        elif console.is_terminal:
            self._live = Live(
                get_renderable=lambda: live_table(watch), console=console, refresh_per_second=4
            )
        else:
            watch.listeners.append(_every(_EVERY, lambda: _say(plain_line(watch))))

    def __enter__(self) -> None:
        if self._live is not None:
            self._live.start()

    def __exit__(self, *problem: object) -> None:
        if self._live is not None:
            self._live.stop()


def _every(seconds: float, say: Callable[[], None]) -> Callable[[str, dict[str, object]], None]:
    last = time.monotonic()

    def listen(event: str, _told: dict[str, object]) -> None:
        nonlocal last
        if event in ("fetched", "failed", "read") and time.monotonic() - last >= seconds:
            last = time.monotonic()
            say()

    return listen


def _log_json(event: str, told: dict[str, object]) -> None:
    _say(json.dumps({"event": event, **told}, ensure_ascii=False))


def _tell(ended: Ended, options: Options, watch: Watch) -> None:
    reports = sum(tally.reports for tally in ended.tallies)
    expected = sum(tally.expected(options.years) for tally in ended.tallies)
    _say(f"{ended.state}: {reports} of {expected} reports, {watch.fetched} answers in this run")
    if watch.failed:
        _say(f"failed: {codes(watch.failed)}")
    if watch.refused:
        _say(f"no records: {codes(watch.refused)}")
    for note in watch.notes:
        _say(note)
    if ended.state == INTERRUPTED:
        _say("the same command goes on where this run stopped")
    _say(f"records in {options.out}/records, raw bytes in {options.out}/archive")
    _say(f"go on with:  gongkai status {options.out}")


def _say(line: str) -> None:
    print(line.encode("utf-8", "backslashreplace").decode("utf-8"), file=sys.stderr, flush=True)
