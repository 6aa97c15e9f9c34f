"""Archives of the web as a source: history without a request to the government's servers."""

from scraper.captures.model import Archive, Capture, known_archives, newest, read_archives, unseen
from scraper.captures.source import Source
from scraper.captures.visitor import ArchiveVisitor

__all__ = [
    "Archive",
    "ArchiveVisitor",
    "Capture",
    "Source",
    "known_archives",
    "newest",
    "read_archives",
    "unseen",
]
