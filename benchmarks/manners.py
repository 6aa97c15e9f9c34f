"""How near polite visits come to what the pauses allow, and what the manners cost the processor.

python benchmarks/manners.py              measure and write its section of docs/performance.md
python benchmarks/manners.py --serve      the server alone (it is started by the other)
"""

from __future__ import annotations

import argparse
import asyncio
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from fetch import Answering
from pages import ROOT
from sections import write_section

from scraper.exchange import Exchange, Request
from scraper.fetch import Client, Visitor
from scraper.settings import Settings

HOSTS = 200
PAGES = 20  # for each host
DELAYS = (1.0, 0.5, 0.2)
QUEUED = 10_000
KIB = 1024


RULES = b"User-agent: *\nDisallow: /admin/\nDisallow: /search\n"
ROBOTS = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: %d\r\n\r\n" % len(RULES)


class Site(Answering):
    """Gives its rules, and the same page to every other request."""

    def data_received(self, data: bytes) -> None:
        """Answer a whole request."""
        if data.startswith(b"GET /robots.txt ") and self.transport is not None:
            self.transport.write(ROBOTS + RULES)
        else:
            super().data_received(data)


class Measured(NamedTuple):
    """One run: seconds that it took, seconds that it must take, processor seconds of this process."""

    took: float
    bound: float
    cpu: float


async def serve() -> None:
    """Listen on two hundred addresses of loopback with one port, and say which."""
    loop = asyncio.get_running_loop()
    port = 0
    for host in range(1, HOSTS + 1):
        server = await loop.create_server(Site, f"127.0.1.{host}", port)
        port = server.sockets[0].getsockname()[1]
    print(port, flush=True)
    await asyncio.Event().wait()


@contextmanager
def serving() -> Iterator[int]:
    """Give the port of a server that runs in a process of its own."""
    command = [sys.executable, __file__, "--serve"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            yield int(server.stdout.readline())
        finally:
            server.kill()


async def visits(port: int, delay: float) -> Measured:
    """Visit all pages of all hosts.

    The bound is that of one host alone: its robots.txt and its pages with a pause between each two,
    as long as its fastest host took to answer, which is next to nothing on loopback.
    """
    settings = Settings(allow_private=True, delay=delay)
    async with Client(settings) as client:
        guest = Visitor(client, settings)

        async def host(number: int) -> None:
            for page in range(PAGES):
                await guest.visit(Request(f"http://127.0.1.{number}:{port}/{page}.html"))

        began, cpu = time.perf_counter(), time.process_time()
        await asyncio.gather(*(host(number) for number in range(1, HOSTS + 1)))
        took, used = time.perf_counter() - began, time.process_time() - cpu
    return Measured(took, PAGES * delay, used)


class Unasked:
    """Stands for a client whose servers never answer."""

    async def address(self, _host: str) -> str | None:
        """Know nobody."""
        return None

    async def fetch(self, request: Request, **told: object) -> Exchange:
        """Wait for ever."""
        await told["before"](request.url)  # type: ignore[operator]
        await asyncio.Event().wait()
        raise AssertionError


async def queued() -> float:
    """Give the MB that hosts take which all wait for their turn."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    guest = Visitor(Unasked(), Settings())  # type: ignore[arg-type]
    requests = [Request(f"http://h{number}.gov.cn/") for number in range(QUEUED)]
    tasks = [asyncio.ensure_future(guest.visit(request)) for request in requests]
    await asyncio.sleep(5)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    return (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / KIB


def report(runs: dict[float, Measured], memory: float, load: float) -> str:
    """Give the section."""
    asked = HOSTS * (PAGES + 1)
    rows = "\n".join(
        f"| {delay:g} | {run.bound:.1f} | {run.took:.2f} | {run.bound / run.took:.1%}"
        f" | {asked / run.took:.0f} | {1000 * run.cpu / asked:.2f} |"
        for delay, run in runs.items()
    )
    return f"""## Manners

Written by `python benchmarks/manners.py`: {HOSTS} hosts on loopback, each with robots.txt and {PAGES} pages of
100 KB, visited with one request a host at a time and a pause behind each answer. The bound is the
pauses alone, as if servers answered in no time. The goal is 95 % at one second. Other programs take from
it: the load average on {os.cpu_count()} cores was {load:.1f} when this was written.

| pause (s) | bound (s) | took (s) | of the bound | pages a second | ms of CPU a page |
|---|---|---|---|---|---|
{rows}

{QUEUED:,} hosts that all wait for their turn take {memory:.0f} MB.
"""


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--serve", action="store_true")
    if parser.parse_args().serve:
        asyncio.run(serve())
        return
    load = os.getloadavg()[0]
    memory = asyncio.run(queued())
    with serving() as port:
        runs = {delay: asyncio.run(visits(port, delay)) for delay in DELAYS}
    text = report(runs, memory, load)
    print(text)
    write_section(ROOT / "docs" / "performance.md", "manners", text)


if __name__ == "__main__":
    main()
