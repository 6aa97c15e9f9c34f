"""The vocabulary: codes, labels, variants, units and validity, read from the TOML files beside it.

A person can read and edit those files; they are loaded once, checked, and handed out as plain
tuples. No other module of the program holds a Chinese label.
"""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Any, NamedTuple, TypeVar

from parsers.errors import VocabError

TABLE_CODES = ("proactive", "requests", "disputes")
ANNEX = "annex"  # the statistical table of the older forms, which have none of the three

Coded = TypeVar("Coded", "RowDef", "ColumnDef")


class RowDef(NamedTuple):
    """A row of a table of the form."""

    code: str
    zh: str
    en: str
    kind: str  # "leaf" | "group" | "total"; groups print no figures
    forms: tuple[str, ...]
    unit: str
    number: str  # printed numbering, "" where none
    parent: str | None
    part: str | None  # table 2: the part of article 20
    variants: tuple[str, ...]
    needs_parent: bool  # the label alone says nothing (3.其他): its group must be known


class ColumnDef(NamedTuple):
    """A column of a table of the form."""

    code: str
    zh: str
    en: str
    kind: str
    forms: tuple[str, ...]
    unit: str
    parent: str | None
    part: str | None
    variants: tuple[str, ...]
    signed: bool  # the column of changes (本年增/减): signs and words of change are figures


class PartDef(NamedTuple):
    """A part of table 2, headed by its item of article 20."""

    code: str
    zh: str
    en: str
    forms: tuple[str, ...]


class TableDef(NamedTuple):
    """One of the three standard tables."""

    code: str
    number: int
    zh: str
    en: str
    section: str
    version: str
    rows: tuple[RowDef, ...]
    columns: tuple[ColumnDef, ...]
    parts: tuple[PartDef, ...]

    def row(self, code: str) -> RowDef:
        """Give the row with this code; raises KeyError."""
        return _by_code(self.rows, code)

    def column(self, code: str, part: str | None = None) -> ColumnDef:
        """Give the column with this code (of this part, where parts exist); raises KeyError."""
        of_part = tuple(c for c in self.columns if part is None or c.part == part)
        return _by_code(of_part, code)


def _by_code(items: tuple[Coded, ...], code: str) -> Coded:
    for item in items:
        if item.code == code:
            return item
    raise KeyError(code)


@lru_cache
def load(name: str) -> dict[str, Any]:
    """Give the parsed TOML file ``name`` of the vocabulary; the result must not be changed.

    Raises:
        VocabError: The file is missing or is no TOML.
    """
    try:
        text = files(__name__).joinpath(f"{name}.toml").read_text(encoding="utf-8")
        return tomllib.loads(text)
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise VocabError("vocabulary file cannot be read", file=name, cause=str(error)) from error


@lru_cache
def table(code: str) -> TableDef:
    """Give the definition of one table; raises VocabError."""
    data = load(code)
    return TableDef(
        code=code,
        number=data["number"],
        zh=data["zh"],
        en=data["en"],
        section=data["section"],
        version=data["version"],
        rows=tuple(_row(r) for r in data["rows"]),
        columns=tuple(_column(c) for c in data["columns"]),
        parts=tuple(
            PartDef(p["code"], p["zh"], p["en"], tuple(p["forms"])) for p in data.get("parts", ())
        ),
    )


def tables() -> tuple[TableDef, ...]:
    """Give the three tables in the order of the form."""
    return tuple(table(code) for code in TABLE_CODES)


def all_tables() -> tuple[TableDef, ...]:
    """Give the three tables and the annex of the older forms.

    A code that forms A and A0 share stands once in the annex, as form A words it.
    """
    return (*tables(), _without_twins(table(ANNEX)))


@lru_cache
def _without_twins(definition: TableDef) -> TableDef:
    rows: dict[str, RowDef] = {}
    for row in definition.rows:
        first = rows.get(row.code, row._replace(forms=()))
        rows[row.code] = first._replace(forms=(*first.forms, *row.forms))
    return definition._replace(rows=tuple(rows.values()))


def _row(data: dict[str, Any]) -> RowDef:
    return RowDef(
        code=data["code"],
        zh=data["zh"],
        en=data["en"],
        kind=data["kind"],
        forms=tuple(data["forms"]),
        unit=data.get("unit", ""),
        number=data.get("number", ""),
        parent=data.get("parent"),
        part=data.get("part"),
        variants=tuple(data["variants"]),
        needs_parent=data.get("needs_parent", False),
    )


def _column(data: dict[str, Any]) -> ColumnDef:
    return ColumnDef(
        code=data["code"],
        zh=data["zh"],
        en=data["en"],
        kind=data["kind"],
        forms=tuple(data["forms"]),
        unit=data.get("unit", ""),
        parent=data.get("parent"),
        part=data.get("part"),
        variants=tuple(data["variants"]),
        signed=data.get("signed", False),
    )


def cell_key(table_code: str, row: str, column: str) -> str:
    """Give the key of a cell as it stands in ``evidence`` and ``findings``."""
    return f"{table_code}/{row}/{column}"


@lru_cache
def key_order() -> dict[str, int]:
    """Give the rank of every leaf cell key of the codebook, for sorting."""
    keys = [
        cell_key(t.code, r.code, c.code)
        for t in all_tables()
        for r in t.rows
        for c in t.columns
        if c.part == r.part
    ]
    return {key: rank for rank, key in enumerate(keys)}
