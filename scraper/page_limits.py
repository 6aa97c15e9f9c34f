"""How long one page may take to read, and how much memory the process that reads it may have.

The limit of time is processor time, so that a busy machine changes no record. It is raised as an error of the
page where Python is at work; where a library hangs, the process is ended a little later and made anew.

Source: promise 9 of the reliability notes: any document finishes within limits or fails with that reason.
"""

from __future__ import annotations

import contextlib
import ctypes
import signal
import sys
import threading
import time
from collections.abc import Iterator
from typing import NamedTuple

from parsers.errors import DocumentTooLargeError

_GRACE = 10  # seconds of processor time from the error to the end of the process
_LOOK = 0.5  # seconds between two looks at the clock of a thread


class PageLimits(NamedTuple):
    """What one page may take."""

    seconds: float = 60.0  # of processor time
    megabytes: int = 4096  # of address space, the program itself included


def limit_memory(limits: PageLimits) -> None:
    """Limit this process for good, where the system can; what is beyond is a MemoryError."""
    if sys.platform == "win32":
        return
    import resource

    most = limits.megabytes << 20
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    if soft == resource.RLIM_INFINITY or soft > most:
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))


@contextlib.contextmanager
def time_limit(limits: PageLimits) -> Iterator[None]:
    """Raise DocumentTooLargeError in the body of ``with`` after so much processor time of this thread.

    In the main thread a timer of the system tells the time; in another one a second thread looks at its clock.
    """
    reason = f"reading it takes over {limits.seconds:g} s of processor time"

    def refuse(*_told: object) -> None:
        raise DocumentTooLargeError(reason, seconds=limits.seconds)

    if threading.current_thread() is not threading.main_thread():
        with _watched(limits.seconds, reason):
            yield
        return
    if sys.platform == "win32":
        yield
        return
    before = signal.signal(signal.SIGPROF, refuse)
    # Again every second: a clause that catches all errors must not end the limit.
    signal.setitimer(signal.ITIMER_PROF, limits.seconds, 1.0)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def end_after(limits: PageLimits) -> None:
    """Let the system end this process when the next page takes far too long; for workers alone."""
    if sys.platform == "win32":
        return
    import resource

    used = time.process_time()
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(used + limits.seconds) + _GRACE, hard))


class _PageTimeoutError(DocumentTooLargeError):
    """As it is raised in another thread, which takes a class and no arguments."""

    def __init__(self) -> None:
        super().__init__("reading it takes too much processor time")


@contextlib.contextmanager
def _watched(seconds: float, reason: str) -> Iterator[None]:
    """Watch this thread's clock from another one."""
    thread = threading.get_ident()
    clock = time.pthread_getcpuclockid(thread) if hasattr(time, "pthread_getcpuclockid") else None
    over = threading.Event()
    end = _clock(clock) + seconds

    def watch() -> None:
        while not over.wait(min(_LOOK, seconds)):
            if _clock(clock) > end:
                raise_in(thread, _PageTimeoutError)

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    except _PageTimeoutError as error:
        raise DocumentTooLargeError(reason, seconds=seconds) from error
    finally:
        over.set()
        watcher.join()


def _clock(clock: int | None) -> float:
    return time.monotonic() if clock is None else time.clock_gettime(clock)


def raise_in(thread: int, error: type[BaseException]) -> None:
    """Raise an error in another thread at its next step of Python."""
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(error))
