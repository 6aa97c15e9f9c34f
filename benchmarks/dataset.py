"""What the dataset costs: bytes, times and memory of the folder, of ten questions, of diff and of exports, and growth.

python benchmarks/dataset.py [--most N]    measure, and write its section of docs/performance.md
python benchmarks/dataset.py --keep DIR    the same, and leave files and folders there; another run takes the changed
                                           folder of diff from there
python benchmarks/dataset.py --ask FOLDER  only ask the questions of a folder, and print their times
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from audit import records
from memory import peak_memory
from questions import questions
from sections import write_section

from scraper import open_dataset
from scraper.collector import collect_rarely
from scraper.dataset.diff import diff_datasets
from scraper.dataset.export import export
from scraper.dataset.newest import newest_records
from scraper.dataset.store import write_store
from scraper.partitions import Place, read_manifest

ROOT = Path(__file__).resolve().parents[1]
SIZES = (1_000, 10_000, 100_000)
EXPORTED = 10_000  # reports that are exported, and that pandas alone can hold
ROUNDS = 5
COMMAND = "import sys; from scraper.cli import main; sys.exit(main())"
ADDED = 100  # reports of one upsert
MIB = 2**20
GOAL = 1.0  # seconds of a question
FORMATS = ("csv", "parquet", "jsonl", "sqlite", "duckdb", "dta")


class Cost(NamedTuple):
    """What a piece of work took in a process of its own."""

    clock: float
    processor: float
    memory: float  # MB at its largest
    told: float  # what the work itself says


class Asked(NamedTuple):
    """Medians of one question: in a program that has loaded the engine, and as a command of its own."""

    clock: float
    processor: float
    command_clock: float
    command_processor: float


def alone(work: Callable[..., float], *arguments: object) -> Cost:
    """Do a piece of work in a new process, so that its memory is its own."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return Cost(*pool.apply(_measured, (work, arguments)))


def _measured(work: Callable[..., float], arguments: tuple[object, ...]) -> tuple[float, ...]:
    clock, processor = time.perf_counter(), time.process_time()
    told = work(*arguments)
    return time.perf_counter() - clock, time.process_time() - processor, peak_memory(), told


def write(path: Path, count: int) -> float:
    """Write so many records as JSON lines; gives the bytes of a report."""
    with path.open("w", encoding="utf-8") as file:
        file.writelines(line + "\n" for line in islice(records(count), count))
    return path.stat().st_size / count


def store(path: Path, folder: Path) -> float:
    """Put a file of records into a dataset folder; gives the bytes of a report."""
    collect_rarely()  # as the commands do
    with path.open(encoding="utf-8") as file:
        manifest = write_store(file, folder, replace=True)
    return sum(file.bytes for file in manifest.files) / manifest.counts["reports"]


def add(path: Path, folder: Path) -> float:
    """Add the first records of a file again, each with another reading; gives the partitions."""
    with path.open(encoding="utf-8") as file:
        lines = [line.replace('"title":"', '"title":"_', 1) for line in islice(file, ADDED)]
    before = read_manifest(Place(folder))
    after = write_store(lines, folder)
    assert before is not None
    new = {file.path for file in after.files} - {file.path for file in before.files}
    return float(len({path.split("/", 1)[1].rsplit("/", 1)[0] for path in new}))


def change(path: Path, out: Path) -> float:
    """Write the records with one in a hundred changed in a figure, and of 200 one taken away and one added."""
    with path.open(encoding="utf-8") as file, out.open("w", encoding="utf-8") as changed:
        for number, line in enumerate(file):
            if number % 100 == 2:
                record = json.loads(line)
                record["tables"]["requests"]["requests_received"]["total"] = 999_999
                changed.write(json.dumps(record, ensure_ascii=False) + "\n")
            elif number % 200:
                changed.write(line)
            if number % 200 == 1:
                changed.write(line.replace('"id":"', '"id":"9', 1))
    return 0.0


def differ(old: Path, new: Path) -> float:
    """Compare two folders; gives the rows that changed."""
    found = diff_datasets(old, new)
    return float(sum(one.rows for table in found.tables for one in table.changed))


def ask(folder: Path) -> list[Asked]:
    """Ask each question of a folder, from opening to the answer and as a command."""
    dataset = open_dataset(folder)
    dataset.query("SELECT 1")  # the engine is loaded once in a program
    found = []
    for one in questions():
        loaded = [_timed(lambda sql=one.sql: dataset.query(sql)) for _ in range(ROUNDS)]  # type: ignore[misc]
        commands = [_command("query", str(folder), one.sql) for _ in range(ROUNDS)]
        found.append(Asked(*_medians(loaded), *_medians(commands)))
    return found


