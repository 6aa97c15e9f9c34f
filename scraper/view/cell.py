"""One cell explained: what was printed, where, how it was read, and which rules used it."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from parsers.checks import RuleUse, rules_using
from parsers.record import Evidence, LinePlace, PagePlace, Report, TablePlace
from parsers.vocab import table
from scraper.view.outcomes import repairs_line

STATES = {
    "stated": "a figure that the source states",
    "blank": "the cell stands there and is blank",
    "dash": "the cell holds a dash",
    "slash": "the cell holds a slash",
    "word": "the cell holds a word for none",
    "unreadable": "the text is no figure without doubt",
    "recovered": "place or digits had to be reasoned out",
    "recognised": "read from a picture",
}
STATUS = {
    "passed": "green",
    "failed": "bold red",
    "undecided": "yellow",
    "passed_with_blanks": "yellow",
}


def cell_view(report: Report, key: str) -> Iterator[RenderableType]:
    """Give the parts that explain one cell."""
    yield _origin(report, key)
    uses = rules_using(report, key)
    yield Text("\nRules that used it", style="bold")
    yield _rules(uses) if uses else Text("none", style="dim")
    yield from _mentions(report, key)


def _origin(report: Report, key: str) -> Table:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(overflow="fold")
    grid.add_row("cell", key)
    for name, label in _labels(key).items():
        grid.add_row(name, escape(label))
    evidence = report.evidence.get(key)
    if evidence is None:
        grid.add_row("value", "not printed in a table of this report")
    else:
        for name, text in _evidence(report, key, evidence).items():
            grid.add_row(name, escape(text))
    grid.add_row("source", escape(report.source.url or report.source.uri or "?"))
    grid.add_row("sha256", report.source.sha256)
    grid.add_row("repairs", escape(f"{repairs_line(report)} (of the whole page)"))
    return grid


def _labels(key: str) -> dict[str, str]:
    code, row, column = key.split("/")
    try:
        definition = table(code)
        found_row = definition.row(row)
        part = found_row.part
        found_column = definition.column(column, part)
    except (KeyError, ValueError):
        return {"label": "a figure that the form does not print"}
    return {
        "table": f"{definition.number} {definition.zh} · {definition.en}",
        "row": f"{found_row.zh} · {found_row.en}",
        "column": f"{found_column.zh} · {found_column.en}",
    }


def _evidence(report: Report, key: str, evidence: Evidence) -> dict[str, str]:
    code, row, column = key.split("/")
    value = report.tables[code][row][column]
    return {
        "value": "null" if value is None else str(value),
        "as published": f"“{evidence.raw}”",
        "state": f"{evidence.state}: {STATES[evidence.state]}{_certainty(evidence)}",
        "place": _place(evidence.at),
    }


def _certainty(evidence: Evidence) -> str:
    return "" if evidence.score is None else f", certain by {evidence.score}"


def _place(at: TablePlace | LinePlace | PagePlace) -> str:
    if isinstance(at, TablePlace):
        return f"table {at.table}, row {at.row}, column {at.column} of the source, counted from 0"
    if isinstance(at, LinePlace):
        return f"line {at.line} of the source"
    return f"page {at.page}, box {at.bbox}" + (f" of {at.picture}" if at.picture else "")


def _rules(uses: list[RuleUse]) -> Table:
    shown = Table(pad_edge=False, show_header=False, box=None, padding=(0, 1))
    shown.add_column(no_wrap=True)
    shown.add_column(overflow="fold")
    for use in uses:
        text = Text(use.status.replace("_", " "), style=STATUS[use.status])
        text.append(f"  {use.formula_zh} · {use.formula_en} ({use.basis})\n", style="default")
        text.append(_numbers(use), style="dim")
        shown.add_row(use.rule, text)
    return shown


def _numbers(use: RuleUse) -> str:
    """Give the figures that a rule saw; a blank is shown as one."""
    sides = {"+": [], "-": []}  # type: dict[str, list[str]]
    for sign, _, value in use.terms:
        sides[sign].append("blank" if value is None else str(value))
    return f"{' + '.join(sides['+'])} {use.op} {' + '.join(sides['-'])}"


def _mentions(report: Report, key: str) -> Iterator[RenderableType]:
    stated = [s for s in report.statements if s.cell == key]
    if stated:
        yield Text("\nSaid in the prose", style="bold")
        for statement in stated:
            yield Text(f"{statement.value}{statement.unit or ''}  “{statement.quote}”")
    found = [f for f in report.findings if key in f.cells]
    if found:
        yield Text("\nFindings on it", style="bold")
        for finding in found:
            yield Text(f"{finding.code}  {finding.message}")
