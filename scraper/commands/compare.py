"""``gongkai compare``: one body over years, or many bodies in one year."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console, RenderableType

from parsers.record import Report
from scraper.accepted import read_accepted
from scraper.auditing import read_book
from scraper.collection import load_collection
from scraper.comparison.compare import Comparison, Terms, compare
from scraper.comparison.pages import compare_page, ranking_page
from scraper.comparison.ranking import Ranking, rank
from scraper.comparison.tables import as_csv, ranking_csv, ranking_rows
from scraper.errors import EXIT_OK, UsageError
from scraper.store import write_whole
from scraper.view.comparison import comparison_view, ranking_view


def run(arguments: argparse.Namespace) -> int:
    """Compare; a page, a table and JSON are written beside each other."""
    years = _years(arguments.years)
    if arguments.publisher is None and len(years) != 1:
        raise UsageError("without --publisher name one year: the bodies of it are ranked")
    if arguments.publisher is None and (arguments.accept or arguments.rules):
        raise UsageError("--accept and --rules need --publisher: a ranking asks no rules")
    if arguments.publisher is not None and len(years) < 2:
        raise UsageError("--years A,B: name two years or more")
    terms = _terms(arguments)
    collection = load_collection(arguments.path, _wanted(arguments, years))
    if arguments.publisher is None:
        ranking = rank(collection.reports, years[0], arguments.region)
        _write(
            arguments, lambda: ranking_page(ranking, arguments.lang), lambda: ranking_csv(ranking)
        )
        _print(arguments, lambda: ranking_json(ranking), ranking_view(ranking, arguments.lang))
    else:
        comparison = compare(collection, arguments.publisher, years, terms)
        _write(
            arguments, lambda: compare_page(comparison, arguments.lang), lambda: as_csv(comparison)
        )
        _print(arguments, lambda: as_json(comparison), comparison_view(comparison, arguments.lang))
    return EXIT_OK


def _wanted(arguments: argparse.Namespace, years: list[int]) -> Callable[[Report], bool]:
    """Say which records are kept while a collection is read, however large it is."""
    if arguments.publisher is None:
        return lambda report: report.identity.year in years
    region = arguments.region or ""
    return lambda report: (
        arguments.publisher in (report.identity.publisher or "")
        and (report.identity.region_code or "").startswith(region)
    )


def _terms(arguments: argparse.Namespace) -> Terms:
    book = read_book(Path(arguments.rules) if arguments.rules else None)
    accepted = read_accepted(Path(arguments.accept) if arguments.accept else None)
    return Terms(book, accepted, datetime.now(UTC).date())


def _years(text: str) -> list[int]:
    try:
        if "-" in text:
            first, last = (int(part) for part in text.split("-"))
            return list(range(first, last + 1))
        return sorted({int(part) for part in text.split(",")})
    except ValueError:
        raise UsageError(f"--years {text}: write 2022,2023 or 2019-2023") from None


def _write(
    arguments: argparse.Namespace, page: Callable[[], str], table: Callable[[], str]
) -> None:
    for name, give in ((arguments.html, page), (arguments.csv, table)):
        if name:
            write_whole(Path(name), give().encode("utf-8"))


def _print(
    arguments: argparse.Namespace,
    told: Callable[[], dict[str, object]],
    view: Iterable[RenderableType],
) -> None:
    if arguments.json:
        print(json.dumps(told(), ensure_ascii=False, indent=2))
    elif not arguments.quiet:
        console = Console(highlight=False)
        for part in view:
            console.print(part)


def as_json(comparison: Comparison) -> dict[str, object]:
    """Give a comparison as JSON."""
    return {
        "publisher": comparison.publisher,
        "years": comparison.years,
        "verdict": comparison.verdict,
        "key_numbers": [number._asdict() for number in comparison.numbers],
        "findings": [finding.model_dump() for finding in comparison.findings],
        "accepted": [
            {**finding.model_dump(), "reason": entry.reason, "who": entry.who}
            for finding, entry in comparison.accepted
        ],
        "changes": [change._asdict() for change in comparison.changes],
        "restated": [one._asdict() for one in comparison.restated],
        "versions": [
            {
                "report_id": step.now.report.id,
                "retrieved_at": [one.report.source.retrieved_at for one in (step.before, step.now)],
                "sha256": [one.report.source.sha256 for one in (step.before, step.now)],
                "cells": len(step.cells),
                "sections": [section.code for section in step.texts],
            }
            for step in comparison.steps
        ],
        "texts": [
            {
                "section": one.code,
                "similarity": round(one.similarity, 3),
                "gone": [piece.text for piece in one.pieces if piece.kind == "gone"],
                "new": [piece.text for piece in one.pieces if piece.kind == "new"],
            }
            for one in comparison.texts
        ],
        "sources": [
            {"report_id": one.report.id, **one.report.source.model_dump()}
            for one in comparison.held
        ],
    }


def ranking_json(ranking: Ranking) -> dict[str, object]:
    """Give a ranking as JSON, with the distributions."""
    spreads = {
        name: {**spread._asdict(), "bins": [one._asdict() for one in spread.bins]}
        for name, spread in ranking.spreads().items()
    }
    return {"year": ranking.year, "rows": ranking_rows(ranking), **spreads}
