"""A whole harvest: open the folder, visit, read, judge, close."""

from __future__ import annotations

import asyncio
import contextlib
import json
import signal
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from scraper.captures import ArchiveVisitor, Source, known_archives, read_archives
from scraper.captures.asking import Asker
from scraper.errors import EXIT_INTERRUPTED, UsageError
from scraper.families.registry import Drivers, known_drivers, load_drivers
from scraper.fetch import Client, Visitor
from scraper.harvest.archive import Folder
from scraper.harvest.crawl import Crawl, Guest
from scraper.harvest.errors_file import write_errors
from scraper.harvest.feed import Feed
from scraper.harvest.options import LIVE, Options
from scraper.harvest.sources import left_out, require_one_source
from scraper.harvest.tallies import tallies
from scraper.harvest.verdict import EXIT_STATUS, Tally, run_state, site_state
from scraper.harvest.watch import Watch
from scraper.ledger import runs
from scraper.sites import Site

INTERRUPTED = "interrupted"
_FULL = "the archive has reached max_archive_mb ({}); the same command goes on when it is raised"


class Ended(NamedTuple):
    """How a harvest ended."""

    state: str
    tallies: list[Tally]
    status: int


def harvest(sites: Sequence[Site], options: Options, watch: Watch | None = None) -> Ended:
    """Harvest sites into a folder; go on where an earlier run stopped.

    Args:
        sites: The user's list.
        options: What is wanted.
        watch: Told of everything.

    Raises:
        UsageError: A driver, family or archive cannot be used, or the folder is of another source.
        StoreError: The folder cannot be used or the disk is full; what was written stays whole.
    """
    watch = watch or Watch()
    chosen = choose(sites, options)
    drivers = load_drivers(options.drivers) if options.drivers else known_drivers()
    with Folder(options.out, now(), fresh=options.fresh) as folder:
        folder.ledger.add_sites(sites)
        require_one_source(folder.ledger, options)
        begun = runs.begin(folder.ledger, _arguments(options), now())
        watch.tell("begun", round=begun.round, resumed=begun.resumed, cut=folder.mended.cut)
        stopped = asyncio.run(_visit(folder, chosen, options, drivers, watch))
        found = tallies(folder.ledger, {site.id for site in chosen})
        state = run_state(site_state(tally, options.years) for tally in found)
        if stopped:
            runs.end(folder.ledger, begun.number, INTERRUPTED, now())
            return Ended(INTERRUPTED, found, EXIT_INTERRUPTED)
        write_errors(folder)
        runs.end(folder.ledger, begun.number, state, now())
        return Ended(state, found, EXIT_STATUS[state])


def choose(sites: Sequence[Site], options: Options) -> list[Site]:
    """Give the sites that are wanted: by id, or a sample spread evenly over the list."""
    chosen = [site for site in sites if not options.only or site.id in options.only]
    if options.sample is None or options.sample >= len(chosen):
        return chosen
    step = len(chosen) / options.sample
    return [chosen[int(number * step)] for number in range(options.sample)]


def now() -> str:
    """Give the time as it is written: ISO 8601, UTC, seconds."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _arguments(options: Options) -> str:
    years = options.years
    told: dict[str, object] = {
        "years": [years[0], years[-1]],
        "only": sorted(options.only),
        "sample": options.sample,
        "limit": options.limit,
    }
    if options.source != LIVE:
        told["source"] = options.source
    return json.dumps(told, sort_keys=True)


async def _visit(
    folder: Folder, sites: list[Site], options: Options, drivers: Drivers, watch: Watch
) -> bool:
    """Visit and read at the same time; gives whether the user stopped it."""
    feed = Feed(folder, options, sites, watch)
    over = asyncio.Event()
    async with Client(options.settings) as client:
        guest = _guest(client, options)
        crawl = Crawl(folder, guest, options, drivers, watch)
        with _signals(crawl, feed) as signals:
            try:
                reading = asyncio.create_task(feed.run(over))
                await _together(asyncio.create_task(crawl.run(sites)), reading)
                over.set()
                await reading
            except asyncio.CancelledError:
                return True
            finally:
                feed.close()
                if crawl.full:
                    watch.notes.append(_FULL.format(options.settings.max_archive_mb))
                watch.notes += left_out(guest)
        return bool(signals)


def _guest(client: Client, options: Options) -> Guest:
    """Give who visits: the sites, or an archive in their place."""
    if options.source == LIVE:
        return Visitor(client, options.settings)
    known = read_archives(options.archives) if options.archives else known_archives()
    if options.source not in known:
        raise UsageError(f"--from {options.source}: there are {', '.join((LIVE, *known))}")
    archive = known[options.source]
    asker = Asker(client, archive, loopback=options.settings.allow_private)
    return ArchiveVisitor(Source(asker, archive), options.years)


async def _together(crawling: asyncio.Task[None], reading: asyncio.Task[None]) -> None:
    """Wait for the crawl; a reader that fails ends it, and the other way round."""
    try:
        await asyncio.wait({crawling, reading}, return_when=asyncio.FIRST_COMPLETED)
        if not crawling.done():
            reading.result()
        await crawling
    except BaseException:
        for task in (crawling, reading):
            task.cancel()
        await asyncio.gather(crawling, reading, return_exceptions=True)
        raise


@contextlib.contextmanager
def _signals(crawl: Crawl, feed: Feed) -> Iterator[list[int]]:
    """The first SIGINT or SIGTERM ends the run in good order, the second at once."""
    seen: list[int] = []
    loop = asyncio.get_running_loop()
    task = asyncio.current_task()

    def stop(number: int) -> None:
        seen.append(number)
        crawl.stop()
        feed.stop()
        if len(seen) > 1 and task is not None:
            task.cancel()

    numbers = (signal.SIGINT, signal.SIGTERM)
    with contextlib.suppress(ValueError, NotImplementedError, RuntimeError):
        # Only the main thread of a program hears signals.
        for number in numbers:
            loop.add_signal_handler(number, stop, number)
    try:
        yield seen
    finally:
        with contextlib.suppress(ValueError, NotImplementedError, RuntimeError):
            for number in numbers:
                loop.remove_signal_handler(number)
