"""Pages over HTTP, within limits; the only package that imports httpx."""

from scraper.fetch.client import Fetched, Fetcher

__all__ = ["Fetched", "Fetcher"]
