"""A harvest of many sites at once: what it finds, how near it comes to the pauses, what it costs.

python benchmarks/harvest.py [--hosts N] [--delay S]    measure, and write its section of docs/performance.md
python benchmarks/harvest.py --run FOLDER --delay S     one harvest alone (it is started by the other)
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))  # the world that the tests play is no part of the package

from memory import peak_memory  # noqa: E402 -- behind the path
from sections import write_section  # noqa: E402 -- behind the path

from scraper.harvest.options import Options  # noqa: E402
from scraper.harvest.run import harvest  # noqa: E402
from scraper.settings import Settings  # noqa: E402
from scraper.sites import read_sites  # noqa: E402
from tests.world.__main__ import write  # noqa: E402
from tests.world.build import build  # noqa: E402
from tests.world.families import FAMILIES  # noqa: E402
from tests.world.server import Visit, serving  # noqa: E402

YEARS = range(2019, 2024)
QUEUED = 10_000  # hosts that wait
WATCHED = 12  # seconds for which they are


class Cost(NamedTuple):
    """What a run took: seconds by the clock, processor seconds, MB at its largest."""

    took: float
    asking: float
    reading: float
    megabytes: float


class Pace(NamedTuple):
    """How near the requests of a run came to what its pauses allow, 1 for as fast as allowed.

    ``run`` holds all hosts against the one with most requests; ``host`` is the median host by itself.
    """

    requests: int
    span: float
    run: float
    host: float
    most_at_once: int


class Found(NamedTuple):
    """What was found beside what there was, in reports and cells."""

    reports: int
    missed: int
    false: int
    cells: int
    wrong: int


def run(folder: Path, delay: float, seconds: int | None) -> None:
    """Harvest the sites of a folder and print the cost; ``seconds`` ends it early."""
    if seconds is not None:
        import signal

        signal.signal(signal.SIGALRM, lambda *_: os.kill(os.getpid(), signal.SIGTERM))
        signal.alarm(seconds)
    settings = Settings(allow_private=True, delay=delay)
    sites = read_sites(folder / "sites.csv")
    began = time.perf_counter()
    harvest(sites, Options(folder / "out", years=YEARS, fresh=True, settings=settings))
    took = time.perf_counter() - began
    own, children = (
        resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    print(
        json.dumps(
            Cost(
                took,
                own.ru_utime + own.ru_stime,
                children.ru_utime + children.ru_stime,
                peak_memory(),
            )
        )
    )


def harvested(folder: Path, delay: float, seconds: int | None = None) -> Cost:
    """Harvest in a process of its own."""
    command = [sys.executable, __file__, "--run", str(folder), "--delay", str(delay)]
    if seconds is not None:
        command += ["--seconds", str(seconds)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return Cost(*json.loads(done.stdout.splitlines()[-1]))


def crawled(folder: Path, urls: Iterable[str], delay: float) -> Cost:
    """Ask for the same addresses by Scrapy, in a process of its own."""
    (folder / "urls.txt").write_text("\n".join(urls), encoding="utf-8")
    script = ROOT / "benchmarks" / "harvest_scrapy.py"
    command = [sys.executable, str(script), str(folder / "urls.txt"), str(delay)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return Cost(*json.loads(done.stdout.splitlines()[-1]))


def pace(visits: list[Visit], delay: float, most_at_once: Mapping[str, int]) -> Pace:
    """Hold the requests as the server saw them against the pauses alone.

    The bound of a host with n requests is n - 1 pauses, as if it answered in no time.
    """
    hosts: dict[str, list[Visit]] = defaultdict(list)
    for visit in visits:
        hosts[visit.host].append(visit)
    shares = [
        (len(seen) - 1) * delay / (max(v.ended for v in seen) - min(v.began for v in seen))
        for seen in hosts.values()
        if len(seen) > 1
    ]
    span = max(visit.ended for visit in visits) - min(visit.began for visit in visits)
    bound = (max(map(len, hosts.values())) - 1) * delay
    most = max(most_at_once.values())
    return Pace(len(visits), span, bound / span, statistics.median(shares), most)


def compare(folder: Path, truth: list[dict[str, Any]]) -> Found:
    """Hold the records of a harvest against the truth of the world, address by address."""
    records = {}
    for path in (folder / "out" / "records").rglob("*.json"):
        record = json.loads(path.read_bytes())
        records[record["source"]["url"]] = record
    wanted = {row["url"]: row["cells"] for row in truth if row["kind"] == "html"}
    cells = {
        (url, key): value
        for url, true in wanted.items()
        if url in records
        for key, value in true.items()
    }
    wrong = sum(_cell(records[url]["tables"], key) != value for (url, key), value in cells.items())
    return Found(
        len(wanted), len(wanted.keys() - records), len(records.keys() - wanted), len(cells), wrong
    )


def _cell(tables: dict[str, Any], key: str) -> object:
    table, row, column = key.split("/")
    return tables[table][row][column]


def queued(folder: Path, port: int) -> Cost:
    """Begin a harvest of ten thousand hosts that all lie on one machine, so that nearly all wait."""
    rows = [f"q{n},body {n},http://q{n}.localhost:{port}/" for n in range(QUEUED)]
    folder.mkdir()
    text = "\n".join(["id,name,home", *rows])
    (folder / "sites.csv").write_text(text + "\n", encoding="utf-8")
    return harvested(folder, 1.0, WATCHED)


def section(
    hosts: int, reports: int, delay: float, found: Found, rows: list[str], more: str
) -> str:
    """Give the section of the page."""
    table = "\n".join(rows)
    return f"""## A whole harvest

