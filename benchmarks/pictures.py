"""What it costs to read tables that are pictures: processor time and memory for each kind of source.

python benchmarks/pictures.py [REPORTS]    measure and write its section of docs/performance.md
"""

from __future__ import annotations

import io
import resource
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from pages import ROOT
from PIL import Image
from sections import write_section

sys.path.insert(0, str(ROOT))  # the reports are those of the proving ground

from scraper import read_report
from scraper.reading import Page, read_page
from tests.proving.drawing import pictures_of, print_sheets
from tests.proving.pictured import Report, wear_out, write_pictured

HEAD = """## Pictures

Written by `python benchmarks/pictures.py`: {count} reports of three tables. Processor time of the process that looks at the
pictures, its start and the loading of the model included (one process a report), so a report a core takes that long; most
memory that it held. A report of HTML takes under a hundredth of it.

| source | seconds a report | reports a minute, one core | most memory, MB |
|---|---:|---:|---:|
"""


def spent(read: Callable[[Report], object], reports: list[Report]) -> tuple[float, float]:
    """Give the seconds that the processes took for a report, and the megabytes of the largest one."""
    began = _taken()
    for report in reports:
        read(report)
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return (_taken() - began) / len(reports), most


def _taken() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime + time.process_time()


def scan_of(report: Report) -> bytes:
    """Give a report as a PDF of pictures at 192 dots an inch."""
    body = report.page.decode().partition("<h1>")[2]
    for number, table in enumerate(report.sheets):
        body = body.replace(f'<img src="{number}.png">', table)
    sheet = f'<div class="sheet" style="width:660px"><h1>{body}</div>'
    drawn: list[Image.Image] = pictures_of(print_sheets([sheet]), 2.0)
    file = io.BytesIO()
    drawn[0].save(file, "PDF", resolution=192, save_all=True, append_images=drawn[1:])
    return file.getvalue()


def _read(files: dict[int, dict[str, bytes]], report: Report) -> object:
    return read_page(Page(report.page, pictures=files[report.number].get))


def _read_scan(scans: dict[int, bytes], report: Report) -> object:
    return read_report(scans[report.number])


def main(count: int) -> None:
    """Measure, print and write; children's memory only grows, so the smallest kind comes first."""
    reports = [write_pictured(1, number) for number in range(count)]
    rows: list[tuple[str, float, float]] = []
    for wear in ("clean", "photographed"):
        files = {one.report.number: one.pictures for one in wear_out(reports, [wear], 1)}
        rows.append((f"pictures, {wear}", *spent(partial(_read, files), reports)))
    scans = {report.number: scan_of(report) for report in reports}
    rows.append(("a scanned PDF", *spent(partial(_read_scan, scans), reports)))
    table = "".join(
        f"| {name} | {seconds:.1f} | {60 / seconds:.0f} | {most:.0f} |\n"
        for name, seconds, most in rows
    )
    print(table)
    write_section(
        Path(ROOT) / "docs" / "performance.md", "pictures", HEAD.format(count=count) + table
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
