"""What it costs to keep an answer: WARC and ledger rates beside bare writes, and a cold start.

python benchmarks/ledger.py [ROWS]    measure and write its section of docs/performance.md
"""

from __future__ import annotations

import os
import resource
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

from pages import ROOT
from sections import write_section

from scraper.exchange import Exchange, Planned, Request
from scraper.harvest.archive import Folder
from scraper.harvest.judge import Judged
from scraper.ledger import Fetched, Ledger, Settled
from scraper.ledger.views import rows as ledger_rows
from scraper.sites import Site
from scraper.warc import Place, WarcWriter, read_records

SITES = 1000
ANSWERS = 400
HEAD = f"""## Keeping answers

Written by `python benchmarks/ledger.py`: {ANSWERS} report pages of 8 KB, each brought to the disk before
the next; the disk of two shared cores sets the rates, so the ratios are what to read. A run over 200
hosts at a pause of one second keeps at most 200 pages a second. Goal of the cold start: under 2 s.

| way | rate | ÷ floor |
|---|---|---|
"""
WHEN = "2024-01-19T09:30:00Z"
_PAGE = Path(__file__).parents[1] / "fixtures" / "reports" / "330381-water-2022" / "input.html"


def exchange(number: int) -> Exchange:
    """A page of a report, each with bytes of its own."""
    url = f"http://127.0.0.1/{number}.html"
    data = _PAGE.read_bytes() + b"<!-- %d -->" % number
    return Exchange(Request(url), url, 200, (("Content-Type", "text/html"),), data, WHEN)


def bare_rate(folder: Path, exchanges: list[Exchange]) -> float:
    """Answers a second where each is written as it is and brought to the disk."""
    began = time.perf_counter()
    with (folder / "bare").open("ab", buffering=0) as file:
        for answer in exchanges:
            file.write(answer.data)
            os.fsync(file.fileno())
    return len(exchanges) / (time.perf_counter() - began)


def warc_rate(folder: Path, exchanges: list[Exchange]) -> float:
    """Answers a second into WARC files."""
    began = time.perf_counter()
    with WarcWriter(folder / "warc") as writer:
        for answer in exchanges:
            writer.append(answer)
    return len(exchanges) / (time.perf_counter() - began)


def read_rate(folder: Path) -> float:
    """Records a second out of them."""
    began = time.perf_counter()
    count = sum(1 for path in (folder / "warc").iterdir() for _ in read_records(path))
    return count / (time.perf_counter() - began)


def keep_rate(folder: Path, exchanges: list[Exchange]) -> float:
    """Answers a second into archive and ledger, each with a child."""
    with Folder(folder / "harvest", WHEN) as harvest:
        harvest.ledger.add_sites([Site("s", "s", "http://127.0.0.1/")])
        harvest.ledger.plan("s", [Planned(answer.request, "report") for answer in exchanges])
        began = time.perf_counter()
        for number, answer in enumerate(exchanges):
            waiting = harvest.ledger.next("s")
            assert waiting is not None
            child = Planned(Request(f"http://127.0.0.1/{number}.pdf"), "attachment", score=-1)
            harvest.keep(waiting, answer, Judged("done", children=(child,)))
        return len(exchanges) / (time.perf_counter() - began)


def fill(folder: Path, count: int) -> None:
    """Make a ledger of so many answered addresses over many sites."""
    with closing(Ledger(folder)) as ledger:
        ledger.add_sites(Site(f"s{n}", f"s{n}", f"http://h{n}/") for n in range(SITES))
        each = count // SITES
        for site in range(SITES):
            urls = (f"http://h{site}/art/2024/1/19/art_1_{n}.html" for n in range(each))
            ledger.plan(
                f"s{site}", [Planned(Request(url), "report", title="x" * 30) for url in urls]
            )
            for number in range(each):
                waiting = ledger.next(f"s{site}")
                assert waiting is not None
                place = Place("gongkai-00001.warc.gz", 0, 10, site * each + number)
                url, sha256 = waiting.planned.request.url, f"{site * each + number:064x}"
                fetched = Fetched(url, 200, WHEN, sha256, 9, f"sha1:{number}", place)
                ledger.settle(waiting, Settled("done", fetched=fetched))


def cold_start(folder: Path) -> tuple[float, float, float]:
    """Seconds to open a ledger and know the first address of each site, to tell every row; MB."""
    began = time.perf_counter()
    with closing(Ledger(folder)) as ledger:
        ledger.committed()
        for site in range(SITES):
            ledger.next(f"s{site}")
        opened = time.perf_counter() - began
        began = time.perf_counter()
        count = sum(1 for _ in ledger_rows(ledger))
        told = time.perf_counter() - began
    assert count
    return opened, told, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main(count: int) -> None:
    """Measure, print, and write the section of docs/performance.md."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        exchanges = [exchange(number) for number in range(ANSWERS)]
        bare = bare_rate(folder, exchanges)
        warc, kept = warc_rate(folder, exchanges), keep_rate(folder, exchanges)
        read = read_rate(folder)
        began = time.perf_counter()
        fill(folder / "cold", count)
        settled = count / (time.perf_counter() - began)
        opened, told, memory = cold_start(folder / "cold")
        size = (folder / "cold" / "ledger.sqlite").stat().st_size / 2**20
    rows = [
        f"| each page written as it is and synced (the floor) | {bare:,.0f} pages/s | 1.00 |",
        f"| into WARC: response and request | {warc:,.0f} pages/s | {warc / bare:.2f} |",
        f"| into WARC and ledger, with a child each | {kept:,.0f} pages/s | {kept / bare:.2f} |",
        f"| settled in the ledger alone | {settled:,.0f} pages/s | {settled / bare:.2f} |",
        f"| read back from WARC, lengths and gzip checked | {read:,.0f} records/s | |",
        f"| cold start of {count:,} addresses, {SITES:,} sites ({size:.0f} MB) | {opened:.2f} s | |",
        f"| the same, every row told as by `status` | {told:.2f} s | |",
    ]
    text = f"{HEAD}{chr(10).join(rows)}\n\nPeak memory of the run: {memory:.0f} MB.\n"
    print(text)
    write_section(ROOT / "docs" / "performance.md", "keeping", text)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
