"""Where the outcomes of ``gongkai parse`` go: lines, a folder with its journal, standard error."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Self

from parsers.record import Report
from scraper.batch import Outcome
from scraper.journal import Entry, Journal
from scraper.lines import STDOUT, LineFile
from scraper.store import ErrorLog, keep_bytes, put_record, sweep

FAILED = "failed"  # the folder of raw bytes of what gave no record


class Spooled:
    """Records on their way into a dataset folder, which takes them all at once."""

    def __init__(self, address: str) -> None:
        from scraper.dataset.store import Spool

        self._address = address
        self._spool = Spool()

    def put(self, outcome: Outcome) -> None:
        """Take the record of an outcome, where it has one."""
        record = outcome.report or outcome.line
        if record is not None:
            self._spool.put(record)

    def close(self, *, keep: bool) -> None:
        """Put the records in; raises StoreError, and the folder is then as it was."""
        from scraper.dataset.store import write_spool

        with self._spool as spool:
            if keep:
                write_spool(spool, self._address)


class Sinks:
    """Takes outcomes in order; to be used as a context manager.

    Args:
        arguments: ``out``, ``jsonl``, ``store`` and ``fresh`` of the command line.
    """

    def __init__(self, arguments: argparse.Namespace) -> None:
        self._folder = Path(arguments.out) if arguments.out else None
        self._fresh = arguments.fresh
        self._jsonl = arguments.jsonl
        self._store: Spooled | None = None
        self._address = arguments.store
        self._lines: LineFile | None = None
        self._errors: ErrorLog | None = None
        self._journal: Journal | None = None
        self.spared = 0  # inputs that an earlier run has read
        self.summary = self._jsonl != STDOUT

    def __enter__(self) -> Self:
        if self._folder is not None:
            sweep(self._folder)
            sweep(self._folder / FAILED)
            self._errors = ErrorLog(self._folder / "errors.jsonl")
            self._journal = Journal(self._folder, fresh=self._fresh)
        if self._jsonl:
            self._lines = LineFile(self._jsonl)
        if self._address:
            self._store = Spooled(self._address)
        return self

    def __exit__(self, kind: type[BaseException] | None, *problem: object) -> None:
        for sink in (self._errors, self._journal, self._lines):
            if sink is not None:
                sink.close()
        if self._store is not None:
            self._store.close(keep=kind is None)

    def known(self, uri: str) -> str | None:
        """Give the key of an input whose outcome is on the disk."""
        entry = self._journal.known(uri) if self._journal is not None else None
        return entry.key if entry is not None else None

    def recall(self, outcome: Outcome) -> Outcome:
        """Give the outcome of an earlier run in the place of one that says that nothing has changed."""
        entry = self._journal.known(outcome.uri) if self._journal is not None else None
        if not outcome.unchanged or entry is None or self._journal is None:
            return outcome
        self.spared += 1
        report = None
        wanted = self._lines is not None or self._store is not None or self.summary
        if entry.record is not None and wanted:
            report = Report.model_validate_json(self._journal.record(entry))
        return outcome._replace(report=report, error=entry.error)

    def put(self, outcome: Outcome) -> None:
        """Write one outcome to all places at once, so that an interruption loses nothing."""
        line = outcome.json() if self._lines is not None else None
        if self._lines is not None and line is not None:
            self._lines.put(line.encode("utf-8"))
        if self._store is not None:
            self._store.put(outcome)
        if self._folder is not None and not outcome.unchanged:
            self._put_in_folder(self._folder, outcome)
        elif self._errors is not None and outcome.error is not None:
            self._errors.put(outcome.uri, outcome.error)
        if outcome.error is not None:
            _tell(outcome)

    def note(self, outcome: Outcome) -> None:
        """Remember a page of an archive that is no report, so that it is not read again."""
        if self._journal is not None and outcome.key is not None and not outcome.unchanged:
            self._journal.put(outcome.uri, Entry(outcome.key, None, outcome.error))

    def _put_in_folder(self, folder: Path, outcome: Outcome) -> None:
        record = None
        if self._journal is not None:
            self._journal.withdraw(outcome.uri)
        report = outcome.whole().report
        if report is not None:
            record = put_record(folder, report).name
        elif outcome.page is not None:
            keep_bytes(folder / FAILED, outcome.page.data)
        if self._errors is not None:
            self._errors.put(outcome.uri, outcome.error)
        if self._journal is not None and outcome.key is not None:
            self._journal.put(outcome.uri, Entry(outcome.key, record, outcome.error))


def _tell(outcome: Outcome) -> None:
    """Say why an input gave no record, and what can be done."""
    error = outcome.error
    if error is not None:
        advice = outcome.advice()
        hint = f"; {advice}" if advice else ""
        line = f"{error.uri}: {error.reason} [{error.code}]{hint}"
        print(line.encode("utf-8", "backslashreplace").decode("utf-8"), file=sys.stderr)
