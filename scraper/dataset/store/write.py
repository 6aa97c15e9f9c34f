"""The one way into a dataset folder."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from parsers.record import Report
from scraper.dataset.store.partition import TABLES, write_partition
from scraper.dataset.store.spool import Partition, Spool
from scraper.partitions.manifest import (
    Manifest,
    StoredFile,
    commit,
    make_manifest,
    read_manifest,
)
from scraper.partitions.place import Place
from scraper.partitions.read import partition_files, records_of


def write_store(
    records: Iterable[Report | str | bytes], address: str | Path, *, replace: bool = False
) -> Manifest:
    """Put records into a dataset folder.

    A record takes the place of one with the same id, source and bytes; other bytes of the same source
    are a new version. Only the years and provinces of the new records are written again, all of them
    where another version of the program, the codebook or the writer made the folder. The new state
    holds from the moment its manifest is in place; whatever ends the run before leaves the old one.

    Args:
        records: Records or their JSON, in any order and number; they go to a disk first.
        address: The folder: a path, or an address that fsspec knows.
        replace: Forget what the folder held.

    Returns:
        The manifest; equal records give an equal one, and equal bytes of all files, in however many
        steps they come.

    Raises:
        RecordError: Something is no record; the folder is then as it was.
        StoreError: The folder cannot be written, or another run writes into it.
        InputError: What the folder held cannot be read.
        UsageError: Nothing knows such an address.
    """
    place = Place(address)
    with place.alone() as work, Spool() as spool:
        before = read_manifest(place)
        for record in records:
            spool.put(record)
        return _put_in(spool, place, work, before, replace=replace)


def write_spool(spool: Spool, address: str | Path) -> Manifest:
    """Put records that were spooled as they came into a dataset folder, as :func:`write_store` does.

    The folder is held against other writers only now, and not while the records were made.

    Raises:
        StoreError: The folder cannot be written, or another run writes into it.
        InputError: What the folder held cannot be read.
        UsageError: Nothing knows such an address.
    """
    place = Place(address)
    with place.alone() as work:
        return _put_in(spool, place, work, read_manifest(place), replace=False)


def _put_in(
    spool: Spool, place: Place, work: Path, before: Manifest | None, *, replace: bool
) -> Manifest:
    """Make what was spooled hold, in a folder whose state was ``before`` when the writer came."""
    held = None if replace else before
    stale = held is not None and held.made_by != make_manifest([], TABLES).made_by
    _recall(spool, place, held, None if stale else set(spool.partitions()))
    touched = set(spool.partitions())
    kept = held.files if held else []
    files = [file for file in kept if (file.year, file.province) not in touched]
    files += _written(spool, place, work)
    manifest = make_manifest(files, TABLES)
    commit(place, manifest, before)
    return manifest


def _recall(
    spool: Spool, place: Place, before: Manifest | None, wanted: set[Partition] | None
) -> None:
    """Put what the folder holds of these partitions (None: of all) before the new records."""
    for partition, file in partition_files(before).items():
        if wanted is None or partition in wanted:
            for record in records_of(place, file):
                spool.put(record.json, turn=0)


def _written(spool: Spool, place: Place, work: Path) -> list[StoredFile]:
    files = []
    for partition in spool.partitions():
        for path, file in write_partition(work, partition, spool.reports(partition)):
            place.put(path, file.path)
            files.append(file)
    return files
