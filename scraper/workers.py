"""Processes that read pages, begun in one way wherever they are used."""

from __future__ import annotations

import multiprocessing
import signal
from concurrent.futures import CancelledError, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

from scraper.collector import collect_rarely
from scraper.page_limits import PageLimits, limit_memory

# What waits for a page hears when a process has died: the pool is broken, or was taken down meanwhile.
DIED = (BrokenProcessPool, CancelledError)


def new_pool(jobs: int, limits: PageLimits | None = None) -> ProcessPoolExecutor:
    """Give a pool of processes.

    Args:
        jobs: How many.
        limits: The memory that each may have, and the time for a page; None for no limits.

    They are not forked: a fork takes over the threads of the parent and the locks that they hold.
    """
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(jobs, mp_context=context, initializer=_begin, initargs=(limits,))


def _begin(limits: PageLimits | None) -> None:
    """Let Ctrl-C reach the parent alone, which ends its workers in good order; look for garbage rarely."""
    if limits is not None:
        limit_memory(limits)
    collect_rarely()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
