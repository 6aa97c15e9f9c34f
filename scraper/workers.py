"""Processes that read pages, begun in one way wherever they are used."""

from __future__ import annotations

import multiprocessing
import signal
from concurrent.futures import ProcessPoolExecutor

from scraper.collector import collect_rarely


def new_pool(jobs: int) -> ProcessPoolExecutor:
    """Give a pool of processes.

    They are not forked: a fork takes over the threads of the parent and the locks that they hold.
    """
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(jobs, mp_context=context, initializer=_begin)


def _begin() -> None:
    """Let Ctrl-C reach the parent alone, which ends its workers in good order; look for garbage rarely."""
    collect_rarely()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
