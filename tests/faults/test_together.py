"""All faults at once, from many hosts: nothing hangs, nothing leaks, no host spoils another."""

from __future__ import annotations

import asyncio
import gc
import os
from pathlib import Path

import pytest

from scraper.errors import FetchError
from scraper.exchange import Exchange, Request
from scraper.fetch import Client
from tests.faults.asking import ask_all, quick, told
from tests.faults.server import PAGE, html, moved, serving
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


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="open files are counted in /proc")
@pytest.mark.parametrize("after", [0.0, 0.01, 0.05, 0.3])
def test_requests_that_are_called_off(after):
    """D9: wherever an interrupt meets them, their connections are closed and the client still works."""

    def stalling(sock):
        sock.settimeout(30)
        sock.recv(1)
        sock.recv(65_536)
        sock.recv(1)  # until the client goes

    ways = {
        "/stall": half,
        "/never": lambda visit: visit.wait() and None,
        "/good": html(Connection="keep-alive"),
        "/circle": moved("/circle"),
    }

    async def go(plain, secure):
        """Run inside the loop of events."""
        async with Client(quick(deadline=20.0)) as client:
            urls = [plain.url(path, f"h{n}.localhost") for path in ways for n in range(8)]
            urls += [secure.url(host=f"s{n}.localhost") for n in range(8)]
            tasks = [asyncio.create_task(client.fetch(Request(url))) for url in urls]
            await asyncio.sleep(after)
            for task in tasks:
                task.cancel()
            got = await asyncio.gather(*tasks, return_exceptions=True)
            again = await client.fetch(Request(plain.url("/good", "h0.localhost")))
            return got, again

    before = descriptors()
    with serving(ways) as plain, serving({}, secured=stalling) as secure:
        got, again = asyncio.run(go(plain, secure))
    assert descriptors() <= before
    assert again.data == PAGE
    kinds = asyncio.CancelledError, FetchError, Exchange
    assert all(isinstance(answer, kinds) for answer in got)
    assert sum(isinstance(answer, asyncio.CancelledError) for answer in got) >= 16
