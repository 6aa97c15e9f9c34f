"""What a batch costs: one process, two, and a Dask cluster of two workers, on the same pages.

python benchmarks/batch.py [--pages N] [--write docs/performance.md]

Every way is the real command in a process of its own; the pages are written by the generator of the proving ground,
each other than the rest. CPU time is that of the command and of all processes it has begun.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from pages import CLEAN_PAGE, variant
from sections import write_section

ROOT = Path(__file__).resolve().parents[1]
_LOOK = 0.2  # seconds between two looks at the memory of the processes


class Way(NamedTuple):
    """What one way took."""

    seconds: float  # by the clock
    cpu: float
    peak_mb: float  # of the largest process
    late_mb: float  # of the largest process in the last tenth of the time


def write_pages(folder: Path, count: int) -> None:
    """Write different pages, a hundred in a folder."""
    text = CLEAN_PAGE.read_text(encoding="utf-8")
    for number in range(count):
        place = folder / f"{number // 100:04}"
        place.mkdir(exist_ok=True)
        page = variant(text, number % 20_000 + 1).replace("2022", str(1900 + number % 100))
        (place / f"{number:06}.html").write_text(page, encoding="utf-8")


def measure(folder: Path, lines: Path, *more: str) -> Way:
    """Run the command over the pages."""
    command = [sys.executable, "-m", "scraper.cli", "parse", str(folder), "--jsonl", str(lines)]
    before = _cpu()
    start = time.perf_counter()
    running = subprocess.Popen([*command, "--quiet", *more], cwd=ROOT)
    marks: list[tuple[float, float]] = []
    watcher = threading.Thread(target=_watch, args=(running, marks), daemon=True)
    watcher.start()
    if running.wait() != 0:
        raise SystemExit("a page was refused")
    took = time.perf_counter() - start
    watcher.join()
    late = [mb for at, mb in marks if at - start >= 0.9 * took] or [0.0]
    return Way(took, _cpu() - before, max(mb for _, mb in marks), max(late))


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _watch(running: subprocess.Popen[bytes], marks: list[tuple[float, float]]) -> None:
    while running.poll() is None:
        sizes = [_resident(pid) for pid in (running.pid, *_children(running.pid))]
        marks.append((time.perf_counter(), max(sizes)))
        time.sleep(_LOOK)


def _children(pid: int) -> list[int]:
    try:
        text = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    except OSError:
        return []
    return [int(child) for child in text.split()]


def _resident(pid: int) -> float:
    try:
        text = Path(f"/proc/{pid}/statm").read_text(encoding="ascii")
    except OSError:
        return 0.0
    return int(text.split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


@contextmanager
def cluster() -> Iterator[str]:
    """A Dask cluster of two workers with one thread each; gives its address."""
    from distributed import LocalCluster

    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as made:
        yield made.scheduler_address


def page_of(count: int, ways: dict[str, Way]) -> str:
    """Give the section of the page."""
    alone = ways["one process"]
    rows = "\n".join(
        f"| {name} | {count / way.seconds:,.0f} | {alone.seconds / way.seconds:.2f} | {way.cpu / count * 1000:.1f} |"
        f" {way.peak_mb:.0f} | {way.late_mb:.0f} |"
        for name, way in ways.items()
    )
    return f"""## Batches

Written by `python benchmarks/batch.py --pages {count}`: `gongkai parse` over {count:,} different pages of 8 KB on two shared cores
(load average {os.getloadavg()[0]:.1f} when this was written), records as JSON lines; Dask with two workers of one thread. CPU is
that of the command and its processes (of Dask: of the command alone, its workers are not its children). The goal is 1.8
for two processes.

| way | pages/s | ÷ one process | ms CPU a page | peak MB of the largest process | MB in the last tenth |
|---|---|---|---|---|---|
{rows}
"""


def main() -> None:
    """Measure and print or write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=10_000)
    parser.add_argument("--write", type=Path, help="the page that gets the section")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work, "pages")
        folder.mkdir()
        write_pages(folder, arguments.pages)
        ways = {
            name: measure(folder, Path(work, f"{number}.jsonl"), *more)
            for number, (name, more) in enumerate(
                {"one process": ["--jobs", "1"], "two processes": ["--jobs", "2"]}.items()
            )
        }
        with cluster() as address:
            more = ["--engine", "dask", "--scheduler", address]
            ways["Dask, two workers"] = measure(folder, Path(work, "2.jsonl"), *more)
        same = {Path(work, f"{number}.jsonl").read_bytes() for number in range(3)}
    if len(same) != 1:
        raise SystemExit("the ways do not give the same bytes")
    text = page_of(arguments.pages, ways)
    if arguments.write:
        write_section(arguments.write, "batch", text)
    else:
        print(text)


if __name__ == "__main__":
    main()
