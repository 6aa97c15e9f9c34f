"""Pages over HTTP, within limits; the only package that imports httpx."""

from scraper.fetch.client import Client
from scraper.fetch.fetcher import Fetched, Fetcher
from scraper.fetch.urls import host_key

__all__ = ["Client", "Fetched", "Fetcher", "host_key"]
