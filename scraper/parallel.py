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
from typing import NamedTuple

from scraper.batch import LIMITS, Outcome, read_one
from scraper.fetch import Fetcher
from scraper.inputs import STDIN, Hints, Input, open_input
from scraper.page_limits import PageLimits, end_after
from scraper.store import ErrorLine
from scraper.workers import DIED, new_pool, result_of, take_down

FEWEST = 24  # inputs; below, the start of the processes costs more than they save
_AHEAD = 4  # inputs that wait for each process


class Order(NamedTuple):
    """How inputs are to be read; the same for all of a run."""

    hints: Hints = Hints()
    off: frozenset[str] = frozenset()  # codes of repairs that must not be made
    limits: PageLimits = LIMITS


Known = Callable[[str], str | None]  # key of an input in an earlier run, by its name
Alone = Callable[[Input], Outcome]
_Waiting = deque[tuple[Input, Future[Outcome] | None]]


def jobs_for(count: int, wanted: int | None) -> int:
    """Give how many processes read so many inputs; 1 stands for none but this one."""
    if wanted is not None:
        return max(1, wanted)
    return (os.cpu_count() or 1) if count >= FEWEST else 1


def is_here(item: Input) -> bool:
    """Say whether an input can only be had by this process: an address, or standard input."""
    return item.uri == STDIN or (
        item.path is None and item.archived is None and item.remote is None
    )


def read_many(
    items: Iterable[Input], order: Order, jobs: int, alone: Alone, known: Known
) -> Iterator[Outcome]:
    """Give one outcome per input, in order.

    Args:
        items: What is to be read.
        order: How.
        jobs: How many processes read.
        alone: Reads one input in this process: an address, standard input.
        known: Gives the key of an input in an earlier run.
    """
    pool = _Pool(jobs, order, known)
    waiting: _Waiting = deque()
    try:
        for item in items:
            waiting.append((item, None if is_here(item) else pool.submit(item)))
            if len(waiting) >= jobs * _AHEAD:
                yield pool.result(*waiting.popleft(), alone)
        while waiting:
            yield pool.result(*waiting.popleft(), alone)
    finally:
        pool.close()


class _Pool:
    """Worker processes that are made anew after one of them has died."""

    def __init__(self, jobs: int, order: Order, known: Known) -> None:
        self._jobs = jobs
        self._order = order
        self._known = known
        self._pool: ProcessPoolExecutor | None = None

    def submit(self, item: Input) -> Future[Outcome]:
        if self._pool is None:
            self._pool = new_pool(self._jobs, self._order.limits)
        try:
            return self._pool.submit(work, item, self._order, self._known(item.uri))
        except DIED:
            self.close()
            return self.submit(item)

    def result(self, item: Input, future: Future[Outcome] | None, alone: Alone) -> Outcome:
        """Wait for an outcome; what broke with another page's process is read once more."""
        if future is None:
            return alone(item)
        for _ in range(2):
            try:
                return self._wait(future)
            except DIED:
                self.close()
                future = self.submit(item)
        try:
            return self._wait(future)
        except DIED:
            self.close()
            return ended(item)

    def _wait(self, future: Future[Outcome]) -> Outcome:
        return future.result() if self._pool is None else result_of(future, self._pool)

    def close(self) -> None:
        if self._pool is not None:
            take_down(self._pool)
            self._pool = None


def ended(item: Input) -> Outcome:
    """Give the outcome of a page that ended every process that read it."""
    reason = "the page ended the process that read it: past its limits, or a fault of a library"
    return Outcome(item.uri, None, None, ErrorLine(item.uri, "F.INTERNAL", reason))


def work(item: Input, order: Order, known: str | None = None) -> Outcome:
    """Read one input in a worker.

    Raw bytes travel back only where they are to be kept, and a record as JSON, which costs a fifth of what
    the objects would.
    """
    end_after(order.limits)
    return work_within(item, order, known)


def work_within(item: Input, order: Order, known: str | None = None) -> Outcome:
    """Read one input where the process is not ours to end."""
    outcome = read_input(item, order, known, _no_client)
    if outcome.report is None:
        return outcome
    return outcome._replace(page=None, report=None, line=outcome.report.to_json())


def read_input(
    item: Input, order: Order, known: str | None, client: Callable[[], Fetcher]
) -> Outcome:
    """Read one input here, with the record as it is; the client is made for an address alone."""
    return read_one(
        item.uri,
        lambda: open_input(item, order.hints, client),
        order.off,
        known=known,
        limits=order.limits,
    )


def _no_client() -> Fetcher:
    raise AssertionError("addresses are asked by the parent")
