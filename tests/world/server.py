"""A world on loopback: one process, one port, an address of 127.77.0.0/16 for each site.

Everything asked for is written down by host: when it began and ended, what was asked, how many
requests were under way at once. Faults come from a plan.
"""

from __future__ import annotations

import asyncio
import email.utils
import hashlib
import itertools
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from tests.world.build import World
from tests.world.faults import Plan
from tests.world.model import Answer, Asked, Site

PHRASES = {200: "OK", 304: "Not Modified", 404: "Not Found"}


class Visit(NamedTuple):
    """One request as a host saw it; times are monotonic seconds."""

    host: str
    target: str
    began: float
    ended: float
    status: int
    headers: dict[str, str]


class WorldServer:
    """Serves a world until it is closed."""

    def __init__(self, world: World, plan: Plan | None = None) -> None:
        self.world = world
        self.plan = plan or Plan()
        self.visits: list[Visit] = []
        self.at_once: Counter[str] = Counter()
        self.most_at_once: Counter[str] = Counter()
        self.asked: dict[tuple[str, str], int] = defaultdict(int)
        self.port = 0
        self._sites = world.by_host()
        self._servers: list[asyncio.Server] = []

    async def start(self, port: int = 0) -> None:
        """Listen on the address of every site; names below localhost share 127.0.0.1."""
        hosts = sorted(self._sites, key=lambda host: (len(host), host))
        bound = dict.fromkeys("127.0.0.1" if not h[0].isdigit() else h for h in hosts)
        for host in bound:
            server = await asyncio.start_server(self._serve, host, self.port or port, backlog=64)
            self._servers.append(server)
            self.port = self.port or server.sockets[0].getsockname()[1]

    async def close(self) -> None:
        """Listen no more."""
        for server in self._servers:
            server.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while await self._one(reader, writer):
                pass
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            pass
        finally:
            writer.close()

    async def _one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        head = await reader.readuntil(b"\r\n\r\n")
        began = time.monotonic()
        first, *lines = head.decode("latin-1").split("\r\n")
        method, target, _ = first.split(" ", 2)
        headers = {
            n.strip().lower(): v.strip() for n, _, v in (line.partition(":") for line in lines) if n
        }
        body = await reader.readexactly(int(headers.get("content-length", "0")))
        host = headers.get("host", "").rpartition(":")[0]
        self.at_once[host] += 1
        self.most_at_once[host] = max(self.most_at_once[host], self.at_once[host])
        self.asked[host, target] += 1
        try:
            asked = Asked(method, target, body, headers)
            answer = self.answer(host, asked)
            status = await self._send(writer, host, asked, answer)
        finally:
            self.at_once[host] -= 1
        self.visits.append(Visit(host, target, began, time.monotonic(), status, headers))
        return status > 0 and headers.get("connection", "").lower() != "close"

    def answer(self, host: str, asked: Asked) -> Answer:
        """What a site answers, without faults."""
        site = self._sites.get(host)
        if asked.path == "/robots.txt":
            rules = self.plan.robots(site.id if site else "")
            return Answer(rules.encode(), "text/plain") if rules else Answer(b"", status=404)
        return site.answer(asked) if site else Answer(b"no such host", status=404)

    async def _send(
        self, writer: asyncio.StreamWriter, host: str, asked: Asked, answer: Answer
    ) -> int:
        """Send an answer, or what the plan makes of it; 0 where the connection is cut."""
        site = self._sites.get(host)
        count = self.asked[host, asked.target]
        changed = await self.plan.change(_id(site), asked, answer, count)
        if changed is None:
            writer.transport.abort()
            return 0
        answer = changed
        etag = f'"{hashlib.sha256(answer.body).hexdigest()[:16]}"'
        if answer.status == 200 and asked.headers.get("if-none-match") == etag:
            answer = Answer(b"", answer.kind, 304)
        lines = [
            f"HTTP/1.1 {answer.status} {PHRASES.get(answer.status, 'Status')}",
            f"Content-Type: {answer.kind}",
            f"Content-Length: {len(answer.body)}",
            f"ETag: {etag}",
            f"Date: {email.utils.formatdate(usegmt=True)}",
            *(f"{name}: {value}" for name, value in answer.headers),
        ]
        writer.write("\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + answer.body)
        await writer.drain()
        return answer.status

    def gaps(self) -> dict[str, float]:
        """The shortest time between the end of an answer and the next request, by host."""
        by_host: dict[str, list[Visit]] = defaultdict(list)
        for visit in self.visits:
            by_host[visit.host].append(visit)
        return {
            host: min((b.began - a.ended for a, b in itertools.pairwise(seen)), default=99.0)
            for host, seen in by_host.items()
        }


def _id(site: Site | None) -> str:
    return site.id if site else ""


@contextmanager
def serving(world: World, plan: Plan | None = None, port: int = 0) -> Iterator[WorldServer]:
    """Serve a world from a thread of its own; gives the server."""
    server = WorldServer(world, plan)
    ready, over = threading.Event(), threading.Event()

    async def main() -> None:
        """Run inside the loop of events."""
        await server.start(port)
        ready.set()
        while not over.is_set():
            await asyncio.sleep(0.05)
        await server.close()

    thread = threading.Thread(target=lambda: asyncio.run(main()), daemon=True)
    thread.start()
    ready.wait(30)
    try:
        yield server
    finally:
        over.set()
        thread.join(10)
