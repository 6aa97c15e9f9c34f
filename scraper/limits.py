"""Work on a page or file in a process that has limits and can be ended.

The limit is processor time, so that a busy machine changes no record; the wall clock only ends what waits for
something.

Source: promise 9 of the reliability notes: any document finishes within limits of time and memory or fails with
that reason.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from parsers.errors import DocumentTooLargeError

NO_MEMORY = 4  # exit status of a process that met its limit of memory
_ROOT = Path(__file__).resolve().parents[1]


class Limits(NamedTuple):
    """What a process may take."""

    seconds: int  # of processor time
    megabytes: int  # of address space, the program itself included
    wall: float  # seconds


def run_limited(module: str, task: str, data: bytes, limits: Limits, what: str) -> Done:
    """Run one of our own modules as ``python -m MODULE TASK`` on these bytes.

    Args:
        module: It calls :func:`limit_this_process` before it reads its standard input.
        task: Its argument.
        data: Its standard input.
        limits: For the wall clock here, and for the message.
        what: What takes too long, in words.

    Raises:
        DocumentTooLargeError: The process passed a limit, or none can be started.
    """
    paths = os.pathsep.join([str(_ROOT), os.environ.get("PYTHONPATH", "")])
    try:
        done = subprocess.run(  # noqa: S603 - our own module; the page goes to its standard input
            [sys.executable, "-P", "-m", module, task],
            input=data,
            capture_output=True,
            timeout=limits.wall,
            check=False,
            env={**os.environ, "PYTHONPATH": paths},
        )
    except subprocess.TimeoutExpired as error:
        raise _past(limits, what) from error
    except OSError as error:  # no memory, no process left, or a system without processes
        reason = f"{what} needs a process of its own, and none can be started"
        raise DocumentTooLargeError(reason) from error
    if done.returncode < 0 or done.returncode == NO_MEMORY:
        raise _past(limits, what)
    return Done(done.returncode, done.stdout, done.stderr.decode("utf-8", "replace"))


class Done(NamedTuple):
    """How a process ended."""

    status: int
    output: bytes
    complaint: str


def limit_this_process(limits: Limits) -> None:
    """Set the limits of this process, where the system has them."""
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CPU, (limits.seconds, limits.seconds + 1))
    held = resource.getrlimit(resource.RLIMIT_AS)[1]
    most = limits.megabytes << 20
    if held == resource.RLIM_INFINITY or held > most:
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


def _past(limits: Limits, what: str) -> DocumentTooLargeError:
    reason = f"{what} takes over {limits.seconds} s or {limits.megabytes} MB"
    return DocumentTooLargeError(reason, seconds=limits.seconds, megabytes=limits.megabytes)
