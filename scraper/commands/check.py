"""``gongkai check``: what does not add up, in one record or in a whole dataset."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TypeVar

from rich.console import Console
from rich.progress import Progress, TextColumn, TimeElapsedColumn

from parsers.audit import AuditFinding, verdict_of
from scraper.accepted import Accepted, read_accepted
from scraper.auditing import Audited, audit_records, read_book
from scraper.collection import read_records
from scraper.errors import EXIT_OK, EXIT_SOME_FAILED, InputError
from scraper.store import write_whole
from scraper.view.audit import audit_view

T = TypeVar("T")
RANKS = {"never": 3, "error": 2, "warning": 1, "info": 0}


def run(arguments: argparse.Namespace) -> int:
    """Check; the exit status is 1 where something as grave as ``--fail-on`` is found."""
    book = read_book(Path(arguments.rules) if arguments.rules else None)
    accepted = read_accepted(Path(arguments.accept) if arguments.accept else None)
    today = datetime.now(UTC).date()
    with _progress(arguments) as progress:
        audited = audit_records(
            _watched(read_records(arguments.path), progress, "records read"),
            book,
            accepted,
            today,
            complete=arguments.complete,
            watched=lambda findings: _watched(findings, progress, "findings"),
        )
    if not audited.reports:
        raise InputError(f"{arguments.path} holds no record")
    _print(arguments, audited, today)
    if arguments.html:
        from scraper.comparison.pages import audit_page

        page = audit_page(audited.reports, audited.found, audited.groups, arguments.lang)
        write_whole(Path(arguments.html), page.encode("utf-8"))
    worst = max((RANKS[severity] for severity in audited.counts), default=-1)
    return EXIT_SOME_FAILED if worst >= RANKS[arguments.fail_on] else EXIT_OK


def _progress(arguments: argparse.Namespace) -> Progress:
    """Give counters for who waits at a terminal."""
    return Progress(
        TextColumn("{task.completed:,.0f} {task.description}"),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
        disable=arguments.quiet or not sys.stderr.isatty(),
    )


def _watched(items: Iterable[T], progress: Progress, name: str) -> Iterator[T]:
    task = progress.add_task(name, total=None)
    for item in items:
        yield item
        progress.advance(task)


def _print(arguments: argparse.Namespace, audited: Audited, today: date) -> None:
    if arguments.json:
        _print_object(audited, today)
    elif arguments.jsonl:
        for finding in audited.found.open:
            print(json.dumps(sarif_result(finding.model_dump()), ensure_ascii=False))
    elif not arguments.quiet:
        view = audit_view(audited.found, audited.reports, arguments.lang, audited.groups)
        Console(highlight=False).print(view)
    for entry in audited.found.unused:
        print(_unused(entry, today), file=sys.stderr)


def _unused(entry: Accepted, today: date) -> str:
    if entry.is_over(today):
        return f"accepted by {entry.who} until {entry.until}, which is over: {entry.rule} {entry.report}"
    return f"accepted, and not found any more: {entry.rule} {entry.report}"


def _print_object(audited: Audited, today: date) -> None:
    """Print one object; findings go out one after the other, however many there are."""
    head = {
        "verdict": verdict_of(group[0] for group in audited.groups),
        "reports": audited.reports,
        "counts": audited.counts,
        "not_found": [_entry(one) for one in audited.found.unused if not one.is_over(today)],
        "expired": [_entry(one) for one in audited.found.unused if one.is_over(today)],
    }
    print(json.dumps(head, ensure_ascii=False, indent=2)[:-2] + ",")
    _print_list("findings", (finding.model_dump() for finding in audited.found.open))
    print(",")
    _print_list("accepted", (_accepted(*one) for one in audited.found.accepted))
    print("\n}")


def _print_list(name: str, items: Iterable[dict[str, object]]) -> None:
    print(f'  "{name}": [', end="")
    mark = "\n"
    for item in items:
        print(mark + json.dumps(item, ensure_ascii=False, indent=2), end="")
        mark = ",\n"
    print("]", end="")


def _accepted(finding: AuditFinding, entry: Accepted) -> dict[str, object]:
    return {**finding.model_dump(), **_entry(entry)}


def _entry(entry: Accepted) -> dict[str, object]:
    told = {**entry._asdict(), "until": entry.until.isoformat() if entry.until else None}
    return {name: value for name, value in told.items() if value is not None}


def sarif_result(finding: dict[str, object]) -> dict[str, object]:
    """Give a finding as a line like a result of SARIF: rule, level, message, places."""
    levels = {"error": "error", "warning": "warning", "info": "note"}
    ids = finding["report_ids"]
    cells = finding["cells"]
    return {
        "ruleId": finding["code"],
        "level": levels[str(finding["severity"])],
        "message": {"text": finding["message"], "zh": finding["message_zh"]},
        "locations": [
            {"logicalLocations": [{"fullyQualifiedName": f"{ids[0]}#{cell}"}]}  # type: ignore[index]
            for cell in cells or [""]  # type: ignore[attr-defined]
        ],
        "relatedLocations": [{"logicalLocations": [{"name": one}]} for one in ids[1:]],  # type: ignore[index]
        "properties": {
            name: finding[name] for name in ("expected", "actual", "passages", "follow_ons")
        },
    }
