"""Two releases in the terminal: reports, then tables with the columns that changed and examples."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rich.console import Group
from rich.text import Text

from scraper.dataset.diff import EXAMPLES, KEYS, Diff, TableDiff

_LONGEST = 60  # characters of a text that is shown


def diff_view(diff: Diff) -> Group:
    """Give what is new, removed and changed."""
    lines = [Text(f"{diff.old:,} reports before, {diff.new:,} now", style="bold")]
    for word, ids in (("new", diff.added), ("removed", diff.removed)):
        if ids:
            lines.append(Text(f"{word}: {len(ids):,} reports", style="bold"))
            lines += [Text(f"  {name}") for name in ids[:EXAMPLES]]
            lines += [Text(f"  … and {len(ids) - EXAMPLES:,} more")] if len(ids) > EXAMPLES else []
    for table in diff.tables:
        lines += _table(table)
    if diff.same:
        lines.append(Text("nothing differs"))
    return Group(*lines)


def _table(table: TableDiff) -> Iterator[Text]:
    if not (table.added or table.removed or table.changed):
        return
    told = f"{table.rows:,} rows in both, {table.added:,} new, {table.removed:,} removed"
    yield Text(f"{table.table}: {told}", style="bold")
    for one in table.examples:
        sign = "+" if one["release"] == "new" else "-"
        yield Text(f"  {sign} {_key(table.table, one)}")
    for change in table.changed:
        yield Text(f"  {change.column}: {change.rows:,} changed ({change.rows / table.rows:.2%})")
        for one in change.examples:
            yield Text(f"    {_key(table.table, one)}  {_short(one['old'])} → {_short(one['new'])}")


def _key(table: str, row: dict[str, Any]) -> str:
    first, *others = (row[key] for key in KEYS[table])
    return f"{first} {'/'.join(str(value) for value in others if value is not None)}".strip()


def _short(value: object) -> str:
    """Give a value as it would stand in JSON, so that null and an empty text differ."""
    if value is None:
        return "null"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = f'"{value}"' if isinstance(value, str) else str(value)
    text = text.replace("\n", "⏎")
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
