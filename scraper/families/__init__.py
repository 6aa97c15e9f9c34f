"""Families of site systems: how each lists its annual reports. Pure functions of pages."""

from scraper.families.model import Driver, Entry, Listing, WebPage

__all__ = ["Driver", "Entry", "Listing", "WebPage"]
