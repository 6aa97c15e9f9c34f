"""The second lane of a suspicious page, in a process that has limits and can be ended.

The limit is processor time, so that a busy machine changes no record; the wall clock only ends what waits for
something. Run as ``python -m scraper.reading.child TASK`` it does the task on its standard input.

Source: promise 9 of the reliability notes: any document finishes within 10 s and 512 MB or fails with
that reason.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from parsers.errors import DocumentTooLargeError
from parsers.readers.second import Task, perform

SECONDS = 5  # of processor time
WALL = 120.0  # seconds
MEGABYTES = 512  # of address space, the program itself included

_ROOT = Path(__file__).resolve().parents[2]
_NOTHING, _NO_MEMORY = 3, 4  # exit status: no parser takes the source; the limit of memory


def in_child(task: Task, source: str) -> str | None:
    """Do a task of the second lane in a process of its own.

    Args:
        task: What is to be done.
        source: The markup, without lone surrogates.

    Returns:
        The markup, or None where no parser takes the source.

    Raises:
        DocumentTooLargeError: The work passed a limit of time or memory, or no process can be started.
        RuntimeError: The work failed in a way that it should not.
    """
    paths = os.pathsep.join([str(_ROOT), os.environ.get("PYTHONPATH", "")])
    try:
        done = subprocess.run(  # noqa: S603 - our own module; the page goes to its standard input
            [sys.executable, "-P", "-m", "scraper.reading.child", task],
            input=source.encode("utf-8"),
            capture_output=True,
            timeout=WALL,
            check=False,
            env={**os.environ, "PYTHONPATH": paths},
        )
    except subprocess.TimeoutExpired as error:
        raise _past_a_limit() from error
    except OSError as error:  # no memory, no process left, or a system without processes
        raise DocumentTooLargeError(
            "the damaged markup needs a process of its own to be mended, and none can be started",
            seconds=SECONDS,
            megabytes=MEGABYTES,
        ) from error
    if done.returncode < 0 or done.returncode == _NO_MEMORY:
        raise _past_a_limit()
    if done.returncode not in (0, _NOTHING):
        raise RuntimeError(done.stderr.decode("utf-8", "replace")[-2_000:])
    return done.stdout.decode("utf-8") if done.returncode == 0 else None


def _past_a_limit() -> DocumentTooLargeError:
    reason = f"the damaged markup takes over {SECONDS} s or {MEGABYTES} MB to mend"
    return DocumentTooLargeError(reason, seconds=SECONDS, megabytes=MEGABYTES)


def _limit() -> None:
    """Set the limits of this process, where the system has them."""
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
    held = resource.getrlimit(resource.RLIMIT_AS)[1]
    most = MEGABYTES << 20
    if held == resource.RLIM_INFINITY or held > most:
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


def main(task: Task) -> int:
    """Do a task on the standard input; gives the exit status."""
    _limit()
    try:
        markup = perform(task, sys.stdin.buffer.read().decode("utf-8"))
    except MemoryError:
        return _NO_MEMORY
    if markup is None:
        return _NOTHING
    sys.stdout.buffer.write(markup.encode("utf-8"))
    return 0


if __name__ == "__main__":
    sys.exit(main("closed" if sys.argv[1] == "closed" else "standard"))
