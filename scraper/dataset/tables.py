"""Records as tables: names, types and order of the columns.

``cells`` is the long table of the contract: one line a cell, one type a column, sorted by report and
then in the codebook's order. A cell without a figure is null, never zero.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import pyarrow as pa

from parsers.record import Report
from parsers.vocab import all_tables, key_order
from scraper.dataset.crosswalk import series_rows

_TEXT, _INT, _NUMBER = pa.string(), pa.int64(), pa.float64()

SCHEMAS: dict[str, pa.Schema] = {
    "reports": pa.schema(
        [
            ("report_id", _TEXT), ("title", _TEXT), ("publisher", _TEXT), ("region_code", _TEXT),
            ("region_name", _TEXT), ("body", _TEXT), ("year", _INT), ("form", _TEXT),
            ("published_on", _TEXT), ("index_number", _TEXT), ("document_number", _TEXT),
            ("scope", _TEXT), ("phone", _TEXT), ("email", _TEXT), ("address", _TEXT),
            ("postcode", _TEXT), ("cells", _INT), ("stated", _INT), ("errors", _INT),
            ("warnings", _INT), ("url", _TEXT), ("sha256", _TEXT),
        ]
    ),
    "cells": pa.schema(
        [
            ("report_id", _TEXT), ("publisher", _TEXT), ("region_code", _TEXT),
            ("region_name", _TEXT), ("year", _INT), ("form", _TEXT), ("table", _TEXT),
            ("row", _TEXT), ("column", _TEXT), ("value", _NUMBER), ("raw", _TEXT),
            ("state", _TEXT), ("unit", _TEXT), ("url", _TEXT), ("sha256", _TEXT),
        ]
    ),
    "statements": pa.schema(
        [
            ("report_id", _TEXT), ("cell", _TEXT), ("value", _NUMBER), ("unit", _TEXT),
            ("approximate", pa.bool_()), ("quote", _TEXT), ("section", _TEXT), ("span_start", _INT),
            ("span_end", _INT),
        ]
    ),
    "sections": pa.schema(
        [("report_id", _TEXT), ("position", _INT), ("code", _TEXT), ("heading", _TEXT),
         ("text", _TEXT)]
    ),
    "findings": pa.schema(
        [
            ("report_id", _TEXT), ("code", _TEXT), ("severity", _TEXT), ("message", _TEXT),
            ("message_zh", _TEXT), ("cells", _TEXT), ("expected", _TEXT), ("actual", _TEXT),
        ]
    ),
    "sources": pa.schema(
        [
            ("report_id", _TEXT), ("uri", _TEXT), ("url", _TEXT), ("canonical_url", _TEXT),
            ("mirror", pa.bool_()), ("retrieved_at", _TEXT), ("status", _INT),
            ("media_type", _TEXT), ("bytes", _INT), ("sha256", _TEXT), ("encoding", _TEXT),
            ("encoding_declared", _TEXT), ("repairs", _TEXT), ("reader", _TEXT),
            ("gongkai_version", _TEXT),
        ]
    ),
    "series": pa.schema(
        [
            ("report_id", _TEXT), ("publisher", _TEXT), ("region_code", _TEXT), ("year", _INT),
            ("form", _TEXT), ("measure", _TEXT), ("value", _NUMBER), ("unit", _TEXT),
            ("joins_form_before", _TEXT),
        ]
    ),
}  # fmt: skip


def rows_of(name: str, report: Report) -> Iterator[dict[str, Any]]:
    """Give the rows of a table that a report has."""
    return _ROWS[name](report)


def _reports(report: Report) -> Iterator[dict[str, Any]]:
    identity = report.identity
    values = [v for rows in report.tables.values() for row in rows.values() for v in row.values()]
    severities = [finding.severity for finding in report.findings]
    told = identity.model_dump(exclude={"contact", "period"})
    yield {
        "report_id": report.id,
        **told,
        **identity.contact.model_dump(),
        "form": report.form,
        "cells": len(values),
        "stated": sum(value is not None for value in values),
        "errors": severities.count("error"),
        "warnings": severities.count("warning"),
        "url": report.source.url,
        "sha256": report.source.sha256,
    }


def _cells(report: Report) -> Iterator[dict[str, Any]]:
    identity, units = report.identity, cell_units()
    shared = {
        "report_id": report.id,
        "publisher": identity.publisher,
        "region_code": identity.region_code,
        "region_name": identity.region_name,
        "year": identity.year,
        "form": report.form,
        "url": report.source.url,
        "sha256": report.source.sha256,
    }
    for key, value in ordered_cells(report):
        evidence = report.evidence.get(key)
        table, row, column = key.split("/")
        yield {
            **shared,
            "table": table,
            "row": row,
            "column": column,
            "value": value,
            "raw": evidence.raw if evidence else None,
            "state": evidence.state if evidence else None,
            "unit": units.get(key),
        }


def ordered_cells(report: Report) -> list[tuple[str, int | float | None]]:
    """Give the cells of a report in the codebook's order."""
    found = [
        (f"{code}/{row}/{column}", value)
        for code, rows in report.tables.items()
        for row, columns in rows.items()
        for column, value in columns.items()
    ]
    order, last = key_order(), len(key_order())
    return sorted(found, key=lambda item: (order.get(item[0], last), item[0]))


@lru_cache
def cell_units() -> dict[str, str]:
    """Give the unit of every cell: that of its column, or of its row."""
    return {
        f"{table.code}/{row.code}/{column.code}": column.unit or row.unit
        for table in all_tables()
        for row in table.rows
        for column in table.columns
        if column.part == row.part
    }


def _statements(report: Report) -> Iterator[dict[str, Any]]:
    for one in report.statements:
        told = one.model_dump(exclude={"span"})
        yield {"report_id": report.id, **told, "span_start": one.span[0], "span_end": one.span[1]}


def _sections(report: Report) -> Iterator[dict[str, Any]]:
    for position, one in enumerate(report.sections):
        told = {"code": one.code, "heading": one.heading, "text": one.text}
        yield {"report_id": report.id, "position": position, **told}


def _findings(report: Report) -> Iterator[dict[str, Any]]:
    for one in report.findings:
        told = one.model_dump()
        for name in ("expected", "actual"):
            told[name] = None if told[name] is None else str(told[name])
        yield {"report_id": report.id, **told, "cells": " ".join(one.cells)}


def _sources(report: Report) -> Iterator[dict[str, Any]]:
    source = report.source
    told = source.model_dump(exclude={"encoding", "repairs"})
    yield {
        "report_id": report.id,
        **told,
        "encoding": source.encoding.used,
        "encoding_declared": source.encoding.declared,
        "repairs": " ".join(f"{repair.code}:{repair.count}" for repair in source.repairs),
    }


_ROWS = {
    "reports": _reports,
    "cells": _cells,
    "statements": _statements,
    "sections": _sections,
    "findings": _findings,
    "sources": _sources,
    "series": series_rows,
}
