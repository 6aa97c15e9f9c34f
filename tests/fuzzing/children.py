"""Processes with a limit of memory and of time that read one mutated page after another."""

from __future__ import annotations

import multiprocessing
import resource
import time
import traceback
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NamedTuple

from tests.fuzzing.mutations import LARGEST, mutated
from tests.fuzzing.oracle import faults

PATIENCE = 12  # times the limit of work, by the wall: the machine may be busy


class Run(NamedTuple):
    """What makes the inputs of a run the same each time."""

    seed: int
    largest: int = LARGEST  # bytes of one input


class Child:
    """A process that reads inputs one by one, and is replaced when it dies or hangs."""

    def __init__(self, run: Run, seconds: float, megabytes: int) -> None:
        """Prepare; nothing runs before the first input."""
        self._run, self._seconds, self._megabytes = run, seconds, megabytes
        self._process: multiprocessing.process.BaseProcess | None = None

    def judge(self, number: int) -> str:
        """Give what went wrong with an input, "" where nothing did."""
        if self._process is None:
            self._start()
        self._pipe.send(number)
        if not self._pipe.poll(self._seconds * PATIENCE):
            self.stop()
            return f"hang: no answer after {self._seconds * PATIENCE:g} s"
        try:
            return str(self._pipe.recv())
        except EOFError:
            self._process.join()
            code = self._process.exitcode
            self.stop()
            return f"crash: exit {code}"

    def _start(self) -> None:
        """Start the process and wait until it is ready."""
        context = multiprocessing.get_context("spawn")
        self._pipe, inner = context.Pipe()
        self._process = context.Process(
            target=serve, args=(inner, self._run, self._seconds, self._megabytes), daemon=True
        )
        self._process.start()
        inner.close()
        self._pipe.recv()  # imports and the first page are no part of an input's time

    def stop(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._process = None


def serve(pipe: Connection, run: Run, seconds: float, megabytes: int) -> None:
    """Answer numbers of inputs with what went wrong, until the pipe is closed."""
    resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))
    verdict(run, 0)
    pipe.send("ready")
    while True:
        try:
            number = pipe.recv()
        except EOFError:
            return
        before = time.process_time()
        kind = verdict(run, number)
        spent = time.process_time() - before
        pipe.send(kind or (f"slow: {spent:.1f} s of work" if spent > seconds else ""))


def verdict(run: Run, number: int) -> str:
    """Give what went wrong with an input, "" where nothing did."""
    data = mutated(run.seed, number, run.largest)
    try:
        return "; ".join(faults(data)[:3])
    except BaseException as error:  # noqa: BLE001 - whatever it is, it is the finding
        frame = traceback.extract_tb(error.__traceback__)[-1]
        place = f"{Path(frame.filename).name}:{frame.lineno}"
        return f"{type(error).__name__}: {str(error)[:120]} ({place})"
