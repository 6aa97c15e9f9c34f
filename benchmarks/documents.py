"""Pages a second and memory of every kind of file: ``python benchmarks/documents.py [--files N]``.

Each file is read as the program reads it, in a process of its own, whose start is part of the time. Memory is the largest of
that process and of LibreOffice where it runs.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from scraper.documents.kinds import file_kind
from tests.proving.filed import KINDS, Filed, render, write_one

_KIB = 1024


class Run(NamedTuple):
    """What one file took."""

    seconds: float
    processor: float
    megabytes: float


def run_one(data: bytes) -> Run:
    """Read a file in a process of its own."""
    command = [sys.executable, "-P", "-m", "scraper.documents.child", file_kind(data) or "pdf"]
    begun = time.perf_counter()
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        if process.stdin is not None:
            process.stdin.write(data)
            process.stdin.close()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"the process ended with {process.returncode}")
    took = time.perf_counter() - begun
    return Run(took, used.ru_utime + used.ru_stime, used.ru_maxrss / _KIB)


def pages_of(one: Filed, printed: dict[int, int]) -> int:
    """Give the pages of a file; one without pages counts as the PDF of the same report."""
    if not one.kind.startswith("pdf"):
        return printed[one.report.number]
    import pypdfium2

    return len(pypdfium2.PdfDocument(one.data))


def main() -> int:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=5, help="of every kind")
    files = parser.parse_args().files
    reports = [write_one(1, number) for number in range(files)]
    printed: dict[int, int] = {}
    print("| file | pages | seconds a file | processor seconds a file | pages a second | MB |")
    print("|---|---:|---:|---:|---:|---:|")
    for kind in KINDS:
        made = render(reports, kind, 1)
        pages = [pages_of(one, printed) for one in made]
        if kind == "pdf, LibreOffice":
            printed = {one.report.number: count for one, count in zip(made, pages, strict=True)}
        runs = [run_one(one.data) for one in made]
        seconds = statistics.median(run.seconds for run in runs)
        processor = statistics.median(run.processor for run in runs)
        rate = sum(pages) / sum(run.seconds for run in runs)
        most = max(run.megabytes for run in runs)
        print(
            f"| {kind} | {sum(pages)} | {seconds:.2f} | {processor:.2f} | {rate:.1f} | {most:.0f} |"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
