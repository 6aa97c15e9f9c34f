"""Processes that read pages, begun in one way wherever they are used.

A process that is killed while it writes its result leaves half a message, and the lock of the pipe taken: the
pool of the standard library then waits for the other half without end. So whoever waits for a page looks after
the processes as well (:class:`Watchman`).
"""

from __future__ import annotations

import multiprocessing
import signal
from concurrent.futures import CancelledError, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.process import BaseProcess
from typing import TypeVar

from scraper.collector import collect_rarely
from scraper.page_limits import PageLimits, limit_memory

# What waits for a page hears when a process has died: the pool is broken, or was taken down meanwhile.
DIED = (BrokenProcessPool, CancelledError)
LOOK = 1.0  # seconds between two looks after the processes

Result = TypeVar("Result")


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


class Watchman:
    """Breaks a pool that does not notice that one of its processes has died.

    Args:
        pool: The pool, before it is shut down.
    """

    def __init__(self, pool: ProcessPoolExecutor) -> None:
        # A pool that is shut down forgets both while it still waits.
        self._processes: dict[int, BaseProcess] = getattr(pool, "_processes", None) or {}
        self._results = getattr(pool, "_result_queue", None)
        self._missed = False

    def look(self) -> None:
        """Look after the processes; at the second look that finds a dead one, the pool is broken.

        The pool itself needs milliseconds to notice a death, unless half a message keeps it.
        """
        died = any(process.exitcode for process in list(self._processes.values()))
        if died and self._missed:
            self._break()
        self._missed = died

    def _break(self) -> None:
        """End all processes and the pipe, so that what waits for the other half meets its end."""
        for process in list(self._processes.values()):
            process.kill()
        if self._results is not None:
            self._results._writer.close()  # noqa: SLF001 - there is no other way to it


def take_down(pool: ProcessPoolExecutor, look: float = LOOK) -> None:
    """Let the processes end what they have begun, and wait for them; nothing new is begun.

    Args:
        pool: The pool.
        look: Seconds between two looks after the processes.
    """
    watchman = Watchman(pool)
    manager = getattr(pool, "_executor_manager_thread", None)
    pool.shutdown(wait=False, cancel_futures=True)
    while manager is not None and manager.is_alive():
        manager.join(look)
        watchman.look()


def result_of(future: Future[Result], pool: ProcessPoolExecutor, look: float = LOOK) -> Result:
    """Wait for what a process gives; raises what it raised, or one of ``DIED``.

    Args:
        future: What is waited for.
        pool: The pool that it was given to.
        look: Seconds between two looks after the processes.
    """
    watchman = Watchman(pool)
    while True:
        try:
            return future.result(timeout=look)
        except TimeoutError:
            if future.done():  # meanwhile, or the error is the task's own
                return future.result()
            watchman.look()
