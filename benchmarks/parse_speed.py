"""How long a page takes from bytes to JSON, and where the time goes, as ratios in one run.

python benchmarks/parse_speed.py              measure and write docs/performance.md
python benchmarks/parse_speed.py --profile    the hot functions of one page
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from bs4 import BeautifulSoup
from lxml import etree
from pages import ROOT, pages
from sections import write_section

from parsers.assembly import assemble_tables
from parsers.checks import run_checks
from parsers.identity import read_identity
from parsers.narrative import read_statements
from parsers.readers.html import read_html
from parsers.readers.markup import parse_markup
from parsers.record import Report
from parsers.sections import build_sections, outline_document
from parsers.tables import read_tables
from scraper.decode import decode_bytes
from scraper.reading import Page, read_page
from scraper.repair import repair_document, repair_markup

ROUNDS = 15
CALLS = 5
Stage = tuple[str, Callable[[], object]]


def stages(data: bytes) -> list[Stage]:
    """Give each stage of the way as a call that does only this stage."""
    decoded = decode_bytes(data)
    text, _ = repair_markup(decoded.text)
    document, _ = repair_document(read_html(text))
    assembled = assemble_tables(document)
    outlined, outline = outline_document(assembled)
    reading, _ = read_tables(outlined, outline)
    claimed = frozenset(reading.claimed)
    sections, _ = build_sections(outlined, outline, claimed)
    report = read_page(Page(data))
    plain = report.model_dump()
    return [
        ("decode", lambda: decode_bytes(data)),
        ("parse markup", lambda: parse_markup(text)),
        ("parse markup and walk to blocks", lambda: read_html(text)),
        ("repair", lambda: (repair_markup(decoded.text), repair_document(document))),
        ("assembly", lambda: assemble_tables(document)),
        ("outline", lambda: outline_document(assembled)),
        ("tables", lambda: read_tables(outlined, outline)),
        ("sections", lambda: build_sections(outlined, outline, claimed)),
        ("identity", lambda: read_identity(outlined, outline, sections)),
        ("statements", lambda: read_statements(sections)),
        ("validate", lambda: Report.model_validate(plain)),
        ("checks", lambda: run_checks(report)),
        ("JSON", report.to_json),
    ]


def measure(calls: list[Stage]) -> dict[str, float]:
    """Give the median time of each call in milliseconds; all calls take turns in every round."""
    times: dict[str, list[float]] = {name: [] for name, _ in calls}
    for _ in range(ROUNDS):
        for name, call in calls:
            start = time.process_time()
            for _ in range(CALLS):
                call()
            times[name].append((time.process_time() - start) / CALLS * 1000)
    return {name: statistics.median(values) for name, values in times.items()}


def whole(data: bytes) -> list[Stage]:
    """Give the floor and the whole way for one page."""
    text = decode_bytes(data).text
    return [
        ("lxml", lambda: etree.fromstring(text, etree.HTMLParser())),
        ("soup", lambda: _soup_cells(text)),
        ("whole", lambda: read_page(Page(data)).to_json()),
    ]


def _soup_cells(text: str) -> list[str]:
    """Give the texts of all cells by BeautifulSoup: far less than the whole way does."""
    soup = BeautifulSoup(text, "lxml")
    return [cell.get_text() for cell in soup.find_all(["td", "th"])]


def table(header: list[str], rows: list[list[str]]) -> list[str]:
    """Give a Markdown table."""
    lines = ["| " + " | ".join(header) + " |", "|" + "---|" * len(header)]
    return lines + ["| " + " | ".join(row) + " |" for row in rows]


def report_pages(found: dict[str, bytes]) -> list[str]:
    """Measure every page as a whole."""
    rows = []
    for name, data in found.items():
        times = measure(whole(data))
        ratio = times["whole"] / times["lxml"]
        soup = times["soup"] / times["whole"]
        speed = f"{1000 / times['whole']:.0f}"
        rows.append([name, f"{len(data) / 1000:.0f}", f"{ratio:.1f}", f"{soup:.1f}", speed])
    return table(
        [
            "page",
            "KB",
            "whole way ÷ lxml parse",
            "BeautifulSoup ÷ whole way",
            "pages/s, one process",
        ],
        rows,
    )


def report_stages(data: bytes) -> list[str]:
    """Measure every stage of one page; reading without the parse is told apart."""
    times = measure(stages(data))
    parse = times.pop("parse markup")
    times = {"decode": times.pop("decode"), "parse": parse, **times}
    times["walk to blocks"] = times.pop("parse markup and walk to blocks") - parse
    total = sum(times.values())
    ranked = sorted(times.items(), key=lambda item: -item[1])
    return table(["stage", "share"], [[n, f"{100 * t / total:.0f} %"] for n, t in ranked])


def profile(data: bytes) -> None:
    """Print the functions that take the most time."""
    profiler = cProfile.Profile()
    profiler.runcall(lambda: [read_page(Page(data)).to_json() for _ in range(40)])
    pstats.Stats(profiler).sort_stats("tottime").print_stats(30)


def main() -> None:
    """Measure, print, and write docs/performance.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--profile", action="store_true", help="print the hot functions instead")
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "performance.md")
    arguments = parser.parse_args()
    found = pages()
    word = found["Word-style, UTF-8"]
    if arguments.profile:
        profile(word)
        return
    lines = [
        "# Speed",
        "",
        "Written by `make bench` (`python benchmarks/parse_speed.py`). Medians of CPU time over interleaved",
        "rounds in one run, on two shared cores: ratios and shares are what to read, pages per second are of",
        "that machine. The whole way is bytes → record → JSON with all repairs and checks on; BeautifulSoup",
        "only parses (with lxml) and takes the texts of the cells. `python benchmarks/scale.py` measures two",
        "processes and the growth of memory.",
        "",
        *report_pages(found),
        "",
        "Shares of the stages on the Word-style page:",
        "",
        *report_stages(word),
        "",
    ]
    text = "\n".join(lines)
    print(text)
    write_section(arguments.out, "parsing", text)


if __name__ == "__main__":
    main()
