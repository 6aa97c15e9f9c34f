"""A clock that only sleeping moves, and a server that answers by path and notes when it was asked."""

from __future__ import annotations

import asyncio
import heapq

from scraper.exchange import Exchange, Request
from scraper.fetch.faults import failure
from scraper.fetch.visitor import Visitor
from scraper.settings import Settings

URL = "http://www.x.gov.cn/a.html"
HOST = "www.x.gov.cn:80"
WHEN = "2024-01-01T00:00:00Z"


class Time:
    """A clock for any number of sleepers: the one due first wakes, and then it is that time."""

    def __init__(self):
        self.now = 100.0
        self._due = []
        self._drawn = 0
        self._task = None

    def __call__(self):
        """Tell the time."""
        return self.now

    async def sleep(self, seconds):
        """Let time pass."""
        future = asyncio.get_running_loop().create_future()
        self._drawn += 1
        heapq.heappush(self._due, (self.now + max(0.0, seconds), self._drawn, future))
        if self._task is None or self._task.done():
            self._task = asyncio.ensure_future(self._pass())
        await future

    async def _pass(self):
        """Wake sleepers one by one, as soon as nothing else has anything to do."""
        while self._due:
            for _ in range(20):
                await asyncio.sleep(0)
            due, _, future = heapq.heappop(self._due)
            if not future.done():
                self.now = max(self.now, due)
                future.set_result(None)


class Server:
    """Answers by path, and notes when it was asked.

    A page is bytes, an exchange, an exception, or a function that gives one of these; what is not
    listed is a page. ``moves`` leads from one address to another, on whatever host.
    """

    def __init__(
        self, time, pages, took=0.0, addresses=None, moves=None, otherwise=b"<html>page</html>"
    ):
        self.time, self.pages, self.took = time, pages, took
        self.addresses, self.moves = addresses or {}, moves or {}
        self.otherwise = otherwise
        self.asked = []
        self.transports = []
        self.under_way = self.most = 0

    async def address(self, host):
        """Give the address behind a host."""
        return self.addresses.get(host)

    async def fetch(self, request, *, before, transport, **_told):
        """Answer as the client does."""
        url = request.url
        self.transports.append((url, transport))
        await before(url)
        while url in self.moves:
            await self._pass(url)
            url = self.moves[url]
            await before(url)
        await self._pass(url)
        page = self.pages.get(url.partition("gov.cn")[2], self.otherwise)
        if callable(page):
            page = page()
        if isinstance(page, Exception):
            raise page
        return page if isinstance(page, Exchange) else answer(page, url=url, request=request)

    async def _pass(self, url):
        self.asked.append((self.time(), url))
        self.under_way += 1
        self.most = max(self.most, self.under_way)
        if self.took:
            await self.time.sleep(self.took)
        self.under_way -= 1

    def times(self, part=""):
        """Give when addresses with a text in them were asked."""
        return [time for time, url in self.asked if part in url]


def answer(data=b"", status=200, headers=(), url=URL, request=None, hops=()):
    """Make an answer."""
    return Exchange(request or Request(url), url, status, headers, data, WHEN, hops)


def gone(url=URL):
    """Make what the client raises for what is not there."""
    return failure("not-found", "gone", url=url, status=404)


def visitor(pages=None, took=0.0, delay=1.0, patience=60.0, **more):
    """Give a visitor of a server with a clock of its own, and the server."""
    time = Time()
    server = Server(time, {"/robots.txt": gone(), **(pages or {})}, took, **more)
    guest = Visitor(server, Settings(delay=delay, patience=patience), clock=time, sleep=time.sleep)
    return guest, server
