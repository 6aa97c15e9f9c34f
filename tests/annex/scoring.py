"""Holds what is read of a generated page against what it was made from."""

from __future__ import annotations

from typing import NamedTuple

from scraper import read_report


class Score(NamedTuple):
    """What became of the figures of one page."""

    right: int
    missing: int
    wrong: tuple[str, ...]  # keys with another figure, told or not
    silent: tuple[str, ...]  # those of them that no finding names
    codes: frozenset[str]


def read(page):
    """Give the record of a generated page."""
    return read_report(
        page.source.encode("utf-8"), content_type=f"{page.media_type}; charset=utf-8"
    )


def figures_of(record):
    """Give the cells of the annex by their keys."""
    rows = record.tables.get("annex", {})
    return {f"annex/{row}/{c}": v for row, columns in rows.items() for c, v in columns.items()}


def score(page):
    """Read a page and count."""
    record = read(page)
    got = figures_of(record)
    told = {cell for finding in record.findings for cell in finding.cells}
    wrong = tuple(k for k, v in got.items() if v is not None and page.truth.get(k) != v)
    right = sum(1 for key, value in page.truth.items() if got.get(key) == value)
    return Score(
        right,
        len(page.truth) - right - len([k for k in wrong if k in page.truth]),
        wrong,
        tuple(key for key in wrong if key not in told),
        frozenset(finding.code for finding in record.findings),
    )
