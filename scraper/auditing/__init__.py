"""Audits of as many records as a disk holds: a shelf on a disk, and findings that are read from it."""

from scraper.auditing.audited import Audited, audit_records
from scraper.auditing.own_rules import read_book

__all__ = ["Audited", "audit_records", "read_book"]
