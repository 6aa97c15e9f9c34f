"""Pages over HTTP, within limits; the only package that imports httpx."""

from scraper.fetch.client import Client
from scraper.fetch.fetcher import Fetched, Fetcher
from scraper.fetch.urls import host_key
from scraper.fetch.visitor import Visitor
from scraper.fetch.walls import Wall

__all__ = ["Client", "Fetched", "Fetcher", "Visitor", "Wall", "host_key"]
