"""A dataset folder on any address: its manifest, its Parquet files, and the records in them.

Layout of the folder::

    manifest.json                                        what holds; replaced last, in one step
    <table>/year=2023/province=33/<digest>.parquet       one file a table, year and province

A file's name is the digest of its bytes, so a new state never writes over the old one, and a folder
whose writer was killed still holds the state before. Files that no manifest names count for nothing.
"""

from __future__ import annotations

from scraper.partitions.manifest import Manifest, StoredFile, is_store, read_manifest
from scraper.partitions.place import Place
from scraper.partitions.read import RECORDS, RECORDS_SCHEMA, Stored, stored_records

__all__ = [
    "RECORDS",
    "RECORDS_SCHEMA",
    "Manifest",
    "Place",
    "Stored",
    "StoredFile",
    "is_store",
    "read_manifest",
    "stored_records",
]
