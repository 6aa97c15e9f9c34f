"""Memory is bounded over all hosts: large answers are read one after the other, small ones are not held up."""

from __future__ import annotations

import asyncio

import httpx

from scraper.fetch.answer import LARGE, receive
from scraper.fetch.client import large_answers
from scraper.settings import Settings
from tests.faults.asking import ask_all, quick
from tests.faults.server import html, serving

PIECE = b"x" * 300_000


class Stream(httpx.AsyncByteStream):
    """A body in pieces that notes how many bodies have gone beyond the size of small ones."""

    beyond: set[int] = set()  # noqa: RUF012 -- shared by all on purpose
    most = 0

    def __init__(self, count):
        self.count = count

    async def __aiter__(self):
        """Give the pieces, with a pause in which others may run."""
        for number in range(self.count):
            if number * len(PIECE) > LARGE + len(PIECE):
                Stream.beyond.add(id(self))
                Stream.most = max(Stream.most, len(Stream.beyond))
            await asyncio.sleep(0)
            yield PIECE
        Stream.beyond.discard(id(self))
        order.append(self.count)


order: list[int] = []


def test_the_number_of_large_answers_follows_from_the_memory():
    """Each is held packed and unpacked; one can always be read."""
    assert large_answers(Settings(max_memory_mb=2048)) > large_answers(Settings())
    assert large_answers(Settings(max_memory_mb=64, connections=4096)) == 1


def test_only_so_many_large_answers_are_read_at_once():
    """With room for two, six large bodies come two at a time; the small one does not wait for them."""

    async def one(count, large):
        """Read one answer."""
        answer = httpx.Response(200, headers={"Content-Type": "text/html"}, stream=Stream(count))
        got = await receive(answer, httpx.URL("http://x/"), 64_000_000, large)
        return len(got.data)

    async def go():
        """Read all of them together."""
        large = asyncio.Semaphore(2)
        return await asyncio.gather(*(one(count, large) for count in (20, 20, 20, 20, 20, 20, 2)))

    Stream.most = 0
    order.clear()
    assert asyncio.run(go()) == [20 * len(PIECE)] * 6 + [2 * len(PIECE)]
    assert Stream.most == 2
    assert order[0] == 2


def test_large_answers_of_many_hosts_all_come():
    """With room for one at a time, none is lost and none waits for ever."""
    asked = quick(max_memory_mb=64, deadline=30.0)
    assert large_answers(asked) == 1
    body = b"<html>" + b"x" * (3 * LARGE) + b"</html>"
    with serving({"/large": html(body)}) as server:
        urls = [server.url("/large", f"h{number}.localhost") for number in range(6)]
        got = ask_all(urls, settings=asked, together=True)
    assert [len(answer.data) for answer in got] == [len(body)] * len(urls)
