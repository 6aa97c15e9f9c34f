"""A comparison as CSV: all that its page says, one line each, in one table of fixed columns."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from parsers.checks.names import cell_name
from scraper.comparison import figures
from scraper.comparison.compare import Comparison
from scraper.comparison.evidence import told
from scraper.comparison.ranking import Ranking
from scraper.spreadsheet import inert

FIELDS = (
    "part", "code", "severity", "report_id", "year", "cell", "name_zh", "name_en", "before", "now",
    "raw_before", "raw_now", "place_before", "place_now", "url", "message_zh", "message",
)  # fmt: skip
RANKING_FIELDS = ("rank", "report_id", "publisher", "received", "closed", "grant_rate", "carried_out",
                  "disputes", "errors", "verdict", "url")  # fmt: skip

Row = dict[str, object]


def as_csv(comparison: Comparison) -> str:
    """Give a comparison as CSV; ``part`` says what a line is.

    ``verdict``, ``key_number`` (a year each), ``finding`` (a cell each, of the earlier and the accused
    report), ``accepted``, ``change``, ``restated``, ``text`` (a sentence that is gone or new) and ``source``.
    """
    return _written(FIELDS, rows_of(comparison))


def rows_of(comparison: Comparison) -> Iterator[Row]:
    """Give the lines; fields that a line lacks are empty."""
    yield {"part": "verdict", "code": comparison.verdict}
    yield from _numbers(comparison)
    yield from _findings(comparison)
    yield from _accepted(comparison)
    yield from _changes(comparison)
    yield from _restated(comparison)
    yield from _texts(comparison)
    yield from _sources(comparison)


def _numbers(comparison: Comparison) -> Iterator[Row]:
    for number in comparison.numbers:
        before = (None, *number.values)
        for year, last, value in zip(comparison.years, before, number.values, strict=False):
            row = {"part": "key_number", "code": number.code, "year": year}
            yield row | {"before": _rounded(last), "now": _rounded(value)}


def _findings(comparison: Comparison) -> Iterator[Row]:
    for finding in comparison.findings:
        shown = told(finding, comparison, "en")
        head: Row = {
            "part": "finding",
            "code": finding.code,
            "severity": finding.severity,
            "report_id": finding.report_ids[0],
            "before": finding.expected,
            "now": finding.actual,
            "message_zh": finding.message_zh,
            "message": finding.message,
        }
        yield head
        for row in shown.rows:
            first, last = row.quotes[0] if len(row.quotes) > 1 else None, row.quotes[-1]
            yield (
                head
                | _cell(row.cell)
                | {
                    "raw_before": first.raw if first else None,
                    "place_before": first.place if first else None,
                    "raw_now": last.raw,
                    "place_now": last.place,
                    "url": last.url,
                }
            )


def _accepted(comparison: Comparison) -> Iterator[Row]:
    for finding, entry in comparison.accepted:
        row: Row = {"part": "accepted", "code": finding.code, "severity": finding.severity}
        row |= {"report_id": finding.report_ids[0], "message_zh": finding.message_zh}
        yield row | {"message": f"{entry.reason} ({entry.who})"}


def _changes(comparison: Comparison) -> Iterator[Row]:
    for one in comparison.changes:
        yield {
            "part": "change",
            "year": comparison.years[-1],
            **_cell(one.cell),
            "before": one.before,
            "now": one.now,
            "raw_before": one.raw_before,
            "raw_now": one.raw_now,
            "place_before": one.places[0],
            "place_now": one.places[1],
            "url": comparison.held[-1].report.source.url,
        }


def _restated(comparison: Comparison) -> Iterator[Row]:
    for step in comparison.steps:
        seen = " -> ".join(one.report.source.retrieved_at or "?" for one in (step.before, step.now))
        head: Row = {"part": "restated", "year": step.year, "message": seen}
        head |= {"report_id": step.now.report.id, "url": step.now.report.source.url}
        if not step.cells:
            yield head
        for cell in step.cells:
            places = {
                "place_before": figures.place(step.before, cell.cell),
                "place_now": figures.place(step.now, cell.cell),
            }
            yield (
                head | _cell(cell.cell) | {"raw_before": cell.before, "raw_now": cell.now} | places
            )


def _texts(comparison: Comparison) -> Iterator[Row]:
    for section in comparison.texts:
        head: Row = {"part": "text", "code": section.code, "year": comparison.years[-1]}
        yield head | {"name_zh": section.heading, "now": round(section.similarity, 3)}
        for piece in section.pieces:
            if piece.kind != "same":
                yield head | {"raw_before" if piece.kind == "gone" else "raw_now": piece.text}


def _sources(comparison: Comparison) -> Iterator[Row]:
    for held in comparison.held:
        source, identity = held.report.source, held.report.identity
        yield {
            "part": "source",
            "code": source.sha256,
            "report_id": held.report.id,
            "year": held.year,
            "name_zh": identity.title,
            "before": identity.published_on,
            "now": source.retrieved_at,
            "url": source.url or source.uri,
        }


def _cell(cell: str) -> Row:
    name = cell_name(cell)
    return {"cell": cell, "name_zh": name.zh, "name_en": name.en}


def _rounded(value: float | None) -> float | None:
    return round(value, 4) if isinstance(value, float) else value


def ranking_rows(ranking: Ranking) -> list[Row]:
    """Give the bodies of a ranking, in its order."""
    return [
        {
            "rank": one.rank,
            "report_id": one.held.report.id,
            "publisher": one.held.report.identity.publisher,
            "received": one.received,
            "closed": one.closed,
            "grant_rate": None if one.rate is None else round(one.rate, 4),
            "carried_out": one.carried_out,
            "disputes": one.disputes,
            "errors": one.errors,
            "verdict": one.verdict,
            "url": one.held.report.source.url,
        }
        for one in ranking.rows
    ]


def ranking_csv(ranking: Ranking) -> str:
    """Give a ranking as CSV."""
    return _written(RANKING_FIELDS, iter(ranking_rows(ranking)))


def _written(fields: tuple[str, ...], rows: Iterator[Row]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(fields)
    for row in rows:
        values = (row.get(field) for field in fields)
        writer.writerow([inert(value) if isinstance(value, str) else value for value in values])
    return out.getvalue()
