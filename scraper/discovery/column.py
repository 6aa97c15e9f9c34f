"""Columns of annual reports: what says that a page is one, and links that need no more words there."""

from __future__ import annotations

from parsers.normal import squeeze
from scraper.families.links import links
from scraper.families.model import Entry, WebPage
from scraper.families.titles import is_title_in_column, year_of
from scraper.families.words import words

_HEADINGS = ("title", "h1", "h2", "h3")
_METAS = ("columnname", "columntype")
_SURE = 80  # score of the words from which on they name annual reports of this kind alone


def names_reports(page: WebPage) -> bool:
    """Say whether a page calls itself the column of annual reports, by metadata or heading."""
    said = [
        meta.get("content") or "" for meta in page.tree.iter("meta") if _is_column(meta.get("name"))
    ]
    said += [element.text_content() for element in page.tree.iter(*_HEADINGS)]
    names = [word for word, score in words()["columns"].items() if score >= _SURE]
    texts = [squeeze(text) for text in said]
    return any(name in text for text in texts for name in names)


def further_entries(page: WebPage, known: set[str]) -> tuple[Entry, ...]:
    """Give links that name a body and year alone, which only such a column makes reports.

    Args:
        page: A column of annual reports.
        known: Addresses of reports that are known already.
    """
    return tuple(
        Entry(link.url, link.text, link.date, None, year_of(link.text))
        for link in links(page)
        if link.url not in known and is_title_in_column(link.text)
    )


def _is_column(name: str | None) -> bool:
    return (name or "").lower() in _METAS
