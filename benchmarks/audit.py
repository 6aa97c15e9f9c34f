"""What an audit costs: rules a second, and as many as a hundred thousand reports in one command.

python benchmarks/audit.py [--most N]    measure, and write its section of docs/performance.md
python benchmarks/audit.py --file FILE --reports N    only write reports of generated counties
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import groupby, islice
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(
    0, str(ROOT)
)  # the counties that the tests plant faults in are no part of the package

from sections import write_section  # noqa: E402 -- behind the path

from parsers.audit import audit_book  # noqa: E402
from parsers.audit.model import Body, body_key, hold  # noqa: E402
from parsers.audit.run import of_body  # noqa: E402
from parsers.checks import rule_book, run_checks  # noqa: E402
from parsers.record import Report  # noqa: E402
from scraper.auditing.shelf import DiskShelf, open_database  # noqa: E402
from scraper.collection import read_records  # noqa: E402
from tests.planting.county import county, places, sentence  # noqa: E402
from tests.planting.draft import CLOSED  # noqa: E402
from tests.planting.faults import FAULTS  # noqa: E402
from tests.planting.write import read  # noqa: E402
from tests.proving.dice import Dice  # noqa: E402

SIZES = (1_000, 10_000, 100_000)
BODIES, PATTERNS = 24, 4  # below each government; counties that the others are made from
FAULTY = 5  # one body in so many has a fault
COPIED = 50  # one text in so many is that of another body
MIB = 2**20


class Pattern(NamedTuple):
    """A record as text, in which name, region and own words are still to be filled in."""

    text: str
    name: str
    region: str
    words: dict[str, str]  # own words as they stand in it, by section


class Run(NamedTuple):
    """What one command took."""

    reports: int
    megabytes: float  # of the file
    clock: float
    processor: float
    memory: float  # MB at its largest
    findings: int


def patterns(number: int) -> list[Pattern]:
    """Write and read a county; some of its bodies have a fault."""
    dice = Dice(f"benchmark/{number}")
    drafts = county(dice, number, BODIES, 2020)
    plants = [
        fault.plant for fault in FAULTS.values() if fault.level == "county" and fault.first == 2020
    ]
    large = [own for own in drafts[1:] if min(draft.value(CLOSED) for draft in own) > 20]
    for own in large[: len(drafts) // FAULTY]:
        dice.pick(plants)(dice, own)
    name, region = places()[number]
    return [
        Pattern(read(draft, at).to_json(), name, region, draft.texts)
        for at, own in enumerate(drafts)
        for draft in own
    ]


def records(count: int) -> Iterator[str]:
    """Give records of counties over five years, each with words of its own."""
    made = [patterns(number) for number in range(PATTERNS)]
    dice = Dice("benchmark")
    last: dict[str, str] = {}
    names = places()
    for number in range(-(-count // len(made[0]))):
        name, region = names[number % len(names)]
        for pattern in made[number % PATTERNS]:
            text = pattern.text
            for code, old in pattern.words.items():
                if len(old) < 100:
                    continue  # a section that a fault has emptied
                new = "。".join(sentence(dice, code) for _ in range(old.count("。"))) + "。"
                new = last[code] if code in last and dice.chance(1 / COPIED) else new
                text, last[code] = text.replace(old, new), new
            yield text.replace(pattern.region, region).replace(pattern.name, name)


def write(path: Path, count: int) -> None:
    """Write so many records as JSON lines."""
    with path.open("w", encoding="utf-8") as file:
        file.writelines(line + "\n" for line in islice(records(count), count))


def run(path: Path, count: int, folder: Path) -> Run:
    """Check a file with the command, as a user does; the findings go to a file."""
    command = [sys.executable, "-c", "import sys; from scraper.cli import main; sys.exit(main())"]
    out = folder / "findings.jsonl"
    began = time.perf_counter()
    with out.open("wb") as sink:
        child = subprocess.Popen(
            [*command, "check", str(path), "--jsonl", "--fail-on", "never"], stdout=sink, cwd=ROOT
        )
        _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    assert child.returncode == 0
    took = time.perf_counter() - began
    with out.open("rb") as file:
        findings = sum(1 for _ in file)
    return Run(
        count,
        path.stat().st_size / MIB,
        took,
        used.ru_utime + used.ru_stime,
        used.ru_maxrss / 1024,
        findings,
    )


def rates(path: Path) -> tuple[float, float]:
    """Give the rules a second: of single reports, and of an audit of bodies over years."""
    reports = list(read_records(path))
    for report in reports[:100]:
        run_checks(report)  # fills the caches
    began = time.process_time()
    for report in reports:
        run_checks(report)
    single = time.process_time() - began
    bodies = [Body(list(enumerate(own)), []) for _, own in groupby(reports, key=body_key)]
    began = time.process_time()
    for body in bodies:
        for _ in of_body([hold(report) for _, report in body.reports], body, audit_book()):
            pass
    years = time.process_time() - began
    return (
        len(rule_book()) * len(reports) / single,
        len(audit_book().rules) * len(reports) / years,
    )


def shelf_kb(path: Path) -> float:
    """Give the KB that a record takes on the shelf."""
    database = open_database()
    reports: list[Report] = list(islice(read_records(path), 1000))
    DiskShelf(database, reports)
    (pages,), (size,) = (
        database.execute(f"PRAGMA {name}").fetchone() for name in ("page_count", "page_size")
    )
    return float(pages * size) / 1024 / len(reports)


def text_of(runs: list[Run], single: float, years: float, kept: float) -> str:
    """Give the section."""
    rows = [
        f"| {one.reports:,} | {one.megabytes:,.0f} | {one.clock:,.1f} | {one.processor:,.1f} | "
        f"{1000 * one.processor / one.reports:.2f} | {one.memory:.0f} | {one.findings:,} |"
        for one in runs
    ]
    last, before = runs[-1], runs[-2] if len(runs) > 1 else runs[-1]
    growth = (last.processor / last.reports) / (before.processor / before.reports)
    steps = last.memory - before.memory
    return f"""
