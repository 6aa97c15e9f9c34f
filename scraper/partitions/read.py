"""Records as they were put into a dataset folder, back from its Parquet files."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from scraper.errors import InputError
from scraper.partitions.manifest import Manifest, StoredFile, read_manifest
from scraper.partitions.place import Place

RECORDS = "records"
# The records themselves, every version: nothing of them is lost in the tables made of them.
RECORDS_SCHEMA = pa.schema(
    [
        ("report_id", pa.string()),
        ("place", pa.string()),  # address of the source, by which versions belong together
        ("sha256", pa.string()),
        ("retrieved_at", pa.string()),
        ("latest", pa.bool_()),  # whether the tables are made of this version
        ("json", pa.string()),
    ]
)
_LOT = 64  # records that are held of each file


class Stored(NamedTuple):
    """A version of a record."""

    report_id: str
    place: str
    sha256: str
    retrieved_at: str | None
    latest: bool
    json: str


def stored_records(
    address: str | Path, *, latest: bool = False, province: str | None = None
) -> Iterator[Stored]:
    """Give the records of a dataset folder by report id; memory stays flat.

    Args:
        address: The folder.
        latest: Leave out earlier versions.
        province: Only those of a province (two digits); all where None.

    Raises:
        InputError: There is no manifest, or a file cannot be read.
    """
    place = Place(address)
    manifest = read_manifest(place)
    if manifest is None:
        raise InputError(f"{place.address} is no dataset folder: it has no manifest.json")
    files = [f for f in manifest.of_table(RECORDS) if province in (None, f.province)]
    for _, own in groupby(sorted(files, key=_province), key=_province):
        # An id begins with its region, so provinces come one after the other, and only the years
        # of one of them must be merged.
        streams = [records_of(place, file) for file in own]
        for one in heapq.merge(*streams, key=lambda one: (one.report_id, one.place)):
            if one.latest or not latest:
                yield one


def _province(file: StoredFile) -> str:
    return file.province or "00"


def records_of(place: Place, file: StoredFile) -> Iterator[Stored]:
    """Give the records of one file in their order; raises InputError."""
    try:
        with (
            place.fs.open(place.path(file.path), "rb") as opened,
            pq.ParquetFile(opened) as parquet,
        ):
            for batch in parquet.iter_batches(batch_size=_LOT):
                for values in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                    yield Stored(*values)
    except (OSError, pa.ArrowInvalid) as error:
        reason = f"{place.address}/{file.path} cannot be read ({error})"
        raise InputError(reason) from error


def partition_files(manifest: Manifest | None) -> dict[tuple[int | None, str | None], StoredFile]:
    """Give the file of records by year and province."""
    files = manifest.of_table(RECORDS) if manifest else []
    return {(file.year, file.province): file for file in files}