def _medians(times: list[tuple[float, float]]) -> tuple[float, float]:
    return statistics.median(c for c, _ in times), statistics.median(p for _, p in times)


def _timed(call: Callable[[], object]) -> tuple[float, float]:
    clock, processor = time.perf_counter(), time.process_time()
    call()
    return time.perf_counter() - clock, time.process_time() - processor


def _command(*arguments: str) -> tuple[float, float]:
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    command = [sys.executable, "-c", COMMAND, *arguments]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=ROOT)
    clock, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    return clock, after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def written(path: Path, kind: str, out: Path) -> float:
    """Export as the command does; gives the MB."""
    collect_rarely()
    export(newest_records(path), kind, out)
    return sum(file.stat().st_size for file in out.iterdir()) / MIB


def by_pandas(path: Path, kind: str, out: Path) -> float:
    """Write the long table alone, as one does with pandas: all rows, a frame, a file."""
    import pandas as pd

    with path.open(encoding="utf-8") as file:
        frame = pd.DataFrame(row for line in file for row in _rows(json.loads(line)))
    frame = frame.sort_values("report_id", kind="stable")
    out.mkdir()
    if kind == "csv":
        frame.to_csv(out / "cells.csv", index=False)
    else:
        frame.to_parquet(out / "cells.parquet", compression="zstd", index=False)
    return sum(file.stat().st_size for file in out.iterdir()) / MIB


def _rows(record: dict[str, object]) -> Iterator[dict[str, object]]:
    identity, source, evidence = record["identity"], record["source"], record["evidence"]
    assert isinstance(identity, dict)
    assert isinstance(source, dict)
    assert isinstance(evidence, dict)
    shared = {"report_id": record["id"], "form": record["form"], "url": source["url"], "sha256": source["sha256"]}  # fmt: skip
    shared |= {name: identity[name] for name in ("publisher", "region_code", "region_name", "year")}
    tables = record["tables"]
    assert isinstance(tables, dict)
    for table, rows in tables.items():
        for row, columns in rows.items():
            for column, value in columns.items():
                told = evidence.get(f"{table}/{row}/{column}") or {}
                place = {"table": table, "row": row, "column": column, "value": value}
                yield {**shared, **place, "raw": told.get("raw"), "state": told.get("state")}


HEAD = """
## The dataset

Written by `python benchmarks/dataset.py`: records of generated counties over five years with the evidence of all cells
(200 a report), each piece of work in a process of its own, on two shared cores: processor times and
ratios are what to read.
"""


def growth_text(sizes: list[int], lines: list[float], stored: list[Cost]) -> str:
    """Give the table of the folder at each size."""
    rows = [
        f"| {n:,} | {json_:,.0f} | {one.told:,.0f} | {json_ / one.told:.1f} | {one.clock:,.1f} | "
        f"{one.processor:,.1f} | {1000 * one.processor / n:.2f} | {one.memory:.0f} |"
        for n, json_, one in zip(sizes, lines, stored, strict=True)
    ]
    return (
        "\n| reports | JSON, bytes a report | folder, bytes a report | ÷ | by the clock (s) | processor (s) | "
        "ms a report | peak memory (MB) |\n|---|---|---|---|---|---|---|---|\n"
        + "\n".join(rows)
        + "\n"
    )


def shares_text(folder: Path) -> str:
    """Say which tables take the bytes."""
    manifest = read_manifest(Place(folder))
    assert manifest is not None
    sizes = {name: sum(f.bytes for f in manifest.of_table(name)) for name in manifest.counts}
    whole = sum(sizes.values())
    told = ", ".join(f"{name} {size / whole:.0%}" for name, size in sizes.items())
    return (
        f"\nOf the bytes of the largest folder ({whole / MIB:,.0f} MB in {len(manifest.files):,} files): {told}. "
        "`records` keeps every record whole; the tables alone take the rest.\n"
    )


def questions_text(times: list[Asked], reports: int) -> str:
    """Give the table of the questions."""
    rows = [
        f"| {one.title} | {took.clock:.2f} | {took.processor:.2f} | {took.command_clock:.2f} | "
        f"{took.command_processor:.2f} | {'met' if took.clock < GOAL else 'missed'} |"
        for one, took in zip(questions(), times, strict=True)
    ]
    return (
        f"\nThe questions of [questions.md](questions.md) on {reports:,} reports, medians of {ROUNDS}: in a program that has "
        f"loaded the engine (from the folder to the answer; the goal is {GOAL:.0f} s), and as the whole command "
        "`gongkai query`, from its start to its end:\n\n"
        "| question | by the clock (s) | processor (s) | command, by the clock (s) | command, processor (s) | goal |\n"
        "|---|---|---|---|---|---|\n" + "\n".join(rows) + "\n"
    )


