"""Processes that die while they work, and while they say what came of it."""

from __future__ import annotations

import asyncio
import os
import time

import pytest

from scraper.harvest.feed import Feed
from scraper.workers import DIED, Watchman, new_pool, result_of, take_down
from tests.cli.dying import half_a_message, late, nap, whole_message
from tests.conftest import ROOT

LOOK = 0.05


@pytest.fixture(autouse=True)
def importable(monkeypatch):
    """Let the processes find what they are to do."""
    monkeypatch.syspath_prepend(str(ROOT))


@pytest.mark.slow
def test_half_a_result_ends_no_run():
    """The pool would wait for the other half without end; it is broken, and can be taken down."""
    pool = new_pool(2)
    assert result_of(pool.submit(whole_message), pool) == b"x"
    first, second = pool.submit(half_a_message), pool.submit(half_a_message)
    for future in (first, second):
        with pytest.raises(DIED):
            result_of(future, pool, LOOK)
    take_down(pool, LOOK)


@pytest.mark.slow
def test_half_a_result_ends_no_harvest(monkeypatch):
    """The same where the crawl goes on beside it."""
    monkeypatch.setattr("scraper.harvest.feed.LOOK", LOOK)
    pool = new_pool(1)

    class OfOnePool(Feed):
        def __init__(self) -> None:
            """Have nothing but processes."""
            self._pool = pool

    async def wait() -> None:
        loop = asyncio.get_running_loop()
        assert await loop.run_in_executor(pool, whole_message) == b"x"
        future = loop.run_in_executor(pool, half_a_message)
        await OfOnePool()._watched(future)
        await future

    with pytest.raises(DIED):
        asyncio.run(wait())
    pool.shutdown(wait=True)


@pytest.mark.slow
def test_a_pool_with_half_a_result_can_be_taken_down():
    """Nobody waits for the page any more, as after Ctrl-C; a page under way comes to its end."""
    pool = new_pool(1)
    pool.submit(half_a_message)
    take_down(pool, LOOK)
    pool = new_pool(2)
    future = pool.submit(nap)
    while not future.running():
        time.sleep(0.01)
    take_down(pool, 0.01)
    assert future.result() == "rested"


@pytest.mark.slow
def test_a_slow_page_is_waited_for_and_an_error_is_its_own():
    """Processes that live are left alone, however long a page takes."""
    pool = new_pool(1)
    watchman = Watchman(pool)
    future = pool.submit(os.getpid)
    for _ in range(3):
        watchman.look()
    assert result_of(future, pool, 0.001) > 0
    with pytest.raises(TimeoutError, match="own"):
        result_of(pool.submit(late), pool, LOOK)
    pool.shutdown(wait=True)
    watchman.look()
