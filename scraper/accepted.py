"""Findings that a person has looked at and accepted, in a small file that the next run obeys.

TOML, one ``[[accepted]]`` table each: ``rule``, ``report`` (an id, or the beginning of ids with ``*``),
``reason`` and ``who``; optionally ``cell`` and ``until`` (YYYY-MM-DD, the last day on which it holds).
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from parsers.audit import AuditFinding
from scraper.errors import UsageError

_NEEDED = ("rule", "report", "reason", "who")
_KNOWN = (*_NEEDED, "cell", "until")


class Accepted(NamedTuple):
    """One accepted finding."""

    rule: str
    report: str
    reason: str
    who: str
    cell: str | None = None
    until: date | None = None

    def is_over(self, today: date) -> bool:
        """Say whether its last day has passed."""
        return self.until is not None and today > self.until

    def covers(self, finding: AuditFinding, today: date) -> bool:
        """Say whether it speaks of a finding, and still holds."""
        if self.is_over(today):
            return False
        own = finding.report_ids[0]
        same = own.startswith(self.report[:-1]) if self.report[-1] == "*" else own == self.report
        return same and finding.code == self.rule and self.cell in (None, *finding.cells)


class Sorted(NamedTuple):
    """Findings with the accepted ones apart."""

    open: Sequence[AuditFinding]
    accepted: Sequence[tuple[AuditFinding, Accepted]]
    unused: list[Accepted]  # speak of nothing any more, or have run out


def read_accepted(path: Path | None) -> list[Accepted]:
    """Read the file; none where no file is named; raises UsageError with the place."""
    if path is None:
        return []
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8")).get("accepted", [])
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(f"{path}: {error}") from error
    return [_entry(f"{path}, entry {number}", table) for number, table in enumerate(tables, 1)]


def _entry(place: str, table: dict[str, object]) -> Accepted:
    missing = [name for name in _NEEDED if not table.get(name)]
    unknown = [name for name in table if name not in _KNOWN]
    if missing or unknown:
        what = f"there is no {missing[0]}" if missing else f"there is no field {unknown[0]}"
        raise UsageError(f"{place}: {what}; fields are {', '.join(_KNOWN)}")
    until = table.get("until")
    if until is not None and not isinstance(until, date):
        try:
            until = date.fromisoformat(str(until))
        except ValueError:
            raise UsageError(f"{place}: until is no day (YYYY-MM-DD)") from None
    rule, report, reason, who = (str(table[name]) for name in _NEEDED)
    cell = str(table["cell"]) if "cell" in table else None
    return Accepted(rule, report, reason, who, cell, until)


def sort_out(findings: Iterable[AuditFinding], accepted: list[Accepted], today: date) -> Sorted:
    """Put the accepted findings apart."""
    left: list[AuditFinding] = []
    found: list[tuple[AuditFinding, Accepted]] = []
    for finding in findings:
        entry = next((one for one in accepted if one.covers(finding, today)), None)
        if entry is None:
            left.append(finding)
        else:
            found.append((finding, entry))
    used = {id(entry) for _, entry in found}
    return Sorted(left, found, [one for one in accepted if id(one) not in used])
