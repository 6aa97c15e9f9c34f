"""The second lane of a suspicious page, in a process of its own.

Run as ``python -m scraper.reading.child TASK`` it does the task on its standard input.
"""

from __future__ import annotations

import sys

from parsers.readers.second import Task, perform
from scraper.limits import NO_MEMORY, Limits, limit_this_process, run_limited

LIMITS = Limits(seconds=5, megabytes=512, wall=120.0)
_NOTHING = 3  # exit status: no parser takes the source


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
    data = source.encode("utf-8")
    done = run_limited("scraper.reading.child", task, data, LIMITS, "mending the damaged markup")
    if done.status not in (0, _NOTHING):
        raise RuntimeError(done.complaint[-2_000:])
    return done.output.decode("utf-8") if done.status == 0 else None


def main(task: Task) -> int:
    """Do a task on the standard input; gives the exit status."""
    limit_this_process(LIMITS)
    try:
        markup = perform(task, sys.stdin.buffer.read().decode("utf-8"))
    except MemoryError:
        return NO_MEMORY
    if markup is None:
        return _NOTHING
    sys.stdout.buffer.write(markup.encode("utf-8"))
    return 0


if __name__ == "__main__":
    sys.exit(main("closed" if sys.argv[1] == "closed" else "standard"))
