"""The label of a data row: which of its cells it is, and which row of the form it names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from parsers.findings import make_finding
from parsers.labels import Hit, lookup
from parsers.model import GridCell
from parsers.normal import label_core
from parsers.tables.header import Column
from parsers.tables.reading import TableReading, table_words
from parsers.tables.rows import Row, codes, is_value
from parsers.vocab import RowDef, table


class Label(NamedTuple):
    """What is known of a row's label."""

    position: int | None  # of the label cell next to the values
    definition: RowDef | None  # the row it names; None where it may not stand here
    parent: str | None  # the group under way, of which this row may be the head


def find_label(row: Row, code: str, columns: Sequence[Column], parent: str | None) -> Label:
    """Give the position of the label cell next to the values, and the row it names.

    Args:
        row: A data row.
        code: The table it belongs to.
        columns: The columns under way, empty where the header was lost.
        parent: The group under way.
    """
    above = [c for cell in row.inherited for c in codes(lookup(cell.cell.text), "row", code)]
    found = Label(None, None, parent)
    for position, hits in enumerate(row.hits):
        named = codes(hits, "row", code)
        if not named:
            if found.position is not None:
                break
            continue  # a serial number or a blank before the label
        definition = table(code).row(named[0])
        if definition.kind == "group":
            parent = definition.code
        if not _fits(definition, above, parent):
            return Label(position, None, parent)
        found = Label(position, definition, parent)
    return _without_unknown_leaf(row, found, columns)


def _without_unknown_leaf(row: Row, found: Label, columns: Sequence[Column]) -> Label:
    """Refuse a group's label whose next cell is a label that is not in the codebook.

    Nor does a group whose label reaches over several rows have figures of its own: the label
    between it and the figures was lost. Where the columns are known the order names the row.
    """
    position, definition = found.position, found.definition
    if position is None or definition is None or position + 1 >= len(row.cells):
        return found
    if definition.kind == "group" and row.cells[position].rowspan > 1 and not columns:
        return found._replace(definition=None)
    count = len(row.cells) - position - 1
    if is_value(row.cells[position + 1]) or count <= len(columns):
        return found
    return found._replace(definition=None)


def _fits(definition: RowDef, above: list[str], parent: str | None) -> bool:
    """Say whether a row may stand here: 3.其他 only under （六）其他处理."""
    if not definition.needs_parent:
        return True
    groups = above or ([parent] if parent else [])
    return not groups or definition.parent in (*groups, parent)


def tell_likeness(reading: TableReading, code: str, cell: GridCell) -> None:
    """Tell of a label that was taken for one of the form because it is alike, once for each text.

    Args:
        reading: Where the finding goes.
        code: The table under way.
        cell: A label cell of a header or of a data row.
    """
    hit = next((hit for hit in lookup(cell.cell.text) if hit.table == code), None)
    if hit is None or hit.exact:
        return
    text = cell.cell.published.replace("\n", "")
    label = _label_of(hit)
    severity = "info" if _lost_letters(cell.cell.text, label) else None
    words = table_words(code)
    finding = make_finding("S.LABEL_ALIKE", severity=severity, text=text, label=label, **words)
    if finding not in reading.findings:
        reading.findings.append(finding)


def _label_of(hit: Hit) -> str:
    definition = table(hit.table)
    if hit.axis == "row":
        return definition.row(hit.code).zh
    return next((c.zh for c in definition.columns if c.code == hit.code), hit.code)


def _lost_letters(text: str, label: str) -> bool:
    """Say whether a text is the label with nothing but letters missing: damage, no other wording.

    A whole label is here for the year behind it, which may be another one.
    """
    core, whole = label_core(text), label_core(label)
    letters = iter(whole)
    return core != whole and all(letter in letters for letter in core)