def diff_text(cost: Cost, reports: int) -> str:
    """Say what diff takes."""
    return (
        f"\n`gongkai diff` of the largest folder ({reports:,} reports) and one in which 1 % of the reports have another figure, "
        f"0.5 % are gone and 0.5 % are new: {cost.clock:.1f} s by the clock, {cost.processor:.1f} s of processor, "
        f"{cost.memory:.0f} MB; it finds {cost.told:,.0f} changed rows.\n"
    )


def exports_text(ours: dict[str, Cost], theirs: dict[str, Cost], reports: int) -> str:
    """Give the table of exports."""
    rows = [
        f"| `--to {kind}`: all tables | {one.clock:.1f} | {one.processor:.1f} | {one.memory:.0f} | {one.told:.0f} |"
        for kind, one in ours.items()
    ]
    rows += [
        f"| pandas alone, {kind}: `cells` only | {one.clock:.1f} | {one.processor:.1f} | {one.memory:.0f} | {one.told:.0f} |"
        for kind, one in theirs.items()
    ]
    return (
        f"\nExports of {reports:,} reports from a dataset folder, and what pandas alone takes from JSON lines to the long "
        "table (rows of dicts, a frame, a file; nothing is validated):\n\n"
        "| way | by the clock (s) | processor (s) | peak memory (MB) | written (MB) |\n|---|---|---|---|---|\n"
        + "\n".join(rows)
        + "\n"
    )


def growth_of_export(small: Cost, large: Cost, sizes: tuple[int, int]) -> str:
    """Say how one export grows."""
    first, last = (1000 * cost.processor / n for cost, n in zip((small, large), sizes, strict=True))
    return (
        f"\nFrom {sizes[0]:,} to {sizes[1]:,} reports an export to csv takes {first:.2f} and {last:.2f} ms of processor a report, "
        f"{small.memory:.0f} and {large.memory:.0f} MB.\n"
    )


def measure(work: Path, sizes: list[int]) -> str:
    """Measure everything in a folder; gives the section."""
    lines_of = {n: work / f"{n // 1000}k.jsonl" for n in sizes}
    stores = {n: work / f"store{n // 1000}k" for n in sizes}
    lines = [alone(write, lines_of[n], n).told for n in sizes]
    stored = [alone(store, lines_of[n], stores[n]) for n in sizes]
    text = growth_text(sizes, lines, stored)
    print(text, flush=True)
    small, middle, largest = sizes[0], min(EXPORTED, sizes[-1]), sizes[-1]
    text += shares_text(stores[largest])
    changed = work / f"store{largest // 1000}k-changed"
    if not changed.exists():
        alone(change, lines_of[largest], work / "changed.jsonl")
        alone(store, work / "changed.jsonl", changed)
        (work / "changed.jsonl").unlink()
    asked = questions_text(ask(stores[largest]), largest)
    asked += diff_text(alone(differ, stores[largest], changed), largest)
    print(asked, flush=True)
    with tempfile.TemporaryDirectory(dir=work) as name:
        out = Path(name)
        ours = {k: alone(written, stores[middle], k, out / k) for k in FORMATS}
        source = lines_of[middle]
        theirs = {k: alone(by_pandas, source, k, out / f"p-{k}") for k in ("csv", "parquet")}
        few = alone(written, stores[small], "csv", out / "few")
    exported = exports_text(ours, theirs, middle)
    exported += growth_of_export(few, ours["csv"], (small, middle))
    added = alone(add, lines_of[largest], stores[largest])
    upsert = (
        f"\nAdding {ADDED} reports to the largest folder writes {added.told:.0f} of its years and provinces again: "
        f"{added.clock:.1f} s by the clock, {added.processor:.1f} s of processor, {added.memory:.0f} MB.\n"
    )
    return HEAD + text + upsert + asked + exported


def main() -> None:
    """Measure, print, and write the section of docs/performance.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--most", type=int, default=SIZES[-1])
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--ask", type=Path)
    told = parser.parse_args()
    if told.ask is not None:
        print(questions_text(ask(told.ask), open_dataset(told.ask).manifest.counts["reports"]))
        return
    sizes = [size for size in SIZES if size <= told.most]
    with tempfile.TemporaryDirectory() as name:
        work = told.keep or Path(name)
        work.mkdir(parents=True, exist_ok=True)
        text = measure(work, sizes)
    print(text)
    write_section(ROOT / "docs" / "performance.md", "dataset", text)


if __name__ == "__main__":
    main()
