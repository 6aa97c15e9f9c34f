"""The sites a researcher names, as data."""

from scraper.sites.model import Expectation, Site

__all__ = ["Expectation", "Site"]