Written by `python benchmarks/harvest.py`: {hosts} invented sites of {len(FAMILIES)} kinds on loopback with {reports} reports each
(`tests/world`), from their home pages to records, a pause of {delay:g} s. **{found.reports - found.missed:,} of {found.reports:,} reports found
and read, {found.false} records that are none of them; {found.wrong} of {found.cells:,} figures are not those of the world.**

The bound is the pauses alone: n - 1 of them for n requests to a host, as if it answered in no time. The
goal is 95 %. *host* is the median host by itself, *run* the whole run beside its busiest host; both by
the log of the server, and most requests to a host at once too. Scrapy asks for the same addresses with
one request a domain, the same pause and robots.txt; it is told all addresses at the start, keeps nothing
and reads no report, and counts its pause from the start of a request.

| way | requests | took (s) | host, of the bound | run, of the bound | at once | ms of CPU a request | ms of CPU a report read | MB |
|---|---|---|---|---|---|---|---|---|
{table}

{more}
"""


def row(name: str, cost: Cost, seen: Pace, read: int) -> str:
    """Give a row of the table."""
    reading = f"{1000 * cost.reading / read:.1f}" if read else "–"
    return (
        f"| {name} | {seen.requests:,} | {cost.took:.1f} | {seen.host:.1%} | {seen.run:.1%}"
        f" | {seen.most_at_once} | {1000 * cost.asking / seen.requests:.2f} | {reading}"
        f" | {cost.megabytes:.0f} |"
    )


def measure(hosts: int, reports: int, delay: float) -> str:
    """Harvest, crawl, and let hosts wait; gives the section."""
    load = os.getloadavg()[0]
    world = build(1, hosts, reports, YEARS)
    with tempfile.TemporaryDirectory() as name, serving(world) as server:
        folder = Path(name)
        write(world, server.port, folder)
        cost = harvested(folder, delay)
        found = compare(folder, world.truth(server.port))
        visits, server.visits = server.visits, []
        rows = [row("gongkai", cost, pace(visits, delay, server.most_at_once), found.reports)]
        if find_spec("scrapy") is not None:
            server.most_at_once = Counter()
            asked = dict.fromkeys(
                f"http://{v.host}:{server.port}{v.target}"
                for v in visits
                if v.status == 200 and v.target != "/robots.txt"
            )
            other = crawled(folder, asked, delay)
            rows.append(row("Scrapy", other, pace(server.visits, delay, server.most_at_once), 0))
        waiting = queued(folder / "queued", server.port)
    more = (
        f"{QUEUED:,} sites whose hosts wait for their turn at one machine take {waiting.megabytes:.0f} MB, program and"
        f" ledger included (goal: 300). Other\nprograms took from all this: the load average on {os.cpu_count()} cores was"
        f" {load:.1f} when it began."
    )
    return section(hosts, reports, delay, found, rows, more)


def main() -> None:
    """Measure, print, and write the section."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hosts", type=int, default=200)
    parser.add_argument("--reports", type=int, default=10)
    parser.add_argument("--delay", type=float, default=1.0, help="seconds")
    parser.add_argument("--run", type=Path, help="one harvest of this folder")
    parser.add_argument("--seconds", type=int, help="end it then")
    parser.add_argument("--dry", action="store_true", help="print only")
    arguments = parser.parse_args()
    if arguments.run is not None:
        run(arguments.run, arguments.delay, arguments.seconds)
        return
    text = measure(arguments.hosts, arguments.reports, arguments.delay)
    print(text)
    if not arguments.dry:
        write_section(ROOT / "docs" / "performance.md", "harvest", text)


if __name__ == "__main__":
    main()
