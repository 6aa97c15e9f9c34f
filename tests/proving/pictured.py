"""Reports whose tables are pictures: drawn by a browser, worn, read and scored cell by cell.

``python -m tests.proving.pictured`` reads a number of reports in every wear and prints the table;
``--write docs/accuracy.md`` also writes it there, ``--pin`` raises the floors, ``--peer`` reads the same
pictures by whole-page OCR as well. Pixels depend on browser and fonts, so the floors hold shares alone.
"""

from __future__ import annotations

import argparse
import html
import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import NamedTuple

from scraper.reading import Page, read_page
from tests.proving.dice import Dice
from tests.proving.drawing import draw_style, pictures_of, print_sheets, sheet, tables_of
from tests.proving.page import ProvingPage, words, write_report
from tests.proving.page_of_docs import write_section
from tests.proving.score import MISSING, RIGHT, SILENT, WARNED, Score, score_page
from tests.proving.wear import WEARS, worn

FLOORS = Path(__file__).with_name("floors_pictures.json")
SECTION = "## Tables that are pictures"
NUMBERS = {"plain": 8.0, "full-width": 1.0, "unit": 1.0, "grouped": 1.0, "zero blank": 1.0,
           "zero dash": 1.0, "zero slash": 0.5}  # fmt: skip
CLEAN_FLOOR, WORN_FLOOR = 99.5, 98.0  # per cent of cells; the least that is promised
PAGES, SEED = 40, 1
_TABLE = re.compile(r"<table.*?</table>", re.DOTALL)

Tables = list[str]


class Report(NamedTuple):
    """A report as it was written, before its tables become pictures."""

    number: int
    page: bytes  # with <img src="0.png"> and so on in the place of the tables
    sheets: Tables
    truth: dict[str, int | float | None]
    year: int
    publisher: str
    numbers: str


def write_pictured(seed: int, number: int) -> Report:
    """Write a report whose three tables are pictures."""
    dice = Dice(f"gongkai/pictures/{seed}/{number}")
    body, region = dice.pick(words()["bodies"])
    year = dice.integer(2019, 2024)
    numbers = dice.weighted(NUMBERS)
    title, content, truth = write_report(dice, body, region, year, tables="clean", numbers=numbers)
    style = draw_style(dice)
    sheets = [sheet(table, style) for table in tables_of(content)]
    images = iter(range(len(sheets)))
    shown = _TABLE.sub(lambda _: f'<p><img src="{next(images)}.png"></p>', content)
    page = (
        f"<!DOCTYPE html><meta charset=utf-8><title>{html.escape(title)}</title>"
        f"<h1>{html.escape(title)}</h1>{shown}"
    )
    return Report(number, page.encode(), sheets, truth, year, body, numbers)


class Worn(NamedTuple):
    """A report in one wear."""

    report: Report
    wear: str
    pictures: dict[str, bytes]


def wear_out(reports: Sequence[Report], wears: Iterable[str], seed: int) -> Iterator[Worn]:
    """Draw the tables of reports, and give each report in each wear."""
    printed = print_sheets([one for report in reports for one in report.sheets])
    wanted = list(wears)
    for scale in sorted({WEARS[wear][0] for wear in wanted}):
        drawn = iter(pictures_of(printed, scale))
        for report in reports:
            own = [next(drawn) for _ in report.sheets]
            for wear in (wear for wear in wanted if WEARS[wear][0] == scale):
                dice = Dice(f"gongkai/wear/{seed}/{report.number}/{wear}")
                files = {f"{n}.png": worn(dice, wear, one) for n, one in enumerate(own)}
                yield Worn(report, wear, files)


def read_worn(one: Worn) -> Score:
    """Read a report and its pictures as a user would, and score it."""
    report = one.report
    traits = {"wear": one.wear, "numbers": report.numbers, "damage": "none", "markup": "none",
              "script": "simplified", "charset": "UTF-8"}  # fmt: skip
    page = ProvingPage(
        report.number, report.page, "text/html", "", traits, "", report.year, report.publisher,
        report.truth, frozenset(), (),
    )  # fmt: skip
    return score_page(page, read_page(Page(report.page, pictures=one.pictures.get)))


Reader = Callable[[Worn], Score]


def evaluate(
    pages: int,
    wears: Sequence[str],
    *,
    seed: int = SEED,
    workers: int = 1,
    read: Reader = read_worn,
) -> list[Score]:
    """Score the first reports of a seed in each wear."""
    reports = [write_pictured(seed, number) for number in range(pages)]
    worn_out = wear_out(reports, wears, seed)
    if workers == 1:
        return [read(one) for one in worn_out]
    with ProcessPoolExecutor(workers) as pool:
        return list(pool.map(read, worn_out))


def shares(scores: Iterable[Score]) -> dict[str, Counter[str]]:
    """Add the cells up by wear."""
    found: dict[str, Counter[str]] = {}
    for score in scores:
        found.setdefault(score.traits["wear"], Counter()).update(score.cells)
    return {wear: found[wear] for wear in WEARS if wear in found}


def right(cells: Counter[str]) -> float:
    """Give the share of cells that were read right, in per cent."""
    return 100 * cells[RIGHT] / max(cells.total(), 1)


