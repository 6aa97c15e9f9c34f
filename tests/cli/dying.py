"""What processes do that die, in a module that they can import."""

from __future__ import annotations

import os
import signal
import time
from multiprocessing.connection import Connection


def nap() -> str:
    """Take some time."""
    time.sleep(0.5)
    return "rested"


def whole_message() -> bytes:
    """Give a result."""
    return b"x"


def half_a_message() -> bytes:
    """Be killed in the middle of the result, with the lock of the pipe taken."""

    def send(self: Connection, buffer: bytes, *_: object) -> None:
        os.write(self.fileno(), bytes(buffer)[: len(buffer) // 2])
        os.kill(os.getpid(), signal.SIGKILL)

    Connection._send = send  # type: ignore[method-assign]
    return b"x" * 100


def late() -> str:
    """Raise the error that a wait for a result raises too."""
    raise TimeoutError("the task's own")
