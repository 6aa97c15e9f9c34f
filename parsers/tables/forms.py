"""Which generation of the form a report uses, and what of that form it does not have."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from rapidfuzz import fuzz, process

from parsers.findings import make_finding
from parsers.labels import LIKE_ENOUGH
from parsers.model import Document, Outline, RawTable
from parsers.normal import label_core
from parsers.record import Finding
from parsers.tables.pictures import pictures_of
from parsers.tables.reading import TableReading, table_words
from parsers.vocab import load, table, tables


@lru_cache
def form_signs() -> dict[str, str]:
    """Give the form of every label that only one form has, keyed by the label's core."""
    return {label_core(sign): f["code"] for f in load("forms")["forms"] for sign in f["signs"]}


def tell_form(labels: Iterable[str]) -> tuple[str | None, list[str]]:
    """Give the form that labels belong to, and the labels that decided.

    Args:
        labels: Cores of the labels seen in the report's tables.

    Returns:
        ``A0|A|B|C``, ``B+C`` where both speak, or None where no label decides.

    >>> tell_form({"本年制发件数", "规章"})
    ('C', ['本年制发件数'])
    """
    signs = form_signs()
    seen: dict[str, list[str]] = {}
    for label in sorted(labels):
        form = signs.get(label) or _alike(label)
        if form is not None:
            seen.setdefault(form, []).append(label)
    if "B" in seen and "C" in seen:
        return "B+C", [*seen["B"], *seen["C"]]
    for form in ("C", "B", "A", "A0"):
        if form in seen:
            return form, seen[form]
    return None, []


@lru_cache(maxsize=4096)
def _alike(label: str) -> str | None:
    """Give the form of the sign that a damaged label is most like, if it is like one at all."""
    if len(label) < 5:
        return None
    found = process.extractOne(
        label, form_signs().keys(), scorer=fuzz.ratio, score_cutoff=LIKE_ENOUGH + 5
    )
    return form_signs()[found[0]] if found else None


@lru_cache(maxsize=64)
def official_rows(table_code: str, form: str | None) -> tuple[str, ...]:
    """Give the rows that print figures in a form (in both, where the form is mixed or unknown)."""
    forms = set(form.split("+")) if form else {"B", "C"}
    definition = table(table_code)
    local = set(load("forms").get("local_rows", ()))
    parts = {p.code: set(p.forms) for p in definition.parts}
    rows = []
    for row in definition.rows:
        needed = forms <= set(row.forms) and (row.part is None or forms <= parts[row.part])
        if row.kind != "group" and needed and row.code not in local:
            rows.append(row.code)
    return tuple(rows)


@lru_cache
def replaced_rows(table_code: str) -> tuple[str, ...]:
    """Give the groups that one form prints as a single row with figures of its own."""
    rules = load("forms")["replaces"]
    return tuple(rule["row"] for rule in rules if rule["table"] == table_code)


def missing_rows(table_code: str, present: Iterable[str], form: str | None) -> list[str]:
    """Give the rows of the form that a table does not have; a row may stand for its sub-rows.

    A form without those sub-rows prints the row itself, which is missed then.
    """
    have = set(present)
    wanted = list(official_rows(table_code, form))
    for rule in load("forms")["replaces"]:
        if rule["table"] != table_code:
            continue
        if rule["row"] in have:
            have |= set(rule["rows"])
        elif form == "B" and not have & set(rule["rows"]):
            wanted.append(rule["row"])
    return [row for row in wanted if row not in have]


def report_absences(
    reading: TableReading, form: str | None, document: Document, outline: Outline
) -> list[Finding]:
    """Make the findings on tables that are missing, pictures, or lack rows of the form."""
    findings = []
    for definition in tables():
        words = table_words(definition.code)
        present = reading.tables.get(definition.code)
        if not present:
            findings.append(_absent_table(definition.code, document, outline, words))
            continue
        cells = [value for row in present.values() for value in row.values()]
        if all(value is None for value in cells) and not _unplaced(reading, definition.code):
            findings.append(_empty_table(len(cells), words))
        missing = missing_rows(definition.code, present, form)
        if missing:
            findings.append(_absent_rows(definition.code, missing, words))
    findings += _lost_in_text(reading, document)
    return findings


def _absent_table(
    code: str, document: Document, outline: Outline, words: dict[str, Any]
) -> Finding:
    section = next((s for s in outline.sections if s.code == table(code).section), None)
    pictures = pictures_of(document, section) if section else []
    if pictures:
        return make_finding("S.TABLE_IMAGE", detail=pictures[0].url[-120:], **words)
    return make_finding("S.TABLE_MISSING", **words)


def _unplaced(reading: TableReading, code: str) -> bool:
    """Say whether a table has no figures because none could be placed; that is told elsewhere."""
    return code in reading.unplaced


def _empty_table(count: int, words: dict[str, Any]) -> Finding:
    parts = load("findings")["incomplete"]
    return make_finding(
        "S.TABLE_INCOMPLETE",
        detail=parts["empty_en"].format(count=count),
        detail_zh=parts["empty_zh"].format(count=count),
        **words,
    )


def _absent_rows(code: str, missing: list[str], words: dict[str, Any]) -> Finding:
    parts = load("findings")["incomplete"]
    labels = "; ".join(table(code).row(row).zh for row in missing)
    names = ", ".join(missing)
    return make_finding(
        "S.TABLE_INCOMPLETE",
        detail=parts["rows_en"].format(rows=names),
        detail_zh=parts["rows_zh"].format(rows=labels),
        **words,
    )


def _lost_in_text(reading: TableReading, document: Document) -> list[Finding]:
    """Say which text tables their reader knows to have lost cells."""
    parts = load("findings")["incomplete"]
    findings = []
    for block in sorted(reading.claimed):
        raw = document.blocks[block]
        if not isinstance(raw, RawTable) or raw.incomplete is None:
            continue
        code = _table_of_block(reading, raw)
        findings.append(
            make_finding(
                "S.TABLE_INCOMPLETE",
                detail=parts["lines_en"].format(reason=raw.incomplete),
                detail_zh=parts["lines_zh"].format(reason=raw.incomplete),
                **table_words(code),
            )
        )
    return findings


def _table_of_block(reading: TableReading, raw: RawTable) -> str:
    """Give the table that most evidence from a block belongs to."""
    lines = {cell.line for row in raw.rows for cell in row}
    votes: dict[str, int] = {}
    for key, evidence in reading.evidence.items():
        if evidence["at"].get("line") in lines:
            code = key.split("/", 1)[0]
            votes[code] = votes.get(code, 0) + 1
    return max(votes, key=lambda code: votes[code]) if votes else "proactive"
