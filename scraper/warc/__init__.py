"""The archive: WARC/1.1, one gzip member a record, written so that a torn tail can be cut."""

from scraper.warc.model import Earlier, Place, Record
from scraper.warc.read import Where, read_at, read_member, read_records
from scraper.warc.replay import to_exchange
from scraper.warc.write import WarcWriter, payload_digest

__all__ = [
    "Earlier",
    "Place",
    "Record",
    "WarcWriter",
    "Where",
    "payload_digest",
    "read_at",
    "read_member",
    "read_records",
    "to_exchange",
]
