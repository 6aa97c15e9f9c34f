"""How the tests ask: one client for one question, and what it said."""

from __future__ import annotations

import asyncio

from scraper.errors import FetchError
from scraper.exchange import Request
from scraper.fetch import Client
from scraper.settings import Settings


def ask(url, *, settings=None, **more):
    """Ask for a page; give the exchange, or the FetchError as a value."""
    return ask_all([url], settings=settings, **more)[0]


def ask_all(urls, *, settings=None, together=False, **more):
    """Ask for pages with one client, one after the other or all together."""

    async def one(client, url):
        """Run inside the loop of events."""
        try:
            return await client.fetch(url if isinstance(url, Request) else Request(url), **more)
        except FetchError as error:
            return error

    async def go():
        """Run inside the loop of events."""
        async with Client(settings or quick()) as client:
            if together:
                return list(await asyncio.gather(*(one(client, url) for url in urls)))
            return [await one(client, url) for url in urls]

    return asyncio.run(go())


def quick(**more):
    """Give settings for a server on this machine that is not worth waiting for."""
    return Settings(**{"allow_private": True, "deadline": 10.0, "connect": 5.0, **more})


def told(got):
    """Give what an answer comes to: the name of the fault, or "ok" and the flags."""
    if isinstance(got, FetchError):
        return got.fault
    return " ".join(("ok", *sorted(got.flags)))
