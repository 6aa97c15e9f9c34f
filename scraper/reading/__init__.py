"""From the bytes of a page to a record; no file and no network is touched here."""

from scraper.reading.page import Page, read_page, read_report

__all__ = ["Page", "read_page", "read_report"]
