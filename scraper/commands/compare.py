"""``gongkai compare``: one body over years, or many bodies in one year."""

from __future__ import annotations

import argparse
import csv
import io
import json
from pathlib import Path

from rich.box import SIMPLE_HEAD
from rich.console import Console, Group
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from scraper.accepted import Sorted
from scraper.collection import load_collection
from scraper.comparison.compare import Comparison, compare
from scraper.comparison.figures import KeyNumber
from scraper.comparison.pages import compare_page
from scraper.comparison.ranking import Ranked, rank
from scraper.comparison.words import words
from scraper.errors import EXIT_OK, UsageError
from scraper.store import write_whole
from scraper.view.audit import audit_view

FIELDS = ("cell", "name_zh", "name_en", "before", "now", "raw_before", "raw_now", "place_before",
          "place_now")  # fmt: skip
_MOST = 30


def run(arguments: argparse.Namespace) -> int:
    """Compare; a page, a table and JSON are written beside each other."""
    collection = load_collection(Path(arguments.path))
    years = _years(arguments.years)
    if arguments.publisher is None:
        if len(years) != 1:
            raise UsageError("without --publisher name one year: the bodies of it are ranked")
        _print_ranking(rank(collection.reports, years[0], arguments.region), arguments)
        return EXIT_OK
    if len(years) < 2:
        raise UsageError("--years A,B: name two years or more")
    comparison = compare(collection, arguments.publisher, years)
    if arguments.html:
        page = compare_page(comparison, arguments.lang)
        write_whole(Path(arguments.html), page.encode("utf-8"))
    if arguments.csv:
        write_whole(Path(arguments.csv), as_csv(comparison).encode("utf-8"))
    if arguments.json:
        print(json.dumps(as_json(comparison), ensure_ascii=False, indent=2))
    elif not arguments.quiet:
        Console(highlight=False).print(_view(comparison, arguments.lang))
    return EXIT_OK


def _years(text: str) -> list[int]:
    try:
        if "-" in text:
            first, last = (int(part) for part in text.split("-"))
            return list(range(first, last + 1))
        return sorted({int(part) for part in text.split(",")})
    except ValueError:
        raise UsageError(f"--years {text}: write 2022,2023 or 2019-2023") from None


def as_json(comparison: Comparison) -> dict[str, object]:
    """Give a comparison as JSON."""
    return {
        "publisher": comparison.publisher,
        "years": comparison.years,
        "verdict": comparison.verdict,
        "key_numbers": [number._asdict() for number in comparison.numbers],
        "findings": [finding.model_dump() for finding in comparison.findings],
        "changes": [change._asdict() for change in comparison.changes],
        "restated": [one._asdict() for one in comparison.restated],
        "texts": [
            {"section": one.code, "similarity": round(one.similarity, 3)}
            for one in comparison.texts
        ],
    }


def as_csv(comparison: Comparison) -> str:
    """Give the cells that changed, one a line, with a header."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(FIELDS)
    for change in comparison.changes:
        writer.writerow([*change[:7], *change.places])
    return out.getvalue()


def _view(comparison: Comparison, lang: str) -> Group:
    w = words(lang)
    table = Table(pad_edge=False, box=SIMPLE_HEAD, padding=(0, 1, 0, 0))
    table.add_column("")
    for year in comparison.years:
        table.add_column(str(year), justify="right")
    table.add_column(w["change"], justify="right")
    for number in comparison.numbers:
        table.add_row(w[number.code], *(_value(v, number) for v in number.values), _change(number))
    found = Sorted(comparison.findings, [], [])
    return Group(
        Text(comparison.publisher, style="bold"),
        table,
        audit_view(found, len(comparison.held), lang),
        Text(f"{len(comparison.changes)} {w['cells']}, {len(comparison.restated)} {w['restated']}"),
    )


def _value(value: float | None, number: KeyNumber) -> str:
    if value is None:
        return "–"
    return f"{value:.1%}" if number.is_rate else f"{value:,}"


def _change(number: KeyNumber) -> str:
    if number.change is None:
        return "–"
    return f"{number.change:+.1f} pp" if number.is_rate else f"{number.change:+.1%}"


def _print_ranking(ranked: list[Ranked], arguments: argparse.Namespace) -> None:
    rows = [
        {
            "rank": at,
            "report_id": one.held.report.id,
            "publisher": one.held.report.identity.publisher,
            "received": one.received,
            "closed": one.closed,
            "grant_rate": None if one.rate is None else round(one.rate, 4),
            "errors": one.errors,
        }
        for at, one in enumerate(ranked, 1)
    ]
    if arguments.json:
        print(json.dumps({"year": ranked[0].held.year, "rows": rows}, ensure_ascii=False, indent=2))
        return
    table = Table(pad_edge=False, box=SIMPLE_HEAD, padding=(0, 1, 0, 0))
    for name in rows[0]:
        table.add_column(
            name, justify="right" if name not in ("publisher", "report_id") else "left"
        )
    for row in rows[:_MOST]:
        table.add_row(*("–" if value is None else escape(str(value)) for value in row.values()))
    Console(highlight=False).print(table)
    if len(rows) > _MOST:
        print(f"and {len(rows) - _MOST} more; --json gives all")
