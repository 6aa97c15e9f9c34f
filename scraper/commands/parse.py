"""``gongkai parse``: files, folders and addresses to records, in the order they were named."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from functools import cached_property

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from scraper.batch import Outcome
from scraper.cluster import expand_on, read_on
from scraper.commands.config import settings_of
from scraper.commands.sinks import Sinks
from scraper.errors import EXIT_INTERRUPTED, EXIT_OK, EXIT_SOME_FAILED, UsageError
from scraper.fetch import Fetcher
from scraper.inputs import Hints, Input, Inputs, expand
from scraper.page_limits import PageLimits
from scraper.parallel import Order, jobs_for, read_input, read_many
from scraper.repair import repairs
from scraper.view import outcome_table

_NO_REPORT = ("F.NOT_A_REPORT", "F.EMPTY", "F.SCRIPTED", "F.SOFT_404")
LONG_WORK = 3  # inputs; below, a bar would only flicker
MOST_SHOWN = 200  # inputs that have a line each in the summary; more are counted


def run(arguments: argparse.Namespace) -> int:
    """Read all inputs; 0 where each gave a record, 1 where some gave none."""
    off = _switched_off(arguments.no_repair)
    limits = PageLimits(arguments.page_seconds, arguments.page_memory)
    if limits.seconds <= 0 or limits.megabytes <= 0:
        raise UsageError("--page-seconds and --page-memory: write a number above 0")
    order = Order(Hints(arguments.content_type, arguments.url), off, limits)
    inputs = _inputs(arguments)
    if arguments.url and len(inputs.items) != 1:
        raise UsageError("--url belongs to one input; there are several")
    with Sinks(arguments) as sinks:
        return _read(arguments, inputs, order, sinks)


def _inputs(arguments: argparse.Namespace) -> Inputs:
    if (arguments.engine == "dask") != (arguments.scheduler is not None):
        raise UsageError("--engine dask and --scheduler ADDRESS belong together")
    if arguments.scheduler is not None:
        return expand_on(arguments.scheduler, arguments.inputs)
    return expand(arguments.inputs)


def _switched_off(codes: list[str]) -> frozenset[str]:
    wanted = {code.strip() for text in codes for code in text.split(",") if code.strip()}
    known = {repair.code for repair in repairs()}
    unknown = sorted(wanted - known)
    if unknown:
        names = ", ".join(sorted(known))
        raise UsageError(f"--no-repair {unknown[0]}: no such repair; there are {names}")
    return frozenset(wanted)


class _Told:
    """What the user is told at the end."""

    def __init__(self, *, shown: bool) -> None:
        self.shown = shown  # whether each input has a line
        self.outcomes: list[Outcome] = []  # without raw bytes
        self.counts: Counter[str] = Counter()  # records, and errors by code
        self.no_reports = 0

    def add(self, outcome: Outcome) -> None:
        self.counts[outcome.error.code if outcome.error else "record"] += 1
        if self.shown:
            self.outcomes.append(outcome.whole()._replace(page=None))

    @property
    def failed(self) -> int:
        """Inputs that gave no record."""
        return self.counts.total() - self.counts["record"]


def _read(arguments: argparse.Namespace, inputs: Inputs, order: Order, sinks: Sinks) -> int:
    told = _Told(shown=sinks.summary and len(inputs.items) <= MOST_SHOWN)
    source = _Source(arguments, inputs, order, sinks)
    try:
        with source, _progress(arguments, len(inputs.items)) as progress:
            task = progress.add_task("reading", total=len(inputs.items))
            for item, found in zip(inputs.items, source.outcomes(), strict=True):
                outcome = sinks.recall(found)
                progress.advance(task)
                if not item.told and outcome.error and outcome.error.code in _NO_REPORT:
                    told.no_reports += 1  # an archive holds home pages and lists besides reports
                    sinks.note(outcome)
                    continue
                sinks.put(outcome)
                told.add(outcome)
    except KeyboardInterrupt:
        print("interrupted; what was read so far is kept", file=sys.stderr)
        return EXIT_INTERRUPTED
    _tell(arguments, inputs, sinks, told)
    return EXIT_SOME_FAILED if told.failed else EXIT_OK


def _tell(arguments: argparse.Namespace, inputs: Inputs, sinks: Sinks, told: _Told) -> None:
    if arguments.quiet:
        return
    if told.shown:
        Console().print(outcome_table(told.outcomes))
    elif sinks.summary:
        errors = (f"{n} {code}" for code, n in sorted(told.counts.items()) if code != "record")
        print(", ".join((f"{told.counts['record']} records", *errors)))
    if inputs.left_alone:
        words = "other files and answers that are no pages were left alone"
        print(f"{inputs.left_alone} {words}", file=sys.stderr)
    if told.no_reports:
        print(f"{told.no_reports} pages of the archives are no reports", file=sys.stderr)
    if sinks.spared:
        words = "inputs have not changed since they were read (--fresh reads them again)"
        print(f"{sinks.spared} {words}", file=sys.stderr)


class _Source:
    """Opens the inputs one by one; the client is made when the first address comes."""

    def __init__(
        self, arguments: argparse.Namespace, inputs: Inputs, order: Order, sinks: Sinks
    ) -> None:
        self._arguments = arguments
        self._items = inputs.items
        self._order = order
        self._known = sinks.known
        self._settings = settings_of(arguments)
        self._stack = ExitStack()

    def __enter__(self) -> None:
        self._stack.__enter__()

    def __exit__(self, *problem: object) -> None:
        self._stack.close()

    @cached_property
    def _client(self) -> Fetcher:
        return self._stack.enter_context(Fetcher(self._settings))

    def outcomes(self) -> Iterator[Outcome]:
        """Give one outcome per input, in order; on a cluster, or on all cores where there are many."""
        if self._arguments.scheduler is not None:
            address = self._arguments.scheduler
            return read_on(address, self._items, self._order, self._alone, self._known)
        jobs = jobs_for(len(self._items), self._arguments.jobs)
        if jobs > 1:
            return read_many(self._items, self._order, jobs, self._alone, self._known)
        return (self._alone(item) for item in self._items)

    def _alone(self, item: Input) -> Outcome:
        return read_input(item, self._order, self._known(item.uri), lambda: self._client)


def _progress(arguments: argparse.Namespace, count: int) -> Progress:
    console = Console(stderr=True)
    shown = console.is_terminal and count > LONG_WORK and not arguments.quiet
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=console,
        disable=not shown,
        transient=True,
    )
