"""How long a page takes from bytes to JSON, and where the time goes, as ratios in one run.

python benchmarks/parse_speed.py              measure and write the part of docs/performance.md on parsing
python benchmarks/parse_speed.py --pages N    let the memory be measured over N pages
python benchmarks/parse_speed.py --profile    the hot functions of one page
"""

from __future__ import annotations

import argparse
import cProfile
import os
import pstats
from pathlib import Path

from measuring import measure, stages, whole
from pages import CLEAN_PAGE, REAL, ROOT, pages, word_page
from scale import Speedup, growth, speedup
from sections import write_section

from scraper.collector import collect_rarely
from scraper.reading import Page, read_page

Times = dict[str, dict[str, float]]
UTF8, GB18030 = "Word-style, UTF-8", "Word-style, GB18030"
DAMAGED = "Word-style, damaged (UTF-8 read as Latin-1)"
MEMORY_PAGES = 2_000

INTRODUCTION = """# Speed

Written by `make bench` (`python benchmarks/parse_speed.py`, `benchmarks/fetch.py`). Medians of CPU time; the
calls take turns in one run, on two shared cores: ratios and shares are what to read, pages per second are of
that machine. Every call gets another variant of its page, with other figures and paragraphs, so that no cache lives on a
page that comes again. The whole way is bytes → record → JSON with all repairs and checks on. The same
way on BeautifulSoup parses with `BeautifulSoup(text, "lxml")`, takes the texts of blocks and cells, and
has all other stages in common; trafilatura extracts the main text, and no figures.
"""
WHY = """A parse alone is C code on 1,800 elements; what the record needs of them is Python: 300 cells are placed
and entered under 200 keys with their evidence, and 60 rules are held against them. The source is also
searched a dozen times for what parsers lose in silence (open comments and scripts, hidden figures, text
behind the end). Both were made cheaper until no part stood out; what is left is spread over all stages.
Compiling the typed modules (mypyc) was tried and gave 10 to 14 %: not worth a compiler at the install.

Tried on the real page (CPU times, the best of many calls) and left out, as it gave little or nothing:

- selectolax 1.0.2 (lexbor): the parse takes 0.76 ms of text and 0.59 ms of bytes, lxml's 0.98 ms; but blocks with
  their parents take 0.27 ms to lxml's 0.06, and attributes of cells twice lxml's time, so a walk would
  take back most of the gain; no whole reader was built on it.
- orjson: 0.10 ms with the dump in front of it, pydantic's own JSON 0.13 ms.
- Validation takes 0.19 ms, all but 0.02 ms of it for the 200 pieces of evidence, which are the record's own models.
- All searches of the source in one automaton (ahocorasick_rs): 0.15 ms in bytes for words that are found one by one at
  0.02 to 0.05 ms each.
- The doubt about tables as one XPath: 1.7 ms, in Python 0.13 ms. Texts of cells by `itertext` take 0.47 ms and by the
  XPath `string()` 0.17 ms, by `tostring` 0.07 ms. Marks between cells cannot be set: lxml refuses control characters.
- Tables of plain rows as a whole, their texts with marks behind the cells in one call: 0.1 to 0.3 ms of 6; lists of
  the elements alone take half of what the walk takes.
- Attributes taken out of the source in front of the parse: 0.33 ms for 0.47 ms that the parse gains; inline tags as
  well: 0.21 ms for 0.26 ms, and where they are crossed with blocks another tree.
- The elements to visit as whole sets instead of one by one: no difference. No garbage collection at all: within the noise.
- Memory kept from the system (`MALLOC_TRIM_THRESHOLD_`): a page causes three page faults, so there is nothing to keep."""


def table(header: list[str], rows: list[list[str]]) -> list[str]:
    """Give a Markdown table."""
    lines = ["| " + " | ".join(header) + " |", "|" + "---|" * len(header)]
    return lines + ["| " + " | ".join(row) + " |" for row in rows]


def page_rows(times: Times, found: dict[str, list[bytes]]) -> list[str]:
    """Tell what was measured of every page as a whole."""
    rows = []
    for name, of in times.items():
        against = [f"{of[k] / of['whole']:.1f}" if k in of else "" for k in ("soup", "trafilatura")]
        size = f"{len(found[name][0]) / 1000:.0f}"
        speed = f"{1000 / of['whole']:.0f}"
        rows.append([name, size, f"{of['whole'] / of['lxml']:.1f}", *against, speed])
    header = [
        *("page", "KB", "whole way ÷ lxml parse", "the same on BeautifulSoup ÷ whole way"),
        *("trafilatura ÷ whole way", "pages/s, one process"),
    ]
    return table(header, rows)


