"""All faults at once, from many hosts: nothing hangs, nothing leaks, no host spoils another."""

from __future__ import annotations

import gc
import os
from pathlib import Path

import pytest

from tests.faults.asking import ask_all, quick, told
from tests.faults.server import html, moved, serving
from tests.faults.test_encoding import ENCODINGS
from tests.faults.test_framing import FRAMING
from tests.faults.test_network import BREAKING, half

pytestmark = pytest.mark.slow
HOSTS = 12


def descriptors():
    """Count what this process holds open."""
    gc.collect()
    return len(os.listdir("/proc/self/fd"))  # noqa: PTH208 -- only the number counts


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="open files are counted in /proc")
def test_all_faults_together():
    """Every answer is what it is alone, and every connection is closed behind it."""
    table = {**FRAMING, **ENCODINGS, "N8": BREAKING["N8"], "N9": BREAKING["N9"]}
    ways = {f"/{name}/{n}": way for name, rows in table.items() for n, way in enumerate(rows)}
    expected = {path: words for path, (_, words) in ways.items()}
    behaviours = {path: behaviour for path, (behaviour, _) in ways.items()}
    behaviours |= {
        "/stall": half,
        "/circle": moved("/circle"),
        "/good": html(Connection="keep-alive"),
    }
    expected |= {"/stall": "timeout", "/circle": "redirects", "/good": "ok"}
    with serving(behaviours) as server:
        asked = [(path, f"h{n}.localhost") for n in range(HOSTS) for path in expected]
        before = descriptors()
        urls = [server.url(path, host) for path, host in asked]
        got = ask_all(
            urls, settings=quick(deadline=8.0, connections=40, idle_hosts=5), together=True
        )
        server.close()
        assert descriptors() <= before
    wrong = {
        (path, told(answer))
        for (path, _), answer in zip(asked, got, strict=True)
        if told(answer) != expected[path]
    }
    assert wrong == set()
