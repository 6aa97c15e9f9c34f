"""Reports that are files: PDF and Word, read into the same blocks as a page, in a process with limits."""

from scraper.documents.reader import DocumentFile, read_document

__all__ = ["DocumentFile", "read_document"]
