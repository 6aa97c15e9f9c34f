"""Repairs: named, counted, each can be switched off; the published text always stays beside.

Order, and why:

1. ``mojibake`` of whole pages and ``obfuscated_email`` before the markup is read: the reader takes some of
   the bytes for blanks, and the address is lost once tags are gone. ``published`` is the text decoded
   again, as if it had been decoded right at once.
2. ``mojibake`` first of the text repairs: until a text is decoded right no other table applies.
3. ``shifted`` next, on the lines as published: it looks damaged lines up whole.
4. ``invisible`` and ``radicals``, so that characters stand side by side as they are meant.
5. ``glued_pinyin`` before ``traditional``: readings are checked against the traditional character, and
   phrases must be whole before they are converted.
6. ``traditional`` last, by phrases, only on pages that are traditional as a whole.
7. ``lost_text`` changes nothing: it counts what cannot be restored.
"""

from __future__ import annotations

from collections.abc import Iterable

from parsers.findings import make_finding
from parsers.model import RepairStep
from parsers.record import Finding
from scraper.repair.plan import repair_document, repair_markup, repair_text
from scraper.repair.tables import Repair, repairs

__all__ = [
    "Repair",
    "repair_document",
    "repair_findings",
    "repair_markup",
    "repair_text",
    "repairs",
]


def repair_findings(steps: Iterable[RepairStep]) -> list[Finding]:
    """Give the findings that repairs lead to, one a code, in the order of the repairs."""
    counts: dict[str, int] = {}
    notes: dict[str, tuple[str, str]] = {}
    known = {repair.code: repair for repair in repairs()}
    for step in steps:
        code = known[step.code].finding
        if code is not None:
            counts[code] = counts.get(code, 0) + step.count
            title, title_zh = known[step.code].title, known[step.code].title_zh
            notes.setdefault(code, (step.note or title, step.note_zh or title_zh))
    return [
        make_finding(code, count=n, detail=notes[code][0], detail_zh=notes[code][1])
        for code, n in counts.items()
    ]
