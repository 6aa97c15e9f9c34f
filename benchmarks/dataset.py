"""What the dataset costs: bytes, times and memory of the folder, of ten questions and of exports, and growth.

python benchmarks/dataset.py [--most N]    measure, and write its section of docs/performance.md
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import statistics
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
from scraper.dataset.export import export
from scraper.dataset.newest import newest_records
from scraper.dataset.store import write_store
from scraper.partitions import Place, read_manifest

ROOT = Path(__file__).resolve().parents[1]
SIZES = (1_000, 10_000, 100_000)
EXPORTED = 10_000  # reports that are exported, and that pandas alone can hold
ROUNDS = 5
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


def ask(folder: Path) -> list[float]:
    """Give the seconds of each question, from the folder to the answer; medians of rounds."""
    dataset = open_dataset(folder)
    dataset.query("SELECT 1")  # the engine is loaded once in a program
    return [
        statistics.median(_timed(lambda sql=one.sql: dataset.query(sql)) for _ in range(ROUNDS))  # type: ignore[misc]
        for one in questions()
    ]


def _timed(call: Callable[[], object]) -> float:
    began = time.perf_counter()
    call()
    return time.perf_counter() - began


def written(path: Path, kind: str, out: Path) -> float:
    """Export as the command does; gives the MB."""
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


def questions_text(times: list[float], reports: int) -> str:
    """Give the table of the questions."""
    rows = [
        f"| {one.title} | {took:.2f} | {'met' if took < GOAL else 'missed'} |"
        for one, took in zip(questions(), times, strict=True)
    ]
    return (
        f"\nThe questions of [questions.md](questions.md) on {reports:,} reports, medians of {ROUNDS} by the clock; "
        f"the goal is {GOAL:.0f} s:\n\n| question | s | goal |\n|---|---|---|\n"
        + "\n".join(rows)
        + "\n"
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


def main() -> None:
    """Measure, print, and write the section of docs/performance.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--most", type=int, default=SIZES[-1])
    sizes = [size for size in SIZES if size <= parser.parse_args().most]
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        lines = [alone(write, work / f"{n}.jsonl", n).told for n in sizes]
        stored = [alone(store, work / f"{n}.jsonl", work / f"store-{n}") for n in sizes]
        print(growth_text(sizes, lines, stored), flush=True)
        largest, middle = sizes[-1], min(EXPORTED, sizes[-1])
        times = ask(work / f"store-{largest}")
        print(times, flush=True)
        ours = {k: alone(written, work / f"store-{middle}", k, work / k) for k in FORMATS}
        source = work / f"{middle}.jsonl"
        theirs = {k: alone(by_pandas, source, k, work / f"p-{k}") for k in ("csv", "parquet")}
        shares = shares_text(work / f"store-{largest}")
        added = alone(add, work / f"{largest}.jsonl", work / f"store-{largest}")
    upsert = (
        f"\nAdding {ADDED} reports to the largest folder writes {added.told:.0f} of its years and provinces again: "
        f"{added.clock:.1f} s by the clock, {added.processor:.1f} s of processor, {added.memory:.0f} MB.\n"
    )
    text = HEAD + growth_text(sizes, lines, stored) + shares + upsert
    text += questions_text(times, largest) + exports_text(ours, theirs, middle)
    print(text)
    write_section(ROOT / "docs" / "performance.md", "dataset", text)


if __name__ == "__main__":
    main()
