"""Pages a second and memory of every kind of file: ``python benchmarks/documents.py [--files N]``.

Each file is read as the program reads it, in a process of its own.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from sections import write_section

from scraper.documents.kinds import file_kind
from tests.proving.filed import KINDS, Filed, render, write_one

ROOT = Path(__file__).resolve().parents[1]
_KIB = 1024


class Run(NamedTuple):
    """What one file took."""

    processor: float  # seconds
    megabytes: float


def run_one(data: bytes) -> Run:
    """Read a file in a process of its own."""
    command = [sys.executable, "-P", "-m", "scraper.documents.child", file_kind(data) or "pdf"]
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
    return Run(used.ru_utime + used.ru_stime, used.ru_maxrss / _KIB)


def pages_of(one: Filed, printed: dict[int, int]) -> int:
    """Give the pages of a file; one without pages counts as the PDF of the same report."""
    if not one.kind.startswith("pdf"):
        return printed[one.report.number]
    import pypdfium2

    return len(pypdfium2.PdfDocument(one.data))


HEAD = """\
## Files

Written by `python benchmarks/documents.py`: {count} generated reports as files of every kind, each read in a process of its own,
whose start is part of it. Seconds are of the processor, LibreOffice's included, so that a busy machine changes little;
memory is the largest of that process and of LibreOffice. DOCX, DOC and RTF have the pages of the PDF that LibreOffice makes of them.

| file | pages | seconds a file | pages a second | memory, MB |
|---|---:|---:|---:|---:|
"""


def measured(count: int) -> Iterator[str]:
    """Give a line for every kind of file."""
    reports = [write_one(1, number) for number in range(count)]
    printed: dict[int, int] = {}
    for kind in KINDS:
        made = render(reports, kind, 1)
        pages = [pages_of(one, printed) for one in made]
        if kind == "pdf, LibreOffice":
            printed = {one.report.number: n for one, n in zip(made, pages, strict=True)}
        runs = [run_one(one.data) for one in made]
        seconds = statistics.median(run.processor for run in runs)
        rate = sum(pages) / sum(run.processor for run in runs)
        most = max(run.megabytes for run in runs)
        yield f"| {kind} | {sum(pages)} | {seconds:.2f} | {rate:.1f} | {most:.0f} |"


def main() -> int:
    """Print the table and write it into the page on speed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=5, help="of every kind")
    count = parser.parse_args().files
    text = HEAD.format(count=count) + "\n".join(measured(count))
    print(text)
    write_section(ROOT / "docs" / "performance.md", "files", text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
