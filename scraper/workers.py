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
        pool: The pool.
    """

    def __init__(self, pool: ProcessPoolExecutor) -> None:
        self._pool = pool
        self._missed = False

    def look(self) -> None:
        """Look after the processes; at the second look that finds a dead one, the pool is broken.

        The pool itself needs milliseconds to notice a death, unless half a message keeps it.
        """
        died = any(process.exitcode is not None for process in self._processes())
        if died and self._missed:
            self._break()
        self._missed = died

    def _processes(self) -> list[multiprocessing.process.BaseProcess]:
        return list((getattr(self._pool, "_processes", None) or {}).values())

    def _break(self) -> None:
        """End all processes and the pipe, so that what waits for the other half meets its end."""
        for process in self._processes():
            process.kill()
        self._pool._result_queue._writer.close()  # type: ignore[attr-defined] # noqa: SLF001


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