## Audits

Written by `python benchmarks/audit.py`: one command `gongkai check FILE --jsonl` on records of generated counties over five
years (24 bodies and a government each, up to one body in {FAULTY} with a planted fault, one text in {COPIED} copied), with the evidence of
all cells; every rule, the sums over bodies and the search for copied texts among all of them. One process.
The clock also tells of what else the machine did; the processor time is what to read.

| reports | file (MB) | by the clock (s) | processor (s) | ms a report | peak memory (MB) | findings |
|---|---|---|---|---|---|---|
{chr(10).join(rows)}

From {before.reports:,} to {last.reports:,} reports the time for each grows by a factor of {growth:.2f} (1 is linear), the peak
memory by {steps:.0f} MB: records, bands of texts and findings lie in a file without a name ({kept:.1f} KB a record), of which 32 MB are
kept at hand, and as much again while it is sorted. The sketch of sentences takes 16 MB whatever the number.

Rules a second in one process: {single:,.0f} of single reports ({len(rule_book())} rules), {years:,.0f} over years ({len(audit_book().rules)} rules,
those of copied texts and of sums over bodies not asked).
"""


def main() -> None:
    """Measure, print, and write the section of docs/performance.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--most", type=int, default=SIZES[-1])
    parser.add_argument("--file", type=Path)
    parser.add_argument("--reports", type=int, default=SIZES[0])
    told = parser.parse_args()
    if told.file is not None:
        write(told.file, told.reports)
        return
    runs = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for size in (size for size in SIZES if size <= told.most):
            path = folder / f"{size}.jsonl"
            write(path, size)
            runs.append(run(path, size, folder))
            print(runs[-1])
        first = folder / f"{SIZES[0]}.jsonl"
        text = text_of(runs, *rates(first), shelf_kb(first))
    print(text)
    write_section(ROOT / "docs" / "performance.md", "auditing", text)


if __name__ == "__main__":
    main()
