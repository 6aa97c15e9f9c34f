"""Damaged rows whose cells the sums of the form leave one place for.

Only rows that the markup could not place come here; a figure that stands under its column without
doubt is never moved, right or wrong.
"""

from __future__ import annotations

from parsers.recovery.disputes import recover_disputes
from parsers.recovery.doubtful import decide_doubtful
from parsers.recovery.requests import recover_requests
from parsers.tables.reading import TableReading

__all__ = ["recover_rows"]


def recover_rows(reading: TableReading) -> None:
    """Enter the figures of tables 3 and 4 that the sums leave one reading or one place for."""
    if reading.doubtful:
        decide_doubtful(reading)
    if not reading.unplaced:
        return
    recover_requests(reading)
    recover_disputes(reading)
