"""Measures over the generations of the form as tables: what they are made of, and their figures."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyarrow as pa

from parsers.record import Report
from parsers.series import ORDER, Join, measures, points

_FIELDS = (
    "measure",
    "zh",
    "en",
    "unit",
    "form",
    "cells",
    "joins_form_before",
    "note_en",
    "note_zh",
)


def crosswalk_table() -> pa.Table:
    """Give one row a measure and form: its cells, and how well it joins the form before."""
    rows = [
        (m.code, m.zh, m.en, m.unit, form, " ".join(m.cells[form]), *_told(m.joins.get(form)))
        for m in measures()
        for form in ORDER
        if form in m.cells
    ]
    schema = pa.schema([(name, pa.string()) for name in _FIELDS])
    told = [dict(zip(_FIELDS, row, strict=True)) for row in rows]
    return pa.Table.from_pylist(told, schema=schema)


def _told(join: Join | None) -> tuple[str | None, str, str]:
    return (join.grade, join.note_en, join.note_zh) if join else (None, "", "")


def series_rows(report: Report) -> Iterator[dict[str, Any]]:
    """Give the measures of a report; null where one of their cells has no figure."""
    known = {measure.code: measure for measure in measures()}
    identity = report.identity
    for point in points(report):
        measure = known[point.measure]
        join = measure.joins.get(point.form)
        yield {
            "report_id": report.id,
            "publisher": identity.publisher,
            "region_code": identity.region_code,
            "year": point.year,
            "form": point.form,
            "measure": point.measure,
            "value": point.value,
            "unit": measure.unit,
            "joins_form_before": join.grade if join else None,
        }
