"""The codebook in words: tables with rows and columns, and the rules."""

from __future__ import annotations

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from parsers.checks import rule_book
from parsers.vocab import ColumnDef, RowDef, TableDef, all_tables


def codebook_view(code: str | None) -> list[RenderableType]:
    """Give the codebook, or what one code names: a table, row, column, cell or rule."""
    parts: list[RenderableType] = []
    for definition in all_tables():
        rows, columns = _chosen(definition, code)
        if rows or columns:
            title = (
                f"Table {definition.number} · {definition.code} · {definition.en} · {definition.zh}"
            )
            parts.append(Text(title, style="bold"))
            parts += [_listing("row", rows)] if rows else []
            parts += [_listing("column", columns)] if columns else []
    rules = [rule for rule in rule_book() if code is None or rule.startswith(code)]
    if rules:
        parts.append(_rules(rules))
    return parts


def _chosen(definition: TableDef, code: str | None) -> tuple[list[RowDef], list[ColumnDef]]:
    if code is None or code == definition.code:
        return list(definition.rows), list(definition.columns)
    table_code, _, rest = code.partition("/")
    row, _, column = rest.partition("/")
    if table_code == definition.code and row:
        rows = [r for r in definition.rows if r.code == row]
        return rows, [c for c in definition.columns if c.code == column]
    rows = [r for r in definition.rows if r.code == code or r.code.startswith(f"{code}.")]
    return rows, [c for c in definition.columns if c.code == code or c.code.startswith(f"{code}.")]


def _listing(name: str, items: list[RowDef] | list[ColumnDef]) -> Table:
    shown = Table(pad_edge=False)
    for heading in (name, "label", "in English", "forms", "unit", "also written"):
        shown.add_column(heading, overflow="fold")
    for item in items:
        code = (
            f"{item.part}: {item.code}" if isinstance(item, ColumnDef) and item.part else item.code
        )
        variants = ", ".join(item.variants)
        kind = f" ({item.kind})" if item.kind != "leaf" else ""
        shown.add_row(code, item.zh, item.en + kind, " ".join(item.forms), item.unit, variants)
    return shown


def _rules(names: list[str]) -> Table:
    shown = Table(title="Rules", title_justify="left", pad_edge=False)
    for heading in ("rule", "formula", "basis", "severity"):
        shown.add_column(heading, overflow="fold")
    for name in names:
        rule = rule_book()[name]
        shown.add_row(rule.id, f"{rule.formula_en}\n{rule.formula_zh}", rule.basis, rule.severity)
    return shown
