"""Identity: title, body, region, year, period, dates, numbers, contact, and mirrors."""

from __future__ import annotations

from parsers.identity.mirror import Mirror, judge_mirror
from parsers.identity.reader import read_identity, report_id
from parsers.identity.region import (
    RegionHints,
    RegionMatch,
    are_apart,
    region_of_code,
    resolve_region,
)

__all__ = [
    "Mirror",
    "RegionHints",
    "RegionMatch",
    "are_apart",
    "judge_mirror",
    "read_identity",
    "region_of_code",
    "report_id",
    "resolve_region",
]
