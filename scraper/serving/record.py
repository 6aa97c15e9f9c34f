"""A record as a page shows it: its tables with the state of each cell, and the findings that speak of them."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from parsers.audit.model import hold
from parsers.checks.names import code_name
from parsers.record import Finding, Report
from parsers.vocab import TableDef, all_tables, key_order
from scraper.comparison.figures import place
from scraper.pages.environment import number

# How a cell is shown that holds no figure; the word of a state stands in the cell's title.
SIGNS = {"blank": "\u00b7", "dash": "\u2014", "slash": "/", "word": "\u2205", "unreadable": "?"}


class Cell(NamedTuple):
    """A cell of a table."""

    shown: str
    raw: str
    state: str  # empty where the record holds no evidence
    place: str
    severity: str  # of the gravest finding that names it


class Block(NamedTuple):
    """Rows of a table that have the same columns; a column that a row lacks is None."""

    columns: list[str]
    rows: list[tuple[str, list[Cell | None]]]


class Table(NamedTuple):
    """A table of the form."""

    number: int
    name: str
    blocks: list[Block]


def tables_of(report: Report, lang: str) -> list[Table]:
    """Give the tables that a report has, as the form orders them."""
    graves = _graves(report.findings)
    return [
        Table(one.number, one.zh if lang == "zh" else one.en, _blocks(report, one, graves, lang))
        for one in all_tables()
        if report.tables.get(one.code)
    ]


def _graves(findings: list[Finding]) -> dict[str, str]:
    """Give the gravest severity that was told of a cell."""
    found: dict[str, str] = {}
    for severity in ("info", "warning", "error"):
        for finding in findings:
            if finding.severity == severity:
                found |= dict.fromkeys(finding.cells, severity)
    return found


def _blocks(report: Report, table: TableDef, graves: dict[str, str], lang: str) -> list[Block]:
    order, rows = key_order(), report.tables[table.code]
    last = len(order)
    grouped: dict[tuple[str, ...], list[str]] = {}

    def rank(row: str, column: str) -> tuple[int, str]:
        key = f"{table.code}/{row}/{column}"
        return order.get(key, last), key

    for row in sorted(
        rows, key=lambda row: min((rank(row, column) for column in rows[row]), default=(last, row))
    ):
        columns = tuple(sorted(rows[row], key=lambda column: rank(row, column)))
        grouped.setdefault(columns, []).append(row)
    held = hold(report)

    def cell(row: str, column: str) -> Cell:
        key = f"{table.code}/{row}/{column}"
        evidence = report.evidence.get(key)
        state, value = evidence.state if evidence else "", rows[row][column]
        shown = number(value) if value is not None else SIGNS.get(state, "–")
        raw = evidence.raw if evidence else ""
        return Cell(shown, raw, state, place(held, key, lang), graves.get(key, ""))

    return [
        Block(
            [_label(table.code, column, lang) for column in columns],
            [
                (_row_label(table.code, row, rows, lang), [cell(row, column) for column in columns])
                for row in chosen
            ],
        )
        for columns, chosen in grouped.items()
    ]


def _row_label(table: str, row: str, rows: Collection[str], lang: str) -> str:
    """Give the label of a row; behind that of its group, where the group has no row of its own."""
    group = row.rpartition(".")[0]
    label, above = _label(table, row, lang), _label(table, group, lang)
    own = "." in group and group not in rows and above != group
    return f"{above} \u203a {label}" if own else label


def _label(table: str, code: str, lang: str) -> str:
    name = code_name(table, code)
    return name.zh if lang == "zh" else name.en
