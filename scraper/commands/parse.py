"""``gongkai parse``: files, folders and addresses to records, in the order they were named."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from functools import cached_property
from pathlib import Path
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from scraper.batch import Outcome, read_one
from scraper.commands.config import settings_of
from scraper.errors import EXIT_INTERRUPTED, EXIT_OK, EXIT_SOME_FAILED, UsageError
from scraper.fetch import Fetcher
from scraper.inputs import Hints, Input, Inputs, expand, open_input
from scraper.lines import STDOUT, LineFile
from scraper.parallel import jobs_for, read_many
from scraper.repair import repairs
from scraper.store import ErrorLog, keep_bytes, put_record
from scraper.view import outcome_table

_NO_REPORT = ("F.NOT_A_REPORT", "F.EMPTY", "F.SCRIPTED", "F.SOFT_404")
LONG_WORK = 3  # inputs; below, a bar would only flicker


def run(arguments: argparse.Namespace) -> int:
    """Read all inputs; 0 where each gave a record, 1 where some gave none."""
    off = _switched_off(arguments.no_repair)
    inputs = expand(arguments.inputs)
    if arguments.url and len(inputs.items) != 1:
        raise UsageError("--url belongs to one input; there are several")
    with _Sinks(arguments) as sinks:
        return _read(arguments, inputs, off, sinks)


def _switched_off(codes: list[str]) -> frozenset[str]:
    wanted = {code.strip() for text in codes for code in text.split(",") if code.strip()}
    known = {repair.code for repair in repairs()}
    unknown = sorted(wanted - known)
    if unknown:
        names = ", ".join(sorted(known))
        raise UsageError(f"--no-repair {unknown[0]}: no such repair; there are {names}")
    return frozenset(wanted)


def _read(arguments: argparse.Namespace, inputs: Inputs, off: frozenset[str], sinks: _Sinks) -> int:
    failed = no_reports = 0
    outcomes: list[Outcome] = []
    source = _Source(arguments, inputs)
    try:
        with source, _progress(arguments, len(inputs.items)) as progress:
            task = progress.add_task("reading", total=len(inputs.items))
            for item, outcome in zip(
                inputs.items, source.outcomes(off, arguments.jobs), strict=True
            ):
                if not item.told and outcome.error and outcome.error.code in _NO_REPORT:
                    no_reports += 1  # an archive holds home pages and lists besides reports
                    progress.advance(task)
                    continue
                sinks.put(outcome)
                failed += outcome.report is None
                if sinks.summary:
                    outcomes.append(_light(outcome))
                progress.advance(task)
    except KeyboardInterrupt:
        print("interrupted; what was read so far is kept", file=sys.stderr)
        return EXIT_INTERRUPTED
    if sinks.summary and not arguments.quiet:
        Console().print(outcome_table(outcomes))
    _tell_left_alone(arguments, inputs, no_reports)
    return EXIT_SOME_FAILED if failed else EXIT_OK


def _light(outcome: Outcome) -> Outcome:
    """Give an outcome without the raw bytes, which a summary does not need."""
    return outcome._replace(page=None)


def _tell_left_alone(arguments: argparse.Namespace, inputs: Inputs, no_reports: int) -> None:
    if arguments.quiet:
        return
    if inputs.left_alone:
        told = "other files and answers that are no pages were left alone"
        print(f"{inputs.left_alone} {told}", file=sys.stderr)
    if no_reports:
        print(f"{no_reports} pages of the archives are no reports", file=sys.stderr)


class _Source:
    """Opens the inputs one by one; the client is made when the first address comes."""

    def __init__(self, arguments: argparse.Namespace, inputs: Inputs) -> None:
        self._hints = Hints(arguments.content_type, arguments.url)
        self._inputs = inputs
        self._settings = settings_of(arguments)
        self._stack = ExitStack()

    def __enter__(self) -> None:
        self._stack.__enter__()

    def __exit__(self, *problem: object) -> None:
        self._stack.close()

    @cached_property
    def _client(self) -> Fetcher:
        return self._stack.enter_context(Fetcher(self._settings))

    def outcomes(self, off: frozenset[str], wanted: int | None) -> Iterator[Outcome]:
        """Give one outcome per input, in order; on all cores where there are many."""
        jobs = jobs_for(len(self._inputs.items), wanted)
        if jobs > 1:
            return read_many(
                self._inputs.items, self._hints, off, jobs, lambda item: self._alone(item, off)
            )
        return (self._alone(item, off) for item in self._inputs.items)

    def _alone(self, item: Input, off: frozenset[str]) -> Outcome:
        return read_one(item.uri, lambda: open_input(item, self._hints, lambda: self._client), off)


class _Sinks:
    """Where records and errors go."""

    def __init__(self, arguments: argparse.Namespace) -> None:
        self._folder = Path(arguments.out) if arguments.out else None
        self._jsonl = arguments.jsonl
        self._lines: LineFile | None = None
        self._errors: ErrorLog | None = None
        self.summary = self._jsonl != STDOUT

    def __enter__(self) -> Self:
        if self._folder is not None:
            self._errors = ErrorLog(self._folder / "errors.jsonl")
        if self._jsonl:
            self._lines = LineFile(self._jsonl)
        return self

    def __exit__(self, *problem: object) -> None:
        if self._errors is not None:
            self._errors.close()
        if self._lines is not None:
            self._lines.close()

    def put(self, outcome: Outcome) -> None:
        """Write one outcome to all places at once, so that an interruption loses nothing."""
        if outcome.report is not None and self._lines is not None:
            self._lines.put(outcome.report.to_json().encode("utf-8"))
        if self._folder is not None:
            self._put_in_folder(self._folder, outcome)
        if outcome.error is not None:
            _tell(outcome)

    def _put_in_folder(self, folder: Path, outcome: Outcome) -> None:
        if outcome.report is not None:
            put_record(folder, outcome.report)
        elif outcome.page is not None:
            keep_bytes(folder / "failed", outcome.page.data)
        if self._errors is not None:
            self._errors.put(outcome.uri, outcome.error)


def _tell(outcome: Outcome) -> None:
    """Say why an input gave no record, and what can be done."""
    error = outcome.error
    if error is not None:
        advice = outcome.advice()
        hint = f"; {advice}" if advice else ""
        line = f"{error.uri}: {error.reason} [{error.code}]{hint}"
        print(line.encode("utf-8", "backslashreplace").decode("utf-8"), file=sys.stderr)


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
