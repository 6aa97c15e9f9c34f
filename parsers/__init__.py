"""Pure functions: repaired text in, record out; no network, no disk, no clock."""

from parsers.record import Report

__all__ = ["Report"]
