"""What pages cost that are built to take long: one piece of markup, thousands of times, at five places.

python -m tests.fuzzing.traps --times 20000

Each row is a page: the piece, where it stands, the size, the seconds of processor time (those of the child of the
second lane included) and what came of it. Nothing is judged; docs/robustness.md holds figures of one machine.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections.abc import Iterator
from typing import NamedTuple

from tests.fuzzing.mutations import PAGES, PIECES
from tests.fuzzing.oracle import outcome

PAGE = (PAGES / "330381-water-2022" / "input.html").read_text("utf-8")
IN_BODY = PAGE.index("<body>") + len("<body>")
IN_TABLE = PAGE.rindex("<", 0, PAGE.index("四、"))  # before a label cell of table 3


class Cost(NamedTuple):
    """What one page took."""

    piece: str
    place: str
    characters: int
    seconds: float
    result: str


def pages(piece: str, times: int) -> Iterator[tuple[str, str]]:
    """Give the pages of one piece by where it stands."""
    many = piece * times
    yield "body", PAGE[:IN_BODY] + many + PAGE[IN_BODY:]
    yield "table", PAGE[:IN_TABLE] + many + PAGE[IN_TABLE:]
    yield "end", PAGE + many
    yield "alone", many
    yield "before an open comment", PAGE[:IN_BODY] + many + PAGE[IN_BODY:] + "<!-- 尾部文字"


def costs(times: int) -> Iterator[Cost]:
    """Read every page once."""
    for piece in PIECES:
        for place, text in pages(piece, times):
            before = spent()
            result = outcome(text)
            name = result if isinstance(result, str) else "record"
            yield Cost(piece, place, len(text), spent() - before, name)


def spent() -> float:
    """Give the processor time of this process and of its ended children, in seconds."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def main() -> None:
    """Print the rows, the dearest first."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzzing.traps", description=__doc__)
    parser.add_argument("--times", type=int, default=20_000)
    parser.add_argument("--rows", type=int, default=15, help="how many are printed")
    args = parser.parse_args()
    found = sorted(costs(args.times), key=lambda cost: -cost.seconds)
    for cost in found[: args.rows]:
        print(
            f"{cost.piece!r:34} {cost.place:22} {cost.characters:>10,} {cost.seconds:6.2f} s  {cost.result}"
        )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
    print(f"{len(found)} pages, {sum(cost.seconds for cost in found):.1f} s, {peak} MB at most")


if __name__ == "__main__":
    main()
