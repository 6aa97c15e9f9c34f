"""The newest version of each report as one stream in the order of the ids, from wherever records lie."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from parsers.record import Report
from scraper.collection import read_records
from scraper.dataset.store.spool import Spool
from scraper.errors import InputError
from scraper.inputs import readable
from scraper.partitions import is_store, stored_records


def newest_records(path: str | Path) -> Iterator[Report]:
    """Give the newest version of each report; memory stays flat.

    Args:
        path: What :func:`scraper.collection.read_records` takes.

    Raises:
        InputError: There is nothing, it cannot be read, or it holds no record.
        RecordError: Something in it is no record.
    """
    if is_store(path):
        for one in stored_records(path, latest=True):
            yield Report.model_validate_json(one.json)
        return
    with Spool() as spool:
        for report in read_records(path):
            spool.put(report)
        number = 0
        for number, versions in enumerate(spool.in_order(), start=1):  # noqa: B007 -- the last counts
            yield Report.model_validate_json(versions[-1].json)
        if not number:
            raise InputError(f"{readable(path)} holds no record")