def table(found: dict[str, Counter[str]], peer: dict[str, Counter[str]]) -> Iterator[str]:
    """Give the shares as lines of a Markdown table."""
    yield "| wear | cells | right % | missing | wrong, warned | wrong, silent | whole-page OCR, right % |"
    yield "|---|---:|---:|---:|---:|---:|---:|"
    for wear, cells in found.items():
        beside = f"{right(peer[wear]):.2f}" if wear in peer else "–"
        yield (
            f"| {wear} | {cells.total()} | {int(right(cells) * 1000) / 1000:.3f} | {cells[MISSING]} |"
            f" {cells[WARNED]} | {cells[SILENT]} | {beside} |"
        )


def broken_floors(found: dict[str, Counter[str]], floors: dict[str, float]) -> list[str]:
    """Give a line for each floor that does not hold; one wrong cell in 10,000 may be silent."""
    lines = [
        f"{wear}: {right(found[wear]):.3f} is below the floor {least}"
        for wear, least in floors.items()
        if wear in found and right(found[wear]) < least
    ]
    cells = sum((one for one in found.values()), Counter())
    if cells[SILENT] * 10_000 > cells.total():
        lines.append(f"{cells[SILENT]} of {cells.total()} cells are wrong in silence")
    return lines


def load_floors(pages: int, seed: int = SEED) -> dict[str, float]:
    """Give the floors by wear: what was reached once with these reports, else what is promised."""
    loaded: dict[str, dict[str, float]] = json.loads(FLOORS.read_text(encoding="utf-8"))
    return {**loaded["promised"], **loaded.get(_corpus(pages, seed), {})}


def _corpus(pages: int, seed: int) -> str:
    return str(pages) if seed == SEED else f"{pages} of seed {seed}"


def pin(pages: int, found: dict[str, Counter[str]], seed: int = SEED) -> None:
    """Raise the floors for some reports to what was reached."""
    loaded = json.loads(FLOORS.read_text(encoding="utf-8"))
    old = load_floors(pages, seed)
    reached = {wear: int(right(cells) * 1000) / 1000 for wear, cells in found.items()}
    loaded[_corpus(pages, seed)] = {wear: max(old[wear], share) for wear, share in reached.items()}
    FLOORS.write_text(json.dumps(loaded, indent=1) + "\n", encoding="utf-8")


def main() -> int:
    """Run the evaluation; gives 1 where a floor does not hold."""
    parser = argparse.ArgumentParser(prog="python -m tests.proving.pictured", description=__doc__)
    parser.add_argument("--pages", type=int, default=PAGES)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--wear", action="append", choices=list(WEARS), help="only this one")
    parser.add_argument("--mistakes", type=int, default=0, metavar="N", help="show N reports")
    parser.add_argument(
        "--peer", type=int, default=0, metavar="N", help="N reports by whole-page OCR"
    )
    parser.add_argument("--write", type=Path, metavar="FILE")
    parser.add_argument("--pin", action="store_true", help="raise the floors to what was reached")
    arguments = parser.parse_args()
    wears = arguments.wear or list(WEARS)
    scores = evaluate(arguments.pages, wears, seed=arguments.seed, workers=arguments.workers)
    found, peer = shares(scores), _peer(arguments, wears)
    lines = list(table(found, peer))
    print("\n".join([*lines, *_mistakes(scores, arguments.mistakes)]))
    if arguments.write:
        write_section(arguments.write, SECTION, [*_about(arguments), "", *lines])
    if arguments.pin:
        pin(arguments.pages, found, arguments.seed)
    broken = broken_floors(found, load_floors(arguments.pages, arguments.seed))
    print("\n".join(broken))
    return 1 if broken else 0


def _peer(arguments: argparse.Namespace, wears: Sequence[str]) -> dict[str, Counter[str]]:
    if not arguments.peer:
        return {}
    from tests.proving.whole_page import read_whole_page

    scores = evaluate(arguments.peer, wears, seed=arguments.seed, read=read_whole_page)
    return shares(scores)


_ABOUT = """\
Written by `make pictures`: {pages} reports, seed {seed}, each in every wear. Chromium draws the three tables of a report,
`tests/proving/wear.py` wears them out, and the page that shows them is read with the extra `ocr`. Floors are pinned in
`tests/proving/floors_pictures.json`; *missing* are figures in doubt that no sum decides, each with its finding.

Whole-page OCR ({peer} of the reports) is rapidocr's own detection and recognition on our straightened table, its words
put into our grid and read by the same code: all that it lacks are the single cells.
"""


def _about(arguments: argparse.Namespace) -> list[str]:
    told = {"pages": arguments.pages, "seed": arguments.seed, "peer": arguments.peer}
    return _ABOUT.format(**told).rstrip().splitlines()


def _mistakes(scores: Sequence[Score], limit: int) -> Iterator[str]:
    for score in [score for score in scores if not score.page_right][:limit]:
        yield f"report {score.number}, {score.traits['wear']}, {score.traits['numbers']}"
        yield from (f"    {line}" for line in score.wrong)


if __name__ == "__main__":
    sys.exit(main())
