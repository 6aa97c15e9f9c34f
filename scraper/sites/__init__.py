"""The sites a researcher names, as data."""

from scraper.sites.load import read_sites
from scraper.sites.model import Expectation, Site

__all__ = ["Expectation", "Site", "read_sites"]
