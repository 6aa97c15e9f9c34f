"""How much of the processor a page costs the client, beside other ways to ask, in one run.

python benchmarks/fetch.py              measure and write its section of docs/performance.md
python benchmarks/fetch.py --profile    the hot functions of our client
python benchmarks/fetch.py --serve      the server alone (it is started by the others)
"""

from __future__ import annotations

import argparse
import asyncio
import cProfile
import pstats
import statistics
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec

import httpx
from pages import ROOT
from sections import write_section

from scraper.exchange import Request
from scraper.fetch import Client
from scraper.settings import Settings

HOSTS = 50
SCRAPY = "Scrapy"
AT_ONCE = 2  # requests to one host, so that 100 are under way
PAGES = 40  # for each host and round
ROUNDS = 5
SIZE = 100_000
BODY = (b"<html><body>" + b"<p>report</p>" * 10_000)[: SIZE - 14] + b"</body></html>"
ANSWER = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nServer: loopback\r\n"
    b"Last-Modified: Fri, 31 Dec 2021 00:00:00 GMT\r\nContent-Length: %d\r\n\r\n" % len(BODY)
) + BODY
Way = Callable[[list[str]], Awaitable[None]]


class Answering(asyncio.Protocol):
    """Gives the same page to every request and keeps the connection."""

    def __init__(self) -> None:
        self.transport: asyncio.Transport | None = None
        self.waiting = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        if isinstance(transport, asyncio.Transport):
            self.transport = transport

    def data_received(self, data: bytes) -> None:
        """Answer every whole request."""
        self.waiting += data
        while b"\r\n\r\n" in self.waiting and self.transport is not None:
            self.waiting = self.waiting.partition(b"\r\n\r\n")[2]
            self.transport.write(ANSWER)


async def serve() -> None:
    """Listen on fifty addresses of loopback with one port, and say which."""
    loop = asyncio.get_running_loop()
    port = 0
    for host in range(1, HOSTS + 1):
        server = await loop.create_server(Answering, f"127.0.0.{host}", port)
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


async def raw(urls: list[str]) -> None:
    """Ask over bare streams of asyncio: what no client can go below."""
    url = httpx.URL(urls[0])
    reader, writer = await asyncio.open_connection(url.host, url.port)
    for each in urls:
        writer.write(b"GET %s HTTP/1.1\r\nHost: x\r\n\r\n" % httpx.URL(each).raw_path)
        await reader.readuntil(b"\r\n\r\n")
        await reader.readexactly(len(BODY))
    writer.close()


async def one_host(client: httpx.AsyncClient, urls: list[str]) -> None:
    """Ask for the pages of a host with a client of httpx."""
    for url in urls:
        assert len((await client.get(url)).content) == len(BODY)


async def by_raw(hosts: list[list[str]]) -> None:
    """Bare streams."""
    await asyncio.gather(*(raw(urls) for urls in hosts))


async def by_ours(hosts: list[list[str]]) -> None:
    """Our client."""
    async with Client(Settings(allow_private=True)) as client:

        async def ask(urls: list[str]) -> None:
            for url in urls:
                assert len((await client.fetch(Request(url))).data) == len(BODY)

        await asyncio.gather(*(ask(urls) for urls in hosts))


async def by_httpx_each(hosts: list[list[str]]) -> None:
    """A client of httpx for each host, with one context of TLS for all."""
    context = httpx.create_ssl_context()

    async def ask(urls: list[str]) -> None:
        async with httpx.AsyncClient(verify=context, trust_env=False) as client:
            await one_host(client, urls)

    await asyncio.gather(*(ask(urls) for urls in hosts))


async def by_httpx_shared(hosts: list[list[str]]) -> None:
    """One client of httpx for all hosts."""
    limits = httpx.Limits(max_connections=200, max_keepalive_connections=200)
    async with httpx.AsyncClient(limits=limits, trust_env=False) as client:
        await asyncio.gather(*(one_host(client, urls) for urls in hosts))


WAYS: dict[str, Callable[[list[list[str]]], Awaitable[None]]] = {
    "bare streams of asyncio (the floor)": by_raw,
    "this client": by_ours,
    "httpx, a client for each host": by_httpx_each,
    "httpx, one client for all": by_httpx_shared,
}


def by_scrapy(port: int) -> float:
    """Give the CPU time of a page by Scrapy, in a process of its own and without its imports."""
    script = ROOT / "benchmarks" / "fetch_scrapy.py"
    command = [sys.executable, str(script), *map(str, (port, HOSTS, PAGES))]
    return float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def measure(port: int) -> dict[str, float]:
    """Give the median CPU time of a page in milliseconds; all ways take turns in every round."""
    hosts = [
        [f"http://127.0.0.{host}:{port}/{page}.html" for page in range(PAGES // AT_ONCE)]
        for host in range(1, HOSTS + 1)
        for _ in range(AT_ONCE)
    ]
    times: dict[str, list[float]] = {name: [] for name in WAYS}
    if find_spec("scrapy") is not None:
        times[SCRAPY] = []
    for _ in range(ROUNDS):
        for name, way in WAYS.items():
            start = time.process_time()
            asyncio.run(_run(way, hosts))
            spent = time.process_time() - start
            times[name].append(spent / (HOSTS * PAGES) * 1000)
        if SCRAPY in times:
            times[SCRAPY].append(by_scrapy(port))
    return {name: statistics.median(values) for name, values in times.items()}


async def _run(way: Callable[[list[list[str]]], Awaitable[None]], hosts: list[list[str]]) -> None:
    await way(hosts)


def section(times: dict[str, float]) -> str:
    """Give the section of the page."""
    ours = times["this client"]
    rows = "\n".join(f"| {name} | {ms:.2f} | {ms / ours:.2f} |" for name, ms in times.items())
    return f"""## Asking servers

Written by `python benchmarks/fetch.py`: CPU of the client for one page of {SIZE // 1000} KB over http on
loopback, {HOSTS} hosts with {AT_ONCE} requests each at once, {HOSTS * PAGES:,} pages a round; medians of
{ROUNDS} rounds in which the ways take turns, on two shared cores. The ratios are what to read. The goal is
2.5 ms. At a pause of one second a host, 200 hosts ask for 200 pages a second at the most.

| way | ms a page | ÷ this client |
|---|---|---|
{rows}

This client checks the address, the deadline, the framing and the end of every page on top of what the
others do; it drives h11 itself, over one small pool of connections for each host.
"""


def main() -> None:
    """Measure, print, and write the section."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--serve", action="store_true", help="be the server")
    parser.add_argument("--profile", action="store_true", help="print the hot functions instead")
    arguments = parser.parse_args()
    if arguments.serve:
        asyncio.run(serve())
        return
    with serving() as port:
        if arguments.profile:
            hosts = [[f"http://127.0.0.{h}:{port}/{n}" for n in range(40)] for h in range(1, 51)]
            profiler = cProfile.Profile()
            profiler.runcall(lambda: asyncio.run(by_ours(hosts)))
            pstats.Stats(profiler).sort_stats("tottime").print_stats(25)
            return
        text = section(measure(port))
    print(text)
    write_section(ROOT / "docs" / "performance.md", "fetching", text)


if __name__ == "__main__":
    main()
