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
from itertools import islice
from pathlib import Path

from pages import CLEAN_PAGE, word_page

from scraper.collector import collect_rarely
from scraper.reading import Page, read_page

ROUNDS = 3
BATCH = 40  # pages of one task; one page a task would measure the queue
WARM = 500  # pages after which the bounded caches have met the usual labels
_FIGURE = re.compile(r">\s*\d+\s*<")


def read_many(data: bytes, count: int) -> int:
    """Read one page many times; give the number of characters written."""
    return sum(len(read_page(Page(data)).to_json()) for _ in range(count))


def speedup(data: bytes) -> float:
    """Give how much faster two processes are than one, by the clock: CPU time cannot tell.

    A machine that others use at the same time gives less than it could.
    """
    ratios = []
    with _pool(1) as one, _pool(2) as two:
        for pool in (one, two):
            list(pool.map(read_many, [data] * 4, [1] * 4))
        for _ in range(ROUNDS):
            took = []
            for pool in (one, two):
                start = time.perf_counter()
                list(pool.map(read_many, [data] * 4, [BATCH] * 4))
                took.append(time.perf_counter() - start)
            ratios.append(took[0] / took[1])
    return statistics.median(ratios)


def _pool(size: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(size, initializer=collect_rarely)


def different_pages(text: str) -> Iterator[bytes]:
    """Give pages that differ in every figure, so that no cache can live on repetition."""
    number = 0
    while True:
        number += 1
        yield _FIGURE.sub(f">{number}<", text).encode("utf-8")


def resident_kb() -> int:
    """Give the memory of this process in KB (Linux)."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS:"))
    return int(line.split()[1])


def growth(text: str, count: int) -> list[int]:
    """Give the memory in KB after the warm-up and after each quarter of ``count`` pages."""
    stream = different_pages(text)
    marks = []
    for batch in (WARM, *[count // 4] * 4):
        for data in islice(stream, batch):
            read_page(Page(data)).to_json()
        marks.append(resident_kb())
    return marks


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=2_000, help="pages for the growth of memory")
    count = parser.parse_args().pages
    collect_rarely()
    print(f"two processes ÷ one: {speedup(word_page()):.2f}")
    marks = growth(CLEAN_PAGE.read_text(encoding="utf-8"), count)
    print(f"memory after {WARM} pages and each quarter of {count} more, MB:", end=" ")
    print(*(f"{kb / 1000:.1f}" for kb in marks))


if __name__ == "__main__":
    main()
