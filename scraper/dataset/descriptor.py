"""The descriptor of a data package (version 2 of the standard): tables, fields, keys, licences."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

import pyarrow as pa

from parsers.record import SCHEMA
from scraper.dataset.wide import columns
from scraper.settings import gongkai_version

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
_TYPES = {"string": "string", "int64": "integer", "double": "number", "bool": "boolean"}
_MEDIA = {
    "csv": "text/csv",
    "jsonl": "application/x-ndjson",
    "parquet": "application/vnd.apache.parquet",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "dta": "application/x-stata-dta",
}
_WORDS = {
    "reports": "one row a report",
    "cells": "one row a cell, with its text as published",
    "statements": "figures that the prose states",
    "sections": "the six sections with their text",
    "findings": "what does not add up or could not be read",
    "sources": "where each report comes from and how it was read",
    "series": "measures that mean the same over several forms, one row a report and measure",
    "crosswalk": "what each measure is made of in each form, and how well it joins the form before",
    "wide": "one row a report, one column a cell",
    "codebook": "rows, columns, labels and units of the cells",
    "gazetteer": "codes of regions (GB/T 2260) with their validity",
}


class Table(NamedTuple):
    """A table to be written, made anew each time it is asked for."""

    name: str
    schema: pa.Schema
    batches: Callable[[], Iterable[pa.RecordBatch]]
    labels: dict[str, str]


def descriptor(
    tables: Sequence[Table], counts: dict[str, int], ending: str | None
) -> dict[str, Any]:
    """Give the descriptor; without an ending (one file for all tables) it names no resources' files."""
    return {
        "$schema": PROFILE,
        "name": "gongkai-annual-reports",
        "title": "Annual reports on open government information of local bodies in China",
        "created": "1970-01-01T00:00:00Z",
        "version": gongkai_version(),
        "gongkai:record_schema": SCHEMA,
        "licenses": [{"name": "other-open", "title": "Figures as published by public bodies"}],
        "resources": [
            _resource(table, counts[table.name], ending)
            for table in tables
            if ending is not None or table.name
        ],
    }


def _resource(table: Table, rows: int, ending: str | None) -> dict[str, Any]:
    schema: dict[str, Any] = {"fields": [_field(table.name, field) for field in table.schema]}
    schema["missingValues"] = [""]
    if table.name != "reports" and "report_id" in table.schema.names and table.name != "wide":
        schema["foreignKeys"] = [
            {"fields": ["report_id"], "reference": {"resource": "reports", "fields": ["report_id"]}}
        ]
    path = f"{table.name}.{ending}" if ending else "gongkai"
    return {
        "name": table.name,
        "description": _WORDS[table.name],
        "path": path,
        "format": ending or "database",
        "mediatype": _MEDIA.get(ending or "", "application/octet-stream"),
        "encoding": "utf-8",
        "rows": rows,
        "schema": schema,
    }


def _field(table: str, field: pa.Field) -> dict[str, Any]:
    told: dict[str, Any] = {"name": field.name, "type": _TYPES[str(field.type)]}
    if table == "wide":
        known = {column.name: column for column in columns()}.get(field.name)
        if known:
            told["title"] = known.zh
            told["description"] = f"{known.en} ({known.key})"
    return told
