"""What many pages cost: two processes against one, and the growth of memory in one process.

python benchmarks/scale.py [--pages N]
"""

from __future__ import annotations

import argparse
import re
import statistics
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import count, islice
from pathlib import Path
from typing import NamedTuple

from pages import CLEAN_PAGE, word_page

from scraper.collector import collect_rarely
from scraper.reading import Page, read_page

ROUNDS = 3
BATCH = 40  # pages of one task; one page a task would measure the queue
WARM = 500  # pages after which the bounded caches have met the usual labels
_FIGURE = re.compile(r">\s*\d+\s*<")


class Speedup(NamedTuple):
    """How much faster two processes are than one."""

    clock: float  # by the clock: what a user has, less whatever else the machine does meanwhile
    work: float  # by CPU time: what is left of 2 after the two share caches and memory


def read_many(data: bytes, count: int) -> float:
    """Read one page many times; give the CPU time in seconds."""
    start = time.process_time()
    for _ in range(count):
        read_page(Page(data)).to_json()
    return time.process_time() - start


def speedup(data: bytes) -> Speedup:
    """Give how much faster two processes are than one."""
    clock, work = [], []
    with _pool(1) as one, _pool(2) as two:
        for pool in (one, two):
            list(pool.map(read_many, [data] * 4, [1] * 4))
        for _ in range(ROUNDS):
            (alone, alone_work), (both, both_work) = _run(one, data), _run(two, data)
            clock.append(alone / both)
            work.append(2 * alone_work / both_work)
    return Speedup(statistics.median(clock), statistics.median(work))


def _run(pool: ProcessPoolExecutor, data: bytes) -> tuple[float, float]:
    """Give the time by the clock and the CPU time of four batches in a pool."""
    start = time.perf_counter()
    work = sum(pool.map(read_many, [data] * 4, [BATCH] * 4))
    return time.perf_counter() - start, work


def _pool(size: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(size, initializer=collect_rarely)


def different_pages(text: str) -> Iterator[bytes]:
    """Give pages of which no two cells have a figure in common, so that the warm-up fills every cache."""
    figures = count(1)
    while True:
        page = _FIGURE.sub(lambda _: f">{next(figures)}<", text)
        yield page.encode("utf-8")


def resident_kb() -> int:
    """Give the memory of this process in KB (Linux)."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS:"))
    return int(line.split()[1])


def growth(text: str, pages: int) -> list[int]:
    """Give the memory in KB after the warm-up and after each quarter of so many pages."""
    stream = different_pages(text)
    marks = []
    for batch in (WARM, *[pages // 4] * 4):
        for data in islice(stream, batch):
            read_page(Page(data)).to_json()
        marks.append(resident_kb())
    return marks


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=2_000, help="pages for the growth of memory")
    pages = parser.parse_args().pages
    collect_rarely()
    faster = speedup(word_page())
    print(f"two processes ÷ one: {faster.clock:.2f} by the clock, {faster.work:.2f} by CPU time")
    marks = growth(CLEAN_PAGE.read_text(encoding="utf-8"), pages)
    print(f"memory after {WARM} pages and each quarter of {pages} more, MB:", end=" ")
    print(*(f"{kb / 1000:.1f}" for kb in marks))


if __name__ == "__main__":
    main()
