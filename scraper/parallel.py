"""Many inputs on all cores: the same outcomes in the same order as one after the other.

Each worker reads files and archived answers by itself; only what came of them travels back. A bounded
number of inputs is under way, so memory stays flat however many there are. A page that ends its process is
tried once more alone and then told as F.INTERNAL. Addresses of the web are asked by the caller, politely,
one after the other.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

from scraper.batch import Outcome, read_one
from scraper.fetch import Fetcher
from scraper.inputs import STDIN, Hints, Input, open_input
from scraper.store import ErrorLine
from scraper.workers import new_pool

FEWEST = 24  # inputs; below, the start of the processes costs more than they save
_AHEAD = 4  # inputs that wait for each process

Alone = Callable[[Input], Outcome]
_Waiting = deque[tuple[Input, Future[Outcome] | None]]


def jobs_for(count: int, wanted: int | None) -> int:
    """Give how many processes read so many inputs; 1 stands for none but this one."""
    if wanted is not None:
        return max(1, wanted)
    return (os.cpu_count() or 1) if count >= FEWEST else 1


def read_many(
    items: Iterable[Input], hints: Hints, off: frozenset[str], jobs: int, alone: Alone
) -> Iterator[Outcome]:
    """Give one outcome per input, in order.

    Args:
        items: What is to be read.
        hints: What the user says of all inputs.
        off: Codes of repairs that must not be made.
        jobs: How many processes read.
        alone: Reads one input in this process: an address, standard input.
    """
    pool = _Pool(jobs)
    waiting: _Waiting = deque()
    try:
        for item in items:
            here = item.uri == STDIN or (item.path is None and item.archived is None)
            waiting.append((item, None if here else pool.submit(item, hints, off)))
            if len(waiting) >= jobs * _AHEAD:
                yield pool.result(*waiting.popleft(), hints, off, alone)
        while waiting:
            yield pool.result(*waiting.popleft(), hints, off, alone)
    finally:
        pool.close()


class _Pool:
    """Worker processes that are made anew after one of them has died."""

    def __init__(self, jobs: int) -> None:
        self._jobs = jobs
        self._pool: ProcessPoolExecutor | None = None

    def submit(self, item: Input, hints: Hints, off: frozenset[str]) -> Future[Outcome]:
        if self._pool is None:
            self._pool = new_pool(self._jobs)
        try:
            return self._pool.submit(work, item, hints, off)
        except BrokenProcessPool:
            self.close()
            return self.submit(item, hints, off)

    def result(
        self,
        item: Input,
        future: Future[Outcome] | None,
        hints: Hints,
        off: frozenset[str],
        alone: Alone,
    ) -> Outcome:
        """Wait for an outcome; what broke with another page's process is read once more."""
        if future is None:
            return alone(item)
        for _ in range(2):
            try:
                return future.result()
            except BrokenProcessPool:
                self.close()
                future = self.submit(item, hints, off)
        try:
            return future.result()
        except BrokenProcessPool:
            self.close()
            reason = "the page ended the process that read it"
            return Outcome(item.uri, None, None, ErrorLine(item.uri, "F.INTERNAL", reason))

    def close(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None


def work(item: Input, hints: Hints, off: frozenset[str]) -> Outcome:
    """Read one input in a worker; raw bytes travel back only where they are to be kept."""
    outcome = read_one(item.uri, lambda: open_input(item, hints, _no_client), off)
    return outcome._replace(page=None) if outcome.report is not None else outcome


def _no_client() -> Fetcher:
    raise AssertionError("addresses are asked by the parent")
