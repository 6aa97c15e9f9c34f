"""How the tests visit: the real client with manners, against a clock that only waiting moves."""

from __future__ import annotations

import asyncio

from scraper.errors import FetchError
from scraper.exchange import Request
from scraper.fetch import Client, Visitor
from tests.faults.asking import quick
from tests.fetch.playing import Time


class Tour:
    """Visits to one or more hosts of this machine.

    Attributes:
        time: The clock of the manners; the network has the real one.
        guest: The visitor, while it is under way.
    """

    def __init__(self, **settings):
        self.time = Time()
        self.settings = quick(**{"delay": 1.0, **settings})
        self.guest = None

    def visit(self, *urls):
        """Visit addresses one after the other; give exchanges, and FetchErrors as values."""

        async def each():
            """Run inside the loop of events."""
            return [await self._one(url) for url in urls]

        return self.run(each)

    def run(self, steps):
        """Run steps of one's own with the visitor of this tour; it is made anew each time."""

        async def go():
            """Run inside the loop of events."""
            async with Client(self.settings) as client:
                self.guest = Visitor(client, self.settings, clock=self.time, sleep=self.time.sleep)
                return await steps()

        return asyncio.run(go())

    async def _one(self, url):
        try:
            return await self.guest.visit(Request(url))
        except FetchError as error:
            return error


def in_turn(*behaviours):
    """Give a behaviour that is another each time it is asked; the last stays."""
    left = list(behaviours)

    def behave(visit):
        now = left.pop(0) if len(left) > 1 else left[0]
        if callable(now):
            return now(visit)
        visit.send(now)
        return b"keep-alive" in now[:2000]

    return behave


def noting(time, behaviour=None):
    """Give a behaviour that notes when it was asked, and the list of times."""
    times = []

    def behave(visit):
        times.append(time())
        if callable(behaviour):
            return behaviour(visit)
        visit.send(behaviour)
        return False

    return behave, times
