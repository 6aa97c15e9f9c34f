"""Findings with their evidence: the cells they weigh, quoted from the reports of both years."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from parsers.audit import AuditFinding
from parsers.audit.model import AuditRule, Held
from parsers.checks.names import cell_name
from parsers.vocab import key_order, load
from scraper.comparison.compare import Comparison
from scraper.comparison.figures import place, raw
from scraper.pages.environment import moment, number

_CELLS = 8  # cells of a finding that are quoted
_SAID = 4  # sentences of the prose that are quoted
_BEFORE = "@-1:"

Rules = Mapping[str, AuditRule]


class Quote(NamedTuple):
    """A cell as published, where, and whether the finding weighs it."""

    raw: str
    place: str
    url: str | None
    used: bool


class EvidenceRow(NamedTuple):
    """A cell in the reports that a finding speaks of."""

    cell: str
    name: str
    quotes: list[Quote]


class Told(NamedTuple):
    """A finding with its evidence."""

    finding: AuditFinding
    message: str
    columns: list[str]  # over the quotes: a year, or a year and when a version was seen
    rows: list[EvidenceRow]
    left_off: int  # cells that are not quoted
    said: list[str]  # from the prose


class Witness(NamedTuple):
    """A report that is quoted."""

    name: str
    held: Held
    own: bool  # the report that the finding accuses


def told(finding: AuditFinding, comparison: Comparison, lang: str) -> Told:
    """Give a finding with the cells it speaks of, as both years publish them.

    Args:
        finding: Of the reports that are compared.
        comparison: With its rules.
        lang: ``zh`` or ``en``.
    """
    rules = comparison.book.rules
    witnesses = _witnesses(finding, comparison)
    weighed = dict(_weighed(finding, witnesses, rules))
    rows = [
        EvidenceRow(
            cell, _name(cell, lang), [_quote(w, cell, w.own in used, lang) for w in witnesses]
        )
        for cell, used in list(weighed.items())[:_CELLS]
    ]
    message = finding.message_zh if lang == "zh" else finding.message
    names = [witness.name for witness in witnesses] if rows else []
    said = _said(finding, comparison.held)
    return Told(finding, message, names, rows, max(len(weighed) - _CELLS, 0), said)


def _witnesses(finding: AuditFinding, comparison: Comparison) -> list[Witness]:
    """Give the accused report behind the one of the year before, or behind its earlier version."""
    held = comparison.held
    own = next((at for at, one in enumerate(held) if one.report.id == finding.report_ids[0]), None)
    if own is None:
        return []
    accused = Witness(str(held[own].year), held[own], own=True)
    rule = comparison.book.rules.get(finding.code)
    if rule is not None and rule.kind == "restated":
        olds = [one for one in comparison.earlier if one.report.id == accused.held.report.id]
        return [_version(one, own=at == len(olds)) for at, one in enumerate([*olds, held[own]])]
    before = [Witness(str(one.year), one, own=False) for one in held[max(own - 1, 0) : own]]
    named = [
        Witness(str(one.year), one, own=False)
        for at, one in enumerate(held)
        if one.report.id in finding.report_ids[1:] and at not in (own, own - 1)
    ]
    return sorted([*named, *before, accused], key=lambda witness: witness.held.year)


def _version(one: Held, *, own: bool) -> Witness:
    return Witness(f"{one.year} ({moment(one.report.source.retrieved_at)})", one, own=own)


def _weighed(
    finding: AuditFinding, witnesses: Sequence[Witness], rules: Rules
) -> Iterator[tuple[str, frozenset[bool]]]:
    """Give cells, each with whether it is weighed in the accused report, the other, or both."""
    both = frozenset((True, False))
    earlier = _earlier_cells(finding, rules)
    own = [cell for cell in _cells(finding) if cell in key_order()]
    restated = all(w.held.report.id == finding.report_ids[0] for w in witnesses)
    for cell in own:
        yield cell, both if restated or cell in earlier else frozenset((True,))
    for cell in earlier:
        if cell not in own and cell in key_order():
            yield cell, frozenset((False,))
    yield from ((cell, both) for cell in _same_table(finding, witnesses, rules))


def _earlier_cells(finding: AuditFinding, rules: Rules) -> list[str]:
    """Give the cells of the year before that a rule over years weighs against those of a finding."""
    found: list[str] = []
    codes = {finding.code, *(one.code for one in finding.follow_ons)}
    for rule in rules.values():
        if rule.id in codes and rule.kind == "across":
            keys = [key.lstrip("-") for side in ("lhs", "rhs") for key in rule.data[side]]
            own = [key for key in keys if not key.startswith(_BEFORE)]
            before = [key.removeprefix(_BEFORE) for key in keys if key.startswith(_BEFORE)]
            cells = _filled(own, before, _cells(finding))
            found += [cell for cell in cells if cell not in found]
    return found


def _cells(finding: AuditFinding) -> list[str]:
    """Give the cells of a finding and of what follows from it."""
    every = (finding.cells, *(one.cells for one in finding.follow_ons))
    return list(dict.fromkeys(cell for cells in every for cell in cells))


def _filled(own: list[str], before: list[str], cells: list[str]) -> Iterator[str]:
    for pattern in own:
        shape = re.sub(r"\\\{\w+\\\}", "(.+)", re.escape(pattern))
        for cell in cells:
            match = re.fullmatch(shape, cell)
            if match:
                chosen = match[1] if match.groups() else ""
                yield from (re.sub(r"\{\w+\}", lambda _: chosen, one) for one in before)  # noqa: B023 -- used at once


def _same_table(finding: AuditFinding, witnesses: Sequence[Witness], rules: Rules) -> list[str]:
    """Give the figures above zero of a table that is the same as the year before."""
    rule = rules.get(finding.code)
    if rule is None or rule.kind != "same_table" or not witnesses:
        return []
    names = load("audit")["tables"]
    table = next((t for t in rule.data["tables"] if names[t]["en"] in finding.message), "")
    stated = witnesses[-1].held.stated
    return [cell for cell, value in stated.items() if value and cell.startswith(f"{table}/")]


def _name(cell: str, lang: str) -> str:
    name = cell_name(cell)
    return name.zh if lang == "zh" else name.en


def _quote(witness: Witness, cell: str, used: bool, lang: str) -> Quote:
    held = witness.held
    text, value = raw(held, cell), held.stated.get(cell)
    if text is None or not text.strip():
        text = number(value)
    return Quote(text, place(held, cell, lang), held.report.source.url, used)


def _said(finding: AuditFinding, held: Sequence[Held]) -> list[str]:
    """Give the sentences of the accused report's prose that state a cell of a finding."""
    own = [one.report for one in held if one.report.id == finding.report_ids[0]]
    found = [s.quote for report in own for s in report.statements if s.cell in _cells(finding)]
    return list(dict.fromkeys(found))[:_SAID]
