"""Reads a page and finds the figures that are wrong with nobody warned of them."""

from parsers import Report
from scraper import read_report
from tests.redteam.office import Page, truth


def read(page: Page | str) -> Report:
    """Returns the record of a page."""
    return read_report(page if isinstance(page, str) else page.html())


def figure(report: Report, key: str) -> float | None:
    """Returns a figure of a record by its key, None where it is null or absent."""
    table, row, column = key.split("/")
    return report.tables.get(table, {}).get(row, {}).get(column)


def told(report: Report, key: str, label: str = "") -> bool:
    """Says whether a finding names a cell, or quotes the label that its row or column has in the source."""
    return any(
        key in finding.cells or (label and label in finding.message_zh)
        for finding in report.findings
    )


def wrong(report: Report) -> list[str]:
    """Returns the keys of an unchanged page's figures that a record has otherwise and does not tell of."""
    return [
        key
        for key, value in truth().items()
        if figure(report, key) != value and not told(report, key)
    ]
