"""``gongkai check``: what does not add up, in one record or in a whole dataset."""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console

from parsers.audit import audit, verdict_of
from scraper.accepted import Sorted, read_accepted, sort_out
from scraper.collection import load_collection
from scraper.errors import EXIT_OK, EXIT_SOME_FAILED
from scraper.store import write_whole
from scraper.view.audit import audit_view, by_rule

RANKS = {"never": 3, "error": 2, "warning": 1, "info": 0}
_RANK = {"error": 2, "warning": 1, "info": 0}


def run(arguments: argparse.Namespace) -> int:
    """Check; the exit status is 1 where something as grave as ``--fail-on`` is found."""
    collection = load_collection(Path(arguments.path))
    accepted = read_accepted(Path(arguments.accept) if arguments.accept else None)
    findings = audit(collection.reports, complete=arguments.complete, earlier=collection.earlier)
    found = sort_out(findings, accepted, datetime.now(UTC).date())
    _print(arguments, found, len(collection.reports))
    if arguments.html:
        from scraper.comparison.pages import audit_page

        page = audit_page(len(collection.reports), found, by_rule(found.open), arguments.lang)
        write_whole(Path(arguments.html), page.encode("utf-8"))
    worst = max((_RANK[finding.severity] for finding in found.open), default=-1)
    return EXIT_SOME_FAILED if worst >= RANKS[arguments.fail_on] else EXIT_OK


def _print(arguments: argparse.Namespace, found: Sorted, reports: int) -> None:
    if arguments.json:
        print(json.dumps(_told(found, reports), ensure_ascii=False, indent=2))
    elif arguments.jsonl:
        for finding in found.open:
            print(json.dumps(sarif_result(finding.model_dump()), ensure_ascii=False))
    elif not arguments.quiet:
        Console(highlight=False).print(audit_view(found, reports, arguments.lang))
    for entry in found.unused:
        print(f"accepted, and not found any more: {entry.rule} {entry.report}", file=sys.stderr)


def _told(found: Sorted, reports: int) -> dict[str, object]:
    return {
        "verdict": verdict_of(found.open),
        "reports": reports,
        "counts": dict(Counter(finding.severity for finding in found.open)),
        "findings": [finding.model_dump() for finding in found.open],
        "accepted": [
            {**finding.model_dump(), "reason": entry.reason, "who": entry.who}
            for finding, entry in found.accepted
        ],
    }


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
        "properties": {"expected": finding["expected"], "actual": finding["actual"]},
    }
