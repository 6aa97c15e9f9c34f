"""The descriptor of a data package (version 2 of the standard): tables, fields, keys, licences."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

import pyarrow as pa

from parsers.record import SCHEMA
from scraper.dataset.values import allowed
from scraper.dataset.wide import columns_by_name
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
    "foia": "terms of annual reports under the Freedom of Information Act (US) beside the cells",
    "gazetteer": "codes of regions (GB/T 2260) with their validity",
}


class Described(Protocol):
    """A table as the descriptor needs it."""

    @property
    def name(self) -> str:
        """Its name."""

    @property
    def schema(self) -> pa.Schema:
        """Its columns and types."""


def descriptor(
    tables: Sequence[Described], counts: dict[str, int], ending: str | None
) -> dict[str, Any]:
    """Give the descriptor; without an ending (one file for all tables) it names no resources' files."""
    return {
        "$schema": PROFILE,
        "name": "gongkai-annual-reports",
        "title": "Annual reports on open government information of local bodies in China",
        "description": "Figures that the bodies published, one line a cell, with source and text as published",
        "version": gongkai_version(),
        "gongkai:record_schema": SCHEMA,
        "licenses": [
            {"name": "other-open", "title": "As published by public bodies", "path": "LICENSE.md"}
        ],
        "resources": [
            _resource(table, counts[table.name], ending)
            for table in tables
            if ending is not None or table.name
        ],
    }


def _resource(table: Described, rows: int, ending: str | None) -> dict[str, Any]:
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
        known = columns_by_name().get(field.name)
        if known:
            told["title"] = known.zh
            told["description"] = f"{known.en} ({known.key})"
    if field.name in allowed(table):
        told["constraints"] = {"enum": list(allowed(table)[field.name])}
    return told
