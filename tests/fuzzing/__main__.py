"""Read mutated pages in guarded children and keep each input that fails.

python -m tests.fuzzing --inputs 20000 --seed 1 --workers 2 --out output/fuzz

A failing input is written to ``--out``; it can become a fixture as it is. Exit status 1 if any fails.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from tests.fuzzing.children import Child, Run
from tests.fuzzing.mutations import LARGEST, mutated

SECONDS = 5.0  # of work on one input, its checks included
MEGABYTES = 512  # of address space, the program itself included


class Failure(NamedTuple):
    """An input that did not end in a record or a documented error."""

    number: int
    kind: str


def run(args: argparse.Namespace, lane: int) -> list[Failure]:
    """Read every ``workers``-th input in one child."""
    child, failures = Child(Run(args.seed, args.largest), args.seconds, args.megabytes), []
    try:
        for done, number in enumerate(
            range(args.start + lane, args.start + args.inputs, args.workers)
        ):
            kind = child.judge(number)
            if kind:
                failures.append(Failure(number, kind))
                keep(args, number, kind)
            if lane == 0 and done % 1000 == 0:
                print(f"{done * args.workers:,} inputs", file=sys.stderr, flush=True)
    finally:
        child.stop()
    return failures


def keep(args: argparse.Namespace, number: int, kind: str) -> None:
    """Write a failing input to a file and name it."""
    args.out.mkdir(parents=True, exist_ok=True)
    path = args.out / f"{args.seed}-{number}.html"
    path.write_bytes(mutated(args.seed, number, args.largest))
    print(f"{path}  {kind}", flush=True)


def main() -> int:
    """Run and tell the classes of failures."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzzing", description=__doc__)
    parser.add_argument("--inputs", type=int, default=20_000)
    parser.add_argument("--start", type=int, default=0, help="number of the first input")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=SECONDS)
    parser.add_argument("--megabytes", type=int, default=MEGABYTES)
    parser.add_argument("--largest", type=int, default=LARGEST, help="bytes of one input")
    parser.add_argument("--out", type=Path, default=Path("output/fuzz"))
    args = parser.parse_args()
    with ThreadPoolExecutor(args.workers) as lanes:
        found = [f for lane in lanes.map(lambda n: run(args, n), range(args.workers)) for f in lane]
    classes = Counter(failure.kind.split(":")[0] for failure in found)
    print(f"{args.inputs:,} inputs, seed {args.seed}: {len(found)} failed {dict(classes) or ''}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