def shares(times: dict[str, float]) -> dict[str, float]:
    """Give the share of each stage; the parse, its safeguards and the walk are told apart."""
    own = dict(times)
    lxml, markup, blocks = own.pop("lxml"), own.pop("markup"), own.pop("blocks")
    own |= {
        "parse (lxml)": lxml,
        "safeguards around the parse": markup - lxml,
        "walk to blocks": blocks - markup,
    }
    total = sum(own.values())
    return {name: time / total for name, time in sorted(own.items(), key=lambda item: -item[1])}


def goal_rows(
    times: Times, parts: dict[str, float], speed: Speedup, memory: list[int]
) -> list[str]:
    """Hold what was measured against the goals."""
    main = REAL if REAL in times else UTF8
    of, damaged = times[main], times[DAMAGED]
    gb = times[GB18030]["whole"] / times[UTF8]["whole"]
    grown = (memory[-1] - memory[0]) / 1000
    goals = [
        (f"{main} ÷ lxml parse", "≤ 2.5", f"{of['whole'] / of['lxml']:.1f}", of["whole"] <= 2.5 * of["lxml"]),
        ("damaged page ÷ lxml parse", "≤ 5", f"{damaged['whole'] / damaged['lxml']:.1f}",
         damaged["whole"] <= 5 * damaged["lxml"]),
        ("the same on BeautifulSoup ÷ whole way", "≥ 8", f"{of['soup'] / of['whole']:.1f}", of["soup"] >= 8 * of["whole"]),
        ("trafilatura ÷ whole way", "≥ 8", f"{of['trafilatura'] / of['whole']:.1f}", of["trafilatura"] >= 8 * of["whole"]),
        ("GB18030 page ÷ UTF-8 page", "≤ 1.25", f"{gb:.2f}", gb <= 1.25),
        ("repair gates, share of a clean page", "≤ 2 %", f"{100 * parts['repair']:.1f} %", parts["repair"] <= 0.02),
        ("two processes ÷ one", "≥ 1.8", f"{speed.clock:.2f}", speed.clock >= 1.8),
        ("growth of memory after the warm-up", "flat", f"{grown:+.1f} MB", abs(grown) < 2),
    ]  # fmt: skip
    return table(
        ["goal", "wanted", "measured", ""],
        [[name, wanted, got, "met" if met else "missed"] for name, wanted, got, met in goals],
    )


def profile(data: bytes) -> None:
    """Print the functions that take the most time."""
    profiler = cProfile.Profile()
    profiler.runcall(lambda: [read_page(Page(data)).to_json() for _ in range(40)])
    pstats.Stats(profiler).sort_stats("tottime").print_stats(30)


def report(count: int) -> list[str]:
    """Measure everything and give the section."""
    found = pages()
    main = REAL if REAL in found else UTF8
    speed, load = speedup(word_page()), os.getloadavg()[0]
    memory = growth(CLEAN_PAGE.read_text(encoding="utf-8"), count)
    times = {name: measure(whole(data, others=True)) for name, data in found.items()}
    parts = shares(measure(stages(found[main])))
    marks = ", ".join(f"{kb / 1000:.1f}" for kb in memory)
    return [
        INTRODUCTION,
        *page_rows(times, found),
        "",
        *goal_rows(times, parts, speed, memory),
        "",
        WHY,
        "",
        f"Memory of one process after the warm-up and after each quarter of {count:,} different pages: {marks} MB.",
        f"Two processes are measured by the clock while others used the two cores as well (load {load:.0f}); by CPU",
        f"time, which tells what sharing caches and memory costs, they do the work of {speed.work:.2f} processes.",
        "",
        f"Shares of the stages on the {main.removeprefix('real ')}:",
        "",
        *table(["stage", "share"], [[name, f"{100 * part:.0f} %"] for name, part in parts.items()]),
    ]


def main() -> None:
    """Measure, print, and write docs/performance.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--profile", action="store_true", help="print the hot functions instead")
    parser.add_argument("--pages", type=int, default=MEMORY_PAGES, help="for the memory")
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "performance.md")
    arguments = parser.parse_args()
    collect_rarely()  # as the program's own processes do
    if arguments.profile:
        profile(pages()[UTF8][0])
        return
    text = "\n".join(report(arguments.pages))
    print(text)
    write_section(arguments.out, "parsing", text)


if __name__ == "__main__":
    main()
