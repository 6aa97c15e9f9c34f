"""A record for reading in the terminal: identity, verdict, tables, findings, statements."""

from __future__ import annotations

from collections.abc import Iterator

from rich.box import SIMPLE_HEAD
from rich.console import RenderableType
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from parsers.record import Finding, Report
from parsers.vocab import ANNEX, TableDef, all_tables, cell_key, load, tables
from scraper.view.outcomes import STYLES, findings_line, repairs_line, verdict

NONE_WORD = str(load("values")["word"][0])
MARKS = {"blank": "·", "dash": "—", "slash": "/", "word": NONE_WORD, "unreadable": "?"}
LEGEND = (
    f"· blank  — dash  / slash  {NONE_WORD} word for none  ? unreadable  * recovered by reasoning"
)
ORDER = {"error": 0, "warning": 1, "info": 2}
SEVERITY = {"error": "bold red", "warning": "yellow", "info": "dim"}


def record_view(report: Report) -> Iterator[RenderableType]:
    """Give the parts of a record in the order in which a person reads them."""
    yield _identity(report)
    for definition in _definitions(report):
        rows = report.tables.get(definition.code)
        heading = f"Table {definition.number} · {definition.en} · {definition.zh}"
        yield Text(f"\n{heading}", style="bold")
        yield _figures(report, definition) if rows else Text("not in the source", style="dim")
    yield Text(f"\n{LEGEND}", style="dim")
    yield _findings(report)
    if report.statements:
        yield _statements(report)


def _definitions(report: Report) -> list[TableDef]:
    """Give the tables to show: the annex of an older form, or the three of the later ones."""
    found = [t for t in all_tables() if t.code in report.tables]
    return found if found and found[-1].code == ANNEX else list(tables())


def _identity(report: Report) -> Table:
    identity, word = report.identity, verdict(report)
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(overflow="fold")
    period = f" ({identity.period.start} – {identity.period.end})" if identity.period else ""
    region = f"{identity.region_code or '?'} {identity.region_name or ''}"
    rows = {
        "report": report.id,
        "title": identity.title or "?",
        "publisher": f"{identity.publisher or '?'} · {identity.body or 'kind unknown'}",
        "region": region,
        "year": f"{identity.year or '?'}{period}",
        "published": identity.published_on or "?",
        "form": report.form or "not told by the labels",
        "source": report.source.url or report.source.uri or "?",
        "repairs": repairs_line(report),
        "findings": findings_line(report),
    }
    for name, value in rows.items():
        grid.add_row(name, escape(value))
    grid.add_row("verdict", f"[{STYLES[word]}]{word}[/]")
    return grid


def _figures(report: Report, definition: TableDef) -> Table:
    """Give one table with the columns that its rows have; each part of table 2 has its own."""
    if definition.parts:
        return _parts(report, definition)
    codes = [c.code for c in definition.columns if _has_column(report, definition.code, c.code)]
    shown = Table(pad_edge=False, box=SIMPLE_HEAD, padding=(0, 1, 0, 0))
    shown.add_column("", overflow="fold")
    for code in codes:
        shown.add_column(_short(definition.column(code).zh), justify="right")
    group = None
    for row in report.tables[definition.code]:
        parent = definition.row(row).parent
        if parent != group and parent is not None and parent not in report.tables[definition.code]:
            shown.add_row(_label(definition, parent))
        group = parent
        label = _label(definition, row)
        shown.add_row(label, *(_figure(report, cell_key(definition.code, row, c)) for c in codes))
    return shown


def _parts(report: Report, definition: TableDef) -> Table:
    shown = Table(pad_edge=False, show_header=False, box=None, padding=(0, 2, 0, 0))
    shown.add_column(overflow="fold")
    shown.add_column(overflow="fold")
    for row, columns in report.tables[definition.code].items():
        part = row.split(".", maxsplit=1)[0]
        figures = Text()
        for column in columns:
            label = definition.column(column, part)
            figures.append(f"{label.zh} ", style="dim")
            figures.append(_figure(report, cell_key(definition.code, row, column)))
            figures.append("   ")
        shown.add_row(_label(definition, row), figures)
    return shown


def _has_column(report: Report, code: str, column: str) -> bool:
    return any(column in columns for columns in report.tables[code].values())


def _short(label: str) -> str:
    """Give a column's label over two lines, so that seven columns fit into 80 characters."""
    half = (len(label) + 1) // 2
    return label if len(label) <= 3 else f"{label[:half]}\n{label[half:]}"


def _label(definition: TableDef, row: str) -> Text:
    found = definition.row(row)
    depth = row.count(".") if not definition.parts else 0
    text = Text("  " * depth + found.zh.partition("\uff08\u533a\u5206")[0])
    text.append(f"\n{'  ' * depth}{found.en}", style="dim")
    return text


def _figure(report: Report, key: str) -> Text:
    evidence = report.evidence.get(key)
    if evidence is None:
        return Text("")
    code, row, column = key.split("/")
    value = report.tables[code][row][column]
    if value is None:
        return Text(MARKS.get(evidence.state, "?"), style="dim")
    star = "*" if evidence.state in ("recovered", "recognised") else ""
    return Text(f"{value}{star}", style="bold" if value else "")


def _findings(report: Report) -> Table:
    shown = Table(
        title="\nFindings", title_justify="left", pad_edge=False, show_header=False, box=None
    )
    shown.add_column(no_wrap=True)
    shown.add_column(overflow="fold")
    ranked: list[Finding] = sorted(report.findings, key=lambda f: ORDER[f.severity])
    for finding in ranked:
        text = Text(finding.message)
        text.append(f"\n{finding.message_zh}", style="dim")
        shown.add_row(Text(finding.code, style=SEVERITY[finding.severity]), text)
    if not ranked:
        shown.add_row("none", "")
    return shown


def _statements(report: Report) -> Table:
    shown = Table(
        title="\nStatements", title_justify="left", pad_edge=False, show_header=False, box=None
    )
    shown.add_column(justify="right", no_wrap=True)
    shown.add_column(overflow="fold")
    for statement in report.statements:
        about = "about " if statement.approximate else ""
        text = Text(statement.cell, style="dim")
        text.append(f"\n“{statement.quote}”", style="default")
        shown.add_row(f"{about}{statement.value}{statement.unit or ''}", text)
    return shown
